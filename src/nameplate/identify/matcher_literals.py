"""A prefilter without Hyperscan: a pattern is tried only on texts that hold one of its literals.

The literals that every match must contain go into one Aho-Corasick automaton (Aho and Corasick, 1975).
"""

from collections.abc import Callable, Iterator, Sequence

import ahocorasick
import msgspec

from nameplate.identify import matcher_cache as cache
from nameplate.identify import matcher_syntax as syntax

_FOLD = str.maketrans({"ı": "i", "İ": "i"})
_SHORTEST = 2


class LiteralFilter:
    """Patterns that can match a text, found by their literals; those without any are candidates everywhere."""

    def __init__(self, trees: Callable[[], Sequence[syntax.Run | None]], key: str) -> None:
        """`trees` is asked only if the cache does not hold the literals of `key`."""
        found = _load(key) or _build(trees(), key)
        self.always = tuple(index for index, literals in enumerate(found) if not literals)
        self._automaton = ahocorasick.Automaton()
        holders: dict[str, list[int]] = {}
        for index, literals in enumerate(found):
            for literal in literals:
                holders.setdefault(literal, []).append(index)
        for literal, indices in holders.items():
            self._automaton.add_word(literal, tuple(indices))
        if holders:
            self._automaton.make_automaton()

    def candidates(self, values: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(position of value, position of pattern) of all pairs that can match, in ascending order."""
        search = self._automaton.iter if len(self._automaton) else _nothing
        for at, value in enumerate(values):
            held = {index for _, indices in search(fold(value)) for index in indices}
            held.update(self.always)
            for index in sorted(held):
                yield at, index


def required_literals(text: str, flags: int) -> frozenset[str] | None:
    """Folded ASCII strings one of which every match contains; None if there are none worth looking for."""
    found = syntax.literals(syntax.parse(text, flags))
    return found if found and min(map(len, found)) >= _SHORTEST else None


def fold(text: str) -> str:
    """Case folding that covers every pair of characters that `re.IGNORECASE` holds for equal to ASCII letters."""
    return text.lower() if text.isascii() else text.translate(_FOLD).casefold()


def _nothing(_text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    return iter(())


def _build(trees: Sequence[syntax.Run | None], key: str) -> list[list[str]]:
    sets = [None if tree is None else syntax.literals(tree) for tree in trees]
    found = [sorted(s) if s and min(map(len, s)) >= _SHORTEST else [] for s in sets]
    cache.store(f"literals-{key}", msgspec.json.encode(found))
    return found


def _load(key: str) -> list[list[str]] | None:
    content = cache.load(f"literals-{key}")
    return None if content is None else msgspec.json.decode(content, type=list[list[str]])
