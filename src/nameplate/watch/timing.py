"""When an event was: the date nearest to its words that is no deadline; else the day of the act that it adds to."""

import datetime as dt

from nameplate.watch.dates import Dated
from nameplate.watch.scene import Memory, Scene
from nameplate.watch.shapes import Stance
from nameplate.watch.windows import Window, cost

_ACTS = frozenset({"order_cease_operations", "use_prohibited", "procurement_prohibited", "listed"})

_LEADING = 40
_STARTING = 14
_SOON = dt.timedelta(days=31)
"""An article may run ahead of its own date by that much."""


def of(scene: Scene, memory: Memory, window: Window, kind: str, stance: Stance) -> Dated | None:
    """The date of an event, if one is told."""
    told = [_past(one, scene, stance) for one in scene.dated if not one.deadline and not _of_a_reply(one, scene, kind)]
    if not told and kind in _ACTS:
        open_ = stance == "planned" or scene.has("obliged") or scene.has("remove")
        told = [one for one in scene.dated if is_ahead(one, scene) and (open_ or _leads(one, window, scene.text))]
    if told:
        return min(told, key=lambda one: (cost(one.start, one.end, window, scene.text, 25), one.start))
    if kind in _ACTS and stance == "asserted" and _goes_on(scene, memory):
        return memory.act.date
    return None


def _goes_on(scene: Scene, memory: Memory) -> bool:
    """Whether the sentence adds to the act told before: the same speaker goes on."""
    if not memory.act.speaker or not scene.said:
        return False
    names = {word for word in memory.act.speaker.lower().split() if len(word) > 3}
    return bool(names & set(scene.said[-1].speaker.lower().split()))


def is_ahead(when: Dated | None, scene: Scene) -> bool:
    """Whether a date lies after the article."""
    return bool(when and scene.published and when.value > scene.published)


def _leads(one: Dated, window: Window, text: str) -> bool:
    """Whether a deadline stands before the words in their clause: "by the end of 2026 none may be used"."""
    return 0 <= window.start - one.end <= _LEADING and not set(",;،؛，；") & set(text[one.end : window.start])


def _past(one: Dated, scene: Scene, stance: Stance) -> Dated:
    """ "In June" without a year, of what has happened: not the June to come, unless something starts from there."""
    if not one.guessed or stance != "asserted" or not scene.published or one.value <= scene.published + _SOON:
        return one
    if scene.has("starting", one.start - _STARTING, one.start):
        return one
    return one._replace(value=one.value.replace(year=one.value.year - 1, day=min(one.value.day, 28)))


def _of_a_reply(one: Dated, scene: Scene, kind: str) -> bool:
    """Whether the day is that on which somebody objected, and not that of the act objected to."""
    objections = scene.hits("object")
    return kind in _ACTS and any(one.end <= start for start, _ in objections) and bool(scene.said)
