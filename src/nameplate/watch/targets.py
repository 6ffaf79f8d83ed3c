"""Which makers an event is about: those named beside its words, or those that "the company" means."""

from collections.abc import Iterator

from nameplate.watch import lexicon
from nameplate.watch.makers import Mention
from nameplate.watch.scene import Memory, Scene
from nameplate.watch.windows import Window, distance

_REACH = 4
"""Sentences over which "the company" still means the maker named last."""
_CLOSE = 3
"""Sentences over which a review of what is held still means the maker of the act told before."""
_LIST_GAP = 26
_REPLIES = frozenset({"objection", "denial"})


def of(scene: Scene, memory: Memory, window: Window, kind: str) -> Iterator[tuple[Mention, bool]]:
    """The makers of an event, each with whether it is named in the sentence."""
    if scene.makers:
        seen: set[str] = set()
        for one in _listed_with(_nearest(scene, window, kind), scene):
            if one.maker not in seen:
                seen.add(one.maker)
                yield one, True
    else:
        for one in _meant(scene, memory, kind):
            yield one, False


def groups(scene: Scene) -> Iterator[tuple[Mention, ...]]:
    """The makers of a sentence, those of one enumeration together."""
    left = list(scene.makers)
    while left:
        together = _listed_with(left[0], scene)
        yield tuple(together)
        left = [one for one in left if one not in together]


def _nearest(scene: Scene, window: Window, kind: str) -> Mention:
    """The maker nearest to the words; who replies stands before them, but in Arabic."""
    before = [m for m in scene.makers if m.end <= window.start + 2]
    if kind in _REPLIES and before and scene.language != "ar":
        return before[-1]
    return min(scene.makers, key=lambda m: (distance(m.start, m.end, window), m.start))


def _meant(scene: Scene, memory: Memory, kind: str) -> list[Mention]:
    """The makers that a sentence without any refers to."""
    if not memory.makers:
        return []
    recent = list({m.maker: m for m in memory.makers}.values())
    several = scene.hits("companies")
    if several and memory.since < _REACH and memory.several:
        return list({m.maker: m for m in memory.several}.values())
    if memory.since < _REACH and (several or scene.hits("company")):
        return recent if several or len(recent) == 1 else _main(recent, memory)
    if kind == "holdings_review" and memory.act.jurisdiction and memory.since < _CLOSE:
        return _main(recent, memory)
    if (scene.said or scene.acting) and (kind == "objection" or (kind == "denial" and memory.since <= 1)):
        return _main(recent, memory)
    return []


def _main(recent: list[Mention], memory: Memory) -> list[Mention]:
    """Those of the makers that the article speaks of most."""
    most = max(memory.topic[m.maker] for m in recent)
    return [m for m in recent if memory.topic[m.maker] == most]


def _listed_with(nearest: Mention, scene: Scene) -> list[Mention]:
    """The makers of one enumeration, `nearest` among them."""
    kept: list[list[Mention]] = []
    group: list[Mention] = []
    for one in scene.makers:
        if group and not _joined(scene.text[group[-1].end : one.start], scene.language):
            kept.append(group)
            group = []
        group.append(one)
    kept.append(group)
    return next(group for group in kept if nearest in group)


def _joined(between: str, language: str) -> bool:
    """Whether only commas, "and" and a word or two stand between two names."""
    if len(between) > _LIST_GAP:
        return False
    bare = between.strip()
    return bare in {"", ",", "،", "、", "，", "/", "&", "(", "-"} or bool(
        lexicon.group(language, "and").search(between)
    )
