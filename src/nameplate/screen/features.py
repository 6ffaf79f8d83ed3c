"""What a query and a listed name have in common, in numbers, for many pairs at once.

Every number is between 0 and 1 or a small count. The words are aligned both ways: what of the query is found in the
name, and what of the name in the query; a rare word without a partner contradicts, a shared word matters little.
"""

from collections.abc import Callable
from itertools import product

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from nameplate.screen.align import Aligned, align
from nameplate.screen.candidates import Batch
from nameplate.screen.index import Index, foreign
from nameplate.screen.spellings import Spellings, alike
from nameplate.screen.text import knowledge
from nameplate.screen.text.name import Name

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LEFT, SAME = 0.7, 0.95
"""Similarity below which a word is left without a partner, and from which two words are one."""


def features(made: Batch, index: Index, queries: Ints, names: Ints) -> tuple[Floats, Aligned]:
    """One row a pair, columns as `NAMES`."""
    aligned = align(made, index, queries, names)
    columns = {**_words(aligned), **_joined(made, index, queries, names), **_shape(made, index, queries, names)}
    return np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32), aligned


def _words(aligned: Aligned) -> dict[str, Floats]:
    out: dict[str, Floats] = {}
    ours, theirs = aligned.ours, aligned.theirs
    for name, found in (("spelling", aligned.alike[..., 0]), ("best", aligned.best), ("bones", aligned.alike[..., 2])):
        mine, yours = found.max(axis=2), found.max(axis=1)
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
    out["paired_ours"], out["paired_theirs"] = _mean(aligned.paired_ours, ours), _mean(aligned.paired_theirs, theirs)
    out["left_ours"] = (ours * (aligned.paired_ours < LEFT) * real_mine).sum(axis=1)
    out["left_theirs"] = (theirs * (aligned.paired_theirs < LEFT) * real_yours).sum(axis=1)
    out["known_ours"] = (ours * aligned.known_ours * (mine < SAME) * real_mine).max(axis=1)
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
    q, n, at = made.spellings, index.spellings, (queries, names)
    across = np.flatnonzero(made.foreign[queries] | (index.foreign[names] > 0))
    out: dict[str, Floats] = {
        "joined": alike(q.read, n.read, at),
        "joined_seen": alike(q.seen, n.seen, at),
        "joined_sound": alike(q.sound, n.sound, at),
        "joined_ordered": alike(q.ordered, n.ordered, at, Indel.normalized_similarity),
        "joined_bones": _bones(q, n, at, across),
        "core": alike(q.core, n.core, at),
        "core_bones": alike(q.core_bones, n.core_bones, at),
        "core_letters": n.core_letters[names],
        "inside": (alike(q.read, n.read, at, fuzz.partial_ratio) / 100).astype(np.float32),
        "letters_ours": q.letters[queries],
        "letters_theirs": n.letters[names],
        "bones_letters": q.bones_letters[queries],
    }
    out["joined_heard"] = out["joined_sound"].copy()
    out["joined_heard"][across] = alike(q.heard, n.heard, (queries[across], names[across]))
    both = np.flatnonzero(q.in_han[queries] & n.in_han[names])
    if len(both):  # Han to Han in characters: many names sound alike
        same = alike(q.han, n.han, (queries[both], names[both]))
        for column in (*(c for c in out if c.startswith("joined")), "core", "core_bones"):
            out[column][both] = same
    return out


def _bones(q: Spellings, n: Spellings, at: tuple[Ints, Ints], across: Ints) -> Floats:
    """How alike the consonants are; across scripts, in the best of their readings."""
    out = alike(q.bones[0], n.bones[0], at)
    across = across[q.several[at[0][across]] | n.several[at[1][across]]]
    there = at[0][across], at[1][across]
    for ours, theirs in list(product(q.bones, n.bones))[1:]:
        out[across] = np.maximum(out[across], alike(ours, theirs, there))
    return out


def _shape(made: Batch, index: Index, queries: Ints, names: Ints) -> dict[str, Floats]:
    other = made.foreign.astype(np.float32)
    vowelless = np.array([foreign(one, "\u0590", "\u06ff") for one in made.names], np.float32)
    theirs = index.foreign[names]
    trades, digits = [_trades(one) for one in made.names], [_digits(one) for one in made.names]
    other_trade = _differs(trades, index.trades, queries, names, lambda ours, theirs: bool(ours - theirs))
    lost_trade = _differs(trades, index.trades, queries, names, lambda ours, theirs: bool(theirs - ours))
    other_digits = _differs(digits, index.digits, queries, names, lambda ours, theirs: ours != theirs)
    return {
        "foreign": other[queries],
        "vowelless": vowelless[queries],
        "same_script": (other[queries] == theirs).astype(np.float32),
        "other_numbers": other_digits,
        "other_trade": other_trade,
        "lost_trade": lost_trade,
        "person": index.persons[index.owner[names]],
        "craft": index.craft[index.owner[names]],
        "form_ours": np.array([any(w.form for w in one.words) for one in made.names], np.float32)[queries],
    }


def _differs(
    ours: list[frozenset[str]],
    theirs: list[frozenset[str]],
    queries: Ints,
    names: Ints,
    test: Callable[[frozenset[str], frozenset[str]], bool],
) -> Floats:
    """1 for the pairs whose sets meet `test`; two empty sets never do."""
    some = np.array([bool(one) for one in ours])[queries] | np.array([bool(one) for one in theirs])[names]
    at = np.flatnonzero(some)
    out = np.zeros(len(queries), np.float32)
    out[at] = [test(ours[i], theirs[j]) for i, j in zip(queries[at].tolist(), names[at].tolist(), strict=True)]
    return out


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
    "rarest_slips", "rarest_first", "paired_ours", "paired_theirs", "left_ours", "left_theirs", "known_ours",
    "joined_heard", "craft", "form_ours",
)  # fmt: skip
