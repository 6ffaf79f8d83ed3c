"""The MAC registry: who registered the block an address lies in (IEEE MA-L, MA-M, MA-S).

A registrant is not the maker of the unit: it names who bought the block of the network interface. The
packaged list's date goes into every claim, since a list four years old misses two blocks in five.
"""

import datetime as dt
from functools import cache
from importlib import resources

import msgspec
import polars as pl

from nameplate import yamlfile

_LENGTHS = (9, 7, 6)
"""Hex digits of a prefix in MA-S, MA-M, MA-L; the longest that is registered counts."""


class RegistryNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the packaged list is: its date, size and origin."""

    as_of: dt.date
    blocks: int
    source: str


@cache
def note() -> RegistryNote:
    """Date and origin of the packaged list."""
    return yamlfile.packaged("nameplate.identify", "data/oui.yaml", RegistryNote)


@cache
def table() -> pl.DataFrame:
    """The registry: prefix, registrant, country; one row a block."""
    with resources.as_file(resources.files("nameplate.identify").joinpath("data", "oui.parquet")) as path:
        return pl.read_parquet(path)


def look_up(macs: pl.Series) -> pl.DataFrame:
    """Registrations of addresses (12 lower-case hex digits): mac, prefix, registrant, country.

    Addresses outside every block, and those that no registry covers (locally administered, group), are left out.
    """
    second = macs.str.slice(1, 1)
    universal = macs.filter(second.is_in(list("048c")))
    left = pl.DataFrame({"mac": universal.unique(maintain_order=True)})
    found = []
    for length in _LENGTHS:
        hits = left.with_columns(pl.col("mac").str.slice(0, length).alias("prefix")).join(
            table(), on="prefix", how="inner"
        )
        found.append(hits)
        left = left.join(hits, on="mac", how="anti")
    return pl.concat(found)
