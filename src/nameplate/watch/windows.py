"""Where in a sentence all groups of words of a rule stand together: the narrowest windows, none overlapping."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.lexicon import Rule
from nameplate.watch.sentences import Sentence


class Window(NamedTuple):
    """A span of the folded sentence that holds a word of every group; `anchor` is where the first group's word is."""

    start: int
    end: int
    anchor: int


def windows(rule: Rule, sentence: Sentence, language: str) -> Iterator[Window]:
    """The windows of a rule in a sentence. A word of `none` in the sentence takes them all away."""
    text = sentence.folded.text
    groups = []
    for name in rule.all:
        hits = [m.span() for m in lexicon.group(language, name).finditer(text)]
        if not hits:
            return
        groups.append(hits)
    if any(lexicon.group(language, name).search(text) for name in rule.none):
        return
    reach = rule.reach if language != "zh" else rule.reach // 2
    found = sorted(_narrowest(groups), key=lambda w: w.end - w.start)
    taken: list[Window] = []
    for window in found:
        if window.end - window.start <= reach and all(_apart(window, other) for other in taken):
            taken.append(window)
            yield window


def _narrowest(groups: list[list[tuple[int, int]]]) -> Iterator[Window]:
    """For each word of the first group, the nearest word of every other group."""
    for first in groups[0]:
        spans = [first]
        for hits in groups[1:]:
            spans.append(min(hits, key=lambda hit: _gap(hit, first)))
        yield Window(min(s[0] for s in spans), max(s[1] for s in spans), first[0])


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _apart(one: Window, other: Window) -> bool:
    return one.end <= other.start or other.end <= one.start


def has(pattern: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a word of a group stands in a part of the text."""
    return bool(pattern.search(text, max(0, start), min(len(text), end)))
