"""The ledger in the database: appending under a lock, and reading it back for checks, proofs and bundles.

An append and whatever else belongs to the act stand in one transaction of the caller: either all of it is kept or
nothing. The row in `tips` is locked while an entry is signed, so that numbers follow each other without gaps.
"""

from collections.abc import Iterator, Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import LedgerError, StoreError, UsageError
from nameplate.ledger import chain, registry
from nameplate.ledger.chain import Appended, Tip
from nameplate.ledger.entry import Attachment, Draft, SignedEntry, read_entry
from nameplate.ledger.keys import KeyRecord
from nameplate.ledger.note import Signer
from nameplate.store import tables as t

_PAGE = 5_000
"""Entries read at a time."""
_SIGNED = msgspec.json.Decoder(SignedEntry)
_LOCKED = sa.select(t.tips.c.tip).with_for_update()
_TURN = sa.select(sa.cast(sa.func.pg_advisory_xact_lock(889), sa.Text)).scalar_subquery()
_QUEUED = sa.select(t.tips.c.tip).where(_TURN.is_not(None)).with_for_update()
"""PostgreSQL wakes all who wait for a row at each commit; of those who wait for this lock it wakes the next alone."""
_ADD_ENTRY = t.entries.insert()
_MOVE_TIP = t.tips.update()
_ADD_AND_MOVE = (
    t.tips.update()
    .values(tip=sa.bindparam("tip"))
    .add_cte(t.entries.insert().values({column.name: sa.bindparam(column.name) for column in t.entries.c}).cte("added"))
)
"""Built once: building a statement takes longer than running it. Others wait meanwhile, so PostgreSQL is asked once."""


def begin(connection: Connection, opened: Appended) -> None:
    """Store the first entry of a new ledger. Raises `UsageError` if there is one already."""
    if connection.execute(sa.select(t.tips.c.id)).first():
        raise UsageError("this store has a ledger already")
    connection.execute(t.tips.insert().values(id=1, origin=opened.tip.origin, tip=b""))
    _store(connection, opened)


def locked_tip(connection: Connection) -> Tip:
    """The end of the ledger; nobody else appends until the transaction ends. Raises `UsageError` without a ledger."""
    row = connection.execute(_QUEUED if _is_postgresql(connection) else _LOCKED).first()
    if row is None:
        raise UsageError("this store has no ledger yet; `nameplate ledger open` begins one")
    return _read_tip(bytes(row.tip))


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def tip(connection: Connection) -> Tip:
    """The end of the ledger, for readers. Raises `UsageError` without a ledger."""
    row = connection.execute(sa.select(t.tips.c.tip)).first()
    if row is None:
        raise UsageError("this store has no ledger yet; `nameplate ledger open` begins one")
    return _read_tip(bytes(row.tip))


def _read_tip(data: bytes) -> Tip:
    try:
        return msgspec.json.decode(data, type=Tip)
    except (msgspec.DecodeError, LedgerError, UnicodeDecodeError) as error:
        raise StoreError(f"the end of the ledger was changed: `nameplate ledger check` tells more ({error})") from error


def append(connection: Connection, draft: Draft, key: Signer, files: Mapping[str, bytes] | None = None) -> SignedEntry:
    """Sign a draft into the next place and store it, with its attachments by digest."""
    for digest, content in (files or {}).items():
        _store_file(connection, digest, content)
    return _store(connection, chain.append(locked_tip(connection), draft, key))


def append_line(connection: Connection, line: bytes) -> SignedEntry:
    """Store a line that was signed elsewhere (a ledger read back). It must follow the tip."""
    signed, end = read_entry(line), locked_tip(connection)
    previous = end.previous.hex() if end.previous else None
    if (signed.entry.sequence, signed.entry.previous) != (end.frontier.size, previous):
        raise StoreError(
            f"entry {signed.entry.sequence}: it does not follow entry {end.frontier.size - 1} of this ledger"
        )
    return _store(connection, chain.append_line(end, line))


def _store(connection: Connection, appended: Appended) -> SignedEntry:
    signed = _SIGNED.decode(appended.line)  # made by `chain`, or read with all checks before
    entry = signed.entry
    row = {"sequence": appended.sequence, "line": appended.line, "leaf": appended.leaf}
    row |= {"act": entry.act, "subject": entry.subject}
    moved = {"tip": msgspec.json.encode(appended.tip)}
    if _is_postgresql(connection):
        connection.execute(_ADD_AND_MOVE, row | moved)
    else:
        connection.execute(_ADD_ENTRY, row)
        connection.execute(_MOVE_TIP, moved)
    if entry.act == registry.KEY_ADDED:
        record = msgspec.convert(entry.body, KeyRecord)
        connection.execute(
            t.people.insert().values(
                key=record.key, name=record.name, roles=list(record.roles), added=appended.sequence
            )
        )
    elif entry.act == registry.KEY_REVOKED:
        gone = t.people.c.key == entry.body["key"]
        connection.execute(t.people.update().where(gone).values(revoked=appended.sequence))
    return signed


def _store_file(connection: Connection, digest: str, content: bytes) -> None:
    known = connection.execute(sa.select(t.attachments.c.sha256).where(t.attachments.c.sha256 == digest)).first()
    if known is None:
        connection.execute(t.attachments.insert().values(sha256=digest, content=content))


def lines(connection: Connection, start: int = 0) -> Iterator[bytes]:
    """The lines from entry `start` on, in order, a page at a time."""
    while True:
        query = sa.select(t.entries.c.line).where(t.entries.c.sequence >= start).order_by(t.entries.c.sequence)
        page = connection.execute(query.limit(_PAGE)).scalars().all()
        yield from map(bytes, page)
        if len(page) < _PAGE:
            return
        start += _PAGE


def leaves(connection: Connection) -> list[bytes]:
    """All leaf hashes, in order: 32 bytes each."""
    found = connection.execute(sa.select(t.entries.c.leaf).order_by(t.entries.c.sequence)).scalars()
    return [bytes(leaf) for leaf in found]


def of_subject(connection: Connection, subject: str) -> list[SignedEntry]:
    """The entries on one subject (a case), in order."""
    query = sa.select(t.entries.c.line).where(t.entries.c.subject == subject).order_by(t.entries.c.sequence)
    return [read_entry(bytes(line)) for line in connection.execute(query).scalars()]


def of_act(connection: Connection, act: str) -> list[SignedEntry]:
    """The entries of one act, in order."""
    query = sa.select(t.entries.c.line).where(t.entries.c.act == act).order_by(t.entries.c.sequence)
    return [read_entry(bytes(line)) for line in connection.execute(query).scalars()]


def file_of(connection: Connection, attachment: Attachment) -> bytes | None:
    """An attachment's content."""
    query = sa.select(t.attachments.c.content).where(t.attachments.c.sha256 == attachment.sha256)
    content = connection.execute(query).scalar()
    return None if content is None else bytes(content)


def files(connection: Connection) -> dict[str, bytes]:
    """All attachments by digest."""
    rows = connection.execute(sa.select(t.attachments.c.sha256, t.attachments.c.content)).all()
    return {row.sha256: bytes(row.content) for row in rows}


def registry_of(connection: Connection) -> registry.Registry:
    """Every key of the ledger, from its entries."""
    found = registry.Registry()
    acts = (registry.KEY_ADDED, registry.KEY_REVOKED)
    query = sa.select(t.entries.c.line).where(t.entries.c.act.in_(acts)).order_by(t.entries.c.sequence)
    for line in connection.execute(query).scalars():
        found.apply(read_entry(bytes(line)).entry)
    return found


def add_checkpoint(connection: Connection, size: int, note: bytes) -> None:
    """Keep a signed head over `size` entries; one more over the same size replaces it."""
    connection.execute(t.checkpoints.delete().where(t.checkpoints.c.size == size))
    connection.execute(t.checkpoints.insert().values(size=size, note=note))


def checkpoints(connection: Connection) -> list[bytes]:
    """All signed heads, by size."""
    query = sa.select(t.checkpoints.c.note).order_by(t.checkpoints.c.size)
    return [bytes(note) for note in connection.execute(query).scalars()]


def add_witness(connection: Connection, name: str, content: bytes) -> None:
    """Keep what a witness gave: a cosigned head (.note) or a time stamp (.tsr)."""
    if connection.execute(sa.select(t.witnesses.c.name).where(t.witnesses.c.name == name)).first():
        raise UsageError(f"{name}: a witness's file of this name is kept already")
    connection.execute(t.witnesses.insert().values(name=name, content=content))


def witness_files(connection: Connection) -> dict[str, bytes]:
    """What witnesses gave, by file name."""
    rows = connection.execute(sa.select(t.witnesses).order_by(t.witnesses.c.name)).all()
    return {row.name: bytes(row.content) for row in rows}
