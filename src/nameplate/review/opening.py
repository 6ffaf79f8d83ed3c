"""Opening cases from findings: one a unit, or one for all units of a model, site, supplier or maker."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import RefusedError, UsageError
from nameplate.ledger.entry import Draft
from nameplate.ledger.note import Signer
from nameplate.model import Device, Finding, Holder
from nameplate.policy.foremost import STRICTEST
from nameplate.policy.subject import of_device
from nameplate.register.load import Register
from nameplate.review import case as cases
from nameplate.review import rules
from nameplate.review.book import Book, row_of
from nameplate.review.case import PREFIX, Case, Found, Opening
from nameplate.store import case_rows, ledger_rows, people, queries
from nameplate.store import tables as t

GROUPS = ("device", "model", "site", "supplier", "maker")
MOST_UNITS = 1_000
"""Units of one case: more of a kind become several cases, since each unit stands in the entry that opens the case."""
_RANK: tuple[str, ...] = STRICTEST
_OPEN_VERDICTS = {"forbidden", "forbidden_if", "restricted", "cannot_tell"}


def open_cases(
    book: Book, key: Signer, register: Register, *, by: str, where: queries.Filters, why: str = ""
) -> list[Case]:
    """Open a case for each group of the units that fit `where`; units that stand in an open case are left out.

    Raises `RefusedError` if the person may not, or if no unit is left; `UsageError` on a group that is none.
    """
    if by not in GROUPS:
        raise UsageError(f"--by {by}: choose one of {', '.join(GROUPS)}")
    with book.store.writing() as connection:
        ledger_rows.locked_tip(connection)
        roles = people.roles_of(connection, str(key.verifier))
        rules.check_role(book.workflow.opens, key.verifier.name, roles, book.workflow)
        newest = queries.reviews(connection)[-1:]
        if not newest:
            raise RefusedError("no review was taken in yet; `nameplate case import` does that")
        groups = _groups(connection, book, by, where)
        if not groups:
            raise RefusedError("no unit fits that is not in an open case already")
        builder = found_of(newest[0], register)
        return [_open(connection, book, key, by, name, units, builder, newest[0], why) for name, units in groups]


def _groups(connection: Connection, book: Book, by: str, where: queries.Filters) -> list[tuple[str, list[str]]]:
    """(what the units have in common, their ids), by name, at most `MOST_UNITS` each; units of which
    nothing is covered are left out."""
    finished = [state for state in ("closed",) if state in book.workflow.states]
    taken = case_rows.in_cases(connection, finished)
    shared = t.devices.c.id if by == "device" else t.devices.c[by]
    wanted = set(queries.matching(connection, where))
    query = sa.select(t.devices.c.id, shared.label("shared")).where(t.devices.c.verdict.in_(_OPEN_VERDICTS))
    groups: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(query.order_by(t.devices.c.id)):
        if row.id in wanted and row.id not in taken:
            groups[row.shared or "(not known)"].append(row.id)
    return [
        (name, units[start : start + MOST_UNITS])
        for name, units in sorted(groups.items())
        for start in range(0, len(units), MOST_UNITS)
    ]


FoundOf = Callable[[Device, Sequence[Finding]], Found]


def found_of(review: dict[str, Any], register: Register) -> FoundOf:
    """What the newest review says of a unit, with the inputs by which an order can judge it again."""
    holder = msgspec.convert(review["holder"], Holder, strict=False)
    sites = {site.id: site for site in holder.sites}

    def found(device: Device, findings: Sequence[Finding]) -> Found:
        """One unit with its findings."""
        verdicts: dict[str, str] = {finding.order: finding.verdict for finding in findings}
        strictest = min(verdicts.values(), key=_RANK.index, default="not_covered")
        subject = msgspec.to_builtins(of_device(device, sites, holder, register))
        return Found(device.id, strictest, verdicts, subject)

    return found


def judged_now(connection: Connection, devices: Sequence[str], builder: FoundOf) -> tuple[Found, ...]:
    """What the newest reviews say of these units, strictest first."""
    by_device: dict[str, list[Finding]] = defaultdict(list)
    for finding in queries.findings(connection, devices):
        by_device[finding.device].append(finding)
    found = [builder(queries.device(connection, one), by_device[one]) for one in devices]
    return tuple(sorted(found, key=lambda f: (_RANK.index(f.verdict), f.device)))


def _open(
    connection: Connection,
    book: Book,
    key: Signer,
    by: str,
    name: str,
    devices: list[str],
    builder: FoundOf,
    review: dict[str, Any],
    why: str,
) -> Case:
    identifier = f"c-{ledger_rows.locked_tip(connection).frontier.size}"
    found = judged_now(connection, devices, builder)
    title = _title(connection, by, name, devices)
    opening = Opening(title, {by: name}, found, review["as_of"], review["register"], review["id"], why)
    body = msgspec.to_builtins(opening)
    signed = ledger_rows.append(connection, Draft(book.now(), PREFIX + book.workflow.opens, identifier, body), key)
    case = cases.advance(None, signed.entry, book.workflow)
    leaving = any(book.workflow.leaves(text) for text in case_rows.statuses(connection, devices))
    row = {
        "id": identifier,
        "title": title[:300],
        "due": case_rows.due(connection, devices),
        "stopped": leaving and case.verdict in {"forbidden", "forbidden_if"},
        "opened": signed.entry.sequence,
        **row_of(case, signed.entry.sequence),
    }
    case_rows.add(connection, row, devices)
    return case


def _title(connection: Connection, by: str, name: str, devices: Sequence[str]) -> str:
    units = f"{len(devices)} unit{'s' if len(devices) != 1 else ''}"
    if by != "device":
        return f"{units}, {by} {name}"
    device = queries.device(connection, name)
    return " ".join(p for p in (device.attribution.brand, device.attribution.model, device.name) if p) or name
