"""Events of an article, sentence by sentence: rules over groups of words, then who, where, when and who says so.

Deterministic, and explained by its span. What no maker can be given to is left out: an event without one changes no
register. A confidence is how sure the reading is; it says nothing about whether the article is right.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from nameplate.watch import actors, lexicon, places, scene, sentences, stance, targets, telling, timing
from nameplate.watch.lexicon import Rule
from nameplate.watch.makers import MakerFinder, Mention
from nameplate.watch.merge import Told, told_once
from nameplate.watch.scene import Act, Memory, Scene
from nameplate.watch.shapes import Event
from nameplate.watch.telling import Likely
from nameplate.watch.windows import Window, distance, windows

_HEADLINE, _HEAD_LINES = 160, 7
_SENTENCE_ENDS = (".", "。", "؟", "!", "»", "”", '."', "…")
_BACKWARD = 40
"""Characters at the beginning of a sentence in which "this" refers to the one before."""
_SURE = 0.8
_ANSWERS = frozenset({"objection", "denial"})
_ANAPHORA = ("company", "companies")
_ACTS = frozenset({"order_cease_operations", "use_prohibited", "procurement_prohibited", "listed"})
_ALSO = 0.6
"""How sure it is that a maker is meant by an act that "also covers" it."""
_RECENT = dt.timedelta(days=45)
"""An act older than that is background: what follows in the article does not answer it."""


def read(text: str, language: str, published: dt.date | None, finder: MakerFinder) -> list[Event]:
    """The events of an article's text, told once each. `published` dates what is told in relative words."""
    parts = [(one, places.find(one, language)) for one in sentences.split(text)]
    memory = Memory(home=actors.home([acting for _, acting in parts]))
    found: list[Told] = []
    body = _body(text)
    before: list[Event] = []
    for sentence, acting in parts:
        headline = sentence.start < body
        makers = finder.find(sentence, language)
        seen = scene.look(sentence, language, published, (makers, acting), memory.speaker, headline=headline)
        if seen.has("instruction"):
            continue
        if not seen.makers and seen.said and seen.has("backward", 0, _BACKWARD):
            _report(found, before, seen, memory)
        before = list(_events(seen, memory))
        found.extend(Told(event, headline=headline) for event in before)
        scene.remember(memory, seen)
    return _placed(told_once(found), memory)


def addressed(text: str, language: str) -> list[str]:
    """Sentences that speak to the program that reads them; no event is taken from them."""
    orders = lexicon.group(language, "instruction")
    return [one.text for one in sentences.split(text) if orders.search(one.folded.text)]


def _body(text: str) -> int:
    """Where the text under headline, date and byline begins: the first line that is long or ends like a sentence."""
    begin = 0
    for line in text.split("\n", _HEAD_LINES)[:_HEAD_LINES]:
        bare = line.strip()
        if len(bare) >= _HEADLINE or bare.endswith(_SENTENCE_ENDS):
            return begin
        begin += len(line) + 1
    return 0


def _report(found: list[Told], before: list[Event], seen: Scene, memory: Memory) -> None:
    """ "The minister announced this on Friday": speaker and day belong to the events of the sentence before."""
    when = next((one for one in seen.dated if not one.deadline), None)
    memory.act.date = memory.act.date or when
    memory.act.speaker = memory.act.speaker or seen.said[0].speaker
    for number, told in enumerate(found):
        if any(told.event is event for event in before):
            event = told.event
            fill = {} if event.date or not when else {"date": when.value, "date_precision": when.precision}
            said = event.attributed_to or seen.said[0].speaker
            found[number] = Told(msgspec.structs.replace(event, attributed_to=said, **fill), told.headline)


def _placed(events: list[Event], memory: Memory) -> list[Event]:
    """Acts without a place take the only one that the article names."""
    if len(memory.places) != 1:
        return events
    only = next(iter(memory.places))
    return [
        msgspec.structs.replace(e, jurisdiction=only) if not e.jurisdiction and e.type != "denial" else e
        for e in events
    ]


def _events(seen: Scene, memory: Memory) -> Iterator[Event]:
    hits = _reconciled([(rule, window) for rule in lexicon.rules() for window in windows(rule, seen)])
    for told in _named(seen, hits) if seen.makers else _meant(seen, memory, hits):
        if seen.asks or (told.type in _ACTS and seen.hits("whether")):
            continue
        event = _event(seen, memory, told)
        if event.type == "allegation" and _defends(event, seen):
            event = msgspec.structs.replace(event, type="objection", stance="asserted")
        if event.type != "allegation" or event.attributed_to:  # what nobody says is no accusation
            yield event


def _defends(event: Event, seen: Scene) -> bool:
    """Whether the maker itself, or a state for its maker, accuses: then it is those who act that are accused."""
    return event.attributed_to == event.target or actors.is_of_seat(event.attributed_to, seen)


class _Told(NamedTuple):
    """A type of event that a sentence tells of a maker: in which words, how surely, whether it names the maker.

    `stance` is how it tells it, as learnt.
    """

    type: str
    window: Window
    sure: float
    maker: Mention
    named: bool
    stance: str | None = None


def _named(seen: Scene, hits: list[tuple[Rule, Window]]) -> Iterator[_Told]:
    """What a sentence tells of the makers that it names, as learnt; the words are those of the rule that fits."""
    sure = {rule.type for rule, _ in hits if rule.sure >= _SURE}
    for group in targets.groups(seen):
        own = [(one.start, one.end) for one in group]
        others = [(one.start, one.end) for one in seen.makers if one not in group]
        reading = telling.of(seen, own, others, sure)
        for likely in _one_answer(reading.likely):
            fitting = [window for rule, window in hits if rule.type == likely.type]
            window = min(fitting, key=lambda w: distance(*own[0], w), default=likely.window)
            for maker in {one.maker: one for one in reversed(group)}.values():
                yield _Told(likely.type, window, likely.probability, maker, True, reading.stance)


def _one_answer(likely: list[Likely]) -> list[Likely]:
    """Who objects may deny something in the same words: the likelier of both is told."""
    answers = [one for one in likely if one.type in _ANSWERS]
    return [one for one in likely if one.type not in _ANSWERS or one is answers[0]]


def _meant(seen: Scene, memory: Memory, hits: list[tuple[Rule, Window]]) -> Iterator[_Told]:
    """What a sentence tells of makers that it does not name, by the rules."""
    for rule, window in hits:
        for maker, named in targets.of(seen, memory, window, rule.type):
            yield _Told(rule.type, window, rule.sure, maker, named)


def _reconciled(hits: list[tuple[Rule, Window]]) -> list[tuple[Rule, Window]]:
    """A denied accusation is a denial, a lifted ban is none; of two rules of one type the surer one counts."""
    types = {rule.type for rule, _ in hits}
    if any("lifted" in rule.all for rule, _ in hits):
        hits = [(rule, window) for rule, window in hits if rule.type not in _ACTS]
    if any("ruling" in rule.all for rule, _ in hits):  # "dismissed the lawsuit" is the court's word
        hits = [(rule, window) for rule, window in hits if rule.type != "objection"]
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


def _event(seen: Scene, memory: Memory, told: _Told) -> Event:
    window, maker = told.window, told.maker
    actor, jurisdiction = actors.of(seen, memory, told.type, window)
    position = stance.of(seen, window, told.type, told.stance)
    when = timing.of(seen, memory, window, told.type, position)
    if told.type in _ACTS and position == "asserted" and timing.is_ahead(when, seen):
        position = "planned"
    said = _speaker(seen, told.type, window, maker)
    if told.type in actors.TELLING:
        actor = said
    if told.type == "allegation" and said and lexicon.group(seen.language, "ngo").search(lexicon.fold(said).text):
        jurisdiction = None  # it speaks for no state
    start, end = seen.sentence.span(0, len(seen.text))
    event = Event(
        type=told.type,  # type: ignore[arg-type]
        actor=actor,
        target=maker.maker,
        jurisdiction=jurisdiction,
        date=when.value if when else None,
        date_precision=when.precision if when else None,
        attributed_to=said,
        stance=position,
        span=(start, end),
        text=seen.sentence.text,
        confidence=_confidence(told, seen),
        maker_text=maker.text,
        maker_certain=maker.certain,
    )
    if told.type not in actors.TELLING and position != "denied" and not _is_background(event, seen):
        memory.act = Act(event.type, jurisdiction, actor, when, said)
    return event


def _speaker(seen: Scene, kind: str, window: Window, maker: Mention) -> str | None:
    """Who says it. A state or a body that announces its own act is its actor, and the article speaks."""
    if kind not in actors.TELLING:
        told = [s for s in reversed(seen.said) if s.start <= window.start and window.end <= s.end]
        told = [s for s in told if s.kind not in {"place", "authority"}]
        if told and told[0].kind == "company":
            return maker.maker
        return told[0].speaker if told else None
    near = [s for s in seen.said if s.verb <= window.anchor + 2 or s.start <= window.start]
    if kind == "allegation":
        near = [s for s in near if s.kind not in {"maker", "company"}]
    said = min(near, key=lambda s: abs(s.verb - window.anchor), default=None)
    who = said.speaker if said else actors.teller(seen, kind, window, maker)
    means_maker = who and any(lexicon.group(seen.language, g).search(lexicon.fold(who).text) for g in _ANAPHORA)
    if kind != "allegation" and who and (means_maker or (said and said.kind == "role" and len(seen.makers) == 1)):
        return maker.maker
    return who


def _is_background(event: Event, seen: Scene) -> bool:
    return bool(event.date and seen.published and seen.published - event.date > _RECENT)


def _confidence(told: _Told, seen: Scene) -> float:
    sure = told.sure * (1.0 if told.maker.certain else 0.7) * (1.0 if told.named else 0.8)
    return round(sure * (0.6 if seen.has("alleged") else 1.0), 2)
