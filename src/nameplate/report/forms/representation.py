"""Worksheet for the representation with its reasonable inquiry (FAR 52.204-26(c), 52.204-24(d), 52.204-25(a)).

The boxes stay empty: the record says what speaks for which answer, a person ticks.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from nameplate.model import Device, SourceReport
from nameplate.report.forms import acts, items, provenance, statements
from nameplate.report.forms.filled import Blank, Form, Layout, Part, Row, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.items import Item
from nameplate.report.forms.words import FieldWords, words
from nameplate.review.case import Case

NAME = "representation"
_SUPPORTS = ("question", "forbidden", "forbidden_if", "gone", "undecided", "says")
_READ = ("source", "reader", "rows", "used", "speaks_of", "sha256")
_IMPORTS = ("number", "as_of", "imported", "register", "devices", "findings", "digest")
_UNDECIDED = ("unit", "site", "label", "model", "units", "settle")
_DISCLOSURE = (
    "item", "brand", "model", "model_kind", "description", "proposed_use", "producer", "producer_uei", "producer_cage",
    "producer_is", "case",
)  # fmt: skip


def build(given: FormInput) -> Form:
    """Fill the worksheet from all devices given, not only from those in cases."""
    layout = Layout(words().forms[NAME])
    fields = layout.words.fields
    found = items.covered(given, _all(given), layout.words.all_orders)
    rows = [_disclosed(given, fields, item, number) for number, item in enumerate(found, start=1)]
    parts = [
        _check(given, layout),
        layout.part("statements", provide=Blank(), use=Blank(), signed_by=Blank(), signed_on=Blank()),
        layout.table("supports", _SUPPORTS, [_supports(given, layout, use) for use in layout.words.orders]),
        layout.table("read", _READ, [_read(source) for source in given.sources]),
        layout.table("partly", ("source", "what"), list(_partly(given))),
        layout.table("imports", _IMPORTS, [_import(dict(review)) for review in given.reviews]),
        layout.table("undecided", _UNDECIDED, list(_undecided(given, layout.words.all_orders))),
        layout.table("disclosure", _DISCLOSURE, rows),
        statements.where({item.case.id: item.case for item in found if item.case}.values(), fields),
    ]
    return provenance.form(NAME, given, layout.words, parts)


def _all(given: FormInput) -> Iterator[tuple[Case | None, Device]]:
    for device in given.devices.values():
        yield given.case_of.get(device.id), device


def _check(given: FormInput, layout: Layout) -> Part:
    """The line on SAM's excluded parties, as it was said in the newest case that says it."""
    fields = layout.words.fields
    by_newest = sorted(given.cases, key=lambda case: case.since, reverse=True)
    case = next((c for c in by_newest if statements.newest(c, fields["sam_checked"].said)), None)
    day, by = (statements.said(given, case, fields[key]) for key in ("sam_checked", "sam_checked_by"))
    return layout.part("check", sam_checked=or_blank(day), sam_checked_by=or_blank(by))


def _supports(given: FormInput, layout: Layout, use: str) -> Row:
    """What the record says to one of the two questions, in units."""
    found = items.covered(given, _all(given), layout.words.orders[use])
    there = [item for item in found if not acts.gone(given, item.case)]
    return {
        "question": f"{use}s",
        "forbidden": sum(item.units for item in found if item.sure),
        "forbidden_if": sum(item.units for item in found if not item.sure),
        "gone": sum(item.units for item in found) - sum(item.units for item in there),
        "undecided": sum(device.quantity for device, _ in items.undecided(given, layout.words.orders[use])),
        "says": _verdict(use, there),
    }


def _verdict(use: str, there: list[Item]) -> str:
    """What speaks for which box, of the units that are not shown to be gone."""
    if any(item.sure for item in there):
        return f"does {use}"
    if there:
        return "neither, until the open questions are answered"
    return f"nothing on record speaks for does {use}; see what was not read and what is undecided"


def _read(source: SourceReport) -> Row:
    return {
        "source": source.path,
        "reader": source.reader,
        "rows": source.rows,
        "used": source.observations,
        "speaks_of": source.speaks_of.date() if source.speaks_of else None,
        "sha256": source.sha256,
    }


def _partly(given: FormInput) -> Iterator[Row]:
    """What the inquiry did not see: by source, then sites that no unit stands in."""
    for source in given.sources:
        yield from ({"source": source.path, "what": what} for what in _gaps(source))
    seen = {device.site for device in given.devices.values()}
    for site in given.holder.sites:
        if site.id not in seen:
            yield {"source": None, "what": f"site {site.name or site.id}: no source names a unit there"}


def _gaps(source: SourceReport) -> Iterator[str]:
    if source.reader == "none":
        yield "not read at all"
    elif source.problems:
        places = "1 place" if source.problems == 1 else f"{source.problems:,} places"
        yield f"{places} could not be read; the review's list of problems names them"
    unused = [c.column for c in source.columns if c.kind is None]
    if unused:
        yield f"columns not used: {', '.join(unused)}"
    skipped: Counter[str] = Counter()
    for lines in source.skipped:
        skipped[lines.what] += lines.count
    yield from (f"{count:,} line{'s' if count != 1 else ''} left out: {what}" for what, count in skipped.items())


def _import(review: dict[str, object]) -> Row:
    return {
        "number": str(review["number"]),
        "as_of": str(review["as_of"]),
        "imported": f"{review['imported']:%Y-%m-%d %H:%M}",
        "register": str(review["register"]),
        "devices": str(review["devices"]),
        "findings": str(review["findings"]),
        "digest": str(review["id"]),
    }


def _undecided(given: FormInput, orders: Collection[str]) -> Iterator[Row]:
    for device, settle in items.undecided(given, orders):
        yield {
            "unit": device.name or device.id,
            "site": given.site_name(device.site),
            "label": items.brand(given, device),
            "model": device.attribution.model,
            "units": device.quantity,
            "settle": settle,
        }


def _disclosed(given: FormInput, fields: dict[str, FieldWords], item: Item, number: int) -> Row:
    """One item with the fields that the clause asks to disclose."""
    device, case, label = item.device, item.case, items.label(given, item)

    def said(key: str, of: str) -> str | Blank:
        return or_blank(statements.said(given, case, fields[key]), of)

    producer = items.maker(given, device) or statements.said(given, case, fields["producer"])
    by = f"producer {producer}" if producer else label
    return {
        "item": number,
        "brand": or_blank(items.brand(given, device) or statements.said(given, case, fields["brand"]), label),
        "model": or_blank(device.attribution.model or statements.said(given, case, fields["model"]), label),
        "model_kind": said("model_kind", label),
        "description": items.description(given, item),
        "proposed_use": said("proposed_use", f"case {case.id}" if case else label),
        "producer": or_blank(producer, label),
        "producer_uei": said("producer_uei", by),
        "producer_cage": said("producer_cage", by),
        "producer_is": said("producer_is", by),
        "case": case.id if case else None,
    }
