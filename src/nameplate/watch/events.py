"""Events of an article, sentence by sentence: rules over groups of words, then who, where, when and who says so.

Deterministic, and explained by its span. What no maker can be given to is left out: an event without one changes no
register. A confidence is how sure the reading is; it says nothing about whether the article is right.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from nameplate.watch import dates, lexicon, places, sentences, speech, stance
from nameplate.watch.lexicon import Rule
from nameplate.watch.makers import MakerFinder, Mention
from nameplate.watch.places import Acting
from nameplate.watch.sentences import Sentence
from nameplate.watch.shapes import Event
from nameplate.watch.windows import Window, windows

_MEMORY = 4
"""Sentences over which "the company" still means the maker named last."""
_LIST_GAP = 26
_TELLING = frozenset({"objection", "denial", "allegation"})


@dataclass
class _Memory:
    """What the sentences before left behind."""

    makers: tuple[Mention, ...] = ()
    since: int = 99
    jurisdiction: str | None = None
    actor: str | None = None
    speaker: str | None = None


@dataclass(frozen=True)
class _Scene:
    """One sentence with everything found in it."""

    sentence: Sentence
    language: str
    makers: list[Mention]
    acting: list[Acting]
    said: list[speech.Speech]
    dated: list[dates.Dated] = field(default_factory=list)


def read(text: str, language: str, published: dt.date | None, finder: MakerFinder) -> list[Event]:
    """The events of an article's text, told once each. `published` dates what is told in relative words."""
    memory = _Memory()
    found: list[Event] = []
    for sentence in sentences.split(text):
        makers = finder.find(sentence, language)
        acting = places.find(sentence, language)
        said = speech.find(sentence, language, makers, acting, memory.speaker)
        scene = _Scene(sentence, language, makers, acting, said)
        found.extend(_events(scene, memory, published))
        _remember(memory, scene)
    return _told_once(found)


def _remember(memory: _Memory, scene: _Scene) -> None:
    memory.since += 1
    if scene.makers:
        memory.makers, memory.since = tuple(scene.makers), 0
    authority = next((one for one in scene.acting if one.jurisdiction and one.jurisdiction != "CN"), None)
    if authority:
        memory.jurisdiction, memory.actor = authority.jurisdiction, authority.name
    memory.speaker = scene.said[-1].speaker if scene.said else None


def _events(scene: _Scene, memory: _Memory, published: dt.date | None) -> Iterator[Event]:
    hits = [(rule, window) for rule in lexicon.rules() for window in windows(rule, scene.sentence, scene.language)]
    if not hits:
        return
    known = dates.find(scene.sentence.folded.text, scene.language, published)
    scene = _Scene(scene.sentence, scene.language, scene.makers, scene.acting, scene.said, known)
    for rule, window in _reconciled(hits):
        for maker, certain_link in _targets(scene, memory, window):
            yield _event(scene, memory, rule, window, maker, certain_link)


def _reconciled(hits: list[tuple[Rule, Window]]) -> list[tuple[Rule, Window]]:
    """A denied accusation is a denial; a word of denial beside an order speaks of the order."""
    types = {rule.type for rule, _ in hits}
    kept: list[tuple[Rule, Window]] = []
    seen: set[str] = set()
    for rule, window in hits:
        if rule.type == "allegation" and "denial" in types and _before(hits, "denial", window):
            continue
        if rule.type in seen and rule.sure < 0.8:
            continue
        seen.add(rule.type)
        kept.append((rule, window))
    return kept


def _before(hits: list[tuple[Rule, Window]], wanted: str, window: Window) -> bool:
    return any(rule.type == wanted and other.start <= window.start + 12 for rule, other in hits)


def _targets(scene: _Scene, memory: _Memory, window: Window) -> Iterator[tuple[Mention, bool]]:
    """The makers that an event is about: the list of makers nearest to its words, else those named just before."""
    if scene.makers:
        nearest = min(scene.makers, key=lambda m: (_distance(m.start, m.end, window), m.start))
        seen: set[str] = set()
        for one in _listed_with(nearest, scene):
            if one.maker not in seen:
                seen.add(one.maker)
                yield one, True
        return
    if memory.since >= _MEMORY or not memory.makers:
        return
    text = scene.sentence.folded.text
    told = lexicon.group(scene.language, "company").search(text) or scene.said
    if told:
        for one in {m.maker: m for m in memory.makers}.values():
            yield one, False


def _listed_with(nearest: Mention, scene: _Scene) -> list[Mention]:
    """The makers of one enumeration, `nearest` among them."""
    text = scene.sentence.folded.text
    kept: list[list[Mention]] = []
    group: list[Mention] = []
    for one in scene.makers:
        if group and not _joined(text[group[-1].end : one.start], scene.language):
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
    return (
        bare in {",", "،", "、", "，", "/", "&"} or bool(lexicon.group(language, "and").search(between)) or bare == ""
    )


def _distance(start: int, end: int, window: Window) -> int:
    if start < window.end and window.start < end:
        return 0
    return window.start - end if end <= window.start else start - window.end


def _event(scene: _Scene, memory: _Memory, rule: Rule, window: Window, maker: Mention, linked: bool) -> Event:
    actor, jurisdiction = _actor(scene, memory, rule, window)
    when = _when(scene, window)
    said = next((s.speaker for s in reversed(scene.said) if s.start <= window.start and window.end <= s.end), None)
    if rule.type in _TELLING:
        said = said or _teller(scene, rule, window, maker)
    start, end = scene.sentence.span(0, len(scene.sentence.folded.text))
    return Event(
        type=rule.type,  # type: ignore[arg-type]
        actor=_teller(scene, rule, window, maker) or actor if rule.type in _TELLING else actor,
        target=maker.maker,
        jurisdiction=jurisdiction,
        date=when.value if when else None,
        date_precision=when.precision if when else None,
        attributed_to=said,
        stance=stance.of(scene.sentence.folded.text, window, rule.type, scene.language),
        span=(start, end),
        text=scene.sentence.text,
        confidence=_confidence(rule, scene, maker, linked),
        maker_text=maker.text,
        maker_certain=maker.certain,
    )


def _confidence(rule: Rule, scene: _Scene, maker: Mention, linked: bool) -> float:
    sure = rule.sure * (1.0 if maker.certain else 0.7) * (1.0 if linked else 0.8)
    hedged = lexicon.group(scene.language, "alleged").search(scene.sentence.folded.text)
    return round(sure * (0.6 if hedged else 1.0), 2)


def _actor(scene: _Scene, memory: _Memory, rule: Rule, window: Window) -> tuple[str | None, str | None]:
    """Who acts, and where: the authority nearest to the event's words, one that governs before a mere name."""
    located = [one for one in scene.acting if one.jurisdiction]
    if rule.type in _TELLING or not located:
        told = [one for one in located if one.jurisdiction != "CN"] or (located if rule.type not in _TELLING else [])
        if not told:
            return memory.actor, memory.jurisdiction
        located = told
    first = min(located, key=lambda one: (_cost(one, window, scene.sentence.folded.text), one.start))
    named = [one for one in scene.acting if one.is_authority and _distance(one.start, one.end, window) < 60]
    return (named[0].name if named else first.name), first.jurisdiction


def _cost(one: Acting, window: Window, text: str) -> int:
    between = text[min(one.end, window.end) : max(one.start, window.start)]
    crossing = len(re.findall(r"[,;،؛，；]", between)) * 30
    return _distance(one.start, one.end, window) + crossing - (15 if one.is_authority else 0)


def _teller(scene: _Scene, rule: Rule, window: Window, maker: Mention) -> str | None:
    """Who objects, denies or accuses where no verb of saying tells it: the last one named before the words."""
    before = [(one.end, one.name) for one in scene.acting if one.end <= window.start + 2]
    if rule.type != "allegation":
        before += [(m.end, m.maker) for m in scene.makers if m.end <= window.start + 2]
    after = [(one.start, one.name) for one in scene.acting if one.start >= window.end]
    if rule.type != "allegation":
        after += [(m.start, m.maker) for m in scene.makers if m.start >= window.end]
    if scene.language == "ar" and after:
        return min(after)[1]
    if before:
        return max(before)[1]
    if rule.type in {"objection", "denial"} and not scene.makers:
        return maker.maker
    return min(after)[1] if after else None


def _when(scene: _Scene, window: Window) -> dates.Dated | None:
    """The date nearest to the event's words that is no deadline."""
    told = [one for one in scene.dated if not one.deadline]
    if not told:
        return None
    text = scene.sentence.folded.text

    def cost(one: dates.Dated) -> int:
        between = text[min(one.end, window.end) : max(one.start, window.start)]
        return _distance(one.start, one.end, window) + 25 * len(re.findall(r"[,;،؛，；]", between))

    return min(told, key=lambda one: (cost(one), one.start))


def _told_once(events: list[Event]) -> list[Event]:
    """Each event once: later sentences on the same fill what the first left open; a denial stays apart."""
    kept: list[Event] = []
    for event in events:
        at = next((n for n, known in enumerate(kept) if _same(known, event)), None)
        if at is None:
            kept.append(event)
        else:
            kept[at] = _filled(kept[at], event)
    return kept


def _same(known: Event, event: Event) -> bool:
    if (known.type, known.target) != (event.type, event.target):
        return False
    if (known.stance == "denied") != (event.stance == "denied"):
        return False
    if event.type in _TELLING:
        return known.actor == event.actor
    if known.jurisdiction and event.jurisdiction and known.jurisdiction != event.jurisdiction:
        return False
    return not (known.date and event.date and known.date.year != event.date.year)


def _filled(known: Event, event: Event) -> Event:
    better = _rank(event) > _rank(known)
    best, other = (event, known) if better else (known, event)
    dated = best if best.date or not other.date else other
    return msgspec.structs.replace(
        best,
        jurisdiction=best.jurisdiction or other.jurisdiction,
        date=dated.date,
        date_precision=dated.date_precision,
        confidence=max(known.confidence, event.confidence),
    )


def _rank(event: Event) -> tuple[bool, bool, bool]:
    return (event.stance == "asserted", event.maker_certain, event.date is not None)
