"""A prefilter without Hyperscan: a pattern is tried only on texts that hold one of its literals.

The literals that every match must contain go into one Aho-Corasick automaton (Aho and Corasick, 1975).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import ahocorasick
import msgspec

from nameplate.identify.matching import database_cache as cache
from nameplate.identify.matching import syntax

_SHORTEST = 2


class _Needs(msgspec.Struct, frozen=True, array_like=True):
    """What a text must hold so that a pattern can match: one string of `some`, and all of `others`."""

    some: tuple[str, ...]
    others: tuple[str, ...]


class LiteralFilter:
    """Patterns that can match a text, found by their literals; those without any are candidates everywhere."""

    def __init__(self, trees: Callable[[], Sequence[syntax.Run | None]], key: str) -> None:
        """`trees` is asked only if the cache does not hold the literals of `key`."""
        needs = _load(key) or _build(trees(), key)
        self._others = [need.others for need in needs]
        self._always = tuple(index for index, need in enumerate(needs) if not need.some)
        self._automaton = ahocorasick.Automaton()
        holders: dict[str, list[int]] = {}
        for index, need in enumerate(needs):
            for literal in need.some:
                holders.setdefault(literal, []).append(index)
        for literal, indices in holders.items():
            self._automaton.add_word(literal, tuple(indices))
        if holders:
            self._automaton.make_automaton()

    def candidates(self, values: Sequence[str]) -> Iterator[tuple[int, int]]:
        """(position of value, position of pattern) of all pairs that can match, in ascending order."""
        search = self._automaton.iter if len(self._automaton) else _nothing
        for at, value in enumerate(values):
            text = syntax.fold(value)
            held = {index for _, indices in search(text) for index in indices}
            held.update(self._always)
            for index in sorted(held):
                for other in self._others[index]:
                    if other not in text:
                        break
                else:
                    yield at, index


def required(trees: Sequence[syntax.Run | None]) -> list[_Needs]:
    """What each pattern needs. Of its sets of literals the one that fewest patterns share is looked for first."""
    sets = [[s for s in syntax.literals(tree) if syntax.shortest(s) >= _SHORTEST] if tree else [] for tree in trees]
    shared = Counter(literal for found in sets for literal in set[str]().union(*found))
    return [_needs(found, shared) for found in sets]


def _needs(sets: list[frozenset[str]], shared: Counter[str]) -> _Needs:
    if not sets:
        return _Needs((), ())
    first = min(sets, key=lambda s: (sum(shared[literal] for literal in s), -syntax.shortest(s)))
    others = {literal for s in sets if s is not first and len(s) == 1 for literal in s}
    return _Needs(tuple(sorted(first)), tuple(sorted(others - first, key=lambda s: (shared[s], s))))


def _nothing(_text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    return iter(())


def _build(trees: Sequence[syntax.Run | None], key: str) -> list[_Needs]:
    found = required(trees)
    cache.store(f"literals-{key}", msgspec.json.encode(found))
    return found


def _load(key: str) -> list[_Needs] | None:
    content = cache.load(f"literals-{key}")
    try:
        return None if content is None else msgspec.json.decode(content, type=list[_Needs])
    except msgspec.DecodeError:  # made by another version
        return None
