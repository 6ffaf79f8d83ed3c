"""The integrator's workbook: two sheets, a title, a heading of two lines, blank lines, a total, notes."""

import datetime as dt
import random
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from make import numbers
from make.files import workbook
from make.fleet import Unit
from make.truth import Truth

FILE_NAME = "integrator-camera-list.xlsx"
GROUPS = ((0, 3, "Site"), (4, 6, "Device"), (7, 9, "Network"), (10, 14, "Purchase"))
HEAD = (
    "Asset Tag",
    "School",
    "Location",
    "Name",
    "Manufacturer",
    "Model",
    "Serial No.",
    "IP Address",
    "MAC Address",
    "Firmware",
    "Installed",
    "Qty",
    "Funding",
    "Supplier",
    "Remarks",
)
NOTES = (
    "Notes:",
    "1) Serial numbers read from the plate where a ladder was at hand.",
    "2) Stadium and bus barn are not under our contract.",
)
SPELLINGS = {
    "Hikvision": ("Hikvision", "HIKVISION", "Hik Vision", "Hikvison"),
    "Axis": ("Axis", "AXIS", "Axis Communications"),
    "Dahua": ("Dahua", "DAHUA", "Dahua Technology"),
    "LTS": ("LTS", "LT Security", "L.T.S."),
    "Hanwha Techwin": ("Hanwha Techwin", "Samsung", "Hanwha"),
}


def write(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Write the workbook and report every row to `truth`."""
    book = workbook(folder / FILE_NAME)
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    cameras = [unit for unit in units if unit.product.category == "camera"]
    cameras.sort(key=lambda unit: (unit.site.id, unit.spot, unit.id))
    sheet = book.add_worksheet("Cameras")
    sheet.write(0, 0, "Bayou Vert Parish School District - camera inventory")
    sheet.write(1, 0, "Prepared by Gulf States Integrators LLC, rev. 7, for walkthrough of 09/2025")
    for first, last, title in GROUPS:
        sheet.merge_range(3, first, 3, last, title)
    sheet.write_row(4, 0, HEAD)
    at = _rows(rng, sheet, truth, cameras, ("Cameras", 5, day))
    total = sum(unit.quantity for unit in cameras)
    sheet.write(at + 1, 0, "TOTAL")
    sheet.write_formula(at + 1, 11, f"=SUM(L6:L{at})", None, total)
    sheet.write_column(at + 3, 0, NOTES)
    others = [unit for unit in units if unit.product.category != "camera"]
    others.sort(key=lambda unit: (unit.site.id, unit.id))
    sheet = book.add_worksheet("Recorders and doors")
    sheet.write_row(0, 0, HEAD)
    _rows(rng, sheet, truth, others, ("Recorders and doors", 1, day))
    book.close()


def _rows(
    rng: random.Random,
    sheet: xlsxwriter.worksheet.Worksheet,
    truth: Truth,
    units: list[Unit],
    where: tuple[str, int, xlsxwriter.format.Format],
) -> int:
    """Write `units` from a row on, with a blank line between schools; returns the first free row."""
    name, at, day = where
    school = units[0].site.id
    for unit in units:
        if unit.site.id != school:
            school, at = unit.site.id, at + 1
        for _ in range(2 if unit.says.get(("integrator", "twice")) else 1):
            shown, signs = _row(rng, sheet, at, unit, day)
            at += 1
            truth.see(unit, FILE_NAME, f"{name}!row {at}", shown, signs)
    return at


def _row(
    rng: random.Random,
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    unit: Unit,
    day: xlsxwriter.format.Format,
) -> tuple[dict[str, str], set[str]]:
    product = unit.product
    brand = unit.shown("integrator", "brand", rng.choice(SPELLINGS.get(product.brand, (product.brand,))))
    if not brand:
        brand = rng.choice(("", "N/A", "generic"))
    mac = _mac(rng, unit)
    ip = unit.shown("integrator", "ip", unit.ip)
    serial = unit.shown("integrator", "serial", unit.serial)
    model = unit.shown("integrator", "model", product.model)
    tag = unit.shown("integrator", "tag", unit.tag)
    site = unit.shown("integrator", "site", unit.site.name)
    firmware = unit.firmware if rng.random() < 0.5 else ""
    cells = [tag, site, unit.spot, unit.name, brand, model, serial, ip, mac, firmware]
    cells += ["", "", unit.funding, unit.supplier, _remark(unit)]
    for column, text in enumerate(cells):
        if text:
            sheet.write_string(at, column, text)
    _as_numbers(sheet, at, unit, tag, serial)
    _installed(rng, sheet, at, unit, day)
    sheet.write_number(at, 11, unit.quantity)
    shown = {"tag": tag, "serial": serial, "ip": ip, "mac": mac, "model": model, "brand": product.brand}
    return shown, {"update-serial"} if product.original else set()


def _mac(rng: random.Random, unit: Unit) -> str:
    if not unit.mac or rng.random() < 0.25 or ("integrator", "mac") in unit.says:
        return ""
    return rng.choice((numbers.colons(unit.mac), numbers.colons(unit.mac), unit.mac))


def _remark(unit: Unit) -> str:
    words = [unit.attested] if unit.attested else []
    if unit.product.original:
        words.append(f"web page says updateSerial={unit.product.original}")
    if unit.status == "in store":
        words.append("in boxes")
    return "; ".join(words)


def _as_numbers(sheet: xlsxwriter.worksheet.Worksheet, at: int, unit: Unit, tag: str, serial: str) -> None:
    """Cells that the spreadsheet took for numbers: tags without their zeros, serials rounded to 15 digits."""
    if ("integrator", "tag") in unit.says:
        sheet.write_number(at, 0, int(tag))
    if unit.product.serial == "digits18":
        sheet.write_number(at, 6, float(serial))


def _installed(
    rng: random.Random,
    sheet: xlsxwriter.worksheet.Worksheet,
    at: int,
    unit: Unit,
    day: xlsxwriter.format.Format,
) -> None:
    if unit.acquired is None:
        return
    installed = unit.acquired + dt.timedelta(days=rng.randrange(45))
    form = rng.random()
    if form < 0.8:
        sheet.write_datetime(at, 10, dt.datetime.combine(installed, dt.time()), day)
    elif form < 0.9:
        sheet.write_string(at, 10, f"{installed:%b %Y}")
    else:
        sheet.write_string(at, 10, f"{installed.month}/{installed.day}/{installed:%y}")
