"""The school district: 700 cameras and recorders in twelve sites, in six files that disagree.

Sites and the mix of products stand in district.yaml; district_traps.py makes the files disagree and
district_files.py writes them.
"""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from make import catalogue, district_files, district_traps, numbers, plan
from make.fleet import Maker, Place, Unit, deal, number_network
from make.truth import Truth, write

SUPPLIERS = (
    "Bayou Low Voltage, Inc.",
    "Crescent Security Supply",
    "Gulf States Integrators LLC",
    "Online marketplace",
)
FUNDS = ("General Fund", "General Fund", "General Fund", "E-Rate", "Bond 2016", "Title IV")
RELIEF = ("ESSER II", "ESSER III", "General Fund", "E-Rate")
RELIEF_YEARS = (dt.date(2021, 6, 1), dt.date(2024, 9, 30))


def build(out: Path) -> None:
    """Write the district's files under `out`/district and its truth under `out`/truth."""
    district = plan.load("district")
    rng = random.Random(district.seed)
    maker = Maker(rng, district.id, district.last_purchase)
    units = _fleet(rng, maker, district)
    district_traps.plant(rng, units)
    spares = [_spare(maker, key, quantity, district) for key, quantity in district.more["spares"].items()]
    neighbours = _neighbours(rng, maker, units, district)
    truth = Truth()
    folder = out / district.id
    district_files.write_all(rng, folder, truth, [*units, *spares], neighbours)
    plan.write_holder(district, folder / "holder.yaml")
    lines = [truth.line(unit) for unit in [*units, *spares]]
    for unit in neighbours:
        phone = unit.product.key == "phone"
        lines.append(truth.line(unit, scored=phone, expect="nothing_known" if phone else None))
    write(out / "truth" / f"{district.id}.jsonl", lines)


def _fleet(rng: random.Random, maker: Maker, district: plan.Plan) -> list[Unit]:
    boxed = {"store": sum(district.more["spares"].values())}
    seats = [site for site in district.sites for _ in range(site.units - boxed.get(site.id, 0))]
    products = catalogue.products()
    units = [maker.unit(products[key], place) for key, place in deal(rng, district.mix, seats)]
    number_network(rng, units)
    for tag, unit in zip(rng.sample(range(101, 4999), len(units)), units, strict=True):
        unit.tag = f"{tag:06d}" if rng.random() < 0.85 else ""
        unit.supplier = rng.choice(SUPPLIERS)
        unit.funding = _funding(rng, unit)
        unit.files = _files(rng, unit)
    return units


def _funding(rng: random.Random, unit: Unit) -> str:
    if rng.random() < 0.2 or unit.acquired is None:
        return ""
    first, last = RELIEF_YEARS
    return rng.choice(RELIEF if first < unit.acquired < last else FUNDS)


def _files(rng: random.Random, unit: Unit) -> set[str]:
    """Which files name the unit; each file has its own gaps."""
    listable = {
        "integrator": 0.80,
        "snipe": 0.75 if unit.tag else 0,
        "scan": 0.88 if unit.mac or not unit.site.on_link else 0,
        "dhcp": 0.75 if unit.mac else 0,
        "milestone": 0.80 if unit.product.category == "camera" else 0,
        "sadp": 0.90 if unit.product.family.startswith("hikvision") else 0,
    }
    covered = unit.site.covered | {"snipe"}
    found = {file for file, share in listable.items() if file in covered and rng.random() < share}
    return found or {"snipe" if unit.tag else "integrator"}


def _spare(maker: Maker, key: str, quantity: int, district: plan.Plan) -> Unit:
    unit = maker.unit(catalogue.products()[key], district.site("store"))
    unit.mac = unit.serial = unit.firmware = unit.ip = ""
    unit.quantity, unit.spot, unit.name = quantity, "Cage 2, shelf", f"Spare {unit.product.about}"
    unit.status, unit.files = "in store", {"integrator"}
    unit.trap("line for several units")
    return unit


def _neighbours(rng: random.Random, maker: Maker, units: Sequence[Unit], district: plan.Plan) -> list[Unit]:
    taken = {unit.ip for unit in units}
    on_link = [site for site in district.sites if site.on_link]
    found = []
    for key, count in district.more["neighbours"].items():
        for number in range(count):
            phone = key == "phone"
            site = district.site("bus") if phone else on_link[number % len(on_link)]
            unit = maker.unit(catalogue.products()[key], site)
            unit.ip = next(ip for ip in _addresses(site) if ip not in taken)
            taken.add(unit.ip)
            unit.files = {"dhcp" if phone else "scan"}
            if phone:
                unit.mac = numbers.random_mac(rng)
                unit.trap("random MAC")
            found.append(unit)
    return found


def _addresses(site: Place) -> list[str]:
    return [site.network.replace("0/24", str(host)) for host in range(2, 255)]
