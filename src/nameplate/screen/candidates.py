"""Which listed names are worth comparing with a query: the union of searches, each blind to other mistakes.

Words that are alike (also by sound, also by consonants), n-grams of the joined name (words split or run together),
the same as a reading machine sees it, n-grams of its consonants (other scripts). What none of them finds cannot be
answered, so their recall is measured alone (bench/screening.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nameplate.screen import together
from nameplate.screen.grams import best
from nameplate.screen.index import Index, foreign, padded
from nameplate.screen.spellings import Spellings, alike
from nameplate.screen.text.name import Name
from nameplate.screen.words import Words

BY_WORDS, BY_JOINED, BY_SEEN, BY_BONES = 24, 10, 6, 20
"""Names taken from each search."""
KEPT, KEPT_FOREIGN, SURE = 12, 24, 3
"""Names of a query that are compared word by word, more where its script hides vowels or sounds; of each search, the
first ones always are."""
FLOOR = 0.2
NEAR_WORDS = 5
MOST_KEPT = 200_000
NEAR_FLOOR = 0.3
ALIKE = 0.55
"""Similarity from which two words may be one."""


@dataclass(frozen=True)
class Batch:
    """Queries in arrays, as the index has its names; `near` are the index's words near each word of the batch."""

    names: list[Name]
    words: Words
    table: NDArray[np.int64]
    weights: NDArray[np.float32]
    spellings: Spellings
    near: sparse.csr_matrix
    foreign: NDArray[np.bool_]


def batch(names: list[Name], index: Index) -> Batch:
    """Queries made ready. A word that the index does not have weighs as its nearest words do, the more the nearer."""
    words = Words(index.words)
    apart = together.possible(names, words, index.words.count)
    numbers = {words.number(word.key) for one in names for word in one.words}
    distinct = np.array(sorted(numbers.union(*(one.values() for one in apart))), np.int64)
    near = _near(distinct, words, index)
    made = [
        together.rows(one, words, together.chosen(at, words, near, index)) for one, at in zip(names, apart, strict=True)
    ]
    rows, forms = [row for row, _ in made], [form for _, form in made]
    rarity = np.ones(words.count, np.float32)
    rarity[: len(index.rarity)] = index.rarity
    _weigh_new(distinct[distinct >= len(index.rarity)], near, index, rarity)
    table, weights = padded(rows, forms, rarity)
    return Batch(
        names, words, table, weights, Spellings.of(names), near, np.array([foreign(one) for one in names], bool)
    )


def _near(distinct: NDArray[np.int64], words: Words, index: Index) -> sparse.csr_matrix:
    """Words of the batch (rows, all numbers) by words of the index: how alike they are, above `ALIKE`.

    Names of one batch and of the next share many words: what was found for a word is kept in the index.
    """
    kept = index.near_words
    if len(kept) > MOST_KEPT:
        kept.clear()
    keys = words.keys.of(distinct)
    is_new = [key not in kept for key in keys]
    new = distinct[is_new]
    rows, columns, score = _alike(new, words, index)
    bounds = np.searchsorted(rows, [new, new + 1])
    for key, start, end in zip(compress(keys, is_new), *bounds.tolist(), strict=True):
        kept[key] = columns[start:end], score[start:end]
    found = [kept[key] for key in keys]
    at = np.repeat(distinct, [len(one[0]) for one in found])
    known = distinct[distinct < index.words.count]
    data = np.concatenate([*(one[1] for one in found), np.ones(len(known), np.float32)])
    column = np.concatenate([*(one[0] for one in found), known])
    near = sparse.csr_matrix((data, (np.r_[at, known], column)), shape=(words.count, index.words.count))
    near.data = np.minimum(near.data, 1)
    return near


def _alike(
    numbers: NDArray[np.int64], words: Words, index: Index
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Words of the batch, words of the index, and how alike they are, squared; sorted by word of the batch."""
    sound = list(zip(*(column.of(numbers) for column in words.sound), strict=True))
    bones = list(zip(*(column.of(numbers) for column in words.bones), strict=True))
    by_sound = best(index.word_grams.near(sound), NEAR_WORDS, NEAR_FLOOR)
    by_bones = best(index.word_bones.near(bones), NEAR_WORDS, NEAR_FLOOR)
    shared = [(at, w) for at, s in enumerate(words.shared[numbers].tolist()) for w in index.by_shared.get(s, ())]
    spelt = np.array(shared, np.int64).reshape(-1, 2)
    found = np.unique(np.concatenate([np.stack(by_sound[:2], 1), np.stack(by_bones[:2], 1), spelt]), axis=0)
    rows, columns = numbers[found[:, 0].astype(np.int64)], found[:, 1].astype(np.int64)
    found = words.similar(rows, columns)
    score = np.maximum.reduce([found[:, 0], found[:, 1] * 0.95, found[:, 2] * 0.85, found[:, 3] * 0.95])
    near = score >= ALIKE
    return rows[near], columns[near], (score[near] ** 2).astype(np.float32)


def _weigh_new(new: NDArray[np.int64], near: sparse.csr_matrix, index: Index, rarity: NDArray[np.float32]) -> None:
    for word in new:
        start, end = near.indptr[word], near.indptr[word + 1]
        if end > start:
            top = int(np.argmax(near.data[start:end]))
            share = float(near.data[start + top]) ** 2
            rarity[word] = share * index.rarity[near.indices[start + top]] + (1 - share)


def pairs(made: Batch, index: Index) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Queries and names to compare, pair by pair, sorted by query: the `KEPT` likeliest of what the searches found."""
    spelt = made.spellings
    searches = [
        best(_by_words(made, index), BY_WORDS, FLOOR),
        best(index.name_grams.near([(text,) for text in spelt.read]), BY_JOINED, FLOOR),
        best(index.seen_grams.near(_if(~made.foreign, zip(spelt.seen, strict=True))), BY_SEEN, FLOOR),
        best(index.bone_grams.near(_if(made.foreign, zip(*spelt.bones, strict=True))), BY_BONES, 2 * FLOOR),
    ]
    codes = np.concatenate([rows * len(index.texts) + columns for rows, columns, _ in searches])
    distinct, back = np.unique(codes, return_inverse=True)
    by_words = np.zeros(len(distinct), np.float32)
    by_words[back[: len(searches[0][2])]] = searches[0][2]
    queries, names = distinct // len(index.texts), distinct % len(index.texts)
    likely = np.maximum(by_words, _joined(made, index, queries, names))
    first = np.concatenate([np.arange(len(rows)) - np.searchsorted(rows, rows) < SURE for rows, _, _ in searches])
    likely[back[first]] += 1
    asked = made.foreign[queries] | ~index.second_script[names]
    queries, names, likely = queries[asked], names[asked], likely[asked]
    return _likeliest(queries, names, likely, np.where(made.foreign, KEPT_FOREIGN, KEPT))


def _if(asked: NDArray[np.bool_], strings: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Strings to look for; nothing for queries that do not ask."""
    return [one if wanted else () for one, wanted in zip(strings, asked.tolist(), strict=True)]


def _joined(made: Batch, index: Index, queries: NDArray[np.int64], names: NDArray[np.int64]) -> NDArray[np.float32]:
    """How alike the joined names are: by letters, and as seen by a machine or, across scripts, by consonants."""
    q, n = made.spellings, index.spellings
    out = np.maximum(alike(q.read, n.read, (queries, names)), alike(q.core, n.core, (queries, names)))
    across = made.foreign[queries] | (index.foreign[names] > 0)
    at = np.flatnonzero(~across)
    out[at] = np.maximum(out[at], alike(q.seen, n.seen, (queries[at], names[at])))
    at = np.flatnonzero(across)
    for bones in (q.bones[0], q.bones[1]):
        out[at] = np.maximum(out[at], alike(bones, n.bones[0], (queries[at], names[at])) * 0.9)
    return out


def _likeliest(
    queries: NDArray[np.int64], names: NDArray[np.int64], score: NDArray[np.float32], most: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.lexsort((-score, queries))
    queries, names = queries[order], names[order]
    kept = np.arange(len(queries)) - np.searchsorted(queries, queries) < most[queries]
    return queries[kept], names[kept]


def _by_words(made: Batch, index: Index) -> sparse.csr_matrix:
    at, place = np.nonzero((made.table >= 0) & (made.weights > 0.1))
    norm = np.maximum(np.sqrt((made.weights**2).sum(axis=1)), 1e-6)
    shape = (len(made.names), made.words.count)
    data = made.weights[at, place] / norm[at]
    asked = sparse.csr_matrix((data, (at, made.table[at, place])), shape=shape, dtype=np.float32)
    return sparse.csr_matrix((asked @ made.near) @ index.by_word)
