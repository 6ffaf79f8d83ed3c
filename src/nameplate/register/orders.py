"""The shape of the register's files on orders: one order a file, its elements apart, each with cited facts."""

import datetime as dt
from typing import Literal

import msgspec

from nameplate.model import Actor, Category
from nameplate.register.evidence import Evidence

Verb = Literal[
    "procure",
    "obtain",
    "contract_with_user",
    "use",
    "connect",
    "deploy",
    "provide",
    "fund",
    "import",
    "market",
    "authorise",
    "operate_business",
    "export_to",
    "invest_in",
    "remove",
    "certify",
    "assess",
    "list",
    "report",
    "supply_data",
]


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A legal citation of an order, valid from..to: the same prohibition can have two at once."""

    code: str
    from_: dt.date | None = None
    to: dt.date | None = None


class StatusChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """What the order's status is from a day on, until the next change."""

    from_: dt.date
    status: Literal[
        "proposed",
        "announced",
        "in_force",
        "suspended",
        "stayed",
        "enjoined",
        "remanded",
        "lapsed",
        "repealed",
        "unknown",
        "none_found",
    ]
    note: str = ""


class Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who must obey. A holder is bound if it is one of `actors` in the order's jurisdiction (or, with
    `anywhere` true, in any). `sectors` and `site_class` narrow it further. `entity` names the one company
    of a `named_company` order."""

    actors: tuple[Actor, ...]
    nexus: Literal[
        "own_use_anywhere",
        "in_performance",
        "award_funds",
        "site_class",
        "device_class",
        "market",
        "operation",
    ] = "own_use_anywhere"
    anywhere: bool = False
    sectors: tuple[str, ...] = ()
    site_class: Literal["sensitive", "any"] = "any"
    entity: str | None = None
    note: str = ""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """What is forbidden, from..until. `applies_to` existing = units already held; new = acquired on or after
    `from`. `strength` forbid makes a verdict `forbidden`; `consider` and `duty_only` make it `restricted`.
    `actors` narrows it to some of those bound. `funding` names the money that triggers it. `relabels` silent = the
    text was read, or is not to be had, and does not say whether goods under another label are meant."""

    verb: Verb
    applies_to: Literal["new", "existing", "both"] = "both"
    object: Literal["equipment", "component", "service", "software", "data_access", "securities", "company"] = (
        "equipment"
    )
    from_: dt.date | None = None
    until: dt.date | None = None
    actors: tuple[Actor, ...] = ()
    strength: Literal["forbid", "consider", "duty_only"] = "forbid"
    relabels: Literal["explicit", "implied", "silent"] = "implied"
    funding: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    note: str = ""


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ownership at or above `percent`; `aggregate` adds the shares of several listed owners."""

    percent: float
    aggregate: bool
    basis: Literal["ownership", "control"]


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """Whose or which goods. `entities` are maker or entity ids; `extends_to` reads the relation graph;
    `countries` serve the tests by origin or law (ISO 3166-1). `purposes` empty = any purpose.
    `products` empty = any category. `from`/`to` is when this target stood on the list. `outside` is the
    opposite of `countries`: the test is met by every country but these. `settled` false = whether this target
    stands is not settled (sources disagree, or the list's names were not seen): a match is unknown, not true."""

    by: Literal[
        "entity",
        "entity_plus",
        "ownership_threshold",
        "legal_test",
        "country_of_origin",
        "country_of_production",
        "category",
        "certification",
    ]
    entities: tuple[str, ...] = ()
    extends_to: tuple[Literal["subsidiary", "affiliate", "parent", "successor", "controlled", "same_address"], ...] = ()
    threshold: Threshold | None = None
    test: str = ""
    countries: tuple[str, ...] = ()
    products: tuple[Category, ...] = ()
    purposes: tuple[str, ...] = ()
    component_rule: Literal[
        "none", "substantial_essential_critical", "contains_module", "contains_chip", "any_part", "finished_goods"
    ] = "none"
    from_: dt.date | None = None
    to: dt.date | None = None
    outside: tuple[str, ...] = ()
    settled: bool = True
    note: str = ""


class Exemption(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An exception of the order. It never applies by silence: `evidence` says what must be shown, and
    `input` names the answer (`exceptions.<id>` at device or site) that turns it on. A `grandfather` or
    `stock` exception with `acquired_before` is decided by the unit's date alone."""

    id: str
    kind: Literal[
        "technical",
        "connection",
        "waiver",
        "grandfather",
        "stock",
        "mission",
        "approval",
        "update_window",
        "use",
    ]
    test: str
    until: dt.date | None = None
    acquired_before: dt.date | None = None
    products: tuple[Category, ...] = ()
    evidence: str = ""


class Within(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A term counted from the trigger."""

    n: int
    unit: Literal["business_day", "day", "month"]


class OrderDuty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a bound holder must do; `within` counts from `trigger`, `by_date` is fixed."""

    verb: Literal[
        "inquire",
        "represent",
        "report",
        "remove",
        "disconnect",
        "assess",
        "check_list",
        "certify",
        "keep_funds_away",
    ]
    says: str
    within: Within | None = None
    after: Literal["discovery", "first_report", "offer", "award"] | None = None
    by_date: dt.date | None = None
    actors: tuple[Actor, ...] = ()
    applies_when: tuple[Literal["forbidden", "forbidden_if", "restricted", "cannot_tell"], ...] = (
        "forbidden",
        "forbidden_if",
    )


class Fact(Evidence, frozen=True):
    """One cited statement on a field of the order: `field` is status, effective, bound, acts, targets,
    exceptions, duties, citations, lists or note; `says` is in our own words. Its id is `<order>/<field>`,
    with `-2`, `-3` ... for further facts on the same field."""

    field: Literal[
        "status",
        "announced",
        "effective",
        "end",
        "bound",
        "acts",
        "targets",
        "exceptions",
        "duties",
        "citations",
        "lists",
        "note",
        "reply",
    ]
    says: str


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any instrument. Elements (bound, acts, targets ...) are evaluated; `facts` say why each stands there."""

    id: str
    title: str
    jurisdiction: str
    issuer: str
    kind: Literal[
        "statute",
        "regulation",
        "order",
        "list",
        "direction",
        "policy",
        "guidance",
        "court",
        "proposal",
        "unpublished_notice",
        "none_found",
    ]
    summary: str
    citations: tuple[Code, ...]
    status_history: tuple[StatusChange, ...]
    text_seen: bool
    facts: tuple[Fact, ...]
    announced: dt.date | None = None
    effective: dt.date | None = None
    end: dt.date | None = None
    bound: tuple[Bound, ...] = ()
    acts: tuple[Act, ...] = ()
    targets: tuple[Target, ...] = ()
    exceptions: tuple[Exemption, ...] = ()
    duties: tuple[OrderDuty, ...] = ()
    lists_by_reference: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    touches_holdings: bool = True
    why_not: str = ""
    open_questions: tuple[str, ...] = ()


class OrderFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One order a file: register/data/orders/<jurisdiction>/<ID>.yaml."""

    order: Order
