"""The shape of the register's files on makers and brands: who belongs to whom, and who builds what for whom."""

import datetime as dt
from typing import Literal

import msgspec

from nameplate.model import Category
from nameplate.register.evidence import Evidence

Relation = Literal[
    "self",
    "subsidiary",
    "affiliate",
    "parent",
    "joint_venture",
    "state_owner",
    "divested",
    "successor",
    "distributor",
]


class Stake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of a company that another maker of the register holds, in per cent (null = not known)."""

    owner: str
    percent: float | None = None


class Entity(Evidence, frozen=True, rename={"from_": "from"}):
    """A legal entity of a maker. `relation` is to the maker, which holds `percent` of it; `also_owned` are shares of
    other makers; valid `from`..`to` (null = open)."""

    id: str
    name: str
    relation: Relation
    from_: dt.date | None = None
    to: dt.date | None = None
    percent: float | None = None
    also_owned: tuple[Stake, ...] = ()
    seat: str | None = None
    registrant: tuple[str, ...] = ()
    note: str = ""


class Maker(Evidence, frozen=True):
    """A maker: `seat` is an ISO 3166-1 code, `names` its name in any script, `registrant` patterns of
    IEEE registrant names (whole-word prefixes, case ignored). `sells_interfaces` true means that its MAC
    blocks are found in other makers' units, so that a registrant alone identifies nothing."""

    id: str
    name: str
    seat: str | None = None
    names: tuple[str, ...] = ()
    registrant: tuple[str, ...] = ()
    sells_interfaces: bool = False
    entities: tuple[Entity, ...] = ()
    fcc_grantees: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    note: str = ""


class MakerFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One maker a file: register/data/makers/<id>.yaml."""

    maker: Maker


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Product lines of a lineage: which models it speaks of. `include`/`exclude` are regular expressions on
    the model, searched with case ignored; `words` are line names searched in any text about the unit."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()


class Lineage(Evidence, frozen=True, rename={"from_": "from"}):
    """One claim that `maker` builds (some of) what carries the brand. `from`/`to` are dates of *making*.

    `role` denied means a source says it is *not* so. `state` as in the facts: cur current, end ended,
    part some lines only, mix several makers, unknown. `component` is the part, for a component supplier.
    """

    id: str
    maker: str
    role: Literal[
        "own_brand",
        "relabel",
        "oem_mixed",
        "component_supplier",
        "firmware_licensor",
        "cloud_provider",
        "denied",
    ]
    state: Literal["cur", "end", "part", "mix", "unknown"]
    share: Literal["all", "most", "some", "unknown"]
    line: Line = Line()
    component: Category | None = None
    from_: dt.date | None = None
    to: dt.date | None = None
    contradicted_by: tuple[str, ...] = ()
    note: str = ""


class Brand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name on a box. `names` are spellings to recognise (the first is shown); `common_word` true means that
    the name is an ordinary word and is recognised only in a maker or brand field, never in free text.
    `registrant` are patterns (as for a maker) of MAC blocks that the brand's owner holds: they name the
    brand and hide who built the unit. No `lineage` at all means that no maker is known (see `note`)."""

    id: str
    names: tuple[str, ...]
    lineage: tuple[Lineage, ...]
    owner: str | None = None
    markets: tuple[str, ...] = ()
    common_word: bool = False
    registrant: tuple[str, ...] = ()
    note: str = ""


class BrandFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Brands in one file, grouped as its author likes: register/data/brands/*.yaml."""

    brands: tuple[Brand, ...]
