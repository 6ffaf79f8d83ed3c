"""Three-valued logic that remembers what it does not know (Kleene, 1952, strong tables).

An unknown carries the names of the missing inputs and, in words, the condition under which it would be true,
so that "unknown" always ends in a question that somebody can answer.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec


class Truth(msgspec.Struct, frozen=True):
    """True, false, or unknown (`value` None) with the missing inputs and the conditions that would make it true."""

    value: bool | None
    missing: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


class Judged(NamedTuple):
    """One element of an order: its truth and what to say of it."""

    truth: Truth
    says: str


TRUE = Truth(True)
FALSE = Truth(False)


def unknown(missing: str, condition: str) -> Truth:
    """Unknown for want of one input."""
    return Truth(None, (missing,), (condition,))


def both(truths: Iterable[Truth]) -> Truth:
    """Conjunction: false if any is false, unknown if any is unknown (all missing inputs together), else true."""
    open_ones = []
    for truth in truths:
        if truth.value is False:
            return FALSE
        if truth.value is None:
            open_ones.append(truth)
    return _together(open_ones) if open_ones else TRUE


def either(truths: Iterable[Truth]) -> Truth:
    """Disjunction: true if any is true, unknown if any is unknown, else false; of nothing: false.

    Several alternatives are one condition, joined by "or"; those of one alternative must all hold.
    """
    open_ones = []
    for truth in truths:
        if truth.value is True:
            return TRUE
        if truth.value is None:
            open_ones.append(truth)
    if not open_ones:
        return FALSE
    together = _together(open_ones)
    alternatives = list(dict.fromkeys(" and ".join(truth.conditions) for truth in open_ones))
    if len(alternatives) == 1:
        return together
    return Truth(None, together.missing, (" or: ".join(alternatives),))


def _together(truths: list[Truth]) -> Truth:
    missing = dict.fromkeys(name for truth in truths for name in truth.missing)
    conditions = dict.fromkeys(text for truth in truths for text in truth.conditions)
    return Truth(None, tuple(missing), tuple(conditions))


def listed(words: Iterable[str]) -> str:
    """Words of the register for a sentence, each once."""
    return ", ".join(word.replace("_", " ") for word in dict.fromkeys(words))
