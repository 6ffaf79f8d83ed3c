"""What a query and a listed name have in common, in numbers, for many pairs at once.

Every number is between 0 and 1 or a small count. The words are aligned both ways: what of the query is found in the
name, and what of the name in the query; a rare word without a partner contradicts, a shared word matters little.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

from nameplate.screen.candidates import Batch
from nameplate.screen.index import Index, foreign
from nameplate.screen.text import knowledge
from nameplate.screen.text.name import Name
from nameplate.screen.words import KINDS

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Scorer = Callable[..., float]


@dataclass(frozen=True)
class Aligned:
    """Similarities of words of each pair: pair, word of the query, word of the name, kind of similarity."""

    alike: NDArray[np.float32]
    best: NDArray[np.float32]
    ours: Floats
    theirs: Floats
    letters_ours: Floats
    letters_theirs: Floats
    first_ours: Ints
    first_theirs: Ints


def align(made: Batch, index: Index, queries: Ints, names: Ints) -> Aligned:
    """Word similarities of all pairs, computed once per distinct pair of words."""
    ours, theirs = made.table[queries], index.table[names]
    both = (ours[:, :, None] >= 0) & (theirs[:, None, :] >= 0)
    at = np.nonzero(both)
    left, right = ours[at[0], at[1]], theirs[at[0], at[2]]
    codes, back = np.unique(left * (made.words.count + 1) + right, return_inverse=True)
    distinct = made.words.similar(codes // (made.words.count + 1), codes % (made.words.count + 1))
    alike = np.zeros((*both.shape, len(KINDS)), np.float32)
    alike[at] = distinct[back]
    merged = np.maximum.reduce([alike[..., 0], alike[..., 1] * 0.97, alike[..., 2] * 0.9, alike[..., 3] * 0.97])
    merged = np.maximum(merged, alike[..., 4] * 0.85)
    letters = np.array([len(read) for read in made.words.read[0]], np.float32)
    first = np.array([ord(read[0]) if read else 0 for read in made.words.read[0]], np.int64)
    return Aligned(
        alike, merged, made.weights[queries], index.weights[names],
        letters[ours], letters[theirs], first[ours], first[theirs],
    )  # fmt: skip


def features(made: Batch, index: Index, queries: Ints, names: Ints) -> tuple[Floats, Aligned]:
    """One row a pair, columns as `NAMES`."""
    aligned = align(made, index, queries, names)
    columns = {**_words(aligned), **_joined(made, index, queries, names), **_shape(made, index, queries, names)}
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32), aligned


def _words(aligned: Aligned) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    ours, theirs = aligned.ours, aligned.theirs
    for name, alike in (("spelling", aligned.alike[..., 0]), ("best", aligned.best), ("bones", aligned.alike[..., 2])):
        mine, yours = alike.max(axis=2), alike.max(axis=1)
        out[f"{name}_ours"] = _mean(mine, ours)
        out[f"{name}_theirs"] = _mean(yours, theirs)
        out[f"{name}_rarest_ours"] = mine[:, 0]
        out[f"{name}_rarest_theirs"] = yours[:, 0]
    mine, yours = aligned.best.max(axis=2), aligned.best.max(axis=1)
    real_mine, real_yours = ours > 0.1, theirs > 0.1
    out["missing_ours"] = (ours * np.clip((0.8 - mine) / 0.3, 0, 1) * real_mine).sum(axis=1)
    out["missing_theirs"] = (theirs * np.clip((0.8 - yours) / 0.3, 0, 1) * real_yours).sum(axis=1)
    out["found"] = (theirs * np.clip((yours - 0.5) / 0.5, 0, 1) * real_yours).sum(axis=1)
    out["exact_found"] = (theirs * (aligned.alike[..., 0].max(axis=1) > 0.999) * real_yours).sum(axis=1)
    out["worst_ours"] = np.where(real_mine, mine, 1).min(axis=1)
    out["worst_theirs"] = np.where(real_yours, yours, 1).min(axis=1)
    out["words_ours"] = real_mine.sum(axis=1)
    out["words_theirs"] = real_yours.sum(axis=1)
    out.update(_rarest(aligned))
    out["heaviest_ours"], out["heaviest_theirs"] = ours[:, 0], theirs[:, 0]
    return out


def _rarest(aligned: Aligned) -> dict[str, Floats]:
    """The rarest word of the name beside the word of the query that is most like it: letters, slips, first letter."""
    rows = np.arange(len(aligned.best))
    partner = aligned.best[:, :, 0].argmax(axis=1)
    letters = np.maximum(aligned.letters_theirs[:, 0], aligned.letters_ours[rows, partner])
    return {
        "rarest_letters": np.minimum(letters, 12),
        "rarest_slips": np.minimum((1 - aligned.alike[rows, partner, 0, 0]) * letters, 6),
        "rarest_first": (aligned.first_theirs[:, 0] == aligned.first_ours[rows, partner]).astype(np.float32),
    }


def _mean(values: Floats, weights: Floats) -> Floats:
    return np.asarray((values * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-6), np.float32)


def _joined(made: Batch, index: Index, queries: Ints, names: Ints) -> dict[str, Floats]:
    q, n = made.spellings, index.spellings
    read = [q.read[i] for i in queries], [n.read[i] for i in names]
    return {
        "joined": _ratio(OSA.normalized_similarity, *read),
        "joined_seen": _ratio(OSA.normalized_similarity, [q.seen[i] for i in queries], [n.seen[i] for i in names]),
        "joined_sound": _ratio(OSA.normalized_similarity, [q.sound[i] for i in queries], [n.sound[i] for i in names]),
        "joined_ordered": _ratio(
            Indel.normalized_similarity, [q.ordered[i] for i in queries], [n.ordered[i] for i in names]
        ),
        "joined_bones": _bones(q.bones, n.bones, queries, names),
        "core": _ratio(OSA.normalized_similarity, [q.core[i] for i in queries], [n.core[i] for i in names]),
        "core_bones": _ratio(
            OSA.normalized_similarity, [q.core_bones[i] for i in queries], [n.core_bones[i] for i in names]
        ),
        "core_letters": np.array([min(len(n.core[i]), 20) for i in names], np.float32),
        "inside": (_ratio(fuzz.partial_ratio, *read) / 100).astype(np.float32),
        "letters_ours": np.array([len(text) for text in read[0]], np.float32),
        "letters_theirs": np.array([len(text) for text in read[1]], np.float32),
        "bones_letters": np.array([len(q.bones[i][0]) for i in queries], np.float32),
    }


def _ratio(scorer: Scorer, a: list[str], b: list[str]) -> Floats:
    return np.asarray(process.cpdist(a, b, scorer=scorer, dtype=np.float32), np.float32)


def _bones(q: list[tuple[str, ...]], n: list[tuple[str, ...]], queries: Ints, names: Ints) -> Floats:
    out = _ratio(OSA.normalized_similarity, [q[i][0] for i in queries], [n[i][0] for i in names])
    several = [at for at, (i, j) in enumerate(zip(queries, names, strict=True)) if len(q[i]) > 1 or len(n[j]) > 1]
    for at in several:
        ways = ((x, y) for x in q[queries[at]] for y in n[names[at]])
        out[at] = max(OSA.normalized_similarity(x, y) for x, y in ways)
    return out


def _shape(made: Batch, index: Index, queries: Ints, names: Ints) -> dict[str, Floats]:
    other = made.foreign.astype(np.float32)
    vowelless = np.array([foreign(one, "\u0590", "\u06ff") for one in made.names], np.float32)
    theirs = index.foreign[names]
    digits_q = [_digits(one) for one in made.names]
    trades_q = [_trades(one) for one in made.names]
    other_trade = [float(bool(trades_q[i] - index.trades[j])) for i, j in zip(queries, names, strict=True)]
    lost_trade = [float(bool(index.trades[j] - trades_q[i])) for i, j in zip(queries, names, strict=True)]
    other_digits = [float(bool(digits_q[i] ^ index.digits[j])) for i, j in zip(queries, names, strict=True)]
    return {
        "foreign": other[queries],
        "vowelless": vowelless[queries],
        "same_script": (other[queries] == theirs).astype(np.float32),
        "other_numbers": np.array(other_digits, np.float32),
        "other_trade": np.array(other_trade, np.float32),
        "lost_trade": np.array(lost_trade, np.float32),
        "person": index.persons[index.owner[names]],
    }


def _trades(one: Name) -> frozenset[str]:
    known = knowledge.trades()
    return frozenset(known[w.key] for w in one.words if w.key in known)


def _digits(one: Name) -> frozenset[str]:
    return frozenset(w.key for w in one.words if w.key.isdigit())


NAMES = (
    *(f"{k}_{s}" for k in ("spelling", "best", "bones") for s in ("ours", "theirs", "rarest_ours", "rarest_theirs")),
    "missing_ours", "missing_theirs", "found", "exact_found", "worst_ours", "worst_theirs", "words_ours",
    "words_theirs", "heaviest_ours", "heaviest_theirs", "joined", "joined_seen", "joined_sound", "joined_ordered",
    "joined_bones", "inside", "core", "core_bones", "core_letters", "letters_ours", "letters_theirs", "bones_letters",
    "foreign", "vowelless", "same_script", "other_numbers", "person", "other_trade", "lost_trade", "rarest_letters",
    "rarest_slips", "rarest_first",
)  # fmt: skip
