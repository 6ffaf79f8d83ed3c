"""What happened when: announcements, effect, changes of status, acts that begin or end; per maker or for all."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from nameplate.register.load import Register
from nameplate.register.orders import Order, Target


class Event(msgspec.Struct, frozen=True):
    """One dated thing about one order."""

    date: dt.date
    order: str
    jurisdiction: str
    says: str


def timeline(register: Register, maker: str | None = None, jurisdiction: str | None = None) -> list[Event]:
    """All events in order of date, of the orders that `select` gives."""
    events = {event for order in select(register, maker, jurisdiction) for event in _events(order)}
    return sorted(events, key=lambda e: (e.date, e.order, e.says))


def select(register: Register, maker: str | None = None, jurisdiction: str | None = None) -> list[Order]:
    """All orders; with `maker` (a maker, company or brand id) those that name it, with `jurisdiction` (ISO 3166) those
    of it and of its parts."""
    wanted = register.maker_of(maker) if maker else None
    return [
        order
        for order in register.orders.values()
        if (wanted is None or names(register, order, wanted))
        and (jurisdiction is None or f"{order.jurisdiction}-".startswith(f"{jurisdiction}-"))
    ]


def names(register: Register, order: Order, maker: str) -> bool:
    """Whether an order names a maker or one of its companies."""
    return any(names_maker(register, target, maker) for target in order.targets)


def names_maker(register: Register, target: Target, maker: str) -> bool:
    """Whether one target names a maker or one of its companies."""
    return any(register.maker_of(named) == maker for named in target.entities)


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
