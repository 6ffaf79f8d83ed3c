"""Who is reached by a target that names a maker: the readings of "affiliate" over one relation graph.

Orders read the same graph differently: some name one company, some add subsidiaries and affiliates without
defining them, some count ownership. Dates count: a company sold before the day is nobody's subsidiary.
"""

import datetime as dt

from nameplate.register.load import Register
from nameplate.register.schema import Entity, Target

_READ_AS: dict[str, frozenset[str]] = {
    "subsidiary": frozenset({"subsidiary"}),
    "affiliate": frozenset({"affiliate", "joint_venture", "parent", "subsidiary"}),
    "parent": frozenset({"parent", "state_owner"}),
    "successor": frozenset({"successor"}),
    "controlled": frozenset({"subsidiary"}),
    "same_address": frozenset(),
}


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
    if entity is None or entity not in register.entities:
        if maker in target.entities:
            return True
        return any(register.maker_of(named) == maker and _is_self(register, named) for named in target.entities)
    if entity in target.entities:
        return True
    if maker in target.entities:
        return _reached(register.entities[entity][1], target, as_of, acquired)
    return False


def _is_self(register: Register, named: str) -> bool:
    """Whether an id names the maker itself rather than one of its companies."""
    return named not in register.entities or register.entities[named][1].relation == "self"


def _reached(entity: Entity, target: Target, as_of: dt.date, acquired: dt.date | None) -> bool | None:
    if entity.relation == "self":
        return True
    if entity.basis == "unverified" or (entity.from_ and entity.from_ > as_of):
        return False
    if target.by == "ownership_threshold" and target.threshold:
        related = entity.percent is not None and entity.percent >= target.threshold.percent
    else:
        related = any(entity.relation in _READ_AS[word] for word in target.extends_to)
    if not related or entity.to is None or entity.to >= as_of:
        return related
    if acquired is None:
        return None
    return acquired <= entity.to and (entity.from_ is None or acquired >= entity.from_)
