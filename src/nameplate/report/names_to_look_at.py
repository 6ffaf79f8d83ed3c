"""names-to-look-at.csv: suppliers, sellers, makers and certificate holders of a review whose names stand on lists.

Written only where lists were given. A name on a list is a reason to look, never a verdict.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from nameplate import kinds
from nameplate.report import cells
from nameplate.screen.names import of_names
from nameplate.screen.party import Listing, Match

FILE = "names-to-look-at.csv"
ROLES = frozenset({"seller", "maker", "mac_vendor"})
_ORGANISATION = re.compile(r"(?:^|[,/+]\s*)(?:O|organizationName)\s*=\s*(?:\"([^\"]+)\"|((?:\\.|[^,/+\\])+))")
"""The organisation in a distinguished name (RFC 4514, and the older form with slashes)."""


def write(observations: pl.DataFrame, listings: Sequence[Listing], folder: Path) -> Path:
    """Screen the names in `observations` against `listings` and write the file, one line a name and match."""
    named = _names(observations)
    found = of_names(named["name"].unique().to_list(), listings)
    rows = [(*row, *_cells(match)) for row in named.iter_rows() for match in found.get(row[0], ())]
    columns = ("name", "said_as", "times", "score", "list", "entry", "listed_name", "why")
    path = folder / FILE
    table = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    cells.neutral(table).write_csv(path, include_bom=True)
    return path


def _cells(match: Match) -> tuple[str, ...]:
    return f"{match.score:.3f}", match.list, match.entry, match.name, "; ".join(match.why)


def _names(observations: pl.DataFrame) -> pl.DataFrame:
    """Distinct names with the kind that says them and how often."""
    said = observations.group_by(pl.col("kind").cast(pl.String), "value").len()
    rows = [(name, kind, count) for kind, value, count in said.iter_rows() if (name := _name(kind, value))]
    named = pl.DataFrame(rows, schema={"name": pl.String, "kind": pl.String, "times": pl.Int64}, orient="row")
    counted = named.group_by("name", "kind").agg(pl.col("times").sum()).sort("name", "kind")
    return counted.with_columns(pl.col("times").cast(pl.String))


def _name(kind: str, value: str) -> str:
    """The name that an observation gives; "" where its kind gives none."""
    if kind.startswith("x509.") and kind.endswith(("subject", "issuer")):
        found = _ORGANISATION.search(value)
        return (found.group(1) or found.group(2)).strip() if found else ""
    return value if kinds.role(kind) in ROLES else ""
