"""The truth beside an example: what each unit is, where the files name it, and which signs they show.

Writers report every row that they write. A sign is recorded only where a file really shows it, so the
evidence in the truth is what a careful reader could find, not what the generator intended.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from make import catalogue
from make.fleet import Unit

DIRECT = (
    "serial-core",
    "serial-15",
    "update-serial",
    "sadp",
    "isapi",
    "realm-serial",
    "certificate",
    "http-server",
    "rtsp-server",
    "serial-nd",
    "firmware+registrant",
    "model-grammar",
)
"""Signs that settle who made a unit, strongest first (unit, then firmware, then two weak ones together)."""

WEAK_FIRMWARE = ("login-realm", "driver", "control-port", "app-webs")
"""Signs of the maker's firmware that others may show too: they need the registrant beside them."""

ORDER = (*DIRECT, "registrant", *WEAK_FIRMWARE, "title", "brand", "none")
"""Every sign, strongest first."""

SOLD_BRANDS = {"Imou"}
WRITTEN = ("title", "brand", "none")
"""Signs that are only what somebody wrote."""

SERIAL_SIGNS = {"hikvision": "serial-core", "dahua": "serial-15", "lorex": "serial-nd"}


@dataclass
class Sighting:
    """One row that names a unit: where, with which identifiers, showing which signs."""

    file: str
    locator: str
    identifiers: frozenset[str]
    signs: frozenset[str]


@dataclass
class Truth:
    """Collects sightings by unit and writes one line a unit."""

    sightings: dict[str, list[Sighting]] = field(default_factory=dict)

    def see(self, unit: Unit, file: str, locator: str, shown: Mapping[str, str], signs: Iterable[str] = ()) -> None:
        """`file` names `unit` at `locator`; `shown` are its serial, mac, ip, tag, model, brand as written."""
        found = set(signs) | _signs_of(unit, shown)
        row = Sighting(file, locator, _identifiers(shown), frozenset(found))
        self.sightings.setdefault(unit.id, []).append(row)

    def signs(self, unit: Unit) -> list[str]:
        """All signs that any file shows of `unit`, strongest first."""
        found = set().union(*(row.signs for row in self.sightings.get(unit.id, [])))
        if "registrant" in found and found.intersection(WEAK_FIRMWARE):
            found.add("firmware+registrant")
        return sorted(found or {"none"}, key=ORDER.index)

    def line(self, unit: Unit, *, scored: bool = True, expect: str | None = None) -> dict[str, Any]:
        """The truth about one unit as it is written."""
        rows = self.sightings[unit.id]
        product, signs = unit.product, self.signs(unit)
        expected = expect or ("identified" if product.decidable else "cannot_tell")
        return {
            "unit": unit.id,
            "maker": product.maker,
            "brand": product.brand or None,
            "model": product.model,
            "category": product.category,
            "class": product.kind,
            "relabelled": None if product.maker is None else product.kind == "relabelled",
            "expect": expected,
            "accept": _acceptable(expected, signs[0], product.brand),
            "evidence": signs[0],
            "signs": signs,
            "scored": scored,
            "site": unit.site.id or None,
            "quantity": unit.quantity,
            "status": unit.status,
            "acquired": unit.acquired.isoformat() if unit.acquired else None,
            "funding": unit.funding or None,
            "mac": unit.mac.lower() or None,
            "serial": unit.serial or None,
            "asset_tag": unit.tag or None,
            "ip": unit.ip or None,
            "joins": _connected(rows),
            "traps": sorted(unit.traps),
            "places": [{"file": row.file, "locator": row.locator} for row in rows],
        }


def write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, keys sorted."""
    text = "".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def bare(address: str) -> str:
    """A MAC address as twelve lower-case digits, however it was written."""
    return "".join(c for c in address.lower() if c in "0123456789abcdef")


def _acceptable(expected: str, evidence: str, brand: str) -> list[str]:
    """Verdicts that are no error: a written brand alone may be believed or not, silence has two names.

    The block of a company that its maker has sold says nothing of the maker unless the unit's date is known.
    """
    if expected == "identified":
        sold = evidence == "registrant" and brand in SOLD_BRANDS
        return ["identified", "cannot_tell"] if evidence in WRITTEN or sold else ["identified"]
    return ["cannot_tell", "nothing_known"]


def _signs_of(unit: Unit, shown: Mapping[str, str]) -> set[str]:
    found = set()
    product = unit.product
    if unit.serial and shown.get("serial") == unit.serial and product.serial in SERIAL_SIGNS:
        found.add(SERIAL_SIGNS[product.serial])
    if unit.mac and bare(shown.get("mac", "")) == unit.mac.lower():
        registrant = catalogue.registrant_of(unit.mac)
        if registrant and registrant.maker and registrant.maker == product.maker:
            found.add("registrant")
    if product.kind == "plain" and shown.get("model") == product.model and product.family != "none":
        found.add("model-grammar")
    if shown.get("brand"):
        found.add("brand")
    return found


def _identifiers(shown: Mapping[str, str]) -> frozenset[str]:
    found = {f"{name} {shown[name].upper()}" for name in ("serial", "tag", "ip") if shown.get(name)}
    if len(bare(shown.get("mac", ""))) == 12:
        found.add(f"mac {bare(shown['mac'])}")
    return frozenset(found)


def _connected(rows: list[Sighting]) -> bool:
    """Whether shared identifiers join all rows into one unit."""
    reached, rest = set(rows[0].identifiers), list(rows[1:])
    while True:
        joined = [row for row in rest if row.identifiers & reached]
        if not joined:
            return not rest
        for row in joined:
            reached |= row.identifiers
        rest = [row for row in rest if row not in joined]
