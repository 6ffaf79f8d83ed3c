"""What every table of units shows: one list of columns for CSV, XLSX and HTML alike, safe to open anywhere."""

from collections.abc import Sequence

from nameplate.model import Device, Finding
from nameplate.policy import questions
from nameplate.register.load import Register
from nameplate.report.summary import Summary

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet program take a cell for a formula (OWASP, CSV injection)."""

FINDING_COLUMNS = (
    "unit",
    "verdict",
    "order",
    "order_title",
    "maker",
    "brand",
    "model",
    "site",
    "place",
    "name",
    "quantity",
    "proof",
    "probability",
    "conditions",
    "questions",
    "next_duty",
    "due",
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


def neutral(value: object) -> str:
    """A cell's text that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def finding_row(device: Device, finding: Finding, register: Register) -> list[object]:
    """One line of findings.csv, in the order of `FINDING_COLUMNS`."""
    attribution, ids, place = device.attribution, device.identifiers, device.subjects[0]
    due = sorted((d for d in finding.duties if d.due), key=lambda d: str(d.due))
    site = device.site or "the site"
    return [
        device.id,
        finding.verdict,
        finding.order,
        register.orders[finding.order].title,
        register.label(attribution.maker) if attribution.maker else "",
        register.label(attribution.brand) if attribution.brand else "",
        attribution.model,
        device.site,
        device.place,
        device.name,
        device.quantity,
        attribution.proof,
        attribution.probability,
        "; ".join(finding.conditions),
        " ".join(questions.ask(m, site) for m in finding.missing),
        due[0].says or due[0].verb if due else "",
        due[0].due if due else "",
        " ".join(ids.serial),
        " ".join(ids.mac),
        " ".join(ids.ip),
        " ".join(ids.asset_tag),
        device.acquired,
        device.supplier,
        "; ".join(a.value for a in device.attested),
        place.source,
        place.locator,
    ]


def walk_row(device: Device, register: Register) -> list[object]:
    """One line of walk-list.csv, in the order of `WALK_COLUMNS`; the last three are for the person who walks."""
    attribution, ids, place = device.attribution, device.identifiers, device.subjects[0]
    return [
        device.site,
        device.place,
        device.name,
        device.id,
        register.label(attribution.brand) if attribution.brand else "",
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
        "",
        "",
        "",
    ]


def finding_rows(devices: Sequence[Device], summary: Summary, register: Register) -> list[list[object]]:
    """All lines of findings.csv, device by device."""
    return [finding_row(d, f, register) for d in devices for f in summary.findings_of.get(d.id, ())]
