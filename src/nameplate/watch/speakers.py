"""Who could be speaking in a sentence: makers, authorities, persons with or without a title, roles, unnamed sources."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.makers import Mention
from nameplate.watch.places import Acting
from nameplate.watch.sentences import Sentence

_CAPITAL = r"[A-ZÀ-ÞŠŽČŁА-ЯЁ]"
_PART = rf"{_CAPITAL}(?:[\w’'-]*\w|\.)"
_NAME = re.compile(rf"{_PART}(?:\s+(?:(?:de|von|van|der|den|al|bin|la|el|da|di)\s+)*{_PART}){{0,5}}")
_OWN_NAME_REACH = 3
_UNNAMED = "unnamed sources"
_NAME_REACH = 50
_OF = 14
"""Room for a preposition and an article between a title and what it belongs to."""
_STOP = re.compile(r"[,;:،؛，；：\"“”«»]")


class Named(NamedTuple):
    """Somebody named in a folded sentence. `kind`: maker, company (that was named before), authority, place,
    person, role, word (with a capital letter, of one word), unnamed.
    """

    start: int
    end: int
    name: str
    kind: str


def named(sentence: Sentence, language: str, makers: list[Mention], acting: list[Acting]) -> list[Named]:
    """All who are named, in order. A person inside a maker's or authority's name is none."""
    found = [Named(m.start, m.end, m.maker, "maker") for m in makers]
    text = sentence.folded.text
    titles = lexicon.group(language, "title")
    offices = [a for a in acting if _is_body(a) and not a.person and titles.search(text, a.start, a.end)]
    found += [_acting(a, sentence) for a in acting if a not in offices]
    unnamed = lexicon.group(language, "unnamed").search(text)
    if unnamed:
        found.append(Named(unnamed.start(), unnamed.end(), _UNNAMED, "unnamed"))
    if language not in {"ar", "zh"}:
        found += _persons(sentence, language, found)
        company = [m.span() for m in lexicon.group(language, "company").finditer(text)]
        found += [Named(start, end, text[start:end], "company") for start, end in company]
    roles = [*_roles(sentence, language, found, [(a.start, a.end) for a in offices])]
    found = [n for n in found if n.kind == "maker" or not any(r.start <= n.start and n.end <= r.end for r in roles)]
    return sorted(found + roles)


def _acting(one: Acting, sentence: Sentence) -> Named:
    if one.person:
        first, last = sentence.folded.original(one.start, one.end)
        return Named(one.start, one.end, sentence.text[first:last], "person")
    return Named(one.start, one.end, one.name, "authority" if _is_body(one) else "place")


def _is_body(one: Acting) -> bool:
    return one.is_authority and not one.name.startswith("Government of ")


def _persons(sentence: Sentence, language: str, found: list[Named]) -> Iterator[Named]:
    """Runs of words with capital letters that name nobody else."""
    stop = lexicon.not_names(language)
    for match in _NAME.finditer(sentence.text):
        start, end = match.span()
        first, *rest = match.group().split()
        if lexicon.fold(first).text in stop:
            if not rest:
                continue
            start = match.start() + match.group().index(rest[0], len(first))
        folded_start, folded_end = _folded(sentence, start, end)
        words = sentence.text[start:end].split()
        over = [n for n in found if n.start < folded_end and folded_start < n.end]
        titled = lexicon.group(language, "title").search(sentence.folded.text, folded_start, folded_end)
        if any(n.kind != "place" or not titled for n in over):
            continue
        if all(lexicon.fold(word).text in stop for word in words):
            continue
        if language == "de" and any(word.islower() for word in words):
            continue  # nouns have capitals too: "Aufsicht der Behörde" is nobody's name
        yield Named(folded_start, folded_end, sentence.text[start:end], "person" if len(words) > 1 else "word")


def _folded(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Places in the folded sentence of a span as written."""
    at = sentence.folded.at
    if len(at) == len(sentence.text) + 1 and at[start] == start and at[end] == end:
        return start, end
    from bisect import bisect_left

    return bisect_left(at, start), bisect_left(at, end)


def _roles(sentence: Sentence, language: str, found: list[Named], offices: list[tuple[int, int]]) -> Iterator[Named]:
    """Titles and offices, with the name or body that belongs to them ("spokesman of the embassy")."""
    text = sentence.folded.text
    reached = 0
    titles = [m.span() for name in ("title", "body") for m in lexicon.group(language, name).finditer(text)]
    titles = [t for t in titles if not any(start <= t[0] < end for start, end in offices)]
    for begin, finish in sorted([*titles, *offices]):
        inside = any(n.start <= begin < n.end and n.kind not in {"place", "word"} for n in found)
        if inside or begin < reached:
            continue
        end, kind = finish, "role"
        while (more := _belonging(end, text, language, found)) is not None:
            end, kind = more
            if kind == "person":
                break
        reached = end
        first, last = sentence.folded.original(begin, end)
        yield Named(begin, end, sentence.text[first:last], kind)


def _belonging(end: int, text: str, language: str, found: list[Named]) -> tuple[int, str] | None:
    """Where what belongs to a title ends: a person beside it, or another title or a place a preposition away."""
    for one in found:
        if one.kind in {"person", "word"} and 0 <= one.start - end <= _OWN_NAME_REACH:
            return one.end, "person"
        near = one.kind == "person" and 0 < one.start - end <= _NAME_REACH
        if near and not _STOP.search(text[end : one.start].rstrip(", ")):
            return one.end, "person"
    more = [m for g in ("title", "body") if (m := lexicon.group(language, g).search(text, end))]
    more = [m for m in more if m.start() - end <= _OF and not _STOP.search(text[end : m.start()])]
    if more:
        return more[0].end(), "role"
    place = next((n for n in found if n.kind in {"place", "authority"} and 0 <= n.start - end <= _OF), None)
    if place and not _STOP.search(text[end : place.start]):
        return place.end, "role"
    return None


def phrase(sentence: Sentence, start: int, end: int, language: str, found: list[Named]) -> Named | None:
    """Whom a part of the sentence means, in scripts without capital letters: as written where it has a title."""
    text = sentence.folded.text[start:end]
    lead = len(text) - len(text.lstrip())
    start, end = start + lead, start + len(text.rstrip())
    common = lexicon.stopwords(language)
    if all(word in common or not any(map(str.isalpha, word)) for word in sentence.folded.text[start:end].split()):
        return None
    inside = [n for n in found if start <= n.start and n.end <= end + 1]
    makers = [n for n in inside if n.kind == "maker"]
    titled = lexicon.group(language, "title").search(text.strip())
    first, last = sentence.folded.original(start, end)
    written = sentence.text[first:last].strip(" \"'“”«»：:，,")
    if makers and (not titled or len(text.split()) <= 4 or language == "zh"):
        return makers[0]
    for kind in ("unnamed", "authority", "place"):
        one = next((n for n in inside if n.kind == kind), None)
        if one and not titled:
            return one
    return Named(start, end, written, "person") if written else None
