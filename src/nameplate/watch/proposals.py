"""From an article to a proposal: events, the register changes they would mean, the questions that come first."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import msgspec

from nameplate.register.load import Register
from nameplate.watch import changes, events, lexicon, provenance
from nameplate.watch.language import Detected, detect
from nameplate.watch.makers import MakerFinder
from nameplate.watch.provenance import Provenance
from nameplate.watch.shapes import Article, ArticleSource, Event, Proposal

_UNNAMED_SOURCE = 0.85
"""What is left of a confidence where an article does not name the order's text."""


def propose(article: Article, finder: MakerFinder, register: Register) -> Proposal:
    """The proposal of one article. The same article and register give the same proposal."""
    language = detect(article.text, article.language)
    origin = provenance.of(article.text, language.code)
    found = events.read(article.text, language.code, article.published, finder) if language.known else []
    weighed = tuple(_weighed(event, origin) for event in found)
    return Proposal(
        id=f"p-{article.sha256[:12]}",
        source=_source(article, language, origin),
        events=weighed,
        register_changes=tuple(changes.changes(weighed, register)),
        questions=tuple(dict.fromkeys(_questions(article, language, origin, weighed, register))),
        problems=(*article.problems, *_addressed(article, language)),
    )


def _addressed(article: Article, language: Detected) -> Iterator[str]:
    for sentence in events.addressed(article.text, language.code) if language.known else ():
        yield f"not read, for it speaks to the program and not to you: '{' '.join(sentence.split())[:80]}'"


def _weighed(event: Event, origin: Provenance) -> Event:
    lowered = event.confidence * (1.0 if origin.primary else _UNNAMED_SOURCE)
    return msgspec.structs.replace(event, confidence=round(lowered, 2))


def _source(article: Article, language: Detected, origin: Provenance) -> ArticleSource:
    web = urlsplit(article.origin).scheme in {"http", "https"}
    return ArticleSource(
        sha256=article.sha256,
        language=language.code,
        quoted_from=origin.quoted_from,
        path=None if web else article.origin,
        url=article.origin if web else None,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        translated=origin.translated,
        primary=origin.primary,
        reader=article.reader,
    )


def _questions(
    article: Article, language: Detected, origin: Provenance, found: tuple[Event, ...], register: Register
) -> Iterator[str]:
    if not language.known:
        yield f"The text is in none of the languages that are read ({', '.join(lexicon.LANGUAGES)}): read it yourself."
        return
    if not found:
        yield "No event on a maker was found: is the article about one at all?"
        return
    if not article.published:
        yield "When was it published? Without that, 'last week' is no date."
    if not origin.primary:
        yield "Find the order's text: the article does not name it."
    if origin.quoted_from:
        yield f"Read the original: it is quoted from {origin.quoted_from}."
    elif origin.requoted:
        yield "It is taken over from elsewhere and does not say from where: find the original."
    if origin.translated:
        yield "It is a machine's translation: check names, dates and negations in the original."
    for event in found:
        yield from _of_event(event, register)


def _of_event(event: Event, register: Register) -> Iterator[str]:
    name = register.label(event.target)
    if not event.maker_certain:
        yield f"Is '{event.maker_text}' {name}?"
    if event.stance == "alleged":
        yield f"Alleged, so no change is proposed: who can show '{event.type}' on {name}?"
    if event.stance == "denied":
        yield f"Denied: '{event.type}' on {name}. Is there another source that says otherwise?"
    if event.type in changes.VERBS and event.stance in {"asserted", "planned"}:
        if not event.jurisdiction:
            yield f"Which country does '{event.type}' on {name} speak of?"
        if not event.date:
            yield f"From which day does '{event.type}' on {name} hold?"


def related(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Proposals with what connects them: the same change told elsewhere, and articles that say otherwise."""
    known = list(proposals)
    told: dict[str, list[str]] = {}
    denied: dict[tuple[str, str | None, str | None], list[str]] = {}
    for one in known:
        for change in one.register_changes:
            told.setdefault(change.id, []).append(one.id)
        for event in one.events:
            if event.stance == "denied":
                denied.setdefault((event.type, event.target, event.jurisdiction), []).append(one.id)
    return [_related(one, told, denied) for one in known]


def _related(
    one: Proposal, told: dict[str, list[str]], denied: dict[tuple[str, str | None, str | None], list[str]]
) -> Proposal:
    found = tuple(
        msgspec.structs.replace(
            change,
            also_in=tuple(p for p in told[change.id] if p != one.id),
            contradicted_by=tuple(dict.fromkeys(denied.get((change.type, change.maker, change.jurisdiction), []))),
        )
        for change in one.register_changes
    )
    return msgspec.structs.replace(one, register_changes=found)
