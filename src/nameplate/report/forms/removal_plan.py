"""The removal plan: units by site with decision, orders, cost, dates and who answers for it; nearest date first."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from nameplate.model import Device
from nameplate.report.forms import acts, items, money, provenance, statements
from nameplate.report.forms.filled import Form, Layout, Part, Row, Value, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import words
from nameplate.review.case import Case

NAME = "removal_plan"
_UNITS = (
    "number", "site", "unit", "place", "serial", "maker", "model", "units", "case", "decision", "orders", "due", "duty",
    "carried_out", "state",
)  # fmt: skip
_CASES = ("case", "title", "units", "decision", "decided", "due", "cost", "responsible", "destination", "state")
_OTHERS = ("case", "title", "units", "why")
_DUTIES = ("due", "order", "units", "says")
_NEVER = dt.date.max


class Dated(msgspec.Struct, frozen=True, order=True):
    """A duty with its day and its order."""

    due: dt.date
    order: str
    verb: str
    says: str

    @property
    def short(self) -> str:
        """In two words."""
        return f"{self.verb} ({self.order})"


def build(given: FormInput) -> Form:
    """Fill the plan: totals, cases, units by site; cases in which nothing is to be done are told apart."""
    layout = Layout(words().forms[NAME])
    planned = [case for case in given.cases if _planned(given, case)]
    units = sorted(
        ((case, device) for case in planned for device in _planned(given, case)),
        key=lambda pair: (_due(given, pair[1]), pair[1].site or "~", pair[0].since, pair[1].name or "", pair[1].id),
    )
    rows = [_unit(given, case, device, number) for number, (case, device) in enumerate(units, start=1)]
    ordered = sorted(planned, key=lambda case: (_case_due(given, case) or _NEVER, case.since))
    parts = [
        _totals(given, layout, planned, units),
        layout.table("cases", _CASES, [_case(given, layout, case) for case in ordered]),
        layout.table("units", _UNITS, rows, group="site"),
        layout.table("duties", _DUTIES, _duties(given, [device for _, device in units])),
        layout.table("others", _OTHERS, list(_others(given))),
        statements.where(planned, layout.words.fields),
    ]
    return provenance.form(NAME, given, layout.words, parts)


def duties(given: FormInput, device: Device) -> list[Dated]:
    """The dated duties on a unit, the first one first."""
    found = given.findings_of.get(device.id, ())
    return sorted(Dated(d.due, f.order, d.verb, d.says or d.verb) for f in found for d in f.duties if d.due)


def _due(given: FormInput, device: Device) -> dt.date:
    return next((one.due for one in duties(given, device)), _NEVER)


def _case_due(given: FormInput, case: Case) -> dt.date | None:
    first = min((_due(given, device) for device in _planned(given, case)), default=_NEVER)
    return None if first == _NEVER else first


def _planned(given: FormInput, case: Case) -> list[Device]:
    """The units of a case to which something is to be done: what was decided, or what an order covers till then."""
    found = [given.device(one, case) for one in case.devices]
    if case.state == "closed" or acts.gone(given, case):
        return []
    if case.decision:
        return found if acts.to_do(given, case) else []
    return [device for device in found if items.strictest(given, device) in items.COVERED]


def _why_not(given: FormInput, case: Case) -> str:
    """Why units of a case are not in the plan."""
    if case.state == "closed" or acts.gone(given, case):
        return acts.state(case)
    return f"decided: {acts.decision(case)}" if case.decision else "not decided, and no order is known to cover them"


def _quantity(devices: Sequence[Device]) -> int:
    return sum(device.quantity for device in devices)


def _totals(given: FormInput, layout: Layout, planned: Sequence[Case], units: Sequence[tuple[Case, Device]]) -> Part:
    costs = [said for case in planned if (said := statements.said(given, case, layout.words.fields["cost"]))]
    first = min((d for _, device in units for d in duties(given, device)), default=None)
    return layout.part(
        "totals",
        units=sum(device.quantity for _, device in units),
        sites=len({device.site for _, device in units}),
        cases=len(planned),
        undecided=sum(1 for case in planned if not case.decision),
        done=sum(device.quantity for case, device in units if case.last(acts.CARRY_OUT)),
        cost=_cost(costs, len(planned)),
        nearest=first.due if first else None,
        first=first.short if first else None,
    )


def _cost(costs: Sequence[str], cases: int) -> Value:
    """The total, with how many cases it leaves open."""
    total = or_blank(money.total(costs), "all cases") if cases else None
    without = cases - len(costs)
    return f"{total}; {without} of {cases} cases without a cost" if isinstance(total, str) and without else total


def _case(given: FormInput, layout: Layout, case: Case) -> Row:
    fields = layout.words.fields
    return {
        "case": case.id,
        "title": case.opening.title,
        "units": _quantity(_planned(given, case)),
        "decision": acts.decision(case),
        "decided": acts.decided_on(given, case),
        "due": _case_due(given, case),
        "cost": statements.filled(given, case, fields["cost"]),
        "responsible": statements.filled(given, case, fields["responsible"]),
        "destination": statements.filled(given, case, fields["destination"]),
        "state": acts.state(case),
    }


def _unit(given: FormInput, case: Case, device: Device, number: int) -> Row:
    first = next(iter(duties(given, device)), None)
    orders = [
        f.order if f.verdict == "forbidden" else f"{f.order} (if)"
        for f in given.findings_of.get(device.id, ())
        if f.verdict in items.COVERED
    ]
    return {
        "number": number,
        "site": given.site_name(device.site),
        "unit": device.name or device.id,
        "place": device.place,
        "serial": " ".join(device.identifiers.serial),
        "maker": items.maker(given, device),
        "model": device.attribution.model,
        "units": device.quantity,
        "case": case.id,
        "decision": acts.decision(case),
        "orders": ", ".join(orders),
        "due": first.due if first else None,
        "duty": first.short if first else None,
        "carried_out": acts.day_done(given, case.last(acts.CARRY_OUT)),
        "state": acts.state(case),
    }


def _duties(given: FormInput, devices: Sequence[Device]) -> list[Row]:
    """Every dated duty on these units, once, with how many units it is on."""
    counted: Counter[Dated] = Counter()
    for device in devices:
        for one in set(duties(given, device)):
            counted[one] += device.quantity
    return [
        {"due": one.due, "order": one.order, "units": units, "says": one.says} for one, units in sorted(counted.items())
    ]


def _others(given: FormInput) -> Iterator[Row]:
    """Units that are not in the plan, by case, with the reason."""
    for case in given.cases:
        left = _quantity([given.device(one, case) for one in case.devices]) - _quantity(_planned(given, case))
        if left:
            yield {"case": case.id, "title": case.opening.title, "units": left, "why": _why_not(given, case)}
