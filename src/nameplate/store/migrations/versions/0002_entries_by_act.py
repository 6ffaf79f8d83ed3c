"""Entries are found by their act: keys, workflow and imports, without reading all lines."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the index."""
    op.create_index("entries_by_act", "entries", ["act", "sequence"], unique=False)
