"""Many patterns against many strings: literal prefilter, then the pattern itself.

Each pattern's required literals go into one Aho-Corasick automaton (Aho and Corasick, 1975); a string is
tried only against patterns one of whose literals it holds, and those without any literal. The answers are
those of a plain loop over `re.search`, in the same order.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import ahocorasick

_parser: Any = re._parser  # type: ignore[attr-defined]
_FOLD = str.maketrans({"ı": "i", "İ": "i"})
_SHORTEST = 2


class Matcher:
    """A set of compiled patterns; the position of each is its id."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self._patterns = patterns
        self._always: list[int] = []
        literals: dict[str, list[int]] = {}
        for index, pattern in enumerate(patterns):
            found = required_literals(pattern)
            if found is None:
                self._always.append(index)
            for literal in found or ():
                literals.setdefault(literal, []).append(index)
        self._automaton = ahocorasick.Automaton()
        for literal, indices in literals.items():
            self._automaton.add_word(literal, tuple(indices))
        if literals:
            self._automaton.make_automaton()
        self._empty = not literals

    def matches(self, value: str) -> Iterator[tuple[int, re.Match[str]]]:
        """All patterns that `value` fits, by position, each with its match."""
        candidates = set(self._always)
        if not self._empty:
            for _, indices in self._automaton.iter(fold(value)):
                candidates.update(indices)
        for index in sorted(candidates):
            match = self._patterns[index].search(value)
            if match:
                yield index, match


def fold(text: str) -> str:
    """Case folding that covers every pair of characters that `re.IGNORECASE` holds for equal to ASCII letters."""
    return text.lower() if text.isascii() else text.translate(_FOLD).casefold()


def required_literals(pattern: re.Pattern[str]) -> frozenset[str] | None:
    """Folded ASCII strings one of which every match contains; None if there is no such set."""
    found = _from_sequence(_parser.parse(pattern.pattern, pattern.flags))
    if not found or min(map(len, found)) < _SHORTEST:
        return None
    return found


def _from_sequence(items: Any) -> frozenset[str] | None:
    """The best set for a concatenation: the longest literal run, or the set of a part that must occur."""
    best: frozenset[str] | None = None
    run = ""
    for operator, argument in items:
        name = str(operator)
        if name == "LITERAL" and argument < 128:
            run += chr(argument).lower()
            continue
        best, run = _better(best, frozenset({run}) if run else None), ""
        best = _better(best, _from_part(name, argument))
    return _better(best, frozenset({run}) if run else None)


def _from_part(name: str, argument: Any) -> frozenset[str] | None:
    if name == "SUBPATTERN":
        return _from_sequence(argument[3])
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and argument[0] >= 1:
        return _from_sequence(argument[2])
    if name == "ATOMIC_GROUP":
        return _from_sequence(argument)
    if name == "BRANCH":
        sets = [_from_sequence(branch) for branch in argument[1]]
        if all(sets):
            return frozenset().union(*(s for s in sets if s))
    return None


def _better(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    """The set whose shortest string is longer (rarer in texts)."""
    if not left or not right:
        return left or right
    return right if min(map(len, right)) > min(map(len, left)) else left
