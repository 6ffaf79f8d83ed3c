"""Many names at once in a folded sentence: one search for all of them, then a look-up of whose name was found."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from nameplate.watch import lexicon


class Found(NamedTuple):
    """A name at its place; `key` is what it was given with."""

    key: int
    start: int
    end: int
    text: str


class Gazetteer:
    """Names with a number each. A name may hold `*` for any ending, also inside."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._names = [(key, name) for key, name in names]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return lexicon.pattern(name for _, name in self._names)

    @cached_property
    def _exact(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for key, name in self._names:
            if "*" not in name:
                found.setdefault(lexicon.fold(name).text, key)
        return found

    @cached_property
    def _open(self) -> list[tuple[re.Pattern[str], int]]:
        """Names with open endings, longest first."""
        names = sorted(((n, k) for k, n in self._names if "*" in n), key=lambda one: len(one[0]), reverse=True)
        return [(lexicon.pattern([name]), key) for name, key in names]

    def find(self, text: str) -> Iterator[Found]:
        """All names, from left to right, none overlapping."""
        for match in self._pattern.finditer(text):
            key = self._whose(match.group())
            if key is not None:
                yield Found(key, match.start(), match.end(), match.group())

    def _whose(self, text: str) -> int | None:
        bare = " ".join(text.split())
        found = self._exact.get(bare)
        if found is None:
            found = self._exact.get(lexicon.without_prefix(bare, self._exact))
        if found is None:
            found = next((key for pattern, key in self._open if pattern.fullmatch(bare)), None)
        return found
