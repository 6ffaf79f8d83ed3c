"""The words of the design as types; imports nothing of ours but the errors.

Observation -> Claim -> Device -> Attribution -> Finding. Each type here is what travels
between two parts; columns of observations travel as a frame (`nameplate.frame`), people-sized
things as these structs. Field names are those of the published JSON contract.
"""

import datetime as dt
from typing import Literal

import msgspec

Verdict = Literal["forbidden", "forbidden_if", "restricted", "allowed_by_exception", "not_covered", "cannot_tell"]
"""What one order says of one device, strictest first (`cannot_tell` is an answer, not a failure)."""

AttributionVerdict = Literal["identified", "cannot_tell", "nothing_known"]

Proof = Literal["unit", "firmware", "registrant", "brand", "lineage"]
"""The strongest level of evidence under an attribution, strongest first."""

About = Literal[
    "registrant",
    "firmware_family",
    "maker",
    "brand",
    "model",
    "component",
    "cloud_service",
    "seller",
]
"""What a claim speaks about. Levels are never mixed: who registered a MAC block is not who made the unit."""

Category = Literal[
    "camera",
    "recorder",
    "intercom",
    "access_control",
    "radio",
    "network",
    "phone",
    "drone",
    "vehicle",
    "module",
    "chip",
    "software",
    "service",
    "other",
]

Actor = Literal[
    "agency",
    "contractor",
    "subcontractor",
    "grantee",
    "public_body",
    "operator",
    "importer",
    "seller",
    "exporter",
    "named_company",
    "investor",
    "anyone",
]

PURPOSES: dict[str, str] = {
    "public_safety": "keeping people safe: police, fire, school security, emergency services",
    "government_facility": "security of government buildings",
    "critical_infrastructure": "physical security of critical infrastructure",
    "national_security": "other national security purposes",
    "commercial": "ordinary business",
    "residential": "homes",
    "sensitive_site": "a site that a government calls sensitive",
    "core_network": "connected to an organisation's core network",
    "telecom_network": "part of a public telecommunications network",
    "education": "teaching, without a safety purpose",
    "none_of_these": "looked at, and none of the purposes that orders name applies",
}
"""What a site's equipment is used for, with a line of meaning each. No purposes given means unknown."""


class Problem(msgspec.Struct, frozen=True):
    """A place in a source that could not be read, with the reason in a sentence."""

    source: str
    locator: str
    reason: str


class Place(msgspec.Struct, frozen=True):
    """Where a subject was seen: source label, locator in it, the subject's name there."""

    source: str
    locator: str
    subject: str


class ObservationRef(msgspec.Struct, frozen=True):
    """One observation as evidence: where it stands and its exact value."""

    source: str
    locator: str
    kind: str
    value: str


class Claim(msgspec.Struct, frozen=True):
    """What one rule reads from one observation.

    `strength` is a likelihood ratio: how many times likelier this observation is if the claim is
    true than if it is not. `facts` are ids of register facts that connect the value to a maker. `carries` is true
    where another answer would come out without it (and without what has the same cause).
    """

    about: About
    value: str
    rule: str
    strength: float
    observation: ObservationRef
    facts: tuple[str, ...] = ()
    says: str = ""
    carries: bool = False


def percent(probability: float) -> str:
    """A probability for people: whole per cent, rounded down, so that nothing short of certain reads as 100 %."""
    return f"{int(100 * probability + 1e-9)} %"


class Alternative(msgspec.Struct, frozen=True):
    """A maker that is also possible, with its probability (0 to 1)."""

    maker: str
    probability: float


class Component(msgspec.Struct, frozen=True):
    """A part inside a unit: who made it (maker or entity id) and what it is (chip, module ...)."""

    maker: str
    category: Category


class Attribution(msgspec.Struct, frozen=True):
    """What all claims about one device say together.

    `proof` is the strongest level of evidence under the answer; `category` is the kind of product
    that the evidence names, or null. `prior` is the maker's share of the holder's market, where that was given.
    """

    maker: str | None
    probability: float
    verdict: AttributionVerdict
    proof: Proof | None
    brand: str | None = None
    model: str | None = None
    firmware_family: str | None = None
    entity: str | None = None
    category: Category | None = None
    alternatives: tuple[Alternative, ...] = ()
    claims: tuple[Claim, ...] = ()
    contradictions: tuple[str, ...] = ()
    would_settle: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    prior: float | None = None


class Identifiers(msgspec.Struct, frozen=True):
    """What a unit can be recognised by in another file."""

    mac: tuple[str, ...] = ()
    serial: tuple[str, ...] = ()
    ip: tuple[str, ...] = ()
    asset_tag: tuple[str, ...] = ()


class Device(msgspec.Struct, frozen=True):
    """The subjects that are one physical unit; `quantity` > 1 for lines that stand for several alike units.

    `attested` is what a seller or a list claims of its compliance: a claim, kept beside what the unit shows.
    `funding` is which money paid for it, in the words that orders use; null where no file says.
    """

    id: str
    subjects: tuple[Place, ...]
    site: str | None
    identifiers: Identifiers
    attribution: Attribution
    quantity: int = 1
    acquired: dt.date | None = None
    name: str | None = None
    place: str | None = None
    supplier: str | None = None
    status: str | None = None
    funding: tuple[str, ...] | None = None
    attested: tuple[ObservationRef, ...] = ()
    joined_by: tuple[str, ...] = ()


class Duty(msgspec.Struct, frozen=True):
    """What must be done and by when; `due` is null where the date depends on an act not yet done."""

    verb: str
    due: dt.date | None
    says: str = ""


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a chain: a sentence, the fact or observation it rests on, and its citation."""

    says: str
    fact: str | None = None
    observation: ObservationRef | None = None
    cite: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """One order applied to one device, with everything needed to dispute it."""

    device: str
    order: str
    verdict: Verdict
    conditions: tuple[str, ...]
    duties: tuple[Duty, ...]
    chain: tuple[Step, ...]
    missing: tuple[str, ...]


class NeverJoin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An identifier by which the holder says that nothing may be joined into one unit, and why."""

    what: Literal["mac", "serial", "asset_tag", "ip"]
    value: str
    why: str = ""


class SiteMatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a site is recognised in sources: shell patterns on site and host names, CIDR networks."""

    site: tuple[str, ...] = ()
    network: tuple[str, ...] = ()
    hostname: tuple[str, ...] = ()


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place of the holder. `purposes` null means unknown; `funding` says which money pays there."""

    id: str
    name: str = ""
    match: SiteMatch = SiteMatch()
    purposes: tuple[str, ...] | None = None
    sensitive: bool | None = None
    funding: tuple[str, ...] | None = None


class MarketShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The share (0 to 1) that one maker has among units such as the holder buys."""

    maker: str
    share: float


class Holder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The organisation under review. `actors` empty means unknown. `market` is given only by a
    holder who wants it weighed in. `component_reading` is how its counsel reads "substantial or essential component":
    whether a chip inside is one (strict) or not (narrow)."""

    name: str
    actors: tuple[Actor, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    sectors: tuple[str, ...] | None = None
    entity: str | None = None
    funding: tuple[str, ...] | None = None
    discovered: dt.date | None = None
    market: tuple[MarketShare, ...] = ()
    component_reading: Literal["strict", "narrow"] | None = None


class ColumnUse(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one column of a table: the kind it was read as, or why it was not used."""

    column: str
    kind: str | None
    why: str
    table: str = ""


class Skipped(msgspec.Struct, frozen=True):
    """Lines of a source that stand for no unit (totals, notes, repeated headings), with what they are."""

    locator: str
    what: str
    count: int


class SourceReport(msgspec.Struct, frozen=True):
    """One source as it was read: digest, reader, counts, columns, what was dropped."""

    path: str
    sha256: str
    reader: str
    rows: int
    problems: int
    why: str = ""
    observations: int = 0
    columns: tuple[ColumnUse, ...] = ()
    dropped: dict[str, int] = {}
    skipped: tuple[Skipped, ...] = ()
    speaks_of: dt.datetime | None = None
