"""The request for an exception: one case's why, until and safeguards, and what each exception of an order asks for."""

import datetime as dt
from collections.abc import Iterator

from nameplate.report.forms import items, provenance
from nameplate.report.forms.filled import Blank, Form, Layout, Part, Row, Value, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import words
from nameplate.review.case import Case

NAME = "exception_request"
_UNITS = ("case", "unit", "site", "maker", "model", "units", "verdict")
_EXCEPTIONS = ("order", "exception", "test", "asks", "ends", "shown")


def build(given: FormInput) -> Form:
    """Fill the request: a part for each case, its units, and the exceptions of the orders that cover them."""
    layout = Layout(words().forms[NAME])
    parts = [
        *(_request(given, layout, case) for case in given.cases),
        layout.table("units", _UNITS, [_unit(given, case, one) for case in given.cases for one in case.devices]),
        layout.table("exceptions", _EXCEPTIONS, list(_exceptions(given))),
    ]
    return provenance.form(NAME, given, layout.words, parts)


def _request(given: FormInput, layout: Layout, case: Case) -> Part:
    """What was asked for, if it is an exception that was."""
    asked = _asked(given, case)
    of = f"case {case.id}"

    def said(key: str) -> str | Blank:
        return or_blank(str(asked.get(key) or given.options.said.get(key) or ""), of)

    until = said("until")
    return layout.part(
        "request",
        case=case.id,
        title=case.opening.title,
        units=sum(given.device(one, case).quantity for one in case.devices),
        why=said("why"),
        until=dt.date.fromisoformat(until) if isinstance(until, str) and _is_day(until) else Blank(of),
        safeguards=said("safeguards"),
        who_asks=_who_asks(given, case) if asked else Blank(of),
        who_approves=_who_approves(given, case),
        approved=_approved(given, case),
    )


def _asked(given: FormInput, case: Case) -> dict[str, object]:
    """The decision or request on the case, if it ends on a day as an exception does."""
    asked = case.decision or case.asked or {}
    kind = given.workflow.decisions.get(str(asked.get("decision")))
    return asked if kind and kind.expires else {}


def _who_asks(given: FormInput, case: Case) -> Value:
    done = case.last(given.workflow.asks)
    return (
        f"{done.actor}, {given.options.day_of(done.time)} (entry {done.sequence})" if done else Blank(f"case {case.id}")
    )


def _who_approves(given: FormInput, case: Case) -> str:
    """The workflow's rule: which roles, and who of the people in this case may not."""
    act = given.workflow.acts[given.workflow.decides]
    barred = sorted(case.who_did(*act.apart_from))
    roles = " or ".join(role.replace("_", " ") for role in act.roles)
    return f"a person with the role {roles}" + (f", but not {', '.join(barred)}" if barred else "")


def _approved(given: FormInput, case: Case) -> Value:
    done = case.last(given.workflow.decides)
    if done and _asked(given, case):
        return f"by {done.actor}, {given.options.day_of(done.time)} (entry {done.sequence})"
    return "not yet"


def _unit(given: FormInput, case: Case, identifier: str) -> Row:
    device = given.device(identifier, case)
    return {
        "case": case.id,
        "unit": device.name or device.id,
        "site": given.site_name(device.site),
        "maker": items.maker(given, device),
        "model": device.attribution.model,
        "units": device.quantity,
        "verdict": items.strictest(given, device).replace("_", " "),
    }


def _exceptions(given: FormInput) -> Iterator[Row]:
    """The exceptions of every order that covers a unit; an order without any says so."""
    orders = {f.order for _, device in given.units() for f in given.findings_of.get(device.id, ())
              if f.verdict in items.COVERED}  # fmt: skip
    for name in sorted(orders):
        order = given.register.orders[name]
        for exception in order.exceptions:
            yield {
                "order": name,
                "exception": exception.id.replace("-", " "),
                "test": exception.test,
                "asks": exception.evidence or None,
                "ends": exception.until,
                "shown": Blank(f"{name}, {exception.id.replace('-', ' ')}"),
            }
        if not order.exceptions:
            yield {"order": name, "exception": "none", "test": None, "asks": None, "ends": None, "shown": None}


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
