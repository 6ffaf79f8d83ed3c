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
from nameplate.screen.text.scripts import is_han, readings
from nameplate.screen.text.sound import as_seen, skeletons, spoken

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
KINDS = ("spelling", "sound", "consonants", "shape", "short")
"""The similarities of two words, in the order of the columns of `Words.similar`."""
UNLIKE = 0.3
"""Similarity of letters below which two Latin words are not compared in other ways: what they share is chance."""
READINGS, WAYS = 3, 3
"""Readings of a word, and consonant skeletons, that are compared."""
FACTS = ("letters", "first", "bones", "ways", "shared", "han", "latin")
"""What is known of a word in numbers: length and first letter of its reading, length of its skeleton, how many forms
it has, the shared word that it spells (-1: none), whether it is of Han characters, whether of Latin letters."""


class Column:
    """One form of every word, by number: those of a parent, which are shared, then its own."""

    def __init__(self, parent: "Column | None" = None) -> None:
        self._known = parent.array if parent else np.zeros(0, object)
        self._new: list[str] = []

    def append(self, text: str) -> None:
        """The form of the next word."""
        self._new.append(text)

    def __len__(self) -> int:
        return len(self._known) + len(self._new)

    def __getitem__(self, number: int) -> str:
        return str(self.array[number])

    @property
    def array(self) -> NDArray[np.object_]:
        """All of them."""
        if self._new:
            self._known = np.concatenate([self._known, np.array(self._new, object)])
            self._new = []
        return self._known

    def state(self) -> dict[str, object]:
        """All that is to be kept."""
        return {"_known": self.array, "_new": []}

    def of(self, numbers: Ints) -> list[str]:
        """The forms of the words with these numbers."""
        found: list[str] = self.array[numbers].tolist()
        return found


def _columns(count: int, parents: "Sequence[Column] | None") -> list[Column]:
    return [Column(parents[at] if parents else None) for at in range(count)]


class Words:
    """Words by number. One made with a `parent` numbers its own words after those of the parent."""

    def __init__(self, parent: "Words | None" = None) -> None:
        self._parent = parent
        self._ids: dict[str, int] = {}
        self.keys: Column = Column(parent.keys if parent else None)
        self.read: list[Column] = _columns(READINGS, parent.read if parent else None)
        self.sound: list[Column] = _columns(READINGS, parent.sound if parent else None)
        self.bones: list[Column] = _columns(WAYS, parent.bones if parent else None)
        self.seen: Column = Column(parent.seen if parent else None)
        self._own: list[tuple[int, ...]] = []
        self._facts = parent.facts if parent else np.zeros((0, len(FACTS)), np.int64)

    def state(self) -> dict[str, object]:
        """All that is to be kept, of words without a parent."""
        return {**vars(self), "_facts": self.facts, "_own": []}

    @property
    def count(self) -> int:
        """How many words there are, with those of the parent."""
        return len(self.keys)

    @property
    def facts(self) -> Ints:
        """What is known of each word in numbers, columns as `FACTS`."""
        if self._own:
            self._facts = np.concatenate([self._facts, np.array(self._own, np.int64)])
            self._own = []
        return self._facts

    @property
    def shared(self) -> Ints:
        """The number of the shared word that each word spells, -1 for words of their own."""
        return self.facts[:, FACTS.index("shared")]

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
        for at, column in enumerate(self.read):
            column.append(reads[min(at, len(reads) - 1)])
        for at, column in enumerate(self.sound):
            column.append(spoken(reads[min(at, len(reads) - 1)]))
        for at, column in enumerate(self.bones):
            column.append(ways[min(at, len(ways) - 1)])
        self.seen.append(as_seen(reads[0]))
        shape = len(reads[0]), ord(reads[0][0]), len(ways[0]), max(len(reads), len(ways))
        self._own.append((*shape, _shared(key), is_han(key), key.isascii()))
        return number

    def similar(self, left: Ints, right: Ints) -> Floats:
        """Similarities (0 to 1) of the words `left[i]` and `right[i]`: one row a pair, columns as `KINDS`."""
        out = np.zeros((len(left), len(KINDS)), np.float32)
        if not len(left):
            return out
        letters, first, bones, _, shared, han, latin = self.facts.T
        out[:, 0] = self._best(self.read, left, right)
        out[:, 1:4] = out[:, :1]
        at = np.flatnonzero((out[:, 0] >= UNLIKE) | (latin[left] + latin[right] < 2))
        near, beside = left[at], right[at]
        out[at, 1] = self._best(self.sound, near, beside)
        little = np.minimum(bones[near], bones[beside]) < 2  # one consonant says little
        out[at, 2] = self._best(self.bones, near, beside) * np.where(little, 0.5, 1)
        out[at, 3] = ratio(self.seen.of(near), self.seen.of(beside))
        begun = np.flatnonzero((first[left] == first[right]) & (letters[left] != letters[right]))
        read = self.read[0]
        out[begun, 4] = [_short(a, b) for a, b in zip(read.of(left[begun]), read.of(right[begun]), strict=True)]
        both = np.flatnonzero(han[left] & han[right])  # words of one sound are many, of the same characters few
        out[both, :4] = ratio(self.keys.of(left[both]), self.keys.of(right[both]))[:, None]
        out[(shared[left] >= 0) & (shared[left] == shared[right])] = 1
        return out

    def _best(self, columns: Sequence[Column], left: Ints, right: Ints) -> Floats:
        """The best similarity over all forms of both words; further forms only where scripts differ."""
        out = ratio(columns[0].of(left), columns[0].of(right))
        ways, latin = self.facts[:, FACTS.index("ways")], self.facts[:, FACTS.index("latin")]
        carried = np.flatnonzero(latin[left] + latin[right] < 2)
        for x, y in product(range(len(columns)), repeat=2):
            at = carried[(ways[left[carried]] > x) & (ways[right[carried]] > y)]
            if len(at) and (x or y):
                found = ratio(columns[x].of(left[at]), columns[y].of(right[at]))
                out[at] = np.maximum(out[at], found)
        return out


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
    if not b.startswith(a):
        return 0.0
    return 1.0 if len(a) > 2 else 0.5
