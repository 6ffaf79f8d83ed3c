"""Clues of what a sentence tells about a maker: its words, the groups they are of, and how near they stand.

Words are folded, so that small letters, accents and vowel marks do not matter; of long words the beginning is a clue
too, because endings change. Han text has no blanks: pairs and triples of its characters are the words. A clue has a
strength from 0 to 1, less the farther apart its words are.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.scene import Scene, Span
from nameplate.watch.windows import windows

_TOKEN = re.compile(r"[\u2e80-\u9fff]|[^\W\u2e80-\u9fff]+|[?!]")
_HAN = re.compile(r"[\u2e80-\u9fff]")
_STEM, _LONG = 5, 7
_NEAR = 8
"""Words from the name within which a word's side is a clue."""
_HALF = 15
"""Characters apart at which a clue has half its strength."""
_OWN, _OTHER, _NUMBER = "{m}", "{n}", "{0}"
_ALSO = ("planned", "negated", "government", "decision", "said_before", "alleged")
"""Groups whose nearness to others counts, beside those of the rules."""
_FORMS = frozenset({"label_title", "label_date", "label_publisher", "instruction"})


class Clue(NamedTuple):
    """A clue, its strength, and the span of the folded sentence in which it stands (empty: nowhere)."""

    name: str
    strength: float = 1.0
    start: int = 0
    end: int = 0


def of_words(text: str, own: Sequence[Span], others: Sequence[Span]) -> Iterator[Clue]:
    """Clues of the words of a folded sentence; `own` are the places of the maker, `others` those of other makers."""
    tokens = _tokens(text, own, others)
    places = [n for n, (word, _, _) in enumerate(tokens) if word == _OWN]
    for number, (word, start, end) in enumerate(tokens):
        yield Clue(f"w {word}", 1, start, end)
        stem = _stem(word)
        if stem != word:
            yield Clue(f"s {stem}", 1, start, end)
        if places and word != _OWN:
            nearest = min(places, key=lambda place: abs(place - number))
            if abs(nearest - number) <= _NEAR:
                yield Clue(f"{'<' if number < nearest else '>'} {stem}", 1, start, end)
        for size in (1, 2) if _HAN.match(word) else (1,):
            if number + size < len(tokens):
                run = tokens[number : number + size + 1]
                yield Clue("+ " + " ".join(_stem(one) for one, _, _ in run), 1, start, run[-1][2])


def of_groups(scene: Scene, own: Sequence[Span], others: Sequence[Span]) -> Iterator[Clue]:
    """Clues that are the same in every language: groups of words, rules, and how near they are to makers and others."""
    hits = {name: found for name in _groups(scene.language) if (found := scene.hits(name))}
    for name, found in hits.items():
        near = min(found, key=lambda hit: _gap(hit, own)) if own else found[0]
        yield Clue(f"g {name}", 1, *near)
        if own:
            yield Clue(f"near {name}", _strength(_gap(near, own)))
            yield Clue(f"{'after' if near[0] >= min(own)[0] else 'before'} {name}")
        if others:
            yield Clue(f"other {name}", _strength(min(_gap(hit, others) for hit in found)))
    core = [name for name in _core() if name in hits]
    for one, other in combinations(core, 2):
        yield Clue(f"pair {one} {other}", _strength(min(_gap(hit, hits[other]) for hit in hits[one])))
    for rule in lexicon.rules():
        found = [(window.start, window.end) for window in windows(rule, scene)]
        if found:
            yield Clue(f"rule {rule.name}")
            yield Clue(f"rulenear {rule.name}", _strength(min(_gap(hit, own) for hit in found)) if own else 0)
    yield from (Clue(f"n {what}") for what, there in (("others", others), ("said", scene.said)) if there)


def _tokens(text: str, own: Sequence[Span], others: Sequence[Span]) -> list[tuple[str, int, int]]:
    """Words with their places; a maker is one word, whatever its name, and so is any number."""
    named = sorted([*((s, e, _OWN) for s, e in own), *((s, e, _OTHER) for s, e in others)])
    found: list[tuple[str, int, int]] = []
    at = 0
    for start, end, what in [*named, (len(text), len(text), "")]:
        for match in _TOKEN.finditer(text, at, max(start, at)):
            word = match.group()
            found.append((_NUMBER if word.isdecimal() else word, match.start(), match.end()))
        if what and start >= at:
            found.append((what, start, end))
        at = max(at, end)
    return found


def _stem(word: str) -> str:
    """The beginning of a word, without what Arabic writes before it."""
    bare = lexicon.without_article(word)
    return bare[:_STEM] if len(bare) >= _LONG else bare


@cache
def _groups(language: str) -> tuple[str, ...]:
    return tuple(name for name in lexicon.language(language).words if name not in _FORMS)


@cache
def _core() -> tuple[str, ...]:
    named = (name for rule in lexicon.rules() for names in rule.all for name in names.split("|"))
    return tuple(dict.fromkeys([*(name for name in named if name not in {"maker", "place"}), *_ALSO]))


def _gap(one: Span, others: Sequence[Span]) -> int:
    return min(max(one[0] - end, start - one[1], 0) for start, end in others)


def _strength(gap: int) -> float:
    return 1 / (1 + gap / _HALF)
