"""From the brand on the box to the makers behind it: by line, by date of making, with the fact for each.

A brand decides alone only where one maker stands behind all or most of the line that the unit belongs to, on
more than one informal source, without a contradicting source. Everything else is an alternative, not an answer.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from nameplate.model import Category, Component
from nameplate.register.who import Brand, Line, Lineage

_STOCK_MONTHS = 24
"""A unit bought up to so long after the last one was made may still be from stock (own estimate, stated in docs)."""
_SHARE = {"all": 1.0, "most": 0.85, "some": 0.4, "unknown": 0.4}
_CONFIDENCE = {"high": 1.0, "medium": 0.9, "low": 0.5}


@dataclass(frozen=True)
class Unit:
    """What is known of the unit besides its brand."""

    models: tuple[str, ...] = ()
    text: str = ""
    category: Category | None = None
    acquired: dt.date | None = None


@dataclass(frozen=True)
class Behind:
    """One maker that may stand behind the brand. `share` 0..1 is how far the facts go; `decides` whether alone."""

    maker: str
    share: float
    decides: bool
    fact: str
    says: str
    needs: str = ""


def makers_behind(brand: Brand, unit: Unit) -> tuple[Behind, ...]:
    """The makers that the lineage of `brand` leads to for this unit, likeliest first."""
    positive = [line for line in brand.lineage if _speaks_of_making(line)]
    fitting = [line for line in positive if _fits(line.line, unit) is not False]
    found = [b for line in fitting if (b := _behind(brand, line, unit)) is not None]
    denied = {x.maker for x in brand.lineage if _denies(x, unit)}
    found = [b for b in found if b.maker not in denied]
    makers = {b.maker for b in found}
    if len(makers) > 1 and not _clear_lead(found):
        found = [undecided(b) for b in found]
    best: dict[str, Behind] = {}
    for behind in found:
        if behind.maker not in best or _order(behind) < _order(best[behind.maker]):
            best[behind.maker] = behind
    return tuple(sorted(best.values(), key=_order))


def parts_inside(brand: Brand, unit: Unit) -> tuple[Component, ...]:
    """Parts of other makers that the register knows in this very line of the brand."""
    return tuple(
        Component(line.maker, line.component)
        for line in brand.lineage
        if line.component and line.basis != "unverified" and _fits(line.line, unit) and _dated(line, unit.acquired)[0]
    )


def _speaks_of_making(line: Lineage) -> bool:
    return line.basis != "unverified" and line.role in {"own_brand", "relabel", "oem_mixed", "firmware_licensor"}


def _denies(line: Lineage, unit: Unit) -> bool:
    """Whether a source says that the maker did *not* build this very unit, undisputed and for its time."""
    if line.role != "denied" or line.basis == "unverified" or line.contradicted_by:
        return False
    return _fits(line.line, unit) is True and _dated(line, unit.acquired)[0] is True


def _behind(brand: Brand, line: Lineage, unit: Unit) -> Behind | None:
    share = _SHARE[line.share] * _CONFIDENCE[line.confidence]
    fits = _fits(line.line, unit)
    dated, needs = _dated(line, unit.acquired)
    if dated is False:
        return None
    narrowed = bool(line.line.include or line.line.words or line.line.categories)
    whole = line.share in {"all", "most"} or (narrowed and fits is True)
    decides = (
        whole
        and fits is True
        and dated is True
        and line.role in {"own_brand", "relabel"}
        and line.state not in {"mix", "unknown"}
        and line.confidence != "low"
        and not line.contradicted_by
    )
    if narrowed and fits is True:
        share = max(share, 0.8 * _CONFIDENCE[line.confidence])
    if fits is None:
        needs = needs or "the model, to tell which line of the brand it is"
    says = line.note or f"{brand.names[0]}: {line.role.replace('_', ' ')} of {line.maker}"
    return Behind(line.maker, share, decides, line.id, says, needs)


def _fits(line: Line, unit: Unit) -> bool | None:
    """Whether the unit belongs to the line: None where the unit says too little."""
    if any(_pattern(p).search(m) for p in line.exclude for m in unit.models):
        return False
    if not (line.include or line.words or line.categories):
        return True
    tests: list[bool | None] = []
    if line.include:
        hit = any(_pattern(p).search(m) for p in line.include for m in unit.models)
        tests.append(True if hit else (False if unit.models else None))
    if line.words:
        hit = any(_pattern(r"\b" + re.escape(w) + r"\b").search(unit.text) for w in line.words)
        tests.append(True if hit else None)
    if any(t is True for t in tests):
        return True
    if line.categories:
        in_category = unit.category in line.categories if unit.category else None
        if in_category is False or not tests:
            return in_category
    return False if tests and all(t is False for t in tests) else None


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _dated(line: Lineage, acquired: dt.date | None) -> tuple[bool | None, str]:
    """Whether the unit was made while the lineage held; an acquisition date bounds the making from above only."""
    if line.from_ and acquired and acquired < line.from_:
        return False, ""
    if line.to is None:
        if line.state == "end":
            return None, "when the unit was made: the relation has ended, the day is not known"
        return True, ""
    if acquired is None:
        return None, f"when the unit was made: the relation ended {line.to.isoformat()}"
    if acquired <= line.to:
        return True, ""
    months = (acquired.year - line.to.year) * 12 + acquired.month - line.to.month
    if months > _STOCK_MONTHS:
        return False, ""
    return None, f"whether the unit was made by {line.to.isoformat()}: it was bought later and may be from stock"


def _clear_lead(found: list[Behind]) -> bool:
    """One decided maker and nothing else that speaks of this very line."""
    deciding = {b.maker for b in found if b.decides}
    others = [b for b in found if b.maker not in deciding]
    return len(deciding) == 1 and all(b.share < 0.3 for b in others)


def undecided(behind: Behind) -> Behind:
    """The same maker, as a possibility only."""
    needs = behind.needs or "which of the makers of this brand built the unit"
    return Behind(behind.maker, behind.share, False, behind.fact, behind.says, needs)


def _order(behind: Behind) -> tuple[bool, float, str]:
    return (not behind.decides, -behind.share, behind.maker)
