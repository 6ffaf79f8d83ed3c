"""Several orders on one unit: the strictest, and the one whose date comes first."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from nameplate.model import Finding, Verdict
from nameplate.register.load import Register

STRICTEST: tuple[Verdict, ...] = (
    "forbidden",
    "forbidden_if",
    "restricted",
    "cannot_tell",
    "allowed_by_exception",
    "not_covered",
)
"""Verdicts from the strictest on: a device is counted under the strictest of its findings."""
_REACH: tuple[frozenset[str], ...] = (
    frozenset({"remove", "use", "operate_business"}),
    frozenset({"connect", "deploy"}),
    frozenset({"contract_with_user"}),
    frozenset({"procure", "obtain", "fund", "provide"}),
)
"""Acts from those that end the use of what is held to those that only stop the next purchase; trading acts last."""


class Foremost(msgspec.Struct, frozen=True):
    """The strictest order on a unit, and the first date (null where no finding has one)."""

    strictest: str
    verdict: Verdict
    nearest: str | None = None
    duty: str | None = None
    due: dt.date | None = None


def foremost(findings: Sequence[Finding], register: Register) -> Foremost | None:
    """Of the findings on one unit; None where no order covers it or could."""
    telling = [f for f in findings if f.verdict not in {"not_covered", "allowed_by_exception"}]
    if not telling:
        return None
    first = min(telling, key=lambda f: (STRICTEST.index(f.verdict), _reach(f.order, register), f.order))
    dated = [(duty.due, f.order, duty.verb) for f in telling for duty in f.duties if duty.due]
    due, order, verb = min(dated, default=(None, None, None))
    return Foremost(first.order, first.verdict, order, verb, due)


def in_words(found: Foremost) -> str:
    """The sentence for people."""
    says = f"strictest: {found.strictest} ({found.verdict})"
    return f"{says}; first date: {found.due}, {found.duty} under {found.nearest}" if found.due else f"{says}; no date"


def _reach(order: str, register: Register) -> int:
    """How far into what is held an order's outright bans reach; 0 is farthest."""
    verbs = {act.verb for act in register.orders[order].acts if act.strength == "forbid"}
    return next((at for at, acts in enumerate(_REACH) if acts & verbs), len(_REACH))
