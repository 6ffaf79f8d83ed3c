"""Character n-grams of short strings as sparse rows, weighted by rarity: the index under candidates and words.

The product of two such matrices is the cosine of TF-IDF vectors (Salton and Buckley 1988), for many queries at once.
Grams that stand in very many strings tell nothing and cost most; they are left out.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Matrix = sparse.csr_matrix


class Grams:
    """Grams of a fixed set of strings; other strings are compared with it."""

    def __init__(self, strings: Sequence[Iterable[str]], sizes: tuple[int, ...], most: int) -> None:
        """`strings`: for each row one or more spellings; `most`: strings a gram may stand in and still be used."""
        self._sizes = sizes
        self._ids: dict[str, int] = {}
        ids = self._ids
        rows = [[ids.setdefault(gram, len(ids)) for gram in self._of(spellings)] for spellings in strings]
        seen = np.bincount(np.fromiter(chain.from_iterable(rows), np.int64), minlength=len(ids))
        self._weights = np.log((len(rows) + 1) / (seen + 0.5)).astype(np.float32)
        self._weights[seen > most] = 0
        self._columns = self._matrix(rows).T.tocsr()

    def _of(self, spellings: Iterable[str]) -> dict[str, None]:
        """The grams of all spellings, each once, in an order that is the same in every run."""
        found: dict[str, None] = {}
        for text in dict.fromkeys(spellings):
            padded = f"^{text}$"
            for size in self._sizes:
                found.update(dict.fromkeys([padded[i : i + size] for i in range(len(padded) - size + 1)]))
        return found

    def _matrix(self, rows: Sequence[Sequence[int]]) -> Matrix:
        """Rows of gram numbers as rows of weights, each of length 1."""
        indices = np.fromiter(chain.from_iterable(rows), np.int32)
        indptr = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
        data = self._weights[indices] if len(indices) else np.zeros(0, np.float32)
        matrix = sparse.csr_matrix((data, indices, indptr), shape=(len(rows), len(self._ids)), dtype=np.float32)
        matrix.eliminate_zeros()
        norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix.data /= np.repeat(np.maximum(norms, 1e-9), np.diff(matrix.indptr)).astype(np.float32)
        return matrix

    def near(self, strings: Sequence[Iterable[str]]) -> Matrix:
        """Cosines of `strings` (rows) with the set (columns), only those above 0."""
        ids = self._ids
        asked = self._matrix([[ids[gram] for gram in self._of(one) if gram in ids] for one in strings])
        return sparse.csr_matrix(asked @ self._columns)


def best(scores: Matrix, most: int, floor: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """The `most` highest of each row that reach `floor`: row, column and score of each."""
    reach = np.flatnonzero(scores.data >= floor)
    rows = np.searchsorted(scores.indptr, reach, side="right") - 1
    columns, values = scores.indices[reach].astype(np.int64), scores.data[reach]
    bits = np.uint64(0xFFFFFFFF) - values.astype(np.float32).view(np.uint32)  # the higher the value, the lower
    order = np.argsort((rows.astype(np.uint64) << np.uint64(32)) | bits, kind="stable")
    rows, columns, values = rows[order], columns[order], values[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    kept = rank < most
    return rows[kept], columns[kept], values[kept]
