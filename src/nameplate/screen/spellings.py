"""Joined forms of names, one entry a name: the whole name without blanks, in the forms in which it is compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from nameplate.screen.text.name import Name, Word, spelt
from nameplate.screen.text.scripts import is_han, readings
from nameplate.screen.text.sound import as_seen, skeletons, spoken

Texts = NDArray[np.object_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
WAYS = 3
"""Readings of a name's consonants that are compared."""


@dataclass(frozen=True)
class Spellings:
    """Names read aloud, as seen by a machine, their sound, by ear, sorted words, words of their own, consonants."""

    read: Texts
    seen: Texts
    sound: Texts
    heard: Texts
    ordered: Texts
    core: Texts
    core_bones: Texts
    han: Texts
    bones: tuple[Texts, ...]

    @cached_property
    def letters(self) -> Floats:
        """Letters of each name read aloud."""
        return np.array([len(text) for text in self.read], np.float32)

    @cached_property
    def core_letters(self) -> Floats:
        """Letters of its words of its own, 20 at most."""
        return np.array([min(len(text), 20) for text in self.core], np.float32)

    @cached_property
    def bones_letters(self) -> Floats:
        """Consonants of each name."""
        return np.array([len(text) for text in self.bones[0]], np.float32)

    @cached_property
    def several(self) -> NDArray[np.bool_]:
        """Whether its consonants can be read in more than one way."""
        return np.asarray(self.bones[0] != self.bones[-1], np.bool_)

    @cached_property
    def in_han(self) -> NDArray[np.bool_]:
        """Whether it is written in Han characters."""
        return np.array([bool(text) for text in self.han], np.bool_)

    @classmethod
    def of(cls, names: Sequence[Name]) -> "Spellings":
        """Spellings of `names`."""
        rows = [_forms(one) for one in names]
        texts = np.array(rows, object).reshape(len(rows), 8 + WAYS)
        columns = [np.ascontiguousarray(texts[:, at]) for at in range(texts.shape[1])]
        read, seen, sound, heard, ordered, core, core_bones, han, *bones = columns
        return cls(read, seen, sound, heard, ordered, core, core_bones, han, tuple(bones))


def _forms(one: Name) -> tuple[str, ...]:
    """The forms of one name, in the order of the fields of `Spellings`."""
    kept = [word for word in one.words if not word.form]
    read, core = one.joined, one.core
    reads = [readings(word.key) or (word.key,) for word in kept or one.words]
    bones = _bones(reads)
    return (
        read, as_seen(read), spoken(read), spoken("".join(r[-1] for r in reads)),
        "".join(sorted(spelt(word.key) for word in kept)), core, skeletons(core)[0], _han(kept or one.words), *bones,
    )  # fmt: skip


def _bones(reads: Sequence[tuple[str, ...]]) -> list[str]:
    """Consonants of the whole name, in its first and its last reading, `WAYS` of them; the last one stands again."""
    first, last = ("".join(r[end] for r in reads) for end in (0, -1))
    ways = list(dict.fromkeys([skeletons(first)[0], skeletons(last)[0], *skeletons(first), *skeletons(last)]))[:WAYS]
    return [ways[min(at, len(ways) - 1)] for at in range(WAYS)]


def _han(words: Sequence[Word]) -> str:
    """The characters of a name in Han script; "" for other names."""
    kept = "".join(word.key for word in words)
    return kept if is_han(kept) else ""


def alike(
    ours: Texts, theirs: Texts, at: tuple[Ints, Ints], scorer: Callable[..., float] = OSA.normalized_similarity
) -> Floats:
    """How alike `ours[at[0][i]]` and `theirs[at[1][i]]` are."""
    return np.asarray(
        process.cpdist(ours[at[0]].tolist(), theirs[at[1]].tolist(), scorer=scorer, dtype=np.float32), np.float32
    )
