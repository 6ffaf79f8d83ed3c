"""What a verdict asks of the holder, and by when: fixed days, and terms in business days from discovery."""

import datetime as dt
from collections.abc import Sequence

from nameplate.model import Duty, Holder, Verdict
from nameplate.policy.calendar import add_business_days
from nameplate.register.orders import Order, OrderDuty


def duties_of(order: Order, verdict: Verdict, holder: Holder, as_of: dt.date) -> tuple[Duty, ...]:
    """The duties of an order that follow from a verdict for this holder, in the order's own order."""
    discovered = holder.discovered or as_of
    found: list[Duty] = []
    for duty in order.duties:
        fits = not duty.actors or set(duty.actors) & set(holder.actors) or not holder.actors
        if verdict in duty.applies_when and fits:
            found.append(Duty(duty.verb, _due(duty, order, discovered, found), duty.says))
    return tuple(found)


def _due(duty: OrderDuty, order: Order, discovered: dt.date, before: Sequence[Duty]) -> dt.date | None:
    """When a duty is due: a fixed day, or so long after discovery (or after the first report is due)."""
    if duty.by_date or duty.within is None:
        return duty.by_date
    if duty.after in {"offer", "award"}:
        return None
    start = discovered
    if duty.after == "first_report":
        start = next((d.due for d in before if d.verb == "report" and d.due), discovered)
    if duty.within.unit == "business_day":
        return add_business_days(start, duty.within.n, order.jurisdiction.split("-")[0])
    return start + dt.timedelta(days=duty.within.n * (30 if duty.within.unit == "month" else 1))
