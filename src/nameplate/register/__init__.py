"""The register: dated, cited facts on makers, brands, lineage and orders, as YAML with a schema."""
