"""The register's own makers, their companies, and brands, as a list."""

import datetime as dt
from collections.abc import Iterator
from functools import cache
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.register.load import Register
from nameplate.screen.party import Edition, Kind, Listing, Party

LIST = "reg"
_WITHIN = frozenset({"self", "subsidiary", "affiliate"})
"""Relations by which a company answers for its maker: its entry is the maker's id."""


class KnownNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of a maker or brand in other scripts that no spelling rule gives, with how they are known."""

    maker: str
    basis: Literal["exchange", "common"]
    source: str
    names: tuple[str, ...]


class _KnownFile(msgspec.Struct, forbid_unknown_fields=True):
    as_of: dt.date
    names: tuple[KnownNames, ...]


@cache
def known_names() -> tuple[KnownNames, ...]:
    """The packaged names in other scripts (`data/known_names.yaml`)."""
    return yamlfile.packaged("nameplate.screen", "data/known_names.yaml", _KnownFile).names


def listing(register: Register) -> Listing:
    """All makers, entities and brands of a register. Names marked `=` there are ordinary words, and names too."""
    parties = tuple(_parties(register))
    edition = Edition(
        LIST,
        "the register's makers, companies and brands",
        (),
        register.version,
        None,
        len(parties),
        len(parties),
        sum(len(party.names) for party in parties),
    )
    return Listing(edition, parties)


def _parties(register: Register) -> Iterator[Party]:
    for maker in register.makers.values():
        yield _party(maker.id, (maker.name, *maker.names), "maker", maker.seat, "")
        for entity in maker.entities:
            entry = maker.id if entity.relation in _WITHIN else entity.id
            yield _party(
                entry,
                (entity.name,),
                "organisation",
                entity.seat,
                f"{entity.relation.replace('_', ' ')} of {maker.name}",
            )
    for brand in register.brands.values():
        if brand.id not in register.makers and brand.id not in register.entities:
            owners = sorted({register.label(line.maker) for line in brand.lineage})
            yield _party(
                brand.id, brand.names, "brand", None, f"brand that leads to {', '.join(owners)}" if owners else ""
            )


def _party(identifier: str, names: tuple[str, ...], kind: Kind, seat: str | None, programme: str) -> Party:
    known = [one for one in known_names() if one.maker == identifier and kind != "organisation"]
    sources = {name: _source(one) for one in known for name in one.names if name not in names}
    clean = tuple(dict.fromkeys(name.lstrip("=") for name in (*names, *sources)))
    return Party(LIST, f"{LIST}:{identifier}", clean, kind, (seat,) if seat else (), programme, sources=sources)


def _source(known: KnownNames) -> str:
    return f"name in another script, {known.source}" + (" (to be checked)" if known.basis == "common" else "")
