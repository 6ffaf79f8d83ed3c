"""The register in memory: the packaged facts, with a user's own folder beside them, indexed by id.

A user's folder has the same layout (makers/, brands/, orders/, citations.yaml); what comes from there is
told apart by `own`. Valid time is applied by whoever asks (`as_of`); knowledge time by `known_by`.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from nameplate import yamlfile
from nameplate.errors import DocumentError
from nameplate.register.evidence import Citation, CitationFile, SeatFile
from nameplate.register.orders import Order, OrderFile
from nameplate.register.who import Brand, BrandFile, Entity, Lineage, Maker, MakerFile


@dataclass(frozen=True)
class Register:
    """All facts, by id. `version` is a digest of the files, so that a review names what it was judged with."""

    makers: dict[str, Maker] = field(default_factory=dict)
    brands: dict[str, Brand] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    citations: dict[str, Citation] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)
    version: str = ""
    own: frozenset[str] = frozenset()

    @cached_property
    def entities(self) -> dict[str, tuple[Maker, Entity]]:
        """Entity id -> its maker and itself."""
        return {e.id: (maker, e) for maker in self.makers.values() for e in maker.entities}

    @cached_property
    def lineages(self) -> dict[str, tuple[Brand, Lineage]]:
        """Lineage id -> its brand and itself."""
        return {line.id: (brand, line) for brand in self.brands.values() for line in brand.lineage}

    def maker_of(self, identifier: str) -> str:
        """The maker that a maker, entity or brand id leads to; an id outside the register is itself a maker."""
        if identifier in self.makers:
            return identifier
        if identifier in self.entities:
            return self.entities[identifier][0].id
        brand = self.brands.get(identifier)
        own = [line.maker for line in brand.lineage if line.role == "own_brand"] if brand else []
        return own[0] if own else identifier

    def is_own_label(self, label: str, maker: str) -> bool:
        """Whether a brand id, or words on a label, are the maker's own (a brand of its own, one of its companies)."""
        brand = self.brands.get(label)
        own = {line.maker for line in brand.lineage if line.role == "own_brand"} if brand else {label}
        return self.maker_of(maker) in {self.maker_of(name) for name in (*own, label)}

    def seat(self, maker: str) -> str | None:
        """ISO 3166-1 code of the maker's seat: of the register, else of its MAC blocks' registered address."""
        if maker in self.makers:
            return self.makers[maker].seat
        return self.seats.get(maker)

    def label(self, identifier: str | None) -> str:
        """A maker's, entity's or brand's name for people."""
        if identifier is None:
            return "unknown"
        if identifier in self.makers:
            return self.makers[identifier].name
        if identifier in self.brands:
            return self.brands[identifier].names[0]
        if identifier in self.entities:
            return self.entities[identifier][1].name
        return identifier.replace("-", " ").title()

    def cite_one(self, keys: Iterable[str]) -> str | None:
        """The citation that a reader can follow best: the first with an address on the web, else the first."""
        known = [self.citations[key] for key in keys if key in self.citations]
        best = next((c for c in known if c.url.startswith("http")), known[0] if known else None)
        return f"{best.title} ({best.url})" if best else None

    def cite(self, keys: Iterable[str]) -> str:
        """Citations in a line: title and address of each."""
        parts = [f"{c.title} ({c.url})" for key in keys if (c := self.citations.get(key))]
        return "; ".join(parts)


def load(own: Path | None = None) -> Register:
    """The packaged register, with the user's folder added. Raises `DocumentError` on a file of wrong shape."""
    packaged = _packaged()
    if own is None:
        return packaged
    if not own.is_dir():
        raise DocumentError(f"{own}: there is no such folder; --register wants one with orders/, makers/ ...")
    added = _read(own)
    names = frozenset({*added.makers, *added.brands, *added.orders})
    return Register(
        makers=packaged.makers | added.makers,
        brands=packaged.brands | added.brands,
        orders=packaged.orders | added.orders,
        citations=packaged.citations | added.citations,
        seats=packaged.seats | added.seats,
        version=f"{packaged.version}+{added.version}",
        own=names,
    )


@cache
def _packaged() -> Register:
    with resources.as_file(resources.files("nameplate.register").joinpath("data")) as folder:
        return _read(folder)


def _read(folder: Path) -> Register:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    makers = (yamlfile.load(p, MakerFile).maker for p in _files(folder / "makers"))
    brands = (brand for p in _files(folder / "brands") for brand in yamlfile.load(p, BrandFile).brands)
    orders = (yamlfile.load(p, OrderFile).order for p in _files(folder / "orders"))
    citations, seats = folder / "citations.yaml", folder / "seats.yaml"
    return Register(
        makers={m.id: m for m in makers},
        brands={b.id: b for b in brands},
        orders={o.id: o for o in sorted(orders, key=lambda o: o.id)},
        citations=yamlfile.load(citations, CitationFile).citations if citations.exists() else {},
        seats=yamlfile.load(seats, SeatFile).seats if seats.exists() else {},
        version=digest.hexdigest()[:12],
    )


def _files(folder: Path) -> Iterator[Path]:
    return iter(sorted(folder.rglob("*.yaml"))) if folder.is_dir() else iter(())
