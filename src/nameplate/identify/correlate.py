"""From subjects to devices: which rows, hosts and leases are one physical unit, and why.

Joined by MAC (globally unique ones), serial and asset tag everywhere; by address only where it does not
contradict a stronger identifier and where one source gives it to one unit. Lines without any identifier stay
apart; exactly alike lines of one source become one device with a quantity. Components by SciPy's union-find.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from nameplate import kinds
from nameplate.identify import values
from nameplate.model import NeverJoin

STRONG = ("mac", "serial", "asset_tag")


class Correlated(NamedTuple):
    """`subjects`: device (int), source, locator, subject. `firsts`: source, subject, device of each distinct line.

    `identifiers`: device, what, value, shown. `joins`: device, says. `quantity`: device, quantity.
    """

    subjects: pl.DataFrame
    firsts: pl.DataFrame
    identifiers: pl.DataFrame
    joins: pl.DataFrame
    quantity: pl.DataFrame


def distinct(observations: pl.DataFrame, *, apart: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Observations of the first of all subjects of one source that say exactly the same, and the subjects.

    The second frame has source, subject, locator, first (the subject that stands for it). Lines alike in every
    field are either one unit listed twice or units that nothing tells apart: one device in both cases (unless
    `apart`, when every subject is a device of its own).
    """
    both = (pl.col("kind").cast(pl.String).hash(5) ^ pl.col("value").hash(7)).alias("content")
    subjects = (
        observations.select("source", "subject", "locator", both)
        .group_by("source", "subject", maintain_order=True)
        .agg(pl.col("locator").first(), pl.col("content").sum())
    )
    alike = ["source", "subject"] if apart else ["source", "content"]
    subjects = subjects.with_columns(pl.col("subject").first().over(alike).alias("first")).drop("content")
    if subjects["subject"].n_unique() == subjects["first"].n_unique():
        return observations.with_columns(pl.col("kind").cast(pl.String)), subjects
    firsts = subjects.filter(pl.col("subject") == pl.col("first")).select("source", "subject")
    kept = observations.join(firsts, on=["source", "subject"], how="semi", maintain_order="left")
    return kept.with_columns(pl.col("kind").cast(pl.String)), subjects


def correlate(
    observations: pl.DataFrame,
    alike: pl.DataFrame,
    derived: pl.DataFrame,
    *,
    apart: bool = False,
    never: Sequence[NeverJoin] = (),
) -> Correlated:
    """Join the subjects of a frame of distinct lines (see `distinct`).

    `derived` holds identifiers that rules read from other values: columns source, subject, what, value. `never`
    names identifiers that join nothing: a wrong join is forbidden by the holder, not repaired by the program.
    """
    firsts = observations.select("source", "subject").unique(maintain_order=True).with_row_index("id")
    found = _identifiers(observations, derived).join(firsts, on=["source", "subject"])
    joining = found.join(_forbidden(never), on=["what", "value"], how="anti")
    strong = _without_doubtful(joining.filter(pl.col("what").is_in(STRONG)))
    edges = _edges(strong)
    labels = _components(firsts.height, edges)
    addresses = _address_edges(joining, labels)
    edges = pl.concat([edges, addresses.select("a", "b")])
    labels = _components(firsts.height, edges.clear() if apart else edges)
    firsts = firsts.with_columns(labels.alias("device"))
    found = found.join(firsts.select("id", "device"), on="id")
    subjects = alike.join(
        firsts.select("source", pl.col("subject").alias("first"), "device"),
        on=["source", "first"],
        maintain_order="left",
    )
    return Correlated(
        subjects.select("device", "source", "locator", "subject"),
        firsts.select("source", "subject", "device"),
        found.group_by("device", "what", "value", maintain_order=True).agg(
            pl.col("shown").sort_by(pl.col("shown").str.len_chars(), descending=True, maintain_order=True).first()
        ),
        _reasons(found, subjects),
        _quantity(observations, subjects, found),
    )


def _forbidden(never: Sequence[NeverJoin]) -> pl.DataFrame:
    """what, value: identifiers that join nothing, in the spelling in which they are compared."""
    rows = pl.DataFrame(
        [(one.what, one.value) for one in never], schema={"what": pl.String, "value": pl.String}, orient="row"
    )
    parts = [
        rows.filter(pl.col("what") == what).select("what", spell(pl.col("value")).alias("value"))
        for what, spell in (("serial", values.serial), ("asset_tag", values.asset_tag), ("ip", values.ip))
    ]
    macs = values.macs(rows.filter(pl.col("what") == "mac")["value"])
    return pl.concat([*parts, macs.select(pl.lit("mac").alias("what"), pl.col("mac").alias("value"))])


def _identifiers(observations: pl.DataFrame, derived: pl.DataFrame) -> pl.DataFrame:
    """source, subject, what, value (in one spelling), shown (as it stands)."""
    roles = {kind: kinds.role(kind) for kind in observations["kind"].unique().to_list()}
    parts = [derived.select("source", "subject", "what", "value", pl.col("value").alias("shown"))]
    for what, role, spell in (
        ("serial", "serial", values.serial),
        ("asset_tag", "asset_tag", values.asset_tag),
        ("ip", "ip", values.ip),
    ):
        part = observations.filter(pl.col("kind").is_in([k for k, r in roles.items() if r == role]))
        parts.append(
            part.select(
                "source",
                "subject",
                pl.lit(what).alias("what"),
                spell(pl.col("value")).alias("value"),
                (spell(pl.col("value")) if what == "ip" else pl.col("value").str.strip_chars()).alias("shown"),
            )
        )
    mac_kinds = [k for k, r in roles.items() if r in {"mac", "serial"}]
    part = observations.filter(pl.col("kind").is_in(mac_kinds)).select("source", "subject", "value")
    spelt = values.macs(part["value"].unique(maintain_order=True))
    parts.append(
        part.join(spelt, on="value").select(
            "source", "subject", pl.lit("mac").alias("what"), pl.col("mac").alias("value"), pl.col("mac").alias("shown")
        )
    )
    text = pl.col("source", "subject", "what", "value", "shown").cast(pl.String)
    together = pl.concat([p.select(text) for p in parts]).drop_nulls()
    return together.unique(["source", "subject", "what", "value"], maintain_order=True).with_columns(
        pl.col("source").cast(observations.schema["source"])
    )


def _without_doubtful(strong: pl.DataFrame) -> pl.DataFrame:
    """Leave out local and virtual MACs, and serials or tags that one source gives to plainly different units."""
    strong = strong.filter((pl.col("what") != "mac") | values.is_global(pl.col("value")))
    doubtful = [
        strong.filter(pl.col("what").is_in(weaker))
        .join(strong.filter(pl.col("what") == other).select("id", pl.col("value").alias("own")), on="id")
        .group_by("id", "source", "what", "value")
        .agg(pl.col("own").min())
        .group_by("source", "what", "value")
        .agg(pl.col("own").n_unique().alias("n"))
        .filter(pl.col("n") > 1)
        .select("what", "value")
        for other, weaker in (("mac", ("serial", "asset_tag")), ("serial", ("asset_tag",)))
    ]
    return strong.join(pl.concat(doubtful).unique(), on=["what", "value"], how="anti")


def _edges(found: pl.DataFrame) -> pl.DataFrame:
    """Each holder of an identifier joined to its first holder: columns a, b."""
    first = found.group_by("what", "value").agg(pl.col("id").min().alias("a"), pl.col("id").alias("b"))
    return first.explode("b").filter(pl.col("a") != pl.col("b")).select("a", "b")


def _components(size: int, edges: pl.DataFrame) -> pl.Series:
    """Component label of each subject, numbered in order of first appearance."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ones = np.ones(edges.height, dtype=np.int8)
    graph = coo_array((ones, (edges["a"].to_numpy(), edges["b"].to_numpy())), shape=(size, size))
    labels = pl.Series("label", connected_components(graph, directed=False)[1])
    return labels.rank("dense").cast(pl.UInt32)


def _address_edges(found: pl.DataFrame, labels: pl.Series) -> pl.DataFrame:
    """Join units by address where exactly two or more hold it, each once a source, without contradiction.

    Two units with different MACs, or different serials, that hold one address are two units (a lease passed on).
    """
    by_id = found.with_columns(labels.gather(found["id"]).alias("unit"))
    holders = by_id.filter(pl.col("what") == "ip")
    alone = holders.group_by("source", "value").agg(pl.col("unit").n_unique().alias("n")).filter(pl.col("n") == 1)
    holders = holders.join(alone.select("source", "value"), on=["source", "value"])
    strong = (
        by_id.filter(pl.col("what").is_in(("mac", "serial")))
        .group_by("unit", "what")
        .agg(pl.col("value").min())
        .pivot("what", index="unit", values="value")
    )
    for column in ("mac", "serial"):
        if column not in strong.columns:
            strong = strong.with_columns(pl.lit(None, dtype=pl.String).alias(column))
    groups = (
        holders.join(strong, on="unit", how="left")
        .group_by("value")
        .agg(
            pl.col("id").min().alias("a"),
            pl.col("id").alias("b"),
            pl.col("unit").n_unique().alias("units"),
            pl.col("mac").drop_nulls().n_unique().alias("macs"),
            pl.col("serial").drop_nulls().n_unique().alias("serials"),
        )
        .filter((pl.col("units") > 1) & (pl.col("macs") <= 1) & (pl.col("serials") <= 1))
    )
    return groups.explode("b").filter(pl.col("a") != pl.col("b")).select("a", "b", "value")


def _reasons(found: pl.DataFrame, subjects: pl.DataFrame) -> pl.DataFrame:
    """A sentence for every identifier that holds two or more subjects of a device together."""
    names = {"mac": "MAC address", "serial": "serial number", "asset_tag": "asset tag", "ip": "address"}
    shared = (
        found.group_by("device", "what", "value", maintain_order=True)
        .agg(pl.col("id").n_unique().alias("n"), pl.col("source").n_unique().alias("sources"))
        .filter(pl.col("n") > 1)
    )
    says = pl.format("{} places share {} {}", pl.col("n"), pl.col("what").replace_strict(names), pl.col("value")).alias(
        "says"
    )
    alike = (
        subjects.join(found.select("device").unique(), on="device", how="anti")
        .group_by("device", maintain_order=True)
        .agg(pl.len().alias("n"))
        .filter(pl.col("n") > 1)
        .select(
            "device", pl.format("{} lines are alike in every field and carry no identifier", pl.col("n")).alias("says")
        )
    )
    return pl.concat([shared.select("device", says), alike])


def _quantity(observations: pl.DataFrame, subjects: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """How many units each device stands for: 1 where an identifier names it, else the sum over its lines."""
    stated = observations.filter(pl.col("kind").cast(pl.String) == "inventory.quantity").select(
        "source",
        "subject",
        pl.col("value")
        .str.extract(r"^\s*([0-9]{1,3}(?:[,.\u00a0 ][0-9]{3})+|[0-9]{1,6})(?:[.,]0{1,2})?\s*[^0-9]{0,8}$")
        .str.replace_all(r"[^0-9]", "")
        .cast(pl.Int64, strict=False)
        .alias("stated"),
    )
    each = subjects.join(
        stated.unique(["source", "subject"]), left_on=["source", "first"], right_on=["source", "subject"], how="left"
    )
    named = found["device"].unique()
    return (
        each.with_columns(pl.col("stated").fill_null(1).clip(0, 100_000))
        .group_by("device")
        .agg(pl.col("stated").sum().alias("quantity"))
        .with_columns(
            pl.when(pl.col("device").is_in(named.implode())).then(1).otherwise(pl.col("quantity")).alias("quantity")
        )
    )
