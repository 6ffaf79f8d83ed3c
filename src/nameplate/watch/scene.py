"""One sentence with everything found in it, and what the sentences before it left behind."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from nameplate.watch import dates, lexicon, speech
from nameplate.watch.dates import Dated
from nameplate.watch.makers import Mention
from nameplate.watch.places import Acting
from nameplate.watch.sentences import Sentence
from nameplate.watch.speech import Speech

Span = tuple[int, int]


@dataclass
class Act:
    """An act told last: what, where, by whom, when, and who told it; replies and added details refer to it."""

    type: str | None = None
    jurisdiction: str | None = None
    actor: str | None = None
    date: Dated | None = None
    speaker: str | None = None


@dataclass
class Memory:
    """What the sentences before left behind. `several`: the last that were named together; `topic` counts makers.

    `home` is the place that the article speaks of most.
    """

    makers: tuple[Mention, ...] = ()
    several: tuple[Mention, ...] = ()
    since: int = 99
    jurisdiction: str | None = None
    actor: str | None = None
    speaker: str | None = None
    act: Act = field(default_factory=Act)
    topic: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    home: str | None = None


@dataclass(frozen=True)
class Scene:
    """One sentence: makers, who could act, who says what. `headline`: it stands above the text."""

    sentence: Sentence
    language: str
    published: dt.date | None
    makers: list[Mention]
    acting: list[Acting]
    said: list[Speech]
    headline: bool = False
    _hits: dict[str, list[Span]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The folded sentence, which all places count in."""
        return self.sentence.folded.text

    @cached_property
    def dated(self) -> list[Dated]:
        """The dates of the sentence, without that of a dateline."""
        begin = _dateline(self.text, self.language)
        return [one for one in dates.find(self.text, self.language, self.published) if one.start >= begin]

    @property
    def asks(self) -> bool:
        """Whether the sentence is a question, which tells nothing."""
        return self.sentence.text.rstrip("\"'”’»」) ").endswith(("?", "؟", "？"))

    def hits(self, names: str) -> list[Span]:
        """Where words of a group stand, or of one of several (`a|b`); `maker` and `place` are no words."""
        if names not in self._hits:
            self._hits[names] = [span for name in names.split("|") for span in self._of(name)]
        return self._hits[names]

    def _of(self, name: str) -> list[Span]:
        if name == "place":
            return [(a.start, a.end) for a in self.acting if a.jurisdiction and a.jurisdiction != "CN"]
        if name == "maker":
            return [*((m.start, m.end) for m in self.makers), *self._of("company")]
        return [m.span() for m in lexicon.group(self.language, name).finditer(self.text)]

    def has(self, name: str, start: int = 0, end: int | None = None) -> bool:
        """Whether a word of a group stands in a part of the sentence."""
        stop = len(self.text) if end is None else end
        return any(start <= first and last <= stop for first, last in self.hits(name))


_DATELINE = 90


def _dateline(text: str, language: str) -> int:
    """Where a dateline ends: place, day and agency before the report itself ("Ottawa, 28 June (Reuters) -")."""
    wired = lexicon.group(language, "dateline").search(text, 0, _DATELINE)
    agency = lexicon.media().search(text, 0, _DATELINE)
    closing = text[agency.end() : agency.end() + 2].lstrip()[:1] if agency else ""
    if agency and closing in {")", "）", "-", "–", "—"}:
        return agency.end()
    return wired.end() if wired else 0


def look(
    sentence: Sentence,
    language: str,
    published: dt.date | None,
    named: tuple[list[Mention], list[Acting]],
    last: str | None = None,
    *,
    headline: bool = False,
) -> Scene:
    """Find everything in a sentence in which these makers and these who could act are named; `last` spoke before."""
    makers, acting = named
    said = speech.find(sentence, language, makers, acting, last)
    return Scene(sentence, language, published, makers, acting, said, headline)


def remember(memory: Memory, scene: Scene) -> None:
    """Take over what the next sentences may refer to."""
    memory.since += 1
    memory.places.update(one.jurisdiction for one in scene.acting if one.jurisdiction and _counts(one))
    if scene.makers:
        memory.makers, memory.since = tuple(scene.makers), 0
        if len({one.maker for one in scene.makers}) > 1:
            memory.several = memory.makers
        memory.topic.update({one.maker for one in scene.makers})
    authority = next((one for one in scene.acting if one.jurisdiction and one.jurisdiction != "CN"), None)
    authority = authority or next((one for one in scene.acting if one.jurisdiction and _counts(one)), None)
    if authority and (authority.jurisdiction != "CN" or not memory.jurisdiction):
        memory.jurisdiction, memory.actor = authority.jurisdiction, authority.name
    memory.speaker = scene.said[-1].speaker if scene.said else None


def _counts(one: Acting) -> bool:
    """China is where most makers sit; only an authority of it counts as acting."""
    return one.jurisdiction != "CN" or (one.is_authority and not one.name.startswith("Government of "))
