"""The federal contractor: an asset system's export, a purchase ledger, the landlord's camera list.

The ledger names units that the asset system never saw; the landlord's list has no numbers at all.
"""

import datetime as dt
import random
from pathlib import Path

from make import catalogue, numbers, plan
from make.files import csv_text, save, workbook
from make.fleet import Maker, Unit, deal, number_network
from make.truth import Truth, write

ASSETS_NAME, LEDGER_NAME, LANDLORD_NAME = "asset-export.csv", "purchase-ledger.xlsx", "landlord-cameras.csv"
VENDORS = (
    "Tidewater Supply Co.",
    "Federal Video Partners LLC",
    "Online marketplace",
    "Capital Network Resale",
)
SPOTS = (
    "Lobby",
    "Server room",
    "Loading dock",
    "Suite 210",
    "Suite 300",
    "Garage P1",
    "Roof",
    "Lab 4",
    "Gate",
)
UNSCORED = {"zte-hidden": "only the registrant tells", "hik-bracket": "accessory, not a device"}


def build(out: Path) -> None:
    """Write the contractor's files under `out`/contractor and its truth under `out`/truth."""
    contractor = plan.load("contractor")
    rng = random.Random(contractor.seed)
    maker = Maker(rng, contractor.id, contractor.last_purchase)
    assets = _assets(rng, maker, contractor)
    landlord = _landlord_units(rng, maker, contractor)
    ledger = _ledger_units(rng, maker, contractor)
    truth = Truth()
    folder = out / contractor.id
    folder.mkdir(parents=True, exist_ok=True)
    _asset_export(rng, folder, truth, assets)
    _ledger(rng, folder, truth, assets, ledger)
    _landlord(rng, folder, truth, landlord)
    plan.write_holder(contractor, folder / "holder.yaml")
    units = [*assets, *ledger, *landlord]
    for unit in units:
        if unit.product.key in UNSCORED:
            unit.trap(UNSCORED[unit.product.key])
    lines = [truth.line(unit, scored=unit.product.key not in UNSCORED) for unit in units]
    write(out / "truth" / f"{contractor.id}.jsonl", lines)


def _assets(rng: random.Random, maker: Maker, contractor: plan.Plan) -> list[Unit]:
    seats = [site for site in contractor.sites for _ in range(site.units) if "assets" in site.covered]
    products = catalogue.products()
    units = [maker.unit(products[key], place) for key, place in deal(rng, contractor.mix, seats)]
    number_network(rng, units)
    for number, unit in enumerate(units, start=410):
        unit.tag = f"HR{number:05d}"
        unit.spot, unit.supplier = rng.choice(SPOTS), rng.choice(VENDORS)
        if unit.product.category in {"radio", "drone"}:
            unit.ip = ""
    for unit in rng.sample([unit for unit in units if unit.product.kind == "relabelled"], 3):
        unit.attested = "Section 889 compliant per vendor letter"
        unit.trap("seller's claim against the unit")
    for unit in rng.sample([unit for unit in units if unit.product.brand == "Cisco"], 2):
        unit.twist("honest unit under a forbidden name", "assets", "brand", "Huawei")
    return units


def _landlord_units(rng: random.Random, maker: Maker, contractor: plan.Plan) -> list[Unit]:
    """Cameras of which the tenant knows only what the property manager wrote."""
    site = contractor.site("harbor-street")
    found = []
    for key, count in contractor.more["landlord"].items():
        for _ in range(count):
            unit = maker.unit(catalogue.products()[key], site)
            unit.mac = unit.serial = unit.firmware = ""
            unit.spot = rng.choice(SPOTS)
            unit.trap("landlord's list without numbers")
            found.append(unit)
    return found


def _ledger_units(rng: random.Random, maker: Maker, contractor: plan.Plan) -> list[Unit]:
    """Invoice lines that stand for several units, seen nowhere else."""
    found = []
    for key, count in contractor.more["ledger_only"].items():
        site = contractor.site(rng.choice(("headquarters", "operations-center")))
        unit = maker.unit(catalogue.products()[key], site)
        unit.mac = unit.serial = unit.firmware = ""
        unit.quantity, unit.supplier = count, rng.choice(VENDORS)
        unit.trap("named only in the ledger")
        found.append(unit)
    return found


# Asset system

ASSETS_HEAD = (
    "AssetName",
    "AssetUnique",
    "AssetTypename",
    "Domain",
    "FQDN",
    "IPAddress",
    "Mac",
    "Manufacturer",
    "Model",
    "SerialNumber",
    "PurchaseDate",
    "Location",
    "Building",
    "Department",
    "State",
    "BarCode",
    "Firstseen",
    "Lastseen",
    "Custom1",
)
TYPES = {"network": "Switch", "camera": "Network device", "recorder": "Network device", "radio": "Asset"}


def _asset_export(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """A Lansweeper export: every cell quoted, times in purchase dates, placeholders for serial numbers."""
    rng.shuffle(units)
    rows = [list(ASSETS_HEAD)]
    for unit in units:
        row, shown = _asset_row(rng, unit)
        rows.append(row)
        truth.see(unit, ASSETS_NAME, f"row {len(rows)}", shown)
        if rng.random() < 0.03:
            rows.append(row)
            unit.trap("row twice")
            truth.see(unit, ASSETS_NAME, f"row {len(rows)}", shown)
    save(folder / ASSETS_NAME, "\ufeff" + csv_text(rows, quote_all=True))


def _asset_row(rng: random.Random, unit: Unit) -> tuple[list[str], dict[str, str]]:
    product = unit.product
    name = f"{unit.site.prefix}-{product.category[:3]}{unit.id[-3:]}"
    brand = unit.shown("assets", "brand", product.brand)
    serial = unit.serial
    if product.kind == "honest" and rng.random() < 0.1:
        serial = "To Be Filled By O.E.M."
        unit.trap("placeholder")
    mac = numbers.colons(unit.mac) if unit.mac else ""
    bought = f"{unit.acquired} 00:00:00" if unit.acquired else ""
    fqdn = f"{name}.halyardridge.example" if unit.ip else ""
    building = unit.site.name
    seen = ["2023-01-09 08:00:00", "2025-09-30 23:10:00"]
    row = [name, f"HALYARD\\{name}", TYPES.get(product.category, "Asset"), "HALYARD", fqdn, unit.ip, mac]
    row += [brand, product.model, serial, bought, unit.spot, building, "Facilities", "Active", unit.tag]
    row += [*seen, unit.attested]
    shown = {"ip": unit.ip, "mac": mac, "serial": serial, "tag": unit.tag, "model": product.model}
    return row, {**shown, "brand": product.brand}


# Ledger

LEDGER_HEAD = (
    "Invoice",
    "Invoice Date",
    "Vendor",
    "Line",
    "Description",
    "Part Number",
    "Serial Number",
    "Qty",
)
MONEY_HEAD = ("Unit Price", "Amount", "Ship To")
NOISE = ("Cat6 patch cable 3 m, 50 pack", "Freight", "Installation labor, 16 h", "RJ45 keystone jack")
LEDGER_TITLE = "Halyard Ridge Systems - accounts payable detail, equipment, FY2018 to FY2025"


def _ledger(rng: random.Random, folder: Path, truth: Truth, assets: list[Unit], only: list[Unit]) -> None:
    """Invoice lines; some for units of the asset system (by serial), some for units named only here."""
    numbered = [unit for unit in assets if unit.serial and unit.acquired and "placeholder" not in unit.traps]
    bought = [unit for unit in numbered if rng.random() < 0.3]
    lines: list[Unit | str] = [*bought, *only, *NOISE]
    lines.sort(key=lambda line: line if isinstance(line, str) else str(line.acquired))
    book = workbook(folder / LEDGER_NAME)
    day = book.add_format({"num_format": "mm/dd/yyyy"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("AP detail")
    sheet.write(0, 0, LEDGER_TITLE)
    sheet.write_row(2, 0, LEDGER_HEAD + MONEY_HEAD)
    total = 0.0
    for at, line in enumerate(lines, start=3):
        price = rng.randrange(2900, 190000) / 100
        quantity = 1 if isinstance(line, str) else line.quantity
        when = dt.date(2021, 3, 2) if isinstance(line, str) or not line.acquired else line.acquired
        vendor = VENDORS[0] if isinstance(line, str) else line.supplier
        sheet.write_row(at, 0, (f"INV-{rng.randrange(10000, 99999)}", "", vendor, rng.randint(1, 9)))
        sheet.write_datetime(at, 1, dt.datetime.combine(when, dt.time()), day)
        sheet.write_number(at, 7, quantity)
        sheet.write_row(at, 8, (price, price * quantity), money)
        total += price * quantity
        if isinstance(line, str):
            sheet.write(at, 4, line)
            continue
        description = f"{line.product.brand} {line.product.model} {line.product.about}"
        sheet.write_row(at, 4, (description, line.product.model, line.serial))
        sheet.write(at, 10, line.site.name)
        shown = {"serial": line.serial, "model": line.product.model, "brand": line.product.brand}
        truth.see(line, LEDGER_NAME, f"row {at + 1}", shown)
    sheet.write(len(lines) + 4, 0, "Total")
    sheet.write_number(len(lines) + 4, 9, total, money)
    book.close()


# Landlord

LANDLORD_HEAD = ("Cam #", "Property", "Floor", "Position", "Make/Model", "Year", "Comments")
COMMENTS = ("", "", "dome cover cracked", "records to lobby DVR", "N/A", "covers tenant entrance")


def _landlord(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """The property manager's list: maker and model in one column, a year, no number of any kind."""
    rng.shuffle(units)
    rows: list[tuple[object, ...]] = [
        ("Harbor Street Properties LP: camera positions, please keep confidential",),
        (),
        LANDLORD_HEAD,
    ]
    for number, unit in enumerate(units, start=1):
        product = unit.product
        label = f"{product.brand} {product.model}".strip()
        year = unit.acquired.year if unit.acquired else ""
        floor = rng.choice(("1", "2", "4", "P1"))
        rows.append((number, "Harbor St. 400", floor, unit.spot, label, year, rng.choice(COMMENTS)))
        shown = {"model": product.model, "brand": product.brand}
        truth.see(unit, LANDLORD_NAME, f"row {len(rows)}", shown)
    save(folder / LANDLORD_NAME, csv_text(rows))
