"""What happened when: announcements, effect, changes of status, acts that begin or end; per maker or for all."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from nameplate.register.load import Register
from nameplate.register.schema import Order


class Event(msgspec.Struct, frozen=True):
    """One dated thing about one order."""

    date: dt.date
    order: str
    jurisdiction: str
    says: str


def timeline(register: Register, maker: str | None = None) -> list[Event]:
    """All events in order of date; with `maker` (a maker, company or brand id) only of orders that name it."""
    wanted = register.maker_of(maker) if maker else None
    events = {
        event
        for order in register.orders.values()
        if wanted is None or _names(register, order, wanted)
        for event in _events(order)
    }
    return sorted(events, key=lambda e: (e.date, e.order, e.says))


def _names(register: Register, order: Order, maker: str) -> bool:
    return any(register.maker_of(named) == maker for target in order.targets for named in target.entities)


def _events(order: Order) -> Iterator[Event]:
    def event(date: dt.date | None, says: str) -> Iterator[Event]:
        if date:
            yield Event(date, order.id, order.jurisdiction, says)

    yield from event(order.announced, "announced")
    yield from event(order.effective, "takes effect")
    yield from event(order.end, "ends")
    for change in order.status_history:
        note = f": {change.note}" if change.note else ""
        yield from event(change.from_, f"{change.status.replace('_', ' ')}{note}")
    for act in order.acts:
        verb = act.verb.replace("_", " ")
        yield from event(
            act.from_, f"to {verb} is forbidden" if act.strength == "forbid" else f"to {verb} is asked for"
        )
        yield from event(act.until, f"to {verb} is no longer forbidden")
