"""How the district's files come to disagree: each function plants one kind of trap and names it in the truth.

A value that one file gets wrong stands right in another, or at least can be joined to it.
"""

import random
from collections.abc import Callable

from make import catalogue, numbers
from make.fleet import Place, Unit

NOWHERE = Place("", "Unknown", "", "xx")
FORBIDDEN_MAKERS = {"hikvision", "dahua"}
PLACEHOLDERS = ("N/A", "unknown", "TBD", "-", "None", "see label", "To Be Filled By O.E.M.")
BY_PRODUCT = {
    "pelco-ds": "look-alike model number",
    "synology": "look-alike model number",
    "advantech": "look-alike model number",
    "lorex-hik": "brand of the other maker",
    "empire-hik": "brand of the other maker",
    "honeywell-open": "no purchase date",
    "honeywell-dome-open": "no purchase date",
    "bare": "no brand",
}


def plant(rng: random.Random, units: list[Unit]) -> None:
    """Make the files disagree as in life. Order matters: later traps leave earlier ones alone."""
    for each in TRAPS:
        each(rng, units)
    for unit in units:
        _settle(rng, unit)
        _name(unit)


def _some(rng: random.Random, units: list[Unit], count: int, fits: Callable[[Unit], bool]) -> list[Unit]:
    return rng.sample([unit for unit in units if not unit.traps and fits(unit)], count)


def _retire(rng: random.Random, units: list[Unit]) -> None:
    """Twelve units are gone but listed; ten of their addresses went to newer, unlisted ones."""

    def old(unit: Unit) -> bool:
        return unit.site.on_link and bool(unit.tag) and bool(unit.mac) and unit.made.year < 2019

    gone = _some(rng, units, 12, old)
    for unit in gone:
        unit.status, unit.files = "disposed", {"integrator", "snipe"}
        unit.trap("disposed unit still listed")
    for unit in gone[:10]:
        heir = _some(rng, [u for u in units if u.site is unit.site], 1, _new)[0]
        unit.ip = heir.ip
        heir.files = (heir.files | {"scan"}) - {"integrator"}
        for each in (unit, heir):
            each.trap("address reused")


def _new(unit: Unit) -> bool:
    return bool(unit.mac) and unit.made.year > 2019


def _lose(rng: random.Random, units: list[Unit]) -> None:
    """Four assets whose place nobody knows."""
    for unit in _some(rng, units, 4, lambda u: bool(u.tag) and u.product.kind == "honest"):
        unit.site, unit.ip, unit.files = NOWHERE, "", {"snipe"}
        unit.trap("site unknown")


def _elsewhere(unit: Unit) -> bool:
    return "integrator" in unit.files and bool(unit.files & {"snipe", "sadp"}) and bool(unit.serial)


def _mistype_models(rng: random.Random, units: list[Unit]) -> None:
    """A model typed wrongly in the integrator's list, right elsewhere."""
    for unit in _some(rng, units, 12, lambda u: _elsewhere(u) and "-" in u.product.model):
        model = unit.product.model
        spoilt = rng.choice((model.replace("-", "", 1), model.replace("-", "- ", 1), model.replace("-", "—", 1)))
        unit.twist("model typed wrongly", "integrator", "model", spoilt)


def _confuse_letters(rng: random.Random, units: list[Unit]) -> None:
    """O for 0 in a serial number that a person copied from a plate."""

    def fits(unit: Unit) -> bool:
        return _elsewhere(unit) and unit.product.maker in FORBIDDEN_MAKERS and "0" in unit.serial[1:]

    for unit in _some(rng, units, 10, fits):
        unit.files.add("snipe" if unit.tag else "sadp")
        unit.twist("O for 0", "integrator", "serial", unit.serial[0] + unit.serial[1:].replace("0", "O"))


def _paste_serials(rng: random.Random, units: list[Unit]) -> None:
    """A serial number filled down into the next row: two units, one number, two MAC addresses."""
    pairs = _some(rng, units, 6, lambda u: _elsewhere(u) and u.product.serial == "hikvision" and bool(u.mac))
    for first, second in zip(pairs[::2], pairs[1::2], strict=True):
        second.twist("serial pasted twice", "integrator", "serial", first.serial)
        first.trap("serial pasted twice")


def _blank_serials(rng: random.Random, units: list[Unit]) -> None:
    """Placeholders where a number should be; they must never join two units.

    For some units the lists give no number at all, and only the discovery tool or the scan knows better.
    """
    for unit in _some(rng, units, 40, _elsewhere):
        unit.twist("placeholder", "integrator", "serial", rng.choice(PLACEHOLDERS))
    for unit in _some(rng, units, 60, lambda u: _answers(u) and bool(u.files & {"integrator", "snipe"})):
        unit.twist("only the network knows", "integrator", "serial", rng.choice(PLACEHOLDERS))
        unit.twist("only the network knows", "snipe", "serial", "")
        unit.candid = True


def _answers(unit: Unit) -> bool:
    if unit.product.serial == "dahua":
        return "scan" in unit.files
    return "sadp" in unit.files and unit.product.kind == "relabelled"


def _swap_makers(rng: random.Random, units: list[Unit]) -> None:
    """The maker column is wrong both ways: an Axis called Hikvision, relabelled units called Axis."""
    for unit in _some(rng, units, 4, lambda u: u.product.brand.upper() == "AXIS" and "integrator" in u.files):
        unit.files.add("scan" if "scan" in unit.site.covered else "milestone")
        unit.twist("honest unit under a forbidden name", "integrator", "brand", "Hikvision")
    for unit in _some(rng, units, 5, lambda u: u.product.kind == "relabelled" and "snipe" in u.files):
        unit.twist("relabelled unit under an honest name", "snipe", "brand", "Axis Communications")


def _misspell_sites(rng: random.Random, units: list[Unit]) -> None:
    for unit in units:
        if unit.site.spellings and "integrator" in unit.files and rng.random() < 0.15:
            unit.twist("site spelt otherwise", "integrator", "site", rng.choice(unit.site.spellings))


def _attest(rng: random.Random, units: list[Unit]) -> None:
    """What sellers wrote beside the units, true or not."""
    listed = [unit for unit in units if "integrator" in unit.files and unit.acquired and unit.acquired.year >= 2019]
    relabelled = [unit for unit in listed if unit.product.kind == "relabelled"]
    for unit in rng.sample(relabelled, 28):
        unit.attested = rng.choice(("NDAA compliant per vendor", "NDAA Compliant", "Sec. 889 OK (dealer)", "TAA/NDAA"))
        unit.trap("seller's claim against the unit")
    for unit in rng.sample([unit for unit in listed if unit.product.kind == "honest"], 24):
        unit.attested = "NDAA compliant"


def _eat_zeros(rng: random.Random, units: list[Unit]) -> None:
    """A spreadsheet that turned tags into numbers, and 18-digit serials into rounded ones."""
    tagged = [unit for unit in units if {"integrator", "snipe"} <= unit.files and unit.tag.startswith("00")]
    for unit in rng.sample(tagged, 24):
        unit.twist("leading zeros lost", "integrator", "tag", unit.tag.lstrip("0"))
    for unit in units:
        if unit.product.serial == "digits18" and "integrator" in unit.files:
            unit.twist("digits lost to rounding", "integrator", "serial", f"{float(unit.serial):.0f}")


def _repeat_rows(rng: random.Random, units: list[Unit]) -> None:
    for file in ("integrator", "snipe"):
        for unit in rng.sample([unit for unit in units if file in unit.files], 6):
            unit.says[(file, "twice")] = "yes"
            unit.trap("row twice")


def _zero_addresses(rng: random.Random, units: list[Unit]) -> None:
    """An asset system that fills an empty MAC address with zeros."""
    for unit in _some(rng, units, 6, lambda u: "snipe" in u.files and bool(u.serial)):
        unit.twist("MAC of zeros", "snipe", "mac", "0" * 12)


def _sever(rng: random.Random, units: list[Unit]) -> None:
    """List rows with nothing but a tag, beside a scan that knows no tags: nothing joins the two."""

    def fits(unit: Unit) -> bool:
        return unit.product.kind in {"honest", "undecidable"} and unit.files >= {"integrator", "scan"}

    for unit in _some(rng, units, 6, fits):
        unit.files = {"integrator", "scan"}
        for column in ("ip", "mac"):
            unit.twist("nothing in common", "integrator", column, "")


def _name(unit: Unit) -> None:
    """Name the traps that lie in the product itself."""
    if unit.product.key in BY_PRODUCT:
        unit.trap(BY_PRODUCT[unit.product.key])
    registrant = catalogue.registrant_of(unit.mac) if unit.mac else None
    if registrant and registrant.name == "bilian":
        unit.trap("MAC of a module vendor")


TRAPS: tuple[Callable[[random.Random, list[Unit]], None], ...] = (
    _retire,
    _lose,
    _mistype_models,
    _confuse_letters,
    _paste_serials,
    _blank_serials,
    _swap_makers,
    _misspell_sites,
    _attest,
    _eat_zeros,
    _repeat_rows,
    _zero_addresses,
    _sever,
)


def _readable(unit: Unit) -> bool:
    """Whether some file shows the serial number as it is."""
    if "sadp" in unit.files or ("snipe" in unit.files and ("snipe", "serial") not in unit.says):
        return True
    if "integrator" in unit.files and ("integrator", "serial") not in unit.says:
        return True
    return unit.candid and "scan" in unit.files


def _settle(rng: random.Random, unit: Unit) -> None:
    """Give a decidable unit of a forbidden maker at least one file that shows who made it."""
    product = unit.product
    if product.kind in {"honest", "other_maker"} and not unit.files & {"integrator", "snipe"}:
        unit.files.add("snipe")
    if product.maker not in FORBIDDEN_MAKERS or unit.status == "disposed" or not unit.site.id:
        return
    if product.serial in {"hikvision", "dahua"}:
        if not _readable(unit):
            unit.files.add("snipe")
    elif product.key == "lorex-nvr" and "integrator" in unit.site.covered:
        unit.files.add("integrator")
    elif product.family == "none":
        unit.files.add("dhcp" if "dhcp" in unit.site.covered else "milestone")
    elif "scan" in unit.site.covered:
        unit.files.add("scan")
        unit.candid = True
    else:
        unit.mac = numbers.mac(rng, catalogue.products()["dahua-dome"])
        unit.files.add("milestone")
        unit.candid = True
