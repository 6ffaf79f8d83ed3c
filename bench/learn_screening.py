"""Learn the weights of screening (screen/data/weights.json) from labelled and made samples; anyone can run it again.

    python bench/learn_screening.py [SAMPLES] [--made N] [--write]

SAMPLES is a folder with dev.jsonl and lists/ (../shared/samples/screening). Parties are split into five folds, so
that all names of a party, and of parties named together, fall into one; each fold is scored by trees grown from the
other four and from samples made of parties that no label names (bench/screening_samples.py). The calibration is
learnt from those scores. --write grows the trees from everything and stores them. Needs scikit-learn (extra `dev`).
"""

import datetime as dt
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from rapidfuzz.distance import OSA
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

import screening_truth as truth
from nameplate.screen import candidates, features
from nameplate.screen.index import Index
from nameplate.screen.model import Model, Tree, Weights
from nameplate.screen.text.name import name
from screening_samples import Sample, made

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/nameplate/screen/data/weights.json"
FOLDS, SEED, MADE = 5, 7, 14000
MADE_WEIGHT = 0.5
TREES, LEAVES, DEPTH = 160, 14, 6


def main(samples: Path, count: int, *, write: bool) -> None:
    """Learn, cross-validate, print, and store if asked to."""
    held = held_out(samples, count)
    found = truth.figures(held.rows, held.labelled.answers(held.scores))
    print(truth.table(found))
    if write:
        _store(held, found, count)


class Held(NamedTuple):
    """Labelled rows and pairs, made samples, scores of each pair by trees that saw none of its parties."""

    rows: list[truth.Labelled]
    labelled: "_Labelled"
    spare: tuple[Any, Any]
    scores: Any
    slope: float
    shift: float


def held_out(samples: Path, count: int) -> Held:
    """Score each fold with trees grown from the others. The calibration of a fold too is learnt from the others."""
    index = Index(truth.parties(samples))
    rows = truth.read(samples)
    labelled, spare = _labelled(rows, index), _made(rows, index, count)
    decision = np.zeros(len(labelled.right))
    for fold in range(FOLDS):
        held = labelled.fold == fold
        decision[held] = _grow(labelled, ~held, spare).decision_function(labelled.features[held])
    scores = np.zeros(len(decision))
    for fold in range(FOLDS):
        held = labelled.fold == fold
        slope, shift = _calibrate(decision, labelled, ~held)
        scores[held] = _logistic(slope * decision[held] + shift)
    slope, shift = _calibrate(decision, labelled, np.ones(len(decision), bool))
    return Held(rows, labelled, spare, scores, slope, shift)


def _logistic(value: Any) -> Any:
    return 1 / (1 + np.exp(-value))


def _store(held: Held, found: truth.Figures, count: int) -> None:
    labelled = held.labelled
    grown = _grow(labelled, np.ones(len(labelled.right), bool), held.spare)
    learnt = {
        "by": "bench/learn_screening.py", "day": dt.datetime.now(tz=dt.UTC).date().isoformat(), "seed": SEED,
        "labelled_queries": len(held.rows), "labelled_pairs": len(labelled.right),
        "right_pairs": int(labelled.right.sum()), "made_queries": count, "made_pairs": len(held.spare[1]),
        "held_out_f1": round(found.f1, 4), "held_out_calibration_error": round(found.calibration_error, 4),
    }  # fmt: skip
    weights = _weights(grown, held.slope, held.shift, learnt)
    again = _logistic(held.slope * grown.decision_function(labelled.features) + held.shift)
    apart = abs(Model(weights).probabilities(labelled.features) - again).max()
    print(f"stored trees differ from grown ones by at most {apart:.1e}")
    TARGET.write_bytes(msgspec.json.encode(weights) + b"\n")


class _Labelled:
    """Pairs of labelled queries: features, whether right, fold of the query."""

    def __init__(self, queries: Any, entries: list[str], rows: Any, right: Any, fold: Any) -> None:
        self.queries, self.entries, self.features, self.right, self.fold = queries, entries, rows, right, fold

    def answers(self, scores: Any) -> dict[int, list[tuple[str, float]]]:
        """Best score of each entry, by query."""
        best: dict[int, dict[str, float]] = {}
        for query, entry, score in zip(self.queries, self.entries, scores, strict=True):
            known = best.setdefault(int(query), {})
            known[entry] = max(known.get(entry, 0.0), float(score))
        return {query: sorted(found.items(), key=lambda one: -one[1]) for query, found in best.items()}


def _labelled(rows: Sequence[truth.Labelled], index: Index) -> _Labelled:
    numbers = [at for at, row in enumerate(rows) if name(row.query, cell=True).words]
    queries, names, found = _features([rows[at].query for at in numbers], index)
    at = np.array(numbers)[queries]
    entries = [truth.entry(index.parties[index.owner[n]].entry) for n in names]
    right = np.array([entry in rows[i].expect for i, entry in zip(at, entries, strict=True)])
    groups = _groups(rows)
    fold = np.array([zlib.crc32(groups[i].encode()) % FOLDS for i in at])
    return _Labelled(at, entries, found, right, fold)


def _groups(rows: Sequence[truth.Labelled]) -> list[str]:
    """Queries that name a common party fall into one group."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for row in rows:
        for entry in row.expect:
            parent[root(entry)] = root(row.expect[0])
    return [root(row.expect[0]) if row.expect else f"none {at}" for at, row in enumerate(rows)]


def _features(texts: Sequence[str], index: Index) -> tuple[Any, Any, Any]:
    queries, names, found = [], [], []
    for start in range(0, len(texts), 500):
        made_ready = candidates.batch([name(text, cell=True) for text in texts[start : start + 500]], index)
        q, n = candidates.pairs(made_ready, index)
        rows, _ = features.features(made_ready, index, q, n)
        queries.append(q + start)
        names.append(n)
        found.append(rows)
    return np.concatenate(queries), np.concatenate(names), np.concatenate(found)


def _made(rows: Sequence[truth.Labelled], index: Index, count: int) -> tuple[Any, Any]:
    """Features and answers of made samples. Pairs that may be one party under two lists' spellings are left out."""
    named = {entry for row in rows for entry in row.expect}
    usable = [at for at, party in enumerate(index.parties) if truth.entry(party.entry) not in named]
    samples = [s for s in made(index.parties, usable, count, SEED) if name(s.query, cell=True).words]
    queries, names, found = _features([s.query for s in samples], index)
    spellings: dict[int, set[str]] = {}
    for at, owner in enumerate(index.owner):
        spellings.setdefault(int(owner), set()).add(index.spellings.ordered[at])
    right = np.zeros(len(queries), bool)
    used = np.ones(len(queries), bool)
    for row, (query, owner) in enumerate(zip(queries, index.owner[names], strict=True)):
        right[row], used[row] = _truth(samples[query], int(owner), spellings, index)
    return found[used], right[used]


def _truth(sample: Sample, owner: int, spellings: dict[int, set[str]], index: Index) -> tuple[bool, bool]:
    """Whether the pair is right, and whether that is known."""
    if sample.party < 0:
        return False, True
    ours, theirs = spellings[sample.party], spellings[owner]
    if ours & theirs:
        return sample.listed, sample.listed
    elsewhere = index.parties[owner].list != index.parties[sample.party].list
    doubtful = elsewhere and any(OSA.normalized_similarity(a, b) > 0.75 for a in ours for b in theirs)
    return False, not doubtful


def _grow(labelled: _Labelled, used: Any, spare: tuple[Any, Any]) -> Any:
    rows = np.vstack([labelled.features[used], spare[0]])
    right = np.r_[labelled.right[used], spare[1]]
    weight = np.r_[np.ones(int(used.sum())), np.full(len(spare[1]), MADE_WEIGHT)]
    grown = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=0.09, max_leaf_nodes=LEAVES, max_depth=DEPTH, min_samples_leaf=30,
        l2_regularization=1.0, early_stopping=False, random_state=SEED,
    )  # fmt: skip
    return grown.fit(rows, right.astype(int), sample_weight=weight)


def _calibrate(decision: Any, labelled: _Labelled, used: Any) -> tuple[float, float]:
    """Slope and shift that make the best answer of each query as often right as its probability says."""
    best: dict[int, int] = {}
    for row, query in enumerate(labelled.queries):
        if used[row] and (query not in best or decision[row] > decision[best[query]]):
            best[int(query)] = row
    top = np.array(list(best.values()))
    x, y = decision[top], labelled.right[top].astype(float)

    def loss(p: Any) -> float:
        z = p[0] * x + p[1]
        return float(np.mean(np.logaddexp(0, z) - y * z))

    found = minimize(loss, [1.0, 0.0])
    return float(found.x[0]), float(found.x[1])


def _weights(grown: Any, slope: float, shift: float, learnt: dict[str, Any]) -> Weights:
    trees = tuple(_tree(one[0].nodes) for one in grown._predictors)
    base = float(np.ravel(grown._baseline_prediction)[0])
    return Weights(features.NAMES, base, trees, round(slope, 5), round(shift, 5), learnt)


def _tree(nodes: Any) -> Tree:
    leaf = nodes["is_leaf"].astype(bool)
    return Tree(
        tuple(int(f) if not end else -1 for f, end in zip(nodes["feature_idx"], leaf, strict=True)),
        tuple(float(v) if not end else 0.0 for v, end in zip(nodes["num_threshold"], leaf, strict=True)),
        tuple(int(v) for v in nodes["left"]),
        tuple(int(v) for v in nodes["right"]),
        tuple(round(float(v), 6) if end else 0.0 for v, end in zip(nodes["value"], leaf, strict=True)),
    )


if __name__ == "__main__":
    plain = [a for a in sys.argv[1:] if not a.startswith("--") and not a.isdigit()]
    number = int(sys.argv[sys.argv.index("--made") + 1]) if "--made" in sys.argv else MADE
    main(Path(plain[0]) if plain else truth.SAMPLES, number, write="--write" in sys.argv)
