"""Entries are found by their act without reading all lines; units are counted without reading their payload."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the indexes; one that the second begins with goes, and that of orders gets the units that it is asked for."""
    counted = ["verdict", "maker", "site", "model", "supplier", "brand", "category", "quantity", "id"]
    op.create_index("entries_by_act", "entries", ["act", "sequence"], unique=False)
    op.create_index("devices_for_facets", "devices", counted, unique=False)
    op.drop_index("devices_by_verdict", "devices")
    op.drop_index("findings_by_order", "findings")
    op.create_index("findings_by_order", "findings", ["order", "device"], unique=False)
