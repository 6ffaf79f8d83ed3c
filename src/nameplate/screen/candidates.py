"""Which listed names are worth comparing with a query: the union of searches, each blind to other mistakes.

Words that are alike (also by sound, also by consonants), n-grams of the joined name (words split or run together),
the same as a reading machine sees it, n-grams of its consonants (other scripts). What none of them finds cannot be
answered, so their recall is measured alone (bench/screening.py).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nameplate.screen.grams import best
from nameplate.screen.index import Index, Spellings, foreign, padded
from nameplate.screen.text.name import Name
from nameplate.screen.words import Words, ratio

BY_WORDS, BY_JOINED, BY_SEEN, BY_BONES = 24, 10, 6, 20
"""Names taken from each search."""
KEPT, KEPT_FOREIGN, SURE = 18, 44, 4
"""Names of a query that are compared word by word, more where its script hides vowels or sounds; of each search, the
first ones always are."""
FLOOR = 0.2
NEAR_WORDS = 8
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
    rows = [[words.number(word.key) for word in one.words] for one in names]
    forms = [[word.form for word in one.words] for one in names]
    distinct = np.array(sorted({word for row in rows for word in row}), np.int64)
    near = _near(distinct, words, index)
    rarity = np.ones(words.count, np.float32)
    rarity[: len(index.rarity)] = index.rarity
    _weigh_new(distinct[distinct >= len(index.rarity)], near, index, rarity)
    table, weights = padded(rows, forms, rarity)
    return Batch(
        names, words, table, weights, Spellings.of(names), near, np.array([foreign(one) for one in names], bool)
    )


def _near(distinct: NDArray[np.int64], words: Words, index: Index) -> sparse.csr_matrix:
    """Words of the batch (rows, all numbers) by words of the index: how alike they are, above `ALIKE`."""
    numbers = distinct.tolist()
    by_sound = best(index.word_grams.near([tuple(c[w] for c in words.sound) for w in numbers]), NEAR_WORDS, NEAR_FLOOR)
    by_bones = best(index.word_bones.near([tuple(c[w] for c in words.bones) for w in numbers]), NEAR_WORDS, NEAR_FLOOR)
    shared = [(at, w) for at, n in enumerate(numbers) for w in index.by_shared.get(words.shared[n], ())]
    found = np.unique(
        np.concatenate(
            [np.stack(by_sound[:2], 1), np.stack(by_bones[:2], 1), np.array(shared, np.int64).reshape(-1, 2)]
        ),
        axis=0,
    ).astype(np.int64)
    rows, columns = distinct[found[:, 0]], found[:, 1]
    alike = words.similar(rows, columns)
    score = np.maximum.reduce([alike[:, 0], alike[:, 1] * 0.95, alike[:, 2] * 0.85, alike[:, 3] * 0.95])
    kept = score >= ALIKE
    rows, columns, score = rows[kept], columns[kept], score[kept]
    known = distinct[distinct < index.words.count]
    data, at = np.r_[score**2, np.ones(len(known))], (np.r_[rows, known], np.r_[columns, known])
    near = sparse.csr_matrix((data.astype(np.float32), at), shape=(words.count, index.words.count))
    near.data = np.minimum(near.data, 1)
    return near


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
        best(index.seen_grams.near([(text,) for text in spelt.seen]), BY_SEEN, FLOOR),
        best(index.bone_grams.near(spelt.bones), BY_BONES, 2 * FLOOR),
    ]
    codes = np.concatenate([rows * len(index.names) + columns for rows, columns, _ in searches])
    distinct, back = np.unique(codes, return_inverse=True)
    by_words = np.zeros(len(distinct), np.float32)
    by_words[back[: len(searches[0][2])]] = searches[0][2]
    queries, names = distinct // len(index.names), distinct % len(index.names)
    likely = np.maximum(by_words, _joined(made, index, queries, names))
    first = np.concatenate([np.arange(len(rows)) - np.searchsorted(rows, rows) < SURE for rows, _, _ in searches])
    likely[back[first]] += 1
    return _likeliest(queries, names, likely, np.where(made.foreign, KEPT_FOREIGN, KEPT))


def _joined(made: Batch, index: Index, queries: NDArray[np.int64], names: NDArray[np.int64]) -> NDArray[np.float32]:
    """How alike the joined names are: by letters, as seen by a machine, by consonants."""
    q, n = made.spellings, index.spellings
    i, j = queries.tolist(), names.tolist()
    read = ratio([q.read[a] for a in i], [n.read[b] for b in j])
    seen = ratio([q.seen[a] for a in i], [n.seen[b] for b in j])
    bones = ratio([q.bones[a][-1] for a in i], [n.bones[b][0] for b in j])
    first = ratio([q.bones[a][0] for a in i], [n.bones[b][0] for b in j])
    core = ratio([q.core[a] for a in i], [n.core[b] for b in j])
    return np.asarray(np.maximum.reduce([read, seen, core, bones * 0.9, first * 0.9]), np.float32)


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
