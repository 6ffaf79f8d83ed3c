"""What is inside a unit: orders ask three different things of parts, and one asks the opposite.

- `substantial_essential_critical`: covered equipment as a substantial or essential component, or critical technology,
  of a system (FAR 4.2101). Whether a chip is one is read in two ways; the holder chooses, nobody guesses.
- `contains_module`: a modular radio transmitter by a covered maker (FCC 25-71). A chip is no module.
- `contains_chip`: a semiconductor by a covered maker (NDAA FY2023 s.5949). A module is no chip.
- `any_part`: any component part.
- `finished_goods`: the inverse: parts and raw material are free, finished goods are not.
"""

from collections.abc import Callable

import msgspec

from nameplate.model import Category, Component, Holder
from nameplate.policy.logic import FALSE, TRUE, Judged, Truth, both, either, listed, unknown
from nameplate.policy.subject import Subject
from nameplate.register.orders import Target

_COUNTS: dict[str, frozenset[Category]] = {
    "substantial_essential_critical": frozenset({"chip", "module", "camera", "radio", "network", "other"}),
    "any_part": frozenset({"chip", "module", "camera", "radio", "network", "software", "other"}),
    "contains_module": frozenset({"module"}),
    "contains_chip": frozenset({"chip"}),
}
"""Kinds of parts that each test counts."""
_ASKS: dict[str, Category] = {"contains_module": "module", "contains_chip": "chip"}
"""Tests that must be answered for every unit, also where nothing is known of its parts."""
_WITHOUT_PARTS: frozenset[Category | None] = frozenset({"software", "service"})


def as_such(one: Target, subject: Subject) -> Truth:
    """Whether the unit as a whole can meet the test: one that looks for a part is met only by the part itself."""
    part = _ASKS.get(one.component_rule)
    return TRUE if part is None else Truth(subject.category == part)


def allowed_as_part(one: Target, subject: Subject) -> str | None:
    """The sentence that takes a part out of an order on finished goods."""
    if one.component_rule != "finished_goods" or subject.category not in {"chip", "module"}:
        return None
    return "components and raw material are allowed, only finished goods are not; this is a component"


def inside(one: Target, subject: Subject, holder: Holder, whose: Callable[[Subject], Judged]) -> Judged | None:
    """Whether a part inside the unit is one the target reaches; None where the test has nothing to ask of it.

    `whose` judges the maker of a part as it does that of a unit.
    """
    counted = _COUNTS.get(one.component_rule, frozenset())
    parts = [part for part in subject.components if part.category in counted]
    if not parts:
        return _not_known(one, subject)
    judged = [(part, whose(_as_unit(subject, part))) for part in parts]
    truth = either(found.truth for _, found in judged)
    part, found = next((p, f) for p, f in judged if f.truth.value is truth.value)
    says = f"of the {part.category} inside: {found.says}"
    if one.component_rule != "substantial_essential_critical" or truth.value is False:
        return Judged(truth, says)
    return _read(part, truth, says, holder)


def _read(part: Component, truth: Truth, says: str, holder: Holder) -> Judged:
    """A part of a covered maker: substantial or essential in the strict reading, not in the narrow one."""
    if holder.component_reading == "narrow":
        return Judged(FALSE, f"{says}; in the holder's narrow reading a {part.category} is no substantial component")
    if holder.component_reading == "strict":
        return Judged(truth, f"{says}; in the holder's strict reading a {part.category} is a substantial component")
    reading = unknown("holder.component_reading", f"a {part.category} inside is read as a substantial component")
    return Judged(
        both((truth, reading)), f"{says}; whether a {part.category} is a substantial component is not settled"
    )


def _not_known(one: Target, subject: Subject) -> Judged | None:
    part = _ASKS.get(one.component_rule)
    if part is None or subject.components or subject.category in {part, *_WITHOUT_PARTS}:
        return None
    makers = listed(one.entities)
    return Judged(
        unknown("device.components", f"a {part} inside was made by one of: {makers}"),
        f"it asks for a {part} inside by one of: {makers}; of this unit's parts nothing is known",
    )


def _as_unit(subject: Subject, part: Component) -> Subject:
    """The part as if it were the unit."""
    return msgspec.structs.replace(
        subject, maker=part.maker, certain=True, candidates=(), open=False, entity=None, category=part.category
    )
