"""The timeline of orders as one SVG file: a lane for each jurisdiction, a bar for each order, 2018 to 2027.

Bars follow the status that the register gives for each day; what it does not know is hatched, never left out.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from nameplate.policy import changes
from nameplate.policy.changes import Change, What
from nameplate.policy.elements import status
from nameplate.register.load import Register
from nameplate.register.orders import Order
from nameplate.report.markup import plain
from nameplate.report.templating import render

FIRST, LAST = dt.date(2018, 1, 1), dt.date(2027, 12, 31)
_LEFT, _WIDTH, _TOP, _ROW, _GAP = 236, 1120, 108, 20, 8
"""Pixels: where the bars begin, how wide ten years are, where the first lane begins, a row, between lanes."""
_DATE, _MARK = 76, 8
"""Pixels from a mark to the far and to the near end of its date as text."""
_TURNS: set[What] = {
    "came_into_force",
    "ended",
    "became_unknown",
    "status",
    "clause_added",
    "clause_ended",
    "clause_moved",
}
"""Changes that the bar itself shows, or that change no obligation."""
_ON_LIST: set[What] = {"target_added", "target_removed", "exception_ended"}
_GONE = {"lapsed", "repealed", "none_found"}


def write(register: Register, orders: Sequence[Order], maker: str | None, as_of: dt.date, path: Path) -> None:
    """Draw the orders; with `maker` only its entries of lists are marked. `OSError` if `path` cannot be written."""
    dated = {o.order: o.changes for o in changes.between(register, FIRST - dt.timedelta(days=1), LAST, maker)}
    lanes, top = [], _TOP
    for jurisdiction, own in groupby(sorted(orders, key=lambda o: (o.jurisdiction, o.id)), lambda o: o.jurisdiction):
        rows = [_row(order, dated.get(order.id, ()), as_of) for order in own]
        lanes.append({"name": plain(jurisdiction), "y": top, "height": len(rows) * _ROW, "rows": rows})
        top += len(rows) * _ROW + _GAP
    states = [status(order, as_of).truth.value for order in orders]
    drawing = render(
        "timeline.svg.j2",
        lanes=lanes,
        heading=f"Orders that name {plain(register.label(register.maker_of(maker)))}" if maker else "Orders",
        as_of=as_of,
        now=_x(as_of) if FIRST <= as_of <= LAST else None,
        years=[(year, _x(dt.date(year, 1, 1))) for year in range(FIRST.year, LAST.year + 1)],
        counts={"orders": len(orders), "in_force": states.count(True), "unknown": states.count(None)},
        left=_LEFT,
        width=_WIDTH,
        top=_TOP,
        row=_ROW,
        bottom=top,
    )
    path.write_text(drawing, encoding="utf-8")


def _x(day: dt.date) -> float:
    """Pixels from the left edge; days outside the span stand at its ends."""
    inside = min(max(day, FIRST), LAST + dt.timedelta(days=1))
    return round(_LEFT + _WIDTH * (inside - FIRST).days / ((LAST - FIRST).days + 1), 1)


def _row(order: Order, found: Sequence[Change], as_of: dt.date) -> dict[str, Any]:
    bars = _bars(order)
    return {
        "id": _short(plain(order.id)),
        "title": plain(f"{order.id}, {order.title}; on {as_of}: {status(order, as_of).says}"),
        "bars": bars,
        "note": "" if bars else _why_empty(order),
        "marks": _marks((change for change in found if change.what not in _TURNS), bars, as_of),
    }


def _bars(order: Order) -> list[dict[str, Any]]:
    """Stretches of days with one state: in force, not known, or known and not in force."""
    turns = {change.from_ for change in order.status_history} | {order.effective}
    turns |= {order.end + dt.timedelta(days=1)} if order.end else set()
    days = [FIRST, *sorted(day for day in turns if day and FIRST < day <= LAST)]
    found: list[dict[str, Any]] = []
    for state, stretch in groupby(days, lambda day: _state(order, day)):
        begin = _x(next(stretch))
        if found and found[-1]["end"] is None:
            found[-1]["end"] = begin
        if state:
            found.append({"state": state, "begin": begin, "end": None})
    for bar in found:
        bar["width"] = round((bar["end"] or _LEFT + _WIDTH) - bar["begin"], 1)
    return found


def _state(order: Order, day: dt.date) -> str | None:
    truth = status(order, day).truth.value
    if truth is not False:
        return "in_force" if truth else "unknown"
    begun = [change for change in order.status_history if change.from_ <= day]
    over = order.kind == "none_found" or (order.end is not None and order.end < day)
    return "known" if begun and not over and begun[-1].status not in _GONE else None


def _why_empty(order: Order) -> str:
    return "looked for, none found" if order.kind == "none_found" else "nothing in these years"


def _marks(found: Iterable[Change], bars: Sequence[dict[str, Any]], as_of: dt.date) -> list[dict[str, Any]]:
    """One mark a day, with its date as text where there is room for it on either side."""
    marks: list[dict[str, Any]] = []
    for day, same in groupby(found, lambda change: change.date):
        told = list(same)
        says = plain("; ".join(dict.fromkeys(change.says for change in told)))
        kind = "list" if all(change.what in _ON_LIST for change in told) else "duty"
        marks.append({"x": _x(day), "date": day, "kind": kind, "says": says, "side": None})
    taken = float(_LEFT)
    for at, mark in enumerate(marks):
        x, following = mark["x"], marks[at + 1]["x"] if at + 1 < len(marks) else _LEFT + _WIDTH + _MARK
        if x + _DATE + _MARK <= following and _clear(x + _MARK, x + _DATE, bars, as_of):
            mark["side"], taken = "right", x + _DATE + _MARK
        else:
            mark["side"] = "left" if taken <= x - _DATE and _clear(x - _DATE, x - _MARK, bars, as_of) else None
            taken = x + _MARK
    return marks


def _clear(begin: float, end: float, bars: Sequence[dict[str, Any]], as_of: dt.date) -> bool:
    """Whether text there lies on plain ground: beside all bars or within one in force, off the line of the day."""
    for bar in bars:
        first, last = bar["begin"], bar["begin"] + bar["width"]
        inside = bar["state"] == "in_force" and first <= begin and end <= last
        if not (inside or end < first or last < begin):
            return False
    return not begin < _x(as_of) < end


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:19] + "…"
