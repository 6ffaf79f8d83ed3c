"""The French-speaking municipality: a list in Windows-1252, an OpenDocument sheet, DHCP leases.

Semicolons, decimal commas, dates day first, accents in headings, values and site names.
"""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from odf import opendocument, table, text  # type: ignore[import-untyped]

from make import catalogue, numbers, plan
from make.files import csv_text, fix_zip, save
from make.fleet import Maker, Unit, deal, number_network
from make.truth import Truth, write

LIST_NAME, SHEET_NAME, LEASES_NAME = "inventaire-ti.csv", "travaux-publics.ods", "baux-kea.csv"
SUPPLIERS = ("Sécurité Montcalm inc.", "Vidéo Rive-Nord ltée", "Achat en ligne")
KINDS = {"camera": "Caméra", "recorder": "Enregistreur"}
SPOTS = (
    "Entrée",
    "Réception",
    "Stationnement",
    "Salle du conseil",
    "Couloir",
    "Quai",
    "Clôture nord",
    "Rez-de-chaussée",
)
UNKNOWN = ("N/D", "inconnu", "s.o.", "à vérifier", "-")


def build(out: Path) -> None:
    """Write the municipality's files under `out`/municipalite and its truth under `out`/truth."""
    town = plan.load("municipalite")
    rng = random.Random(town.seed)
    units = _fleet(rng, Maker(rng, town.id, town.last_purchase), town)
    truth = Truth()
    folder = out / town.id
    folder.mkdir(parents=True, exist_ok=True)
    _list(rng, folder, truth, [unit for unit in units if "inventaire" in unit.files])
    _sheet(rng, folder, truth, [unit for unit in units if "travaux" in unit.files])
    _leases(rng, folder, truth, [unit for unit in units if "baux" in unit.files])
    plan.write_holder(town, folder / "holder.yaml")
    write(out / "truth" / f"{town.id}.jsonl", [truth.line(unit) for unit in units])


def _fleet(rng: random.Random, maker: Maker, town: plan.Plan) -> list[Unit]:
    seats = [site for site in town.sites for _ in range(site.units)]
    products = catalogue.products()
    units = [maker.unit(products[key], place) for key, place in deal(rng, town.mix, seats)]
    number_network(rng, units)
    for number, unit in enumerate(units, start=1):
        unit.tag = f"{number:05d}"
        unit.spot, unit.supplier = rng.choice(SPOTS), rng.choice(SUPPLIERS)
        unit.name = f"{KINDS[unit.product.category]} {unit.site.prefix}-{number:03d}"
        unit.files = {"inventaire" if "inventaire" in unit.site.covered else "travaux"}
        if "travaux" in unit.site.covered and rng.random() < 0.7:
            unit.files.add("travaux")
        if "baux" in unit.site.covered and unit.mac and rng.random() < 0.75:
            unit.files.add("baux")
    _disagree(rng, units)
    return units


def _disagree(rng: random.Random, units: list[Unit]) -> None:
    for unit in rng.sample(units, 15):
        if unit.site.spellings:
            unit.twist("site spelt otherwise", "inventaire", "site", rng.choice(unit.site.spellings))
    leased = [unit for unit in units if {"inventaire", "baux"} <= unit.files and unit.product.kind != "relabelled"]
    for unit in rng.sample(leased, 8):
        unit.twist("placeholder", "inventaire", "serial", rng.choice(UNKNOWN))
    for unit in rng.sample([unit for unit in units if unit.product.kind == "relabelled"], 5):
        unit.attested = "conforme NDAA selon le fournisseur"
        unit.trap("seller's claim against the unit")
    for unit in rng.sample([unit for unit in units if not unit.traps], 5):
        unit.status = "éliminé"
        unit.files.discard("baux")
        unit.trap("disposed unit still listed")


def _day(when: dt.date | None) -> str:
    return f"{when:%d/%m/%Y}" if when else ""


def _state(unit: Unit) -> str:
    return "Éliminé" if unit.status == "éliminé" else "En service"


# Liste du service des TI

LIST_HEAD = (
    "N° d'inventaire",
    "Nom",
    "Type",
    "Bâtiment",
    "Emplacement",
    "Fabricant",
    "Modèle",
    "N° de série",
    "Adresse IP",
    "Adresse MAC",
    "Date d'achat",
    "Coût (CAD)",
    "Fournisseur",
    "État",
    "Remarques",
)


def _list(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Semicolons and Windows-1252, a title above the heading, a total below."""
    rng.shuffle(units)
    rows: list[Sequence[object]] = [
        ("Ville de Saint-Aubin-des-Ormes – Inventaire de la vidéosurveillance",),
        (),
    ]
    rows.append(LIST_HEAD)
    total = 0
    for unit in units:
        product, cents = unit.product, rng.randrange(9900, 189900)
        total += cents
        brand = product.brand or rng.choice(("", "Générique", "inconnu"))
        serial = unit.shown("inventaire", "serial", unit.serial)
        mac = numbers.hyphens(unit.mac).upper() if unit.mac and rng.random() < 0.8 else ""
        site = unit.shown("inventaire", "site", unit.site.name)
        row = [unit.tag, unit.name, KINDS[product.category], site, unit.spot, brand, product.model, serial]
        row += [unit.ip, mac, _day(unit.acquired), _money(cents), unit.supplier, _state(unit), unit.attested]
        rows.append(row)
        shown = {"tag": unit.tag, "serial": serial, "ip": unit.ip, "mac": mac, "model": product.model}
        truth.see(unit, LIST_NAME, f"row {len(rows)}", {**shown, "brand": product.brand})
    rows.append(("TOTAL", *[""] * 10, _money(total), "", "", ""))
    save(folder / LIST_NAME, csv_text(rows, ";"), "cp1252")


def _money(cents: int) -> str:
    """1 234,50 $ with the space that Quebec puts between thousands."""
    return f"{cents // 100:,}".replace(",", "\u00a0") + f",{cents % 100:02d}\u00a0$"


# Classeur des travaux publics

SHEET_HEAD = (
    "Lieu",
    "Marque",
    "Modèle",
    "Numéro de série",
    "Adresse IP",
    "Quantité",
    "Date d'installation",
    "Étiquette",
    "Notes",
)


def _sheet(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """An OpenDocument sheet with real dates and numbers, blank rows between places."""
    units.sort(key=lambda unit: (unit.site.id, unit.id))
    rows: list[list[object]] = [["Travaux publics : caméras, relevé du printemps 2025"], [], list(SHEET_HEAD)]
    site = units[0].site.id
    for unit in units:
        if unit.site.id != site:
            site = unit.site.id
            rows.append([])
        product = unit.product
        serial = unit.serial
        if "inventaire" in unit.files and serial and rng.random() < 0.2:
            serial = serial.lower()
            unit.trap("serial in small letters")
        notes = rng.choice(("", "", "objectif sale", "à remplacer"))
        row: list[object] = [unit.site.name, product.brand, product.model, serial, unit.ip, 1]
        rows.append([*row, unit.acquired, unit.tag, notes])
        shown = {
            "serial": serial,
            "ip": unit.ip,
            "tag": unit.tag,
            "model": product.model,
            "brand": product.brand,
        }
        truth.see(unit, SHEET_NAME, f"row {len(rows)}", shown)
    _save_sheet(folder / SHEET_NAME, "Caméras", rows)


def _save_sheet(path: Path, name: str, rows: Sequence[Sequence[object]]) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name=name)
    for row in rows:
        line = table.TableRow()
        for value in row or [""]:
            line.addElement(_cell(value))
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    document.save(str(path))
    fix_zip(path)


def _cell(value: object) -> Any:
    if isinstance(value, dt.date):
        cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, int):
        cell = table.TableCell(valuetype="float", value=value)
    else:
        cell = table.TableCell(valuetype="string")
    cell.addElement(text.P(text=_day(value) if isinstance(value, dt.date) else str(value or "")))
    return cell


# Baux du serveur DHCP

LEASES_HEAD = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context"


def _leases(rng: random.Random, folder: Path, truth: Truth, units: list[Unit]) -> None:
    """Kea's lease file: append-only, so a renewed lease stands there twice and the last line counts."""
    rng.shuffle(units)
    renewed = [unit for unit in units if rng.random() < 0.15]
    rows: list[Sequence[object]] = [LEASES_HEAD.split(",")]
    rows += [_lease(unit, 1746990000 + rng.randrange(7200)) for unit in renewed]
    for unit in units:
        rows.append(_lease(unit, 1747000000 + rng.randrange(86400)))
        shown = {"ip": unit.ip, "mac": numbers.colons(unit.mac)}
        truth.see(unit, LEASES_NAME, f"line {len(rows)}", shown)
    save(folder / LEASES_NAME, csv_text(rows).replace("\r\n", "\n"))


def _lease(unit: Unit, expires: int) -> tuple[object, ...]:
    mac = numbers.colons(unit.mac).lower()
    host = f"axis-{unit.mac.lower()}" if unit.product.family == "axis" else ""
    subnet = unit.site.network.split(".")[2]
    return (unit.ip, mac, f"01:{mac}", 86400, expires, subnet, 0, 0, host, 0, "")
