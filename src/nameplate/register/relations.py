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


def covers(register: Register, target: Target, maker: str, entity: str | None, as_of: dt.date) -> bool:
    """Whether `target` reaches goods of `maker` (made by its `entity`, where one is known) on the day."""
    if maker in target.entities and (entity is None or entity not in register.entities):
        return True
    if entity is not None and entity in target.entities:
        return True
    if entity is not None and maker in target.entities:
        return _reached(register.entities[entity][1], target, as_of)
    return any(register.maker_of(named) == maker and _is_self(register, named) for named in target.entities)


def _is_self(register: Register, named: str) -> bool:
    """Whether an id names the maker itself rather than one of its companies."""
    return named not in register.entities or register.entities[named][1].relation == "self"


def _reached(entity: Entity, target: Target, as_of: dt.date) -> bool:
    if entity.relation == "self":
        return True
    if entity.basis == "unverified" or (entity.to and entity.to < as_of) or (entity.from_ and entity.from_ > as_of):
        return False
    if target.by == "ownership_threshold" and target.threshold:
        return entity.percent is not None and entity.percent >= target.threshold.percent
    return any(entity.relation in _READ_AS[word] for word in target.extends_to)
