"""The first report on covered equipment: one business day after it was identified (FAR 52.204-25(d)(2)(i))."""

from collections.abc import Sequence

from nameplate.report.forms import clock, items, provenance, statements
from nameplate.report.forms.filled import Form, Layout, Part, Row, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.items import Item
from nameplate.report.forms.words import FieldWords, Term, words
from nameplate.review.case import Case

NAME = "first_report"
_COLUMNS = (
    "item", "contract", "orders", "supplier", "supplier_uei", "supplier_cage", "brand", "model", "model_kind",
    "description", "mitigation",
)  # fmt: skip


def build(given: FormInput) -> Form:
    """Fill the report: the clock of each case, then one row per item."""
    layout = Layout(words().forms[NAME])
    found = items.covered(given, given.units(), layout.words.all_orders)
    others = items.other_cases(given, found)
    other = {case.id for case in others}
    cases = [case for case in given.cases if case.id not in other]
    rows = [row(given, layout.words.fields, item, number) for number, item in enumerate(found, start=1)]
    parts = [
        _clock(given, layout, cases),
        layout.table("items", _COLUMNS, rows),
        _unsettled(layout, found),
        other_cases(layout, others),
        statements.where(cases, layout.words.fields),
    ]
    return provenance.form(NAME, given, layout.words, parts)


def row(given: FormInput, fields: dict[str, FieldWords], item: Item, number: int) -> Row:
    """One item with the fields that the clause asks for."""
    device = item.device
    case = item.case or given.cases[0]
    supplier = device.supplier or statements.said(given, case, fields["supplier"])
    seller = f"supplier {supplier}" if supplier else f"case {case.id}"
    label = items.label(given, item)
    return {
        "item": number,
        "contract": statements.filled(given, case, fields["contract"]),
        "orders": statements.filled(given, case, fields["orders"]),
        "supplier": or_blank(supplier, f"case {case.id}"),
        "supplier_uei": statements.filled(given, case, fields["supplier_uei"], seller),
        "supplier_cage": statements.filled(given, case, fields["supplier_cage"], seller),
        "brand": items.brand(given, device) or statements.filled(given, case, fields["brand"], label),
        "model": device.attribution.model or statements.filled(given, case, fields["model"], label),
        "model_kind": statements.filled(given, case, fields["model_kind"], label),
        "description": items.description(given, item),
        "mitigation": statements.filled(given, case, fields["mitigation"]),
    }


def _clock(given: FormInput, layout: Layout, cases: Sequence[Case]) -> Part:
    found = [clock.identified(given, case, layout.words.fields["identified"]) for case in cases]
    term: Term | None = layout.words.term
    days = [clock.due(one.day, term) for one in found] if term else []
    rows: list[Row] = [
        {"case": one.case, "identified": one.day, "who": one.who, "how": _how(one), "due": day}
        for one, day in zip(found, days, strict=True)
    ]
    first = clock.in_words(given, min(days)) if days else None
    head = layout.part("clock", due=first, addressee=layout.words.addressee)
    table = layout.table("clock", ("case", "identified", "who", "how", "due"), rows).table
    return Part("clock", head.words, head.fields, table)


def _how(one: clock.Identified) -> str:
    """How the day is known; an earlier one on record is told beside it."""
    return f"{one.how}. Earlier on record: {one.earlier}; check which counts" if one.earlier else one.how


def other_cases(layout: Layout, others: Sequence[Case]) -> Part | None:
    """The cases that were given and that the report is not about."""
    rows: list[Row] = [{"case": case.id, "title": case.opening.title} for case in others]
    return layout.table("others", ("case", "title"), rows) if rows else None


def _unsettled(layout: Layout, found: Sequence[Item]) -> Part | None:
    rows: list[Row] = [
        {"item": number, "condition": "; ".join(item.conditions)}
        for number, item in enumerate(found, start=1)
        if item.conditions
    ]
    return layout.table("unsettled", ("item", "condition"), rows) if rows else None
