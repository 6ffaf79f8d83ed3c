"""Where in a sentence all groups of words of a rule stand together: the narrowest windows, none overlapping."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.watch.lexicon import Rule
from nameplate.watch.scene import Scene

_BEFORE = 14
"""Characters before a window in which a barrier counts too."""


class Window(NamedTuple):
    """A span of the folded sentence that holds a word of every group; `anchor` is where the first group's word is."""

    start: int
    end: int
    anchor: int


def windows(rule: Rule, scene: Scene) -> Iterator[Window]:
    """The windows of a rule in a sentence. A word of `none` in the sentence takes them all away."""
    groups = []
    for names in rule.all:
        hits = scene.hits(names)
        if not hits:
            return
        groups.append(hits)
    if any(scene.hits(name) for name in rule.none):
        return
    reach = rule.reach if scene.language != "zh" else rule.reach // 2
    found = sorted(_narrowest(groups), key=lambda w: w.end - w.start)
    taken: list[Window] = []
    for window in found:
        blocked = any(scene.has(name, window.start - _BEFORE, window.end) for name in rule.barrier)
        if not blocked and window.end - window.start <= reach and all(_apart(window, other) for other in taken):
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


def distance(start: int, end: int, window: Window) -> int:
    """Characters between a span and a window; 0 where they touch."""
    return max(window.start - end, start - window.end, 0)


_COMMA = re.compile(r"[,;،؛，；]")


def cost(start: int, end: int, window: Window, text: str, comma: int) -> int:
    """The distance between a span and a window, each comma between them counted as so many characters more."""
    between = text[min(end, window.end) : max(start, window.start)]
    return distance(start, end, window) + comma * len(_COMMA.findall(between))
