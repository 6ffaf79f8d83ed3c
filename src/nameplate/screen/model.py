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

ROWS = 512
"""Rows that are walked together; more would not stay near the processor."""


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
    """Weights ready to be used on many rows: every tree laid out in full, so that all are walked in step.

    Node `i` has its children at `2 i + 1` and `2 i + 2`; below a leaf that ends early the way goes on to the left.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._depth = max((_depth(tree) for tree in weights.trees), default=0)
        shape = (len(weights.trees), 2 ** (self._depth + 1) - 1)
        self._feature = np.zeros(shape, np.int32)
        self._upto = np.full(shape, np.inf, np.float32)
        self._adds = np.zeros(shape, np.float64)
        for number, tree in enumerate(weights.trees):
            self._lay_out(number, tree, 0, 0, 0)

    def _lay_out(self, number: int, tree: Tree, node: int, place: int, depth: int) -> None:
        leaf = tree.feature[node] < 0
        if leaf and depth == self._depth:
            self._adds[number, place] = tree.adds[node]
        elif leaf:
            self._lay_out(number, tree, node, 2 * place + 1, depth + 1)
        else:
            self._feature[number, place], self._upto[number, place] = tree.feature[node], _below(tree.upto[node])
            self._lay_out(number, tree, tree.left[node], 2 * place + 1, depth + 1)
            self._lay_out(number, tree, tree.right[node], 2 * place + 2, depth + 1)

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row (columns as `weights.features`), how likely it is that the name means the party."""
        parts = [self._total(features[at : at + ROWS]) for at in range(0, len(features), ROWS)]
        total = np.concatenate([np.zeros(0), *parts])
        return (1 / (1 + np.exp(-(self.weights.slope * total + self.weights.shift)))).astype(np.float32)

    def _total(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        trees, nodes = self._feature.shape
        start = np.arange(trees, dtype=np.int32) * np.int32(nodes)
        asked, upto, flat = self._feature.ravel(), self._upto.ravel(), features.ravel()
        row = (np.arange(len(features), dtype=np.int32) * np.int32(features.shape[1]))[:, None]
        place = np.zeros((len(features), trees), np.int32)
        for _ in range(self._depth):
            node = place + start
            value = flat.take(row + asked.take(node, mode="clip"), mode="clip")
            place = 2 * place + 1 + (value > upto.take(node, mode="clip"))
        found: NDArray[np.float64] = self._adds.ravel().take(place + start, mode="clip").sum(axis=1)
        return found + self.weights.base


def _below(value: float) -> np.float32:
    """The greatest short float up to a value: a short float is above the one if it is above the other."""
    short = np.float32(value)
    return short if float(short) <= value else np.nextafter(short, np.float32(-np.inf))


def _depth(tree: Tree, node: int = 0) -> int:
    """Steps from a node to its farthest leaf."""
    if tree.feature[node] < 0:
        return 0
    return 1 + max(_depth(tree, tree.left[node]), _depth(tree, tree.right[node]))


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
