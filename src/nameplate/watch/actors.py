"""Who acts and where: the authority nearest to an event's words; for a reply, who replies and to which act."""

from collections import Counter
from collections.abc import Sequence

from nameplate.watch import speakers
from nameplate.watch.makers import Mention
from nameplate.watch.places import Acting
from nameplate.watch.scene import Memory, Scene
from nameplate.watch.windows import Window, cost, distance

_POSSESSIVE = 3
_BESIDE = 2
_DECISION_REACH = 14
_AUTHORITY_REACH = 60
_BODY = 40
"""Characters by which a named authority may stand farther away than a country."""
_BEGINNING = 4
"""Sentences at the beginning that count twice."""
_SEATS = frozenset({"CN", "RU", "CH"})
"""Where most makers sit: such a country describes the maker, unless an authority of it is named."""
TELLING = frozenset({"objection", "denial", "allegation"})
"""Events that are words of somebody."""


def of(scene: Scene, memory: Memory, kind: str, window: Window) -> tuple[str | None, str | None]:
    """Actor and jurisdiction of an event."""
    located = [one for one in scene.acting if one.jurisdiction and not _part_of_name(one, scene)]
    located = [one for one in located if one.jurisdiction not in _SEATS - {memory.home} or _is_body(one)]
    if kind in TELLING:
        return None, _answered(scene, memory, located)
    if not located:
        if memory.act.jurisdiction:
            return memory.act.actor, memory.act.jurisdiction
        same = memory.jurisdiction == memory.home
        return (memory.actor if same else None), memory.home
    first = min(located, key=lambda one: (_cost(one, window, scene), one.start))
    named = [
        one for one in scene.acting
        if one.is_authority and distance(one.start, one.end, window) < _AUTHORITY_REACH
        and one.jurisdiction in {None, first.jurisdiction}
    ]  # fmt: skip
    return (named[0].name if named else first.name), first.jurisdiction


def home(parts: Sequence[Sequence[Acting]]) -> str | None:
    """The jurisdiction that an article speaks of most: authorities count more than countries, its beginning more than
    its end, and a country where makers sit only by its authorities. `parts` are who could act, by sentence."""
    weight: Counter[str] = Counter()
    for number, acting in enumerate(parts):
        for one in acting:
            if one.jurisdiction and (one.jurisdiction not in _SEATS or _is_body(one)):
                weight[one.jurisdiction] += (2 if number < _BEGINNING else 1) * (2 if _is_body(one) else 1)
    return weight.most_common(1)[0][0] if weight else None


def _cost(one: Acting, window: Window, scene: Scene) -> int:
    nearer = _BODY if _is_body(one) else 15 if one.is_authority else 0
    return cost(one.start, one.end, window, scene.text, 30) - nearer


def _is_body(one: Acting) -> bool:
    return one.is_authority and not one.name.startswith("Government of ")


def _part_of_name(one: Acting, scene: Scene) -> bool:
    """ "Hikvision Canada" is a company, and "Russia's Kaspersky" too, not a country."""
    if any(0 <= one.start - maker.end <= 2 for maker in scene.makers):
        return True
    return one.jurisdiction in _SEATS and any(0 <= maker.start - one.end <= _POSSESSIVE for maker in scene.makers)


def _answered(scene: Scene, memory: Memory, located: list[Acting]) -> str | None:
    """The jurisdiction whose act is answered: one beside a word such as "decision", else that of the act told last."""
    foreign = [one for one in located if one.jurisdiction != "CN"]
    beside = [one for one in foreign if _is_deciding(one, scene)]
    if beside:
        return beside[0].jurisdiction
    if memory.act.jurisdiction:
        return memory.act.jurisdiction
    return foreign[0].jurisdiction if foreign else memory.home


def _is_deciding(one: Acting, scene: Scene) -> bool:
    """ "Canada's decision": whether a word such as "decision" stands right beside a place."""
    reach = _DECISION_REACH if scene.language != "zh" else _DECISION_REACH // 3
    return scene.has("decision", one.end, one.end + reach) or scene.has("decision", one.start - reach, one.start)


def is_of_seat(speaker: str | None, scene: Scene) -> bool:
    """Whether a speaker is an authority of a country where makers sit: it defends them and does not accuse."""
    return any(one.jurisdiction in _SEATS and speaker in {one.name, _written(one, scene)} for one in scene.acting)


def _written(one: Acting, scene: Scene) -> str:
    first, last = scene.sentence.folded.original(one.start, one.end)
    return scene.sentence.text[first:last]


def teller(scene: Scene, kind: str, window: Window, maker: Mention) -> str | None:
    """Who objects, denies or accuses where no verb of saying tells it: the first named before the words."""
    named = speakers.named(scene.sentence, scene.language, scene.makers, scene.acting)
    named = [
        n for n in named if n.kind not in {"word", "unnamed", "company"} and (kind != "allegation" or n.kind != "maker")
    ]
    before = [n for n in named if n.end <= window.start + 2]
    after = [n for n in named if n.start >= window.start]
    if before and window.start - before[-1].end <= _BESIDE:
        return before[-1].name
    if scene.language == "ar" and after:
        return after[0].name
    if before:
        return min(before, key=lambda n: (n.kind == "place", n.start)).name
    if kind in {"objection", "denial"} and not scene.makers:
        return maker.maker
    return after[0].name if after else None
