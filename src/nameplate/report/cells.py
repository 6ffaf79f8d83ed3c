"""What every table of units shows: one frame of devices for CSV and XLSX alike, safe to open anywhere."""

from collections.abc import Sequence

import polars as pl

from nameplate.model import Device, Finding
from nameplate.policy import questions
from nameplate.register.load import Register
from nameplate.report.summary import Summary

DEVICE_COLUMNS = (
    "unit",
    "maker",
    "brand",
    "model",
    "category",
    "site",
    "place",
    "name",
    "quantity",
    "proof",
    "probability",
    "serial",
    "mac",
    "ip",
    "asset_tag",
    "acquired",
    "supplier",
    "seller_claims",
    "source",
    "row",
)
FINDING_COLUMNS = ("verdict", "order", "order_title", "conditions", "questions", "next_duty", "due")
WALK_COLUMNS = (
    "site",
    "place",
    "name",
    "unit",
    "brand",
    "model",
    "possible_makers",
    "serial",
    "mac",
    "ip",
    "asset_tag",
    "quantity",
    "read_off_the_plate",
    "source",
    "row",
    "plate_text",
    "walked_by",
    "date",
)
_FORMULA = r"^([=+\-@\t\r\n])"
"""First characters that make a spreadsheet program take a cell for a formula (OWASP, CSV injection)."""


def neutral(frame: pl.DataFrame) -> pl.DataFrame:
    """Text cells that no spreadsheet program takes for a formula: an apostrophe stands before them."""
    return frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'$1"))


def devices(found: Sequence[Device], register: Register) -> pl.DataFrame:
    """One line a device: `DEVICE_COLUMNS`."""
    rows = [_device_row(device, register) for device in found]
    schema = dict.fromkeys(DEVICE_COLUMNS, pl.String) | {"quantity": pl.Int64, "probability": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _device_row(device: Device, register: Register) -> tuple[object, ...]:
    attribution, ids, place = device.attribution, device.identifiers, device.subjects[0]
    return (
        device.id,
        register.label(attribution.maker) if attribution.maker else None,
        register.label(attribution.brand) if attribution.brand else None,
        attribution.model,
        attribution.category,
        device.site,
        device.place,
        device.name,
        device.quantity,
        attribution.proof or attribution.verdict,
        attribution.probability,
        " ".join(ids.serial),
        " ".join(ids.mac),
        " ".join(ids.ip),
        " ".join(ids.asset_tag),
        device.acquired.isoformat() if device.acquired else None,
        device.supplier,
        "; ".join(a.value for a in device.attested),
        place.source,
        place.locator,
    )


def findings(found: Sequence[Device], summary: Summary, register: Register) -> pl.DataFrame:
    """One line a device and order: `FINDING_COLUMNS`, then the device's."""
    position: list[int] = []
    rows: list[tuple[object, ...]] = []
    told: dict[tuple[int, str | None], tuple[object, ...]] = {}
    for index, device in enumerate(found):
        for finding in summary.findings_of.get(device.id, ()):
            key = (id(finding.conditions), device.site)
            if key not in told or told[key][:2] != (finding.verdict, finding.order):
                told[key] = _finding_row(finding, device.site, register)
            position.append(index)
            rows.append(told[key])
    table = pl.DataFrame(rows, schema=dict.fromkeys(FINDING_COLUMNS, pl.String), orient="row")
    return table.hstack(devices(found, register)[position])


def _finding_row(finding: Finding, site: str | None, register: Register) -> tuple[object, ...]:
    due = sorted((d for d in finding.duties if d.due), key=lambda d: str(d.due))
    return (
        finding.verdict,
        finding.order,
        register.orders[finding.order].title,
        "; ".join(finding.conditions),
        " ".join(questions.ask(m, site or "the site") for m in finding.missing),
        (due[0].says or due[0].verb) if due else None,
        str(due[0].due) if due else None,
    )


def units(found: Sequence[Device], summary: Summary, register: Register) -> pl.DataFrame:
    """One line a device with its strictest verdict and every order that speaks of it."""
    verdicts = [summary.verdict_of[d.id] for d in found]
    orders = ["; ".join(f"{f.order} {f.verdict}" for f in summary.findings_of.get(d.id, ())) for d in found]
    head = pl.DataFrame({"verdict": verdicts, "orders": orders}, schema={"verdict": pl.String, "orders": pl.String})
    return head.hstack(devices(found, register))


def walk_list(summary: Summary, register: Register) -> pl.DataFrame:
    """`WALK_COLUMNS`: what only a plate can decide; the last three are for the person who walks."""
    rows = []
    for device in summary.walk:
        attribution, ids, place = device.attribution, device.identifiers, device.subjects[0]
        rows.append(
            (
                device.site,
                device.place,
                device.name,
                device.id,
                register.label(attribution.brand) if attribution.brand else None,
                attribution.model,
                ", ".join(register.label(a.maker) for a in attribution.alternatives),
                " ".join(ids.serial),
                " ".join(ids.mac),
                " ".join(ids.ip),
                " ".join(ids.asset_tag),
                device.quantity,
                "; ".join(attribution.would_settle),
                place.source,
                place.locator,
                None,
                None,
                None,
            )
        )
    schema = dict.fromkeys(WALK_COLUMNS, pl.String) | {"quantity": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
