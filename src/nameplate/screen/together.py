"""Words of a query that were one: "hick vision" beside a list that has "hikvision".

Two words that stand side by side, of which the lists do not know one, are taken as one if together they are nearly a
listed name's own word. Both stay what they are if they are not: most words that stand apart belong apart.
"""

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import OSA
from scipy import sparse

from nameplate.screen.index import Index
from nameplate.screen.text.name import Name
from nameplate.screen.words import Words

SHORTEST, LONGEST = 6, 20
"""Letters of two words together that may be one."""
NEARLY = 0.87
"""Similarity of letters from which they are: one slip in eight; the same sound or consonants are not enough."""
OWN = 0.5
"""Weight from which a word of the index is somebody's own."""

Places = dict[int, int]
"""Place of a word in its name -> the number of the word that it makes with the next one."""


def possible(names: Sequence[Name], words: Words, known: int) -> list[Places]:
    """For each name, pairs of words that may be one; `known` are the words of the index, by number below it."""
    return [_of(one, words, known) for one in names]


def _of(one: Name, words: Words, known: int) -> Places:
    out: Places = {}
    for at, (first, second) in enumerate(zip(one.words, one.words[1:], strict=False)):
        size = len(first.key) + len(second.key)
        plain = first.key.isascii() and second.key.isascii() and not first.form and not second.form
        new = words.number(first.key) >= known or words.number(second.key) >= known
        if plain and new and SHORTEST <= size <= LONGEST:
            out[at] = words.number(first.key + second.key)
    return out


def chosen(places: Places, words: Words, near: sparse.csr_matrix, index: Index) -> Places:
    """Of the pairs of one name, those that are nearly a word of the index; no word is in two of them."""
    out: Places = {}
    for at, number in places.items():
        if at - 1 not in out and _is_word(number, words, near, index):
            out[at] = number
    return out


def _is_word(number: int, words: Words, near: sparse.csr_matrix, index: Index) -> bool:
    found = near.indices[near.indptr[number] : near.indptr[number + 1]]
    own = index.words.keys.of(found[index.rarity[found] > OWN].astype(np.int64))
    return any(OSA.normalized_similarity(words.keys[number], word) >= NEARLY for word in own)


def rows(one: Name, words: Words, together: Places) -> tuple[list[int], list[bool]]:
    """The words of a name by number, and which are of legal forms, with `together` made one."""
    kept = [at for at in range(len(one.words)) if at - 1 not in together]
    numbers = [together.get(at, words.number(one.words[at].key)) for at in kept]
    return numbers, [one.words[at].form for at in kept]
