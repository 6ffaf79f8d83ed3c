"""Who is reached by a target that names a maker: four readings of "affiliate" over one graph of companies.

Orders read the same graph differently: some name companies and mean these (`named_only`), some add subsidiaries and
affiliates without defining either (`subsidiary_or_affiliate`), some count shares (`owned_at_least`), some ask who is in
control (`controlled`). Each reading says True, False, or None where the register does not know what it asks for. Dates
count: a company that was sold is judged by the day on which the unit was acquired.
"""

import datetime as dt
from collections.abc import Collection

from nameplate.register.load import Register
from nameplate.register.orders import Target
from nameplate.register.who import Entity

_READ_AS: dict[str, frozenset[str]] = {
    "subsidiary": frozenset({"subsidiary"}),
    "affiliate": frozenset({"affiliate", "joint_venture", "parent", "subsidiary"}),
    "parent": frozenset({"parent", "state_owner"}),
    "successor": frozenset({"successor"}),
    "same_address": frozenset(),
}
_MAJORITY = 50.0
"""Per cent of the shares from which on a company is owned (15 CFR 744.11, the affiliates rule)."""


def covers(
    register: Register,
    target: Target,
    maker: str,
    entity: str | None,
    as_of: dt.date,
    acquired: dt.date | None = None,
) -> bool | None:
    """Whether `target` reaches goods of `maker` (made by its company `entity`, where one is known).

    A company that was sold is judged by the unit's date: what was acquired before the sale was made under the old
    owner, what came later is not known to be; without a date the answer is None (unknown).
    """
    if named_only(register, target.entities, maker, entity):
        return True
    if entity is None or entity not in register.entities or maker not in target.entities:
        return False
    company = register.entities[entity][1]
    if company.basis == "unverified" or (company.from_ and company.from_ > as_of):
        return False
    related = _read(target, company)
    if not related or company.to is None or company.to >= as_of:
        return related
    if acquired is None:
        return None
    return acquired <= company.to and (company.from_ is None or acquired >= company.from_)


def named_only(register: Register, named: Collection[str], maker: str, entity: str | None) -> bool:
    """Only who stands on the list: the maker itself, or this very company (the reading of the list of Chinese
    military-industrial companies, and of a list of entities and addresses)."""
    if entity in register.entities:
        itself = register.entities[entity][1].relation == "self"
        return entity in named or (itself and maker in named)
    return maker in named or any(register.maker_of(one) == maker and _is_self(register, one) for one in named)


def subsidiary_or_affiliate(company: Entity, words: Collection[str] = ("subsidiary", "affiliate")) -> bool:
    """Companies of the group in the undefined words of the text: what is called a subsidiary or affiliate is one,
    whatever the share (s.889(f)(3), the Covered List)."""
    return any(company.relation in _READ_AS[word] for word in words if word in _READ_AS)


def owned_at_least(company: Entity, owners: Collection[str], percent: float, *, aggregate: bool) -> bool | None:
    """Whether listed `owners` hold `percent` of the shares: each alone, or with `aggregate` together.

    `owners` are ids of listed makers besides the company's own. None where a share is not known.
    """
    if company.relation not in {"subsidiary", "joint_venture", "affiliate"}:
        return False
    shares = [company.percent, *(stake.percent for stake in company.also_owned if stake.owner in owners)]
    known = [share for share in shares if share is not None]
    reached = sum(known) if aggregate else max(known, default=0.0)
    if reached >= percent:
        return True
    return None if len(known) < len(shares) else False


def controlled(company: Entity) -> bool | None:
    """Whether the maker is in control: a subsidiary is; a joint venture or affiliate is if the majority of it is owned,
    and is not known to be where no share is known (s.1260H "entities under control")."""
    if company.relation == "subsidiary":
        return True
    if company.relation in {"joint_venture", "affiliate"}:
        return owned_at_least(company, (), _MAJORITY, aggregate=False)
    return False


def _read(target: Target, company: Entity) -> bool | None:
    if target.by == "ownership_threshold" and target.threshold:
        if target.threshold.basis == "control":
            return controlled(company)
        return owned_at_least(company, target.entities, target.threshold.percent, aggregate=target.threshold.aggregate)
    if "controlled" in target.extends_to and (found := controlled(company)) is not False:
        return found
    return subsidiary_or_affiliate(company, target.extends_to)


def _is_self(register: Register, named: str) -> bool:
    """Whether an id names the maker itself rather than one of its companies."""
    return named not in register.entities or register.entities[named][1].relation == "self"
