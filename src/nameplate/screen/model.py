"""Features to a probability: small decision trees, added up, then a calibration; all of it data in `weights.json`.

The trees are learnt by bench/learn_screening.py from labelled and made samples, and carry counts and provenance.
They are read here without the library that grew them. The last step maps the sum onto how often such a match was
right (Platt 1999, on samples that the trees were not grown from).
"""

from functools import cache
from importlib import resources
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from nameplate.errors import DocumentError


class Tree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nodes of one tree: the feature asked (-1: a leaf), up to which value it goes left, where, and what it adds."""

    feature: tuple[int, ...]
    upto: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    adds: tuple[float, ...]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """weights.json. `learnt` says from what: counts, seed, day, figures on parties not learnt from."""

    features: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]
    slope: float
    shift: float
    learnt: dict[str, str | int | float]


class Model:
    """Weights ready to be used on many rows."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        widest = max((len(tree.feature) for tree in weights.trees), default=1)
        self._feature = _table([tree.feature for tree in weights.trees], widest, -1).astype(np.int32)
        self._upto = _table([tree.upto for tree in weights.trees], widest, 0.0)
        self._next = np.stack(
            [
                _table([getattr(t, side) for t in weights.trees], widest, 0).astype(np.int32)
                for side in ("left", "right")
            ]
        )
        self._adds = _table([tree.adds for tree in weights.trees], widest, 0.0).astype(np.float32)

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row (columns as `weights.features`), how likely it is that the name means the party."""
        total = np.full(len(features), self.weights.base, np.float64)
        for tree in range(len(self._feature)):
            total += self._adds[tree][self._leaves(tree, features)]
        return (1 / (1 + np.exp(-(self.weights.slope * total + self.weights.shift)))).astype(np.float32)

    def _leaves(self, tree: int, features: NDArray[np.float32]) -> NDArray[np.int32]:
        at = np.zeros(len(features), np.int32)
        rows = np.arange(len(features))
        asked = self._feature[tree]
        open_ = rows[asked[at] >= 0]
        while len(open_):
            node = at[open_]
            right = features[open_, asked[node]] > self._upto[tree][node]
            at[open_] = np.where(right, self._next[1, tree][node], self._next[0, tree][node])
            open_ = open_[asked[at[open_]] >= 0]
        return at


def _table(rows: list[tuple[float, ...]], width: int, fill: float) -> NDArray[np.float64]:
    return np.array([[*row, *[fill] * (width - len(row))] for row in rows], np.float64).reshape(len(rows), width)


def load(path: Path | None = None) -> Weights:
    """Weights from a file, else the packaged ones. Raises `DocumentError` if they are not what they must be."""
    found = path or resources.files("nameplate.screen").joinpath("data", "weights.json")
    try:
        return msgspec.json.decode(found.read_bytes(), type=Weights)
    except (msgspec.DecodeError, msgspec.ValidationError, OSError) as error:
        raise DocumentError(f"{found}: not weights for screening ({error})") from error


@cache
def packaged() -> Model:
    """The packaged weights, ready."""
    return Model(load())
