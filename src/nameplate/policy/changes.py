"""What changed in orders between two days: in force or no longer, targets, acts, clauses, exceptions, milestones.

Both days are views of valid time; what the register knows is the same for both. A change carries the register's fact on
that part of the order: the one that speaks of the day, else the first.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Literal

import msgspec

from nameplate.policy.elements import status
from nameplate.policy.timeline import names, names_maker
from nameplate.register.load import Register
from nameplate.register.orders import Code, Fact, Order, Target

_ONE_DAY = dt.timedelta(days=1)

What = Literal[
    "came_into_force",
    "ended",
    "became_unknown",
    "status",
    "target_added",
    "target_removed",
    "act_begins",
    "act_ends",
    "clause_added",
    "clause_ended",
    "clause_moved",
    "exception_ended",
    "milestone",
]
_IN_FORCE: dict[bool | None, What] = {True: "came_into_force", False: "ended", None: "became_unknown"}


class Change(msgspec.Struct, frozen=True):
    """One change: the first day on which it holds (for what ended: the last day on which it stood), in a sentence,
    with the fact and its citation."""

    date: dt.date
    what: What
    says: str
    fact: str | None
    cite: str | None


class OrderChanges(msgspec.Struct, frozen=True):
    """All changes of one order; `before` and `after` say whether it is in force on the two days (null: unknown)."""

    order: str
    title: str
    jurisdiction: str
    before: bool | None
    after: bool | None
    changes: tuple[Change, ...]


def between(register: Register, first: dt.date, last: dt.date, maker: str | None = None) -> list[OrderChanges]:
    """Changes after `first` up to and with `last`, by order.

    With `maker` (a maker, company or brand id) only of orders that name it, and no list entries on other makers.
    """
    wanted = register.maker_of(maker) if maker else None
    found = []
    for order in register.orders.values():
        if wanted is None or names(register, order, wanted):
            changes = sorted(
                _Seen(register, order, first, last, wanted).changes(), key=lambda c: (c.date, c.what, c.says)
            )
            if changes:
                before, after = (status(order, day).truth.value for day in (first, last))
                found.append(OrderChanges(order.id, order.title, order.jurisdiction, before, after, tuple(changes)))
    return found


class _Seen:
    """One order between two days."""

    def __init__(self, register: Register, order: Order, first: dt.date, last: dt.date, maker: str | None) -> None:
        self._register, self._order, self._maker = register, order, maker
        self._begins: Callable[[dt.date | None], bool] = lambda day: day is not None and first < day <= last
        self._ends: Callable[[dt.date | None], bool] = lambda day: day is not None and first <= day < last

    def changes(self) -> Iterator[Change]:
        yield from self._status()
        yield from self._targets()
        yield from self._acts()
        yield from self._clauses()
        for one in self._order.exceptions:
            if one.until and self._ends(one.until):
                yield self._change(one.until, "exception_ended", "exceptions", f"no longer excepted: {one.test}")
        for duty in self._order.duties:
            if duty.by_date and self._begins(duty.by_date):
                yield self._change(duty.by_date, "milestone", "duties", f"to {_plain(duty.verb)} was due: {duty.says}")

    def _status(self) -> Iterator[Change]:
        """In force, ended or unknown where that turns; a further entry of the status history where it does not."""
        order = self._order
        changed = {change.from_: change for change in order.status_history}
        days = {*changed, order.effective, order.end + _ONE_DAY if order.end else None}
        for day in sorted(day for day in days if day and self._begins(day)):
            before, after = status(order, day - _ONE_DAY), status(order, day)
            if before.truth.value is not after.truth.value:
                yield self._change(day, _IN_FORCE[after.truth.value], "status", after.says)
            elif day in changed:
                note = f": {changed[day].note}" if changed[day].note else ""
                yield self._change(day, "status", "status", f"{_plain(changed[day].status)}{note}")

    def _targets(self) -> Iterator[Change]:
        for one in self._order.targets:
            if self._maker and not names_maker(self._register, one, self._maker):
                continue
            if one.from_ and self._begins(one.from_):
                yield self._change(one.from_, "target_added", "targets", f"names {self._whose(one)}")
            if one.to and self._ends(one.to):
                yield self._change(one.to, "target_removed", "targets", f"no longer names {self._whose(one)}")

    def _acts(self) -> Iterator[Change]:
        for one in self._order.acts:
            asked = "forbidden" if one.strength == "forbid" else "asked for"
            note = f" ({one.note.rstrip('.')})" if one.note else ""
            if one.from_ and self._begins(one.from_):
                yield self._change(one.from_, "act_begins", "acts", f"to {_plain(one.verb)} is {asked}{note}")
            if one.until and self._ends(one.until):
                yield self._change(one.until, "act_ends", "acts", f"to {_plain(one.verb)} is no longer {asked}{note}")

    def _clauses(self) -> Iterator[Change]:
        """A citation that begins when another ends is where the clause moved to."""
        begun = [code for code in self._order.citations if self._begins(code.from_)]
        for old in self._order.citations:
            if old.to and self._ends(old.to):
                new = next((code for code in begun if code.from_ in {old.to, old.to + _ONE_DAY}), None)
                if new is None:
                    yield self._change(old.to, "clause_ended", "citations", f"no longer cited as {old.code}")
                else:
                    begun.remove(new)
                    yield self._clause(new, "clause_moved", f"cited as {new.code}, before as {old.code}")
        for new in begun:
            yield self._clause(new, "clause_added", f"cited as {new.code}")

    def _clause(self, code: Code, what: What, says: str) -> Change:
        return self._change(code.from_ or dt.date.min, what, "citations", says)

    def _whose(self, one: Target) -> str:
        makers = ", ".join(self._register.label(entity) for entity in one.entities)
        return makers or one.test or ", ".join(one.countries) or "goods of a kind"

    def _change(self, day: dt.date, what: What, field: str, says: str) -> Change:
        fact = self._fact(field, day)
        name = f"{self._order.id}/{fact.field}" if fact else None
        return Change(day, what, says, name, self._register.cite_one(fact.cite) if fact else None)

    def _fact(self, field: str, day: dt.date) -> Fact | None:
        known = [fact for fact in self._order.facts if fact.basis != "unverified"]
        spoken = [fact for fact in known if fact.field == field and day.isoformat() in fact.says]
        return next((fact for fact in (*spoken, *known) if fact.field == field), None)


def _plain(word: str) -> str:
    return word.replace("_", " ")
