"""What an event would change in the register: a fact on an order that it has already, or an order that it lacks.

Only what is asserted or planned changes anything; what is alleged or denied becomes a question. An objection or a
denial is a reply, and goes to the order that it answers.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator

from nameplate.policy.timeline import names
from nameplate.register.load import Register
from nameplate.register.orders import Order
from nameplate.watch.shapes import Event, RegisterChange

VERBS: dict[str, tuple[str, ...]] = {
    "use_prohibited": ("use", "deploy", "connect", "remove"),
    "procurement_prohibited": ("procure", "obtain", "fund", "contract_with_user"),
    "order_cease_operations": ("operate_business",),
    "holdings_review": ("assess", "report"),
    "listed": ("list", "export_to", "authorise", "invest_in"),
}
"""Event type -> the acts of an order that it can be."""
REPLIES = frozenset({"objection", "denial"})
_SPAN = dt.timedelta(days=400)
"""How far apart an event and an order's days may lie to be the same."""
_WORDS = {
    "order_cease_operations": "is ordered to cease operations",
    "use_prohibited": "use of its goods is prohibited",
    "procurement_prohibited": "purchase of its goods is prohibited",
    "holdings_review": "what is held of its goods is reviewed",
    "listed": "is put on a list",
    "objection": "objection",
    "denial": "denial",
}


def changes(events: tuple[Event, ...], register: Register) -> Iterator[RegisterChange]:
    """The register changes of an article's events; `event` is the place of the event among them."""
    seen: set[str] = set()
    for place, event in enumerate(events):
        for change in _of(event, place, register):
            if change.id not in seen:
                seen.add(change.id)
                yield change


def _of(event: Event, place: int, register: Register) -> Iterator[RegisterChange]:
    if event.stance not in {"asserted", "planned"} or not event.target or not event.jurisdiction:
        return
    known = matching(event, register)
    if event.type in REPLIES:
        if known:
            yield _change("known_order", known.id, event, place)
    elif event.type in VERBS:
        kind = "known_order" if known else "new_order"
        yield _change(kind, known.id if known else order_id(event), event, place)


def _change(kind: str, order: str, event: Event, place: int) -> RegisterChange:
    return RegisterChange(
        id=change_id(event, order),
        kind=kind,  # type: ignore[arg-type]
        type=event.type,
        order=order,
        maker=event.target or "",
        jurisdiction=event.jurisdiction or "",
        date=event.date,
        date_precision=event.date_precision,
        says=says(event),
        stance=event.stance,
        event=place,
    )


def says(event: Event) -> str:
    """The event in a sentence of our own."""
    when = (
        f" ({event.date.isoformat()[: {'day': 10, 'week': 10, 'month': 7, 'year': 4}[event.date_precision or 'day']]})"
        if event.date
        else ""
    )
    who = f"{event.actor}: " if event.actor else ""
    planned = "planned: " if event.stance == "planned" else ""
    by = f", says {event.attributed_to}" if event.attributed_to else ""
    return f"{planned}{who}{event.target} {_WORDS.get(event.type, event.type)} in {event.jurisdiction}{when}{by}"


def change_id(event: Event, order: str) -> str:
    """The same for every article that tells it: type, maker, order; for a reply also who replies."""
    parts = (event.type, event.target, event.jurisdiction, order, event.actor if event.type in REPLIES else "")
    return "c-" + hashlib.sha256("\0".join(p or "" for p in parts).encode()).hexdigest()[:10]


def order_id(event: Event) -> str:
    """An id for an order that the register lacks; two articles with the same event get the same."""
    words = {"order_cease_operations": "CEASE", "use_prohibited": "USE", "procurement_prohibited": "BUY"}
    kind = words.get(event.type, {"holdings_review": "REVIEW", "listed": "LIST"}.get(event.type, "OTHER"))
    year = str(event.date.year) if event.date else "UNDATED"
    return f"WATCH-{event.jurisdiction}-{(event.target or '').upper()}-{kind}-{year}"


def matching(event: Event, register: Register) -> Order | None:
    """The order of the register that an event speaks of, if exactly one fits best; None otherwise."""
    fitting = [o for o in register.orders.values() if _fits(o, event, register)]
    near = [o for o in fitting if _near(o, event)] if event.date else fitting
    if event.type in REPLIES:
        near = [o for o in near if o.kind != "none_found"]
        return max(near, key=_begin, default=None)
    return near[0] if len(near) == 1 else _nearest(near, event)


def _nearest(orders: list[Order], event: Event) -> Order | None:
    if not orders or not event.date:
        return None
    return min(orders, key=lambda o: (abs((_begin(o) - event.date).days) if event.date else 0, o.id))


def _fits(order: Order, event: Event, register: Register) -> bool:
    if order.jurisdiction != event.jurisdiction or not names(register, order, event.target or ""):
        return False
    wanted = VERBS.get(event.type)
    verbs = {act.verb for act in order.acts}
    return wanted is None or bool(verbs & set(wanted)) or (event.type == "listed" and order.kind == "list")


def _begin(order: Order) -> dt.date:
    return order.announced or order.effective or order.status_history[0].from_


def _near(order: Order, event: Event) -> bool:
    days = [_begin(order), order.effective, *(change.from_ for change in order.status_history)]
    days += [target.from_ for target in order.targets]
    return any(event.date and day and abs(day - event.date) <= _SPAN for day in days)
