"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of the first version."""

    op.create_table(
        "attachments",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("until", sa.Date(), nullable=True, comment="when an exception expires"),
        sa.Column("due", sa.Date(), nullable=True, comment="the first date of its findings"),
        sa.Column("stopped", sa.Boolean(), nullable=False, comment="on its way to another holder"),
        sa.Column("opened", sa.Integer(), nullable=False, comment="number of the entry"),
        sa.Column("updated", sa.Integer(), nullable=False, comment="number of its last entry"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("cases_by_state", "cases", ["state", "due"], unique=False)
    op.create_index("cases_by_until", "cases", ["until"], unique=False)
    op.create_table(
        "checkpoints",
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("size"),
    )
    op.create_table(
        "devices",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("first_seen", sa.Integer(), nullable=False, comment="number of the import"),
        sa.Column("last_seen", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False, comment="the strictest of its findings"),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("maker", sa.String(length=80), nullable=True),
        sa.Column("brand", sa.String(length=120), nullable=True),
        sa.Column("model", sa.String(length=160), nullable=True),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("supplier", sa.String(length=160), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("category", sa.String(length=24), nullable=True),
        sa.Column("status", sa.String(length=160), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False, comment="the device of review.json, JSON, zlib"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("devices_by_last_seen", "devices", ["last_seen"], unique=False)
    op.create_index("devices_by_maker", "devices", ["maker", "verdict"], unique=False)
    op.create_index("devices_by_model", "devices", ["model", "verdict"], unique=False)
    op.create_index("devices_by_site", "devices", ["site", "verdict"], unique=False)
    op.create_index("devices_by_supplier", "devices", ["supplier", "verdict"], unique=False)
    op.create_index("devices_by_verdict", "devices", ["verdict"], unique=False)
    op.create_table(
        "entries",
        sa.Column(
            "sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("sequence"),
    )
    op.create_index("entries_by_subject", "entries", ["subject", "sequence"], unique=False)
    op.create_table(
        "notes",
        sa.Column(
            "name", sa.String(length=40), nullable=False, comment="what is kept beside the ledger: workflow, server key"
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "people",
        sa.Column("key", sa.String(length=200), nullable=False, comment="verifier key"),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False, comment="number of the entry that added the key"),
        sa.Column("revoked", sa.Integer(), nullable=True, comment="number of the entry that revoked it"),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("people_by_name", "people", ["name"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=64), nullable=False, comment="SHA-256 of review.json"),
        sa.Column("number", sa.Integer(), nullable=False, comment="imports count from 1"),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("imported", sa.DateTime(timezone=True), nullable=False),
        sa.Column("register", sa.String(length=120), nullable=False),
        sa.Column("holder", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False, comment="SHA-256 of every source"),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_table(
        "tips",
        sa.Column("id", sa.Integer(), nullable=False, comment="always 1: its lock puts appends in order"),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("tip", sa.LargeBinary(), nullable=False, comment="frontier and last leaf hash, as JSON"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "witnesses",
        sa.Column("name", sa.String(length=200), nullable=False, comment="file name, ending in .note or .tsr"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "case_devices",
        sa.Column("case", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["case"],
            ["cases.id"],
        ),
        sa.ForeignKeyConstraint(
            ["device"],
            ["devices.id"],
        ),
        sa.PrimaryKeyConstraint("case", "device"),
    )
    op.create_index("cases_of_device", "case_devices", ["device"], unique=False)
    op.create_table(
        "findings",
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("order", sa.String(length=80), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("review", sa.Integer(), nullable=False, comment="number of the import"),
        sa.Column("payload", sa.LargeBinary(), nullable=False, comment="the finding of review.json, JSON, zlib"),
        sa.ForeignKeyConstraint(
            ["device"],
            ["devices.id"],
        ),
        sa.PrimaryKeyConstraint("device", "order"),
    )
    op.create_index("findings_by_due", "findings", ["due"], unique=False)
    op.create_index("findings_by_order", "findings", ["order", "verdict"], unique=False)
    # ### end Alembic commands ###
