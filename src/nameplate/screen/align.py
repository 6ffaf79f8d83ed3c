"""The words of a query laid beside those of a name: how alike each two are, and which belong together.

Each word has at most one partner: the most alike two are taken first. Two of one name cannot both stand for one of
the other, however alike they are to it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nameplate.screen.candidates import Batch
from nameplate.screen.index import Index
from nameplate.screen.words import FACTS, KINDS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Aligned:
    """Similarities of words of each pair: pair, word of the query, word of the name, kind of similarity.

    `paired` is how alike each word is to its one partner; `known_ours`, whether the word of the query is a word of
    listed names.
    """

    alike: Floats
    best: Floats
    ours: Floats
    theirs: Floats
    letters_ours: Floats
    letters_theirs: Floats
    first_ours: Ints
    first_theirs: Ints
    paired_ours: Floats
    paired_theirs: Floats
    known_ours: NDArray[np.bool_]


def align(made: Batch, index: Index, queries: Ints, names: Ints) -> Aligned:
    """Word similarities of all pairs, computed once per distinct pair of words."""
    ours, theirs = made.table[queries], index.table[names]
    both = (ours[:, :, None] >= 0) & (theirs[:, None, :] >= 0)
    at = np.nonzero(both)
    left, right = ours[at[0], at[1]], theirs[at[0], at[2]]
    codes, back = np.unique(left * (made.words.count + 1) + right, return_inverse=True)
    left, right = codes // (made.words.count + 1), codes % (made.words.count + 1)
    distinct = made.words.similar(left, right)
    facts = made.words.facts
    latin, letters, first = (facts[:, FACTS.index(name)] for name in ("latin", "letters", "first"))
    alike = np.zeros((*both.shape, len(KINDS)), np.float32)
    alike[at] = distinct[back]
    best = np.zeros(both.shape, np.float32)
    best[at] = _merged(distinct, latin[left] + latin[right] == 2)[back]
    paired_ours, paired_theirs = _paired(best)
    size = letters.astype(np.float32)
    return Aligned(
        alike, best, made.weights[queries], index.weights[names], size[ours], size[theirs], first[ours], first[theirs],
        paired_ours, paired_theirs, (ours >= 0) & (ours < index.words.count),
    )  # fmt: skip


def _merged(alike: Floats, one_script: NDArray[np.bool_]) -> Floats:
    """One similarity for all kinds. Consonants alone say little where both words show their vowels."""
    bones = alike[:, 2] * 0.9 * np.where(one_script, 0.4 + 0.6 * alike[:, 0], 1)
    return np.asarray(
        np.maximum.reduce([alike[:, 0], alike[:, 1] * 0.97, bones, alike[:, 3] * 0.97, alike[:, 4] * 0.85]), np.float32
    )


def _paired(best: Floats) -> tuple[Floats, Floats]:
    """How alike each word is to its only partner; the most alike two of each pair of names are taken first."""
    count, wide = len(best), best.shape[1]
    rows = np.arange(count)
    left = best.copy()
    mine, yours = np.zeros((count, wide), np.float32), np.zeros((count, wide), np.float32)
    for _ in range(wide):
        flat = left.reshape(count, wide * wide).argmax(axis=1)
        i, j = flat // wide, flat % wide
        found = left[rows, i, j]
        if not found.any():
            break
        mine[rows, i] = np.maximum(mine[rows, i], found)
        yours[rows, j] = np.maximum(yours[rows, j], found)
        left[rows, i, :], left[rows, :, j] = 0, 0
    return mine, yours
