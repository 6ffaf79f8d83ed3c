"""The products and MAC blocks that the examples draw from, as typed tables read from catalogue.yaml."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Prefix:
    """Blocks of the IEEE registry of one registrant; `maker` where it makes what it numbers."""

    name: str
    registrant: str
    maker: str | None
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Product:
    """One model as sold: brand on the box, maker inside (None if no file can tell), how it answers."""

    key: str
    brand: str
    model: str
    maker: str | None
    kind: str
    category: str
    family: str
    serial: str
    macs: tuple[str, ...]
    years: tuple[int, ...]
    about: str
    original: str

    @property
    def decidable(self) -> bool:
        """Whether the examples hold evidence that settles the maker."""
        return self.kind != "undecidable"


@functools.cache
def _tables() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / "catalogue.yaml").read_text(encoding="utf-8"))
    return loaded


@functools.cache
def prefixes() -> dict[str, Prefix]:
    """MAC blocks by name."""
    return {
        name: Prefix(name, row["registrant"], row["maker"], tuple(str(block) for block in row["blocks"]))
        for name, row in _tables()["prefixes"].items()
    }


@functools.cache
def products() -> dict[str, Product]:
    """Products by key."""
    return {row["key"]: _product(row) for row in _tables()["products"]}


def _product(row: dict[str, Any]) -> Product:
    return Product(
        key=row["key"],
        brand=row["brand"],
        model=row["model"],
        maker=row["maker"],
        kind=row["class"],
        category=row.get("category", "camera"),
        family=row["family"],
        serial=row["serial"],
        macs=tuple(row["macs"]),
        years=tuple(row["years"]),
        about=row["about"],
        original=row.get("original", ""),
    )


@functools.cache
def registrant_of(mac: str) -> Prefix | None:
    """Who holds the block of `mac` (12 hexadecimal digits), if it is one of the catalogue's."""
    return next((p for p in prefixes().values() for block in p.blocks if mac.startswith(block)), None)
