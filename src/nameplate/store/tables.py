"""The tables. Ledger rows are the truth; people, cases and their devices are read from them again by `rebuild`."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

REVISION = "0002"
"""The migration that makes these tables: the newest one in `migrations`."""
FACETS = ("verdict", "maker", "site", "model", "supplier", "brand", "category")
"""What units are counted by. One index holds all of it, so that counting does not read what is packed in the rows."""
metadata = MetaData()

tips = Table(
    "tips",
    metadata,
    Column("id", Integer, primary_key=True, comment="always 1: its lock puts appends in order"),
    Column("origin", String(200), nullable=False),
    Column("tip", LargeBinary, nullable=False, comment="frontier and last leaf hash, as JSON"),
)
entries = Table(
    "entries",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("line", LargeBinary, nullable=False),
    Column("leaf", LargeBinary(32), nullable=False),
    Column("act", String(40), nullable=False),
    Column("subject", String(120), nullable=False),
    Index("entries_by_subject", "subject", "sequence"),
    Index("entries_by_act", "act", "sequence"),
)
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("size", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("note", LargeBinary, nullable=False),
)
witnesses = Table(
    "witnesses",
    metadata,
    Column("name", String(200), primary_key=True, comment="file name, ending in .note or .tsr"),
    Column("content", LargeBinary, nullable=False),
)
attachments = Table(
    "attachments",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
people = Table(
    "people",
    metadata,
    Column("key", String(200), primary_key=True, comment="verifier key"),
    Column("name", String(120), nullable=False),
    Column("roles", JSON, nullable=False),
    Column("added", Integer, nullable=False, comment="number of the entry that added the key"),
    Column("revoked", Integer, comment="number of the entry that revoked it"),
    Index("people_by_name", "name"),
)
reviews = Table(
    "reviews",
    metadata,
    Column("id", String(64), primary_key=True, comment="SHA-256 of review.json"),
    Column("number", Integer, nullable=False, unique=True, comment="imports count from 1"),
    Column("as_of", Date, nullable=False),
    Column("imported", DateTime(timezone=True), nullable=False),
    Column("register", String(120), nullable=False),
    Column("holder", JSON, nullable=False),
    Column("sources", JSON, nullable=False, comment="SHA-256 of every source"),
    Column("devices", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
)
devices = Table(
    "devices",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("first_seen", Integer, nullable=False, comment="number of the import"),
    Column("last_seen", Integer, nullable=False),
    Column("digest", String(16), nullable=False),
    Column("verdict", String(24), nullable=False, comment="the strictest of its findings"),
    Column("quantity", Integer, nullable=False),
    Column("maker", String(80)),
    Column("brand", String(120)),
    Column("model", String(160)),
    Column("site", String(120)),
    Column("supplier", String(160)),
    Column("name", String(200)),
    Column("category", String(24)),
    Column("status", String(160)),
    Column("payload", LargeBinary, nullable=False, comment="the device of review.json, JSON, zlib"),
    *(Index(f"devices_by_{what}", what, "verdict") for what in ("maker", "site", "model", "supplier")),
    Index("devices_for_facets", *FACETS, "quantity", "id"),
    Index("devices_by_last_seen", "last_seen"),
)
findings = Table(
    "findings",
    metadata,
    Column("device", String(40), ForeignKey("devices.id"), primary_key=True),
    Column("order", String(80), primary_key=True),
    Column("verdict", String(24), nullable=False),
    Column("due", Date),
    Column("review", Integer, nullable=False, comment="number of the import"),
    Column("payload", LargeBinary, nullable=False, comment="the finding of review.json, JSON, zlib"),
    Index("findings_by_order", "order", "device"),
    Index("findings_by_due", "due"),
)
cases = Table(
    "cases",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("title", String(300), nullable=False),
    Column("state", String(40), nullable=False),
    Column("verdict", String(24), nullable=False),
    Column("decision", String(40)),
    Column("until", Date, comment="when an exception expires"),
    Column("due", Date, comment="the first date of its findings"),
    Column("stopped", Boolean, nullable=False, comment="on its way to another holder"),
    Column("opened", Integer, nullable=False, comment="number of the entry"),
    Column("updated", Integer, nullable=False, comment="number of its last entry"),
    Index("cases_by_state", "state", "due"),
    Index("cases_by_until", "until"),
)
case_devices = Table(
    "case_devices",
    metadata,
    Column("case", String(24), ForeignKey("cases.id"), primary_key=True),
    Column("device", String(40), ForeignKey("devices.id"), primary_key=True),
    Index("cases_of_device", "device"),
)
notes = Table(
    "notes",
    metadata,
    Column("name", String(40), primary_key=True, comment="what is kept beside the ledger: workflow, server key"),
    Column("text", Text, nullable=False),
)
