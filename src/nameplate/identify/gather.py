"""What is known of each device, gathered from columns: places, identifiers, texts by role, dates, quantities.

The "join" of distinct -> match -> join. Everything is grouped in Polars; only the results become Python values.
"""

import datetime as dt
from typing import NamedTuple

import polars as pl

from nameplate import kinds
from nameplate.identify import dates
from nameplate.identify.correlate import Correlated
from nameplate.identify.signs import Read, Signs
from nameplate.model import Holder, ObservationRef, Place

ATTESTATION = r"(?i)\b(?:ndaa|section 889|889[ -]compliant|taa)\b"
"""Remarks that claim compliance (NDAA FY2019 section 889, Trade Agreements Act)."""
_ROLES = ("site", "hostname", "model", "text", "name", "brand", "maker", "seller", "status", "money")

Lists = dict[int, tuple[str, ...]]
"""Values by device, in order of first appearance."""


class Gathered(NamedTuple):
    """Everything about all devices, by device number; `identifiers` by what they are, `texts` by role."""

    places: dict[int, tuple[Place, ...]]
    readings: dict[int, list[tuple[Read, ObservationRef]]]
    identifiers: dict[str, Lists]
    texts: dict[str, Lists]
    acquired: dict[int, dt.date]
    quantity: dict[int, int]
    place: dict[int, str]
    attested: dict[int, list[ObservationRef]]
    joins: Lists


def gather(joined: Correlated, placed: pl.DataFrame, signs: Signs, holder: Holder) -> Gathered:
    """Gather from the joined subjects and from `placed`: the distinct observations of each device."""
    roles = {kind: kinds.role(kind) for kind in placed["kind"].unique().to_list()}
    by_role = placed.with_columns(pl.col("kind").replace_strict(roles, return_dtype=pl.String).alias("role"))
    month_first = not holder.jurisdictions or any(j.split("-")[0] == "US" for j in holder.jurisdictions)
    return Gathered(
        places=_places(joined.subjects),
        readings=_readings(placed, signs),
        identifiers=_by(joined.identifiers, "what", "shown", ("mac", "serial", "ip", "asset_tag")),
        texts=_by(by_role, "role", "value", _ROLES),
        acquired=_acquired(placed, month_first=month_first),
        quantity=dict(joined.quantity.iter_rows()),
        place=_first_of(placed, "inventory.place"),
        attested=_attested(by_role),
        joins=_lists(joined.joins, "says"),
    )


def _lists(rows: pl.DataFrame, column: str) -> Lists:
    grouped = rows.unique(["device", column], maintain_order=True).group_by("device", maintain_order=True)
    table = grouped.agg(pl.col(column))
    return dict(zip(table["device"].to_list(), map(tuple, table[column].to_list()), strict=True))


def _by(rows: pl.DataFrame, key: str, column: str, wanted: tuple[str, ...]) -> dict[str, Lists]:
    return {name: _lists(rows.filter(pl.col(key) == name), column) for name in wanted}


def _places(subjects: pl.DataFrame) -> dict[int, tuple[Place, ...]]:
    """Where each device was seen, devices in order of first appearance."""
    found: dict[int, list[Place]] = {}
    columns = subjects.select("device", pl.col("source").cast(pl.String), "locator", "subject")
    for device, source, locator, subject in columns.iter_rows():
        place = Place(source, locator, locator if locator == subject else subject)
        found.setdefault(device, []).append(place)
    return {device: tuple(places) for device, places in found.items()}


def _readings(placed: pl.DataFrame, signs: Signs) -> dict[int, list[tuple[Read, ObservationRef]]]:
    """Signs of each device with the first place where each was read."""
    reads = list(signs.by_value.values())
    telling = pl.DataFrame(
        {
            "kind": [kind for kind, _ in signs.by_value],
            "value": [value for _, value in signs.by_value],
            "at": range(len(reads)),
        },
        schema={"kind": pl.String, "value": pl.String, "at": pl.Int64},
    )
    rows = placed.join(telling, on=["kind", "value"], maintain_order="left")
    found: dict[int, list[tuple[Read, ObservationRef]]] = {}
    columns = rows.select("device", "at", pl.col("source").cast(pl.String), "locator", "kind", "value")
    for device, at, source, locator, kind, value in columns.iter_rows():
        reference = ObservationRef(source, locator, kind, value)
        found.setdefault(device, []).extend((read, reference) for read in reads[at])
    return found


def _attested(by_role: pl.DataFrame) -> dict[int, list[ObservationRef]]:
    """What sellers and lists claim of compliance, in a column for it or in a remark."""
    remark = (pl.col("role") == "text") & pl.col("value").str.contains(ATTESTATION)
    rows = by_role.filter((pl.col("role") == "attested") | remark)
    columns = rows.select("device", pl.col("source").cast(pl.String), "locator", "kind", "value")
    found: dict[int, list[ObservationRef]] = {}
    for device, source, locator, kind, value in columns.iter_rows():
        found.setdefault(device, []).append(ObservationRef(source, locator, kind, value))
    return found


def _first_of(placed: pl.DataFrame, kind: str) -> dict[int, str]:
    rows = placed.filter(pl.col("kind") == kind).unique("device", keep="first", maintain_order=True)
    return dict(rows.select("device", "value").iter_rows())


def _acquired(placed: pl.DataFrame, *, month_first: bool) -> dict[int, dt.date]:
    """The earliest date of acquisition that any source states; of installation where none does."""
    found: dict[int, dt.date] = {}
    for kind in ("inventory.installed", "inventory.acquired"):
        rows = placed.filter(pl.col("kind") == kind).select("device", "source", "value")
        if rows.height:
            parsed = dates.parse(rows, month_first=month_first).drop_nulls("date")
            found |= dict(parsed.group_by("device").agg(pl.col("date").min()).iter_rows())
    return found
