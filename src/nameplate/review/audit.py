"""A store against its own ledger: whatever follows from the entries is computed anew, and compared with what is kept.

The ledger is signed; the rows beside it are not. Whoever can write into the database can give somebody a role, a case
another state, a file another content. That is found here. What is not: a history that was written anew with the keys of
those who acted, and its tip and heads with it. Only a head in other hands shows that (`nameplate verify --head`).
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import LedgerError, StoreError, UsageError
from nameplate.ledger import checkpoint, note
from nameplate.ledger.chain import Tip
from nameplate.ledger.checks import lines
from nameplate.ledger.entry import Entry
from nameplate.ledger.merkle import frontier, leaf_hash, roots
from nameplate.ledger.registry import Registry
from nameplate.model import Device
from nameplate.policy.foremost import STRICTEST
from nameplate.review import lawful
from nameplate.review.book import row_of
from nameplate.review.case import Case
from nameplate.review.intake import without_finding
from nameplate.review.lawful import Course
from nameplate.store import imports, ledger_rows
from nameplate.store import tables as t
from nameplate.store.database import Store


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something that is not as the ledger says: the table (or `rules`), in words, and the entry if it is one's."""

    where: str
    says: str
    entry: int | None = None


class Audit(msgspec.Struct, frozen=True):
    """What was looked at, and what is wrong with it."""

    entries: int
    cases: int
    faults: tuple[Fault, ...]


def check(store: Store) -> list[Fault]:
    """Everything in the store that does not follow from its ledger, and every entry that the rules did not allow."""
    return list(audit(store).faults)


def audit(store: Store) -> Audit:
    """The same with counts. Raises `UsageError` if the store has no ledger."""
    with store.reading() as connection:
        ledger = list(ledger_rows.lines(connection))
        if not ledger and connection.execute(sa.select(t.tips.c.id)).first() is None:
            raise UsageError("this store has no ledger yet; `nameplate ledger open` begins one")
        entries = lawful.decode(ledger)
        course = lawful.course(entries)
        faults = [*_lines(ledger), *(Fault("rules", one.says, one.entry) for one in course.unlawful)]
        parts = {
            "entries": _columns(connection),
            "tips": _tip(connection, ledger, entries),
            "people": _people(connection, course.registry),
            "cases": _cases(connection, course),
            "case_devices": _units(connection, course),
            "reviews": _reviews(connection, course),
            "attachments": _files(connection, entries),
            "checkpoints": _heads(connection, ledger, course.registry),
            "devices": (Fault("devices", says) for says in imports.faults(connection)),
            "findings": _verdicts(connection),
        }
        for where, found in parts.items():
            faults += _read(where, found)
        return Audit(len(ledger), len(course.cases), tuple(faults))


def _read(where: str, found: Iterator[Fault]) -> Iterator[Fault]:
    """What one part finds. A text that is none (SQLite hands out what it was given) is a fault too."""
    try:
        yield from found
    except (ValueError, sa.exc.OperationalError) as error:
        yield Fault(where, f"a row cannot be read ({error})")


def _lines(ledger: Sequence[bytes]) -> Iterator[Fault]:
    """What an auditor checks of a bundle's entries: form, place, signature, keys. A clock that went back is none."""
    origin = next((entry.origin for entry in lawful.decode(ledger[:1])), "")
    known, problems = lines.key_table(ledger)
    for piece in lines.slices(origin, ledger, known):
        problems += lines.check(piece).problems
    yield from (Fault("entries", p.says, p.entry) for p in problems if p.outcome == "failed")


def _columns(connection: Connection) -> Iterator[Fault]:
    """What stands beside each line: number, leaf hash, act, subject."""
    for number, row in enumerate(connection.execute(sa.select(t.entries).order_by(t.entries.c.sequence))):
        line = bytes(row.line)
        if row.sequence != number:
            yield Fault("entries", f"entry {number} is missing: the next is {row.sequence}", number)
            return
        if bytes(row.leaf) != leaf_hash(line):
            yield Fault("entries", "the leaf hash kept with it is not the line's", number)
        for entry in lawful.decode([line]):
            if (row.act, row.subject) != (entry.act, entry.subject):
                says = f"kept as '{row.act}' on {row.subject}; the line says '{entry.act}' on {entry.subject}"
                yield Fault("entries", says, number)


def _tip(connection: Connection, ledger: Sequence[bytes], entries: Sequence[Entry]) -> Iterator[Fault]:
    leaves = [leaf_hash(line) for line in ledger]
    origin = entries[0].origin if entries else ""
    rows = connection.execute(sa.select(t.tips)).all()
    try:
        found = ledger_rows.tip(connection)
    except (StoreError, UsageError) as error:
        yield Fault("tips", str(error))
        return
    if len(rows) != 1 or rows[0].id != 1 or rows[0].origin != origin:
        yield Fault("tips", f"not one row on the ledger {origin}")
    if found != Tip(origin, frontier(leaves), leaves[-1] if leaves else None):
        yield Fault("tips", f"the end kept is over {found.frontier.size} entries and not that of these {len(ledger)}")


def _people(connection: Connection, registry: Registry) -> Iterator[Fault]:
    told = {
        known.record.key: {
            "name": known.record.name,
            "roles": list(known.record.roles),
            "added": known.added,
            "revoked": known.revoked,
        }
        for known in registry.all()
    }
    kept = {row.key: row._asdict() for row in connection.execute(sa.select(t.people))}
    yield from _compare("people", told, kept, {key: key.partition("+")[0] for key in {*told, *kept}})


def _cases(connection: Connection, course: Course) -> Iterator[Fault]:
    told = {}
    for identifier, case in course.cases.items():
        try:
            told[identifier] = _row(case, course.latest[identifier])
        except ValueError as error:
            yield Fault("cases", f"{identifier}: {error}", course.latest[identifier])
    kept = {row.id: row._asdict() for row in connection.execute(sa.select(t.cases))}
    yield from _compare("cases", told, kept, {name: name for name in {*told, *kept}})


def _units(connection: Connection, course: Course) -> Iterator[Fault]:
    units: dict[str, set[str]] = {}
    for row in connection.execute(sa.select(t.case_devices)):
        units.setdefault(row.case, set()).add(row.device)
    for identifier, case in course.cases.items():
        if units.get(identifier, set()) != set(case.devices):
            yield Fault("case_devices", f"{identifier}: kept with other units than the ledger says")


def _row(case: Case, latest: int) -> dict[str, Any]:
    return {"title": case.opening.title[:300], "opened": case.history[0].sequence, **row_of(case, latest)}


def _reviews(connection: Connection, course: Course) -> Iterator[Fault]:
    told = {}
    for number, (review, entry) in enumerate(course.imports.items(), start=1):
        try:
            told[review] = _taken_in(number, entry.body)
        except (KeyError, TypeError) as error:
            yield Fault("reviews", f"an import that does not say what was taken in ({error})", entry.sequence)
    kept = {row.id: row._asdict() for row in connection.execute(sa.select(t.reviews))}
    yield from _compare("reviews", told, kept, {review: f"review {review[:12]}" for review in {*told, *kept}})
    if told.keys() == kept.keys() and kept:
        yield from _counts(connection, list(told.values())[-1])


def _taken_in(number: int, said: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an import, from its entry."""
    return {
        "number": number,
        "as_of": dt.date.fromisoformat(said["as_of"]),
        "sources": sorted(source["sha256"] for source in said["sources"]),
        **{name: said[name] for name in ("register", "holder", "devices", "findings")},
    }


def _counts(connection: Connection, newest: Mapping[str, Any]) -> Iterator[Fault]:
    """How many devices and findings the newest review brought, and how many are there."""
    for table, column in ((t.devices, t.devices.c.last_seen), (t.findings, t.findings.c.review)):
        query = sa.select(sa.func.count()).select_from(table).where(column == newest["number"])
        count = connection.execute(query).scalar()
        if count != newest[table.name]:
            says = f"{count} of the newest review are kept; the ledger says that it brought {newest[table.name]}"
            yield Fault(table.name, says)


def _verdicts(connection: Connection) -> Iterator[Fault]:
    """A unit is shown under the strictest of its findings, or as its attribution leaves it."""
    strictest: dict[str, str] = {}
    for device, verdict in connection.execute(sa.select(t.findings.c.device, t.findings.c.verdict)):
        if device not in strictest or STRICTEST.index(verdict) < STRICTEST.index(strictest[device]):
            strictest[device] = verdict
    for row in connection.execute(sa.select(t.devices.c.id, t.devices.c.verdict, t.devices.c.payload)):
        told = strictest.get(row.id) or without_finding(imports.unpacked(row.payload, Device))
        if row.verdict != told:
            yield Fault("devices", f"device {row.id}: kept as {row.verdict}; what was found says {told}")


def _files(connection: Connection, entries: Iterable[Entry]) -> Iterator[Fault]:
    told = {file.sha256: (entry.sequence, file) for entry in entries for file in entry.attachments}
    kept = set()
    for row in connection.execute(sa.select(t.attachments)):
        kept.add(row.sha256)
        number, file = told.get(row.sha256, (None, None))
        if file is None:
            yield Fault("attachments", f"no entry names the file {row.sha256}")
        elif hashlib.sha256(row.content).hexdigest() != row.sha256 or len(row.content) != file.size:
            yield Fault("attachments", f"'{file.name}' was changed", number)
    for digest, (number, file) in told.items():
        if digest not in kept:
            yield Fault("attachments", f"'{file.name}' is missing", number)


def _heads(connection: Connection, ledger: Sequence[bytes], registry: Registry) -> Iterator[Fault]:
    """Signed heads that are kept, and cosigned ones: each must lead to these entries."""
    kept = [("checkpoints", str(row.size), bytes(row.note)) for row in connection.execute(sa.select(t.checkpoints))]
    witnesses = ledger_rows.witness_files(connection)
    kept += [("witnesses", name, content) for name, content in witnesses.items() if name.endswith(".note")]
    leaves = [leaf_hash(line) for line in ledger]
    for where, name, content in kept:
        try:
            signed = note.read(content)
            head = checkpoint.read_text(signed.text)
            servers = [known.verifier for known in registry.all() if known.may_sign_head(head.size)]
            by_server = note.verify(signed, servers).signed_by
        except LedgerError as error:
            yield Fault(where, f"{name}: {error}")
            continue
        if head.size > len(ledger):
            yield Fault(
                where, f"{name}: a head over {head.size} entries; there are {len(ledger)}: the tail was cut off"
            )
        elif roots(leaves, [head.size])[head.size] != head.root:
            yield Fault(where, f"{name}: the first {head.size} entries are not those under this head")
        elif where == "checkpoints" and (not by_server or name != str(head.size)):
            yield Fault(where, f"{name}: not a head over so many entries, signed by the server")


def _compare(
    where: str, told: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Fault]:
    """Rows as the ledger tells them against those that are kept, by key."""
    for key in sorted({*told, *kept}):
        if key not in told:
            yield Fault(where, f"{names[key]}: kept, and in no entry of the ledger")
        elif key not in kept:
            yield Fault(where, f"{names[key]}: in the ledger, and not kept")
        else:
            for column, value in told[key].items():
                if kept[key][column] != value:
                    says = f"{names[key]}: {column} is {kept[key][column]}; the ledger says {value}"
                    yield Fault(where, says)
