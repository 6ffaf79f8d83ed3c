"""Makes `hostile` importable from the folders below this one (pytest puts a conftest's folder on the path)."""
