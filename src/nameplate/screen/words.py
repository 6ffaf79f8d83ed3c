"""All words of an index and of a batch of queries, by number, with the forms in which they are compared.

Similarities are computed once per distinct pair of words, in arrays: spelling, sound, consonant classes, and shape
as a reading machine sees it (rapidfuzz, optimal string alignment: one transposition is one slip).
"""

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from nameplate.screen.text import knowledge
from nameplate.screen.text.scripts import readings
from nameplate.screen.text.sound import as_seen, skeletons, spoken

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Columns = list[list[str]]
KINDS = ("spelling", "sound", "consonants", "shape", "short")
"""The similarities of two words, in the order of the columns of `Words.similar`."""
READINGS, WAYS = 2, 3
"""Readings of a word, and consonant skeletons, that are compared."""


class Words:
    """Words by number. One made with a `parent` numbers its own words after those of the parent."""

    def __init__(self, parent: "Words | None" = None) -> None:
        self._parent = parent
        self._first = parent.count if parent else 0
        self._ids: dict[str, int] = {}
        self.keys: list[str] = list(parent.keys) if parent else []
        self.read: Columns = [list(column) for column in parent.read] if parent else [[] for _ in range(READINGS)]
        self.sound: Columns = [list(column) for column in parent.sound] if parent else [[] for _ in range(READINGS)]
        self.bones: Columns = [list(column) for column in parent.bones] if parent else [[] for _ in range(WAYS)]
        self.varied: list[list[bool]] = (
            [list(column) for column in parent.varied] if parent else [[] for _ in range(WAYS)]
        )
        self.seen: list[str] = list(parent.seen) if parent else []
        self.shared: list[int] = list(parent.shared) if parent else []

    @property
    def count(self) -> int:
        """How many words there are, with those of the parent."""
        return len(self.keys)

    def number(self, key: str) -> int:
        """The number of a word, a new one if it is new."""
        known = self.find(key)
        return self._add(key) if known is None else known

    def find(self, key: str) -> int | None:
        """The number of a word, if it has one."""
        known = self._ids.get(key)
        return self._parent.find(key) if known is None and self._parent else known

    def _add(self, key: str) -> int:
        number = self._ids[key] = len(self.keys)
        self.keys.append(key)
        reads = readings(key) or (key,)
        ways = tuple(dict.fromkeys(way for read in reads for way in skeletons(read)))
        for at, flags in enumerate(self.varied):
            flags.append(len(ways) > at or len(reads) > at)
        for at, column in enumerate(self.read):
            column.append(reads[min(at, len(reads) - 1)])
        for at, column in enumerate(self.sound):
            column.append(spoken(reads[min(at, len(reads) - 1)]))
        for at, column in enumerate(self.bones):
            column.append(ways[min(at, len(ways) - 1)])
        self.seen.append(as_seen(reads[0]))
        self.shared.append(_shared(key))
        return number

    def similar(self, left: Ints, right: Ints) -> Floats:
        """Similarities (0 to 1) of the words `left[i]` and `right[i]`: one row a pair, columns as `KINDS`."""
        a, b = left.tolist(), right.tolist()
        out = np.zeros((len(a), len(KINDS)), np.float32)
        if not a:
            return out
        out[:, 0] = self._best(self.read, left, right)
        out[:, 1] = self._best(self.sound, left, right)
        out[:, 2] = self._best(self.bones, left, right) * self._telling(a, b)
        out[:, 3] = ratio([self.seen[i] for i in a], [self.seen[i] for i in b])
        out[:, 4] = [_short(self.read[0][i], self.read[0][j]) for i, j in zip(a, b, strict=True)]
        shared = np.array(self.shared)
        out[(shared[left] >= 0) & (shared[left] == shared[right])] = 1
        return out

    def _best(self, columns: Columns, left: Ints, right: Ints) -> Floats:
        """The best similarity over all forms of both words; further forms only where a word has them."""
        out = np.zeros(len(left), np.float32)
        varied = [np.array(column) for column in self.varied]
        for x, y in product(range(len(columns)), repeat=2):
            at = np.flatnonzero(
                (varied[x][left] if x else True) & (varied[y][right] if y else True) & np.full(len(left), True)
            )
            if len(at):
                a, b = columns[x], columns[y]
                found = ratio([a[i] for i in left[at].tolist()], [b[j] for j in right[at].tolist()])
                out[at] = np.maximum(out[at], found)
        return out

    def _telling(self, a: Sequence[int], b: Sequence[int]) -> Floats:
        """One consonant in common says little."""
        sizes = np.array([len(way) for way in self.bones[0]])
        return np.where(np.minimum(sizes[a], sizes[b]) < 2, 0.5, 1).astype(np.float32)


def _shared(key: str) -> int:
    """A number for all spellings of one shared word; -1 for other words."""
    return _shared_numbers().get(knowledge.words().get(key, ""), -1)


@cache
def _shared_numbers() -> dict[str, int]:
    return {word: at for at, word in enumerate(dict.fromkeys(knowledge.words().values()))}


def ratio(a: Sequence[str], b: Sequence[str]) -> Floats:
    """Similarity (0 to 1) of `a[i]` and `b[i]` by optimal string alignment."""
    return np.asarray(process.cpdist(a, b, scorer=OSA.normalized_similarity, dtype=np.float32))


def _short(a: str, b: str) -> float:
    """1 if one is the other cut short (three letters or more); 0.5 for an initial; else 0."""
    if len(a) > len(b):
        a, b = b, a
    if not a or a == b or not b.startswith(a):
        return 0.0
    return 1.0 if len(a) > 2 else 0.5
