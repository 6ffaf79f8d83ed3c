"""Taking in a review: no decision is undone by it; what contradicts one opens its case again, visibly."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from nameplate.ledger.entry import Draft
from nameplate.ledger.note import Signer
from nameplate.model import Device
from nameplate.pipeline import Review, verdicts
from nameplate.register import snapshot
from nameplate.register.load import Register
from nameplate.review import rules
from nameplate.review.book import Book, File
from nameplate.review.case import IMPORTED, Anew, Case
from nameplate.review.opening import FoundOf, found_of, judged_now
from nameplate.store import case_rows, imports, ledger_rows, people, queries
from nameplate.store.imports import Change, Incoming, Taken

_NEWS = "comment"
"""The act by which a case that is not decided yet is told what a newer review says."""
_GONE = ("verified_gone", "closed")
"""States in which a removed unit that is seen again opens its case again."""


class Outcome(msgspec.Struct, frozen=True):
    """What an import did, and which cases it opened again (case -> why) or added news to."""

    taken: Taken
    reopened: dict[str, str]
    told: tuple[str, ...]


def take_in(book: Book, review: Review, digest: str, register: Register, key: Signer) -> Outcome:
    """Take in a review (`digest`: SHA-256 of its file). All of it is kept, or nothing.

    Raises `RefusedError` if the person may not open cases, or the register is not the one that the review was judged
    with.
    """
    with book.store.writing() as connection:
        ledger_rows.locked_tip(connection)
        roles = people.roles_of(connection, str(key.verifier))
        rules.check_role(book.workflow.opens, key.verifier.name, roles, book.workflow)
        taken = imports.take_in(connection, _incoming(review, digest), book.now())
        if taken.known:
            return Outcome(taken, {}, ())
        _enter(connection, book, review, digest, register, taken, key)
        return Outcome(taken, *_follow(connection, book, taken, register, key))


def expire(book: Book, register: Register, key: Signer) -> dict[str, str]:
    """Open cases again whose exception has ended; case -> why. Raises `RefusedError` if the person may not."""
    today = book.now().date()
    with book.store.writing() as connection:
        ledger_rows.locked_tip(connection)
        roles = people.roles_of(connection, str(key.verifier))
        rules.check_role(book.workflow.reopens, key.verifier.name, roles, book.workflow)
        if not queries.reviews(connection):
            return {}
        builder = _newest(connection, register)
        found = {}
        for identifier in case_rows.expired(connection, today, book.workflow.acts[book.workflow.reopens].from_):
            case = book.read(connection, identifier)
            says = f"the exception ended on {case.until}"
            _reopen(connection, book, case, "expired", says, builder, key)
            found[identifier] = says
    return found


def _incoming(review: Review, digest: str) -> Incoming:
    strictest = verdicts(review.findings)
    told = {d.id: strictest.get(d.id, without_finding(d)) for d in review.devices}
    holder = msgspec.to_builtins(review.holder)
    sources = {source.path: source.sha256 for source in review.sources}
    version = review.register.version
    return Incoming(digest, review.as_of, version, holder, review.devices, review.findings, dict(told), sources)


def without_finding(device: Device | None) -> str:
    """A unit that no finding speaks of: undecided if its maker is."""
    return "cannot_tell" if device and device.attribution.verdict == "cannot_tell" else "not_covered"


def _enter(
    connection: Connection, book: Book, review: Review, digest: str, register: Register, taken: Taken, key: Signer
) -> None:
    """The import as an entry, with the register of the day attached."""
    packed = File("register.json.gz", snapshot.pack(register), "application/gzip")
    body = {
        "as_of": review.as_of.isoformat(),
        "holder": msgspec.to_builtins(review.holder),
        "register": review.register.version,
        "number": taken.number,
        "devices": len(review.devices),
        "findings": len(review.findings),
        "sources": [msgspec.to_builtins(msgspec.structs.replace(s, columns=())) for s in review.sources],
    }
    draft = Draft(book.now(), IMPORTED, f"review:{digest}", body, (packed.attachment,))
    ledger_rows.append(connection, draft, key, {packed.attachment.sha256: packed.content})


def _follow(
    connection: Connection, book: Book, taken: Taken, register: Register, key: Signer
) -> tuple[dict[str, str], tuple[str, ...]]:
    changes = {change.device: change for change in taken.changes}
    by_case: dict[str, list[Change]] = defaultdict(list)
    for identifier, device in case_rows.of_devices(connection):
        if device in changes:
            by_case[identifier].append(changes[device])
    builder, reopened, told = _newest(connection, register), {}, []
    to_do = {name for name, kind in book.workflow.decisions.items() if kind.to_do}
    for identifier, seen in by_case.items():
        case = book.read(connection, identifier)
        because, says = _contradiction(case, seen, register.version, to_do)
        if not because:
            continue
        if case.state in book.workflow.acts[book.workflow.reopens].from_:
            _reopen(connection, book, case, because, says, builder, key)
            reopened[identifier] = says
        elif _NEWS in book.workflow.acts:
            _enter_checked(connection, book, case, _NEWS, {"says": f"newer review: {says}"}, key)
            told.append(identifier)
    return reopened, tuple(told)


def _contradiction(case: Case, seen: Sequence[Change], register: str, to_do: Set[str]) -> tuple[str, str]:
    """(because, in words) what a newer review says against what was decided; empty if nothing."""
    gone = case.state in _GONE and (case.decision or {}).get("decision") in to_do
    again = [change.device for change in seen if change.in_new_source] if gone else []
    if again:
        return "seen_again", f"seen in a new source after it was shown to be gone: {_some(again)}"
    judged = {found.device: found.verdict for found in case.opening.found}
    other = [] if gone else [c for c in seen if judged.get(c.device) != c.now]
    if not other:
        return "", ""
    because = "changed_order" if register != case.opening.register else "new_evidence"
    parts = [f"{c.device} was {judged.get(c.device)}, now {c.now}" for c in other[:5]]
    return because, "; ".join(parts) + (f"; and {len(other) - 5} more" if len(other) > 5 else "")


def _reopen(
    connection: Connection, book: Book, case: Case, because: str, says: str, builder: FoundOf, key: Signer
) -> None:
    newest = queries.reviews(connection)[-1]
    anew = Anew(judged_now(connection, case.devices, builder), newest["as_of"], newest["register"], newest["id"])
    said = {"because": because, "says": says}
    after = _enter_checked(
        connection, book, case, book.workflow.reopens, said, key, {"found": msgspec.to_builtins(anew)}
    )
    case_rows.change(connection, after.id, due=case_rows.due(connection, after.devices))


def _enter_checked(
    connection: Connection,
    book: Book,
    case: Case,
    act: str,
    said: dict[str, str],
    key: Signer,
    found: Mapping[str, Any] = MappingProxyType({}),
) -> Case:
    """An act by the rules that hold for everybody; only what a review `found` is not for people to say."""
    roles, moment = people.roles_of(connection, str(key.verifier)), book.now()
    rules.check(case, act, said, key.verifier.name, roles, book.workflow, today=moment.date())
    return book.enter(connection, case, act, {**said, **found}, key, moment=moment)


def _newest(connection: Connection, register: Register) -> FoundOf:
    return found_of(queries.reviews(connection)[-1], register)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
