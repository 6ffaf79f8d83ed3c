"""What a sentence tells about a maker: how likely each type of event is, and the words that say so.

Learnt: clues have weights (data/telling.json), those of words for one language, those of groups and rules for all.
`bench/learn_watch.py` learns them from labelled sentences. One logistic regression a type, so that every weight can be
read: the words that an event's probability comes from are its window.
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import msgspec

from nameplate.watch import clues
from nameplate.watch.clues import Clue
from nameplate.watch.scene import Scene, Span
from nameplate.watch.windows import Window

STANCE = "stance "
"""What stands before a stance where it is kept among the types."""
_WIDEST = 90
"""Characters that the words of one event may lie apart."""
_TOP = 4
_WITH_RULE = 0.3


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What clues weigh, by language ("" for all), clue and type; "=" is the weight without any clue.

    `least` is the probability from which on a type is told.
    """

    source: str
    clues: dict[str, dict[str, dict[str, float]]]
    least: dict[str, float]


class Reading(NamedTuple):
    """What a sentence tells of a maker, and how: "" where nothing says that it is but asserted."""

    likely: list["Likely"]
    stance: str


class Likely(NamedTuple):
    """A type of event, how likely the sentence tells it, and the words that say so most."""

    type: str
    probability: float
    window: Window


@cache
def weights() -> Weights:
    """The packaged weights."""
    raw = resources.files("nameplate.watch").joinpath("data").joinpath("telling.json").read_bytes()
    return msgspec.json.decode(raw, type=Weights)


def found(scene: Scene, own: Sequence[Span], others: Sequence[Span]) -> Iterator[tuple[str, Clue]]:
    """All clues of a sentence, each once, with the language that they count for ("" for all)."""
    seen: set[str] = set()
    yield scene.language, Clue("=")
    yield "", Clue("=")
    for language, said in (
        (scene.language, clues.of_words(scene.text, own, others)),
        ("", clues.of_groups(scene, own, others)),
    ):
        for clue in said:
            if clue.name not in seen:
                seen.add(clue.name)
                yield language, clue


def of(scene: Scene, own: Sequence[Span], others: Sequence[Span], fitting: Container[str]) -> Reading:
    """Types that a sentence tells of the maker whose places are `own`, likeliest first, and the stance of acts.

    For a type of which a sure rule fits (`fitting`), half the usual probability is enough.
    """
    known = weights()
    total: dict[str, float] = defaultdict(float)
    said: dict[str, list[tuple[float, Clue]]] = defaultdict(list)
    for language, clue in found(scene, own, others):
        for type_, weight in known.clues.get(language, {}).get(clue.name, {}).items():
            total[type_] += weight * clue.strength
            if weight > 0 and clue.end:
                said[type_].append((weight * clue.strength, clue))
    likely = ((type_, 1 / (1 + math.exp(-value))) for type_, value in total.items())
    told = [(type_, p) for type_, p in likely if p >= known.least[type_] * (_WITH_RULE if type_ in fitting else 1)]
    told.sort(key=lambda one: -one[1])
    stance = next((type_.removeprefix(STANCE) for type_, _ in told if type_.startswith(STANCE)), "")
    return Reading([Likely(t, p, _window(said[t])) for t, p in told if not t.startswith(STANCE)], stance)


def _window(said: Iterable[tuple[float, Clue]]) -> Window:
    """The weightiest word, and others of weight close to it."""
    top = [clue for _, clue in sorted(said, key=lambda one: -one[0])[:_TOP]]
    start, end = (top[0].start, top[0].end) if top else (0, 0)
    for clue in top[1:]:
        low, high = min(start, clue.start), max(end, clue.end)
        if high - low <= _WIDEST:
            start, end = low, high
    return Window(start, end, top[0].start if top else 0)
