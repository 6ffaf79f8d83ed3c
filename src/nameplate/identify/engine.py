"""Observations -> devices with attributions: distinct -> match -> join, then one verdict per distinct set of signs.

Heavy steps run on columns and on distinct values; only people-sized things (devices) become objects here.
"""

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import polars as pl

from nameplate import kinds
from nameplate.identify import correlate, dates, fuse, lineage, settle
from nameplate.identify.fuse import Sign
from nameplate.identify.signs import Read, SignReader, Signs
from nameplate.identify.sites import SiteFinder
from nameplate.model import (
    Alternative,
    Attribution,
    Claim,
    Device,
    Holder,
    Identifiers,
    ObservationRef,
    Place,
)
from nameplate.register.load import Register

_CLAIMS_SHOWN = 24
"""Claims kept per device: the strongest of each rule; a unit with a hundred open ports needs no more."""

ATTESTATION = r"(?i)\b(?:ndaa|section 889|889[ -]compliant|taa)\b"
"""Remarks that claim compliance (NDAA FY2019 section 889, Trade Agreements Act)."""


@dataclass(frozen=True)
class Facts:
    """What is gathered about one device besides its signs."""

    identifiers: dict[str, tuple[str, ...]]
    texts: dict[str, tuple[str, ...]]
    acquired: dt.date | None


class Engine:
    """Identifies devices with one register and one set of sign readers."""

    def __init__(self, register: Register, reader: SignReader) -> None:
        self._register = register
        self._reader = reader
        self._verdicts: dict[Any, fuse.Verdict] = {}

    def identify(self, observations: pl.DataFrame, holder: Holder, *, apart: bool = False) -> list[Device]:
        """All devices of an observation frame, in order of first appearance; `apart` joins no subjects."""
        if observations.is_empty():
            return []
        distinct, alike = correlate.distinct(observations, apart=apart)
        signs = self._reader.read(distinct.select("kind", "value").unique(maintain_order=True))
        joined = correlate.correlate(distinct, alike, _derived(distinct, signs), apart=apart)
        placed = distinct.join(joined.firsts, on=["source", "subject"], maintain_order="left")
        placed = placed.unique(["device", "kind", "value"], keep="first", maintain_order=True)
        builder = _Builder(self, holder, joined, placed, signs)
        return builder.devices()

    def attribute(
        self, readings: Sequence[tuple[Read, ObservationRef]], unit: lineage.Unit, facts: Facts
    ) -> Attribution:
        """The attribution of one device from its signs with their places."""
        signs = tuple(dict.fromkeys(read.sign for read, _ in readings))
        behind = self._behind(signs, unit)
        key = (signs, tuple(b for _, b in behind))
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdicts[key] = fuse.fuse(signs, behind)
        return _attribution(verdict, readings, behind, facts)

    def _behind(self, signs: Sequence[Sign], unit: lineage.Unit) -> list[tuple[Sign, lineage.Behind]]:
        """Makers behind each brand. A relabeller's own MAC block shows whose interface it is, not whose label."""
        found: list[tuple[Sign, lineage.Behind]] = []
        for sign in signs:
            brand = self._register.brands.get(sign.value) if sign.about == "brand" else None
            if brand and not any(s.value == sign.value for s, _ in found):
                behind = lineage.makers_behind(brand, unit)
                labelled = any(s.about == "brand" and s.value == sign.value and s.cause != "mac" for s in signs)
                found.extend((sign, b if labelled else lineage.undecided(b)) for b in behind)
        return found


class _Builder:
    """Puts the columns of one frame together into devices."""

    def __init__(
        self, engine: Engine, holder: Holder, joined: correlate.Correlated, placed: pl.DataFrame, signs: Signs
    ) -> None:
        self._engine = engine
        self._joined = joined
        self._placed = placed
        self._signs = signs
        self._sites = SiteFinder(holder)
        self._month_first = "US" in holder.jurisdictions or not holder.jurisdictions

    def devices(self) -> list[Device]:
        """One `Device` per component, in order of first appearance."""
        readings = self._readings()
        identifiers = _grouped(self._joined.identifiers, ["what", "shown"])
        texts = self._texts()
        acquired = self._acquired()
        quantity = dict(self._joined.quantity.iter_rows())
        attested = self._attested()
        place = self._first_of("inventory.place")
        joins = _grouped(self._joined.joins, ["says"])
        devices = []
        for device, places in _grouped(self._joined.subjects, ["source", "locator", "subject"]).items():
            facts = Facts(
                _by_first(identifiers.get(device, [])), _by_first(texts.get(device, [])), acquired.get(device)
            )
            built = self._device(places, readings.get(device, []), facts)
            devices.append(
                msgspec.structs.replace(
                    built,
                    quantity=quantity[device],
                    place=place.get(device),
                    attested=tuple(attested.get(device, ())),
                    joined_by=tuple(j[0] for j in joins.get(device, [])),
                )
            )
        return devices

    def _device(
        self,
        places: list[tuple[str, ...]],
        readings: list[tuple[Read, ObservationRef]],
        facts: Facts,
    ) -> Device:
        ids, texts = facts.identifiers, facts.texts
        attribution = self._engine.attribute(readings, _unit(readings, facts), facts)
        return Device(
            id=_device_id(ids, places[0]),
            subjects=tuple(Place(*place) for place in places),
            site=self._sites.find(texts.get("site", ()), texts.get("hostname", ()), ids.get("ip", ())),
            identifiers=Identifiers(
                mac=tuple(_colons(mac) for mac in ids.get("mac", ())),
                serial=ids.get("serial", ()),
                ip=ids.get("ip", ()),
                asset_tag=ids.get("asset_tag", ()),
            ),
            attribution=attribution,
            acquired=facts.acquired,
            name=next(iter((*texts.get("name", ()), *texts.get("hostname", ()))), None),
            supplier=next(iter(texts.get("seller", ())), None),
            status=next(iter(texts.get("status", ())), None),
        )

    def _readings(self) -> dict[int, list[tuple[Read, ObservationRef]]]:
        """Signs of each device with the first place where each was read."""
        keys = list(self._signs.by_value)
        telling = pl.DataFrame(
            {"kind": [k for k, _ in keys], "value": [v for _, v in keys], "at": range(len(keys))},
            schema={"kind": pl.String, "value": pl.String, "at": pl.Int64},
        )
        rows = self._placed.join(telling, on=["kind", "value"], maintain_order="left")
        found: dict[int, list[tuple[Read, ObservationRef]]] = defaultdict(list)
        columns = rows.select("device", "at", "source", "locator", "kind", "value")
        for device, at, source, locator, kind, value in columns.iter_rows():
            reference = ObservationRef(source, locator, kind, value)
            found[device].extend((read, reference) for read in self._signs.by_value[keys[at]])
        return found

    def _texts(self) -> dict[int, list[tuple[str, ...]]]:
        """(role, text) of each device for the roles that name a site, a host, a model, a line."""
        wanted = {"site", "hostname", "model", "text", "name", "brand", "maker", "seller", "status"}
        roles = {kind: kinds.role(kind) for kind in self._placed["kind"].unique().to_list()}
        rows = self._placed.with_columns(pl.col("kind").replace_strict(roles).alias("role")).filter(
            pl.col("role").is_in(wanted)
        )
        return _grouped(rows, ["role", "value"])

    def _attested(self) -> dict[int, list[ObservationRef]]:
        """What sellers and lists claim of compliance, in a column for it or in a remark."""
        roles = {kind: kinds.role(kind) for kind in self._placed["kind"].unique().to_list()}
        column = pl.col("kind").is_in([k for k, r in roles.items() if r == "attested"])
        remark = pl.col("kind").is_in([k for k, r in roles.items() if r == "text"]) & pl.col("value").str.contains(
            ATTESTATION
        )
        rows = self._placed.filter(column | remark).select("device", "source", "locator", "kind", "value")
        found: dict[int, list[ObservationRef]] = defaultdict(list)
        for device, *reference in rows.with_columns(pl.col("source").cast(pl.String)).iter_rows():
            found[device].append(ObservationRef(*reference))
        return found

    def _first_of(self, kind: str) -> dict[int, str]:
        rows = self._placed.filter(pl.col("kind") == kind).unique("device", keep="first", maintain_order=True)
        return dict(rows.select("device", "value").iter_rows())

    def _acquired(self) -> dict[int, dt.date]:
        """The earliest date of acquisition that any source states; of installation where none does."""
        parts = []
        for kind in ("inventory.acquired", "inventory.installed"):
            rows = self._placed.filter(pl.col("kind") == kind).select("device", "source", "value")
            if rows.height:
                found = dates.parse(rows, month_first=self._month_first).drop_nulls("date")
                parts.append(dict(found.group_by("device").agg(pl.col("date").min()).iter_rows()))
        return {device: day for part in reversed(parts) for device, day in part.items()}


def _derived(observations: pl.DataFrame, signs: Signs) -> pl.DataFrame:
    """Identifiers inside other values, with the subjects that hold those values."""
    table = pl.DataFrame(
        [(d.kind, d.value, d.what, d.identifier) for d in signs.derived],
        schema={"kind": pl.String, "value": pl.String, "what": pl.String, "identifier": pl.String},
        orient="row",
    ).unique()
    return observations.join(table, on=["kind", "value"]).select(
        "source", "subject", "what", pl.col("identifier").alias("value")
    )


def _grouped(rows: pl.DataFrame, columns: list[str]) -> dict[int, list[tuple[str, ...]]]:
    found: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for device, *rest in rows.select("device", pl.col(columns).cast(pl.String)).iter_rows():
        found[device].append(tuple(rest))
    return found


def _by_first(pairs: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for what, text in pairs:
        found[what].append(text)
    return {what: tuple(dict.fromkeys(texts)) for what, texts in found.items()}


def _unit(readings: Sequence[tuple[Read, ObservationRef]], facts: Facts) -> lineage.Unit:
    texts = facts.texts
    models = [r.words for r, _ in readings if r.words and r.sign.about != "registrant"]
    words = " ".join(t for role in ("brand", "maker", "model", "text", "name") for t in texts.get(role, ()))
    counted = Counter(r.sign.category for r, _ in readings if r.sign.category)
    category = counted.most_common(1)[0][0] if counted else None
    return lineage.Unit(tuple(dict.fromkeys([*texts.get("model", ()), *models])), words, category, facts.acquired)


def _attribution(
    verdict: fuse.Verdict,
    readings: Sequence[tuple[Read, ObservationRef]],
    behind: Sequence[tuple[Sign, lineage.Behind]],
    facts: Facts,
) -> Attribution:
    claims = _claims(readings, behind)
    models = facts.texts.get("model", ()) or tuple(r.words for r, _ in readings if r.words and r.sign.about == "maker")
    entity = next((r.sign.facts[0] for r, _ in readings if r.sign.facts and r.sign.value == verdict.maker), None)
    brand = verdict.brand or next(iter((*facts.texts.get("brand", ()), *facts.texts.get("maker", ()))), None)
    return Attribution(
        maker=verdict.maker,
        probability=verdict.probability,
        verdict=verdict.verdict,
        proof=verdict.proof,
        brand=brand,
        model=models[0] if models else None,
        firmware_family=verdict.firmware_family,
        entity=entity if entity != verdict.maker else None,
        category=verdict.category,
        alternatives=tuple(Alternative(m, p) for m, p in verdict.makers if m != verdict.maker and p >= 0.001),
        claims=claims,
        contradictions=verdict.contradictions,
        would_settle=settle.steps(verdict, facts.identifiers) if verdict.verdict == "cannot_tell" else (),
        components=tuple(dict.fromkeys(r.sign.value for r, _ in readings if r.sign.about == "component")),
    )


def _claims(
    readings: Sequence[tuple[Read, ObservationRef]], behind: Sequence[tuple[Sign, lineage.Behind]]
) -> tuple[Claim, ...]:
    """One claim per rule and value, strongest first, with the lineage facts that connect a brand to makers."""
    facts: dict[Sign, tuple[str, ...]] = defaultdict(tuple)
    for sign, b in behind:
        facts[sign] += (b.fact,)
    seen: dict[tuple[str, str, str], Claim] = {}
    for (sign, words), reference in readings:
        key = (sign.about, sign.value, sign.rule)
        if key not in seen and sign.rule != "category-word":
            strength = fuse.ratio(sign.level) if sign.basis == "seen" else 1.0
            says = _says(sign.about, sign.level, sign.value, words)
            seen[key] = Claim(sign.about, sign.value, sign.rule, strength, reference, sign.facts + facts[sign], says)
    ordered = sorted(seen.values(), key=lambda c: -c.strength)
    return tuple(ordered[:_CLAIMS_SHOWN])


def _says(about: str, level: str, value: str, words: str | None) -> str:
    """What a sign proves, in a sentence for the chain."""
    if about == "registrant" and level != "vendor":
        return f"the MAC block is registered to {words or value}"
    sentences = {
        "unit": f"numbered or named as only {value} does",
        "firmware": f"answers as firmware of {value} does",
        "written": f"the model is of {value}'s own grammar, as the list's writer gave it",
        "brand": f"called {value} by whoever wrote it",
        "text": f"free text names {value}",
        "supporting": f"a weak sign of {value}, shared with others",
        "tool": f"a scanner names the service as one of {value}",
        "block": f"the MAC block is registered to {words or value}",
        "vendor": f"another tool names {value} for the MAC address",
    }
    return sentences.get(level, value)


def _device_id(identifiers: dict[str, tuple[str, ...]], place: tuple[str, ...]) -> str:
    """Stable from run to run: made from the strongest identifier, else from the first place."""
    for what in ("mac", "serial", "asset_tag"):
        if identifiers.get(what):
            basis = f"{what}:{min(identifiers[what])}"
            break
    else:
        basis = f"{place[0]}:{place[1]}:{place[2]}"
    return "d-" + hashlib.sha256(basis.encode()).hexdigest()[:12]


def _colons(mac: str) -> str:
    return ":".join(mac[i : i + 2] for i in range(0, 12, 2))
