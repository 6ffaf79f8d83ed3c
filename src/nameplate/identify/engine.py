"""Observations -> devices with attributions: distinct -> match -> join, then one attribution per device.

Heavy steps run on columns and on distinct values; only people-sized things (devices) become objects here.
"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import polars as pl

from nameplate.identify import correlate, funding, shown_certificates
from nameplate.identify.attribution import Attributor, Readings
from nameplate.identify.gather import Gathered, gather
from nameplate.identify.signs import SignReader, Signs
from nameplate.identify.sites import SiteFinder
from nameplate.model import Device, Holder, Identifiers, NeverJoin
from nameplate.register.lineage import Unit
from nameplate.register.load import Register


class Engine:
    """Identifies devices with one register and one sign reader."""

    def __init__(self, register: Register, reader: SignReader) -> None:
        self._register = register
        self._reader = reader

    def identify(
        self, observations: pl.DataFrame, holder: Holder, *, apart: bool = False, never: Sequence[NeverJoin] = ()
    ) -> list[Device]:
        """All devices of an observation frame, in order of first appearance.

        `apart` joins no subjects at all, `never` names identifiers that join nothing.
        """
        if observations.is_empty():
            return []
        distinct, alike = correlate.distinct(observations, apart=apart)
        signs = self._reader.read(distinct.select("kind", "value").unique(maintain_order=True))
        joined = correlate.correlate(distinct, alike, _derived(distinct, signs), apart=apart, never=never)
        placed = distinct.join(joined.firsts, on=["source", "subject"], maintain_order="left")
        placed = placed.unique(["device", "kind", "value"], keep="first", maintain_order=True)
        placed, shown = shown_certificates.handed_out(placed)
        joined = joined._replace(joins=pl.concat([joined.joins, shown]))
        gathered = gather(joined, placed, signs, holder)
        market = {one.maker: one.share for one in holder.market}
        sites, attributor = SiteFinder(holder), Attributor(self._register, market)
        return _with_ids_of_their_own([_device(device, gathered, sites, attributor) for device in gathered.places])


def _device(device: int, gathered: Gathered, sites: SiteFinder, attributor: Attributor) -> Device:
    ids = {what: lists.get(device, ()) for what, lists in gathered.identifiers.items()}
    texts = {role: lists.get(device, ()) for role, lists in gathered.texts.items()}
    readings, places = gathered.readings.get(device, ()), gathered.places[device]
    acquired = gathered.acquired.get(device)
    unit = _unit(readings, texts, acquired)
    known = [what for what, found in ids.items() if found]
    names = (*texts["name"], *texts["hostname"])
    return Device(
        id=_device_id(ids, places[0].source, places[0].locator, places[0].subject),
        subjects=places,
        site=sites.find(texts["site"], texts["hostname"], ids["ip"]),
        identifiers=Identifiers(
            mac=tuple([_colons(mac) for mac in ids["mac"]]),
            serial=ids["serial"],
            ip=ids["ip"],
            asset_tag=ids["asset_tag"],
        ),
        attribution=attributor.attribute(readings, unit, texts, known),
        quantity=gathered.quantity[device],
        acquired=acquired,
        name=names[0] if names else None,
        place=gathered.place.get(device),
        supplier=texts["seller"][0] if texts["seller"] else None,
        status=texts["status"][0] if texts["status"] else None,
        funding=funding.of_texts(texts["money"]) if texts["money"] else None,
        attested=tuple(gathered.attested.get(device, ())),
        joined_by=gathered.joins.get(device, ()),
    )


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


def _unit(readings: Readings, texts: Mapping[str, Sequence[str]], acquired: dt.date | None) -> Unit:
    """What the lineage of a brand asks for; nothing of it is needed where no brand is read."""
    if not any(read.sign.about == "brand" for read, _ in readings):
        return Unit()
    models = [r.words for r, _ in readings if r.words and r.sign.about != "registrant"]
    words = " ".join(t for role in ("brand", "maker", "model", "text", "name") for t in texts[role])
    counted = Counter(r.sign.category for r, _ in readings if r.sign.category)
    category = counted.most_common(1)[0][0] if counted else None
    return Unit(tuple(dict.fromkeys([*texts["model"], *models])), words, category, acquired)


def _with_ids_of_their_own(devices: list[Device]) -> list[Device]:
    """Devices that share an identifier without being one unit (a local MAC, say) are told apart by place."""
    shared = {i for i, n in Counter(device.id for device in devices).items() if n > 1}
    return [
        msgspec.structs.replace(d, id=_hashed(d.id, d.subjects[0].source, d.subjects[0].locator, d.subjects[0].subject))
        if d.id in shared
        else d
        for d in devices
    ]


def _device_id(identifiers: Mapping[str, Sequence[str]], *place: str) -> str:
    """Stable from run to run: made from the strongest identifier, else from the first place."""
    for what in ("mac", "serial", "asset_tag"):
        if identifiers[what]:
            basis = f"{what}:{min(identifiers[what])}"
            break
    else:
        basis = ":".join(place)
    return _hashed(basis)


def _hashed(*parts: str) -> str:
    return "d-" + hashlib.sha256(":".join(parts).encode()).hexdigest()[:12]


def _colons(mac: str) -> str:
    return f"{mac[:2]}:{mac[2:4]}:{mac[4:6]}:{mac[6:8]}:{mac[8:10]}:{mac[10:]}"
