"""Authorities and jurisdictions in a sentence. "Chinese company" says where a maker sits, not who acts."""

import re
from functools import cache
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.sentences import Sentence


class Acting(NamedTuple):
    """Who could act: its name in English, its jurisdiction, where it stands in the folded sentence."""

    name: str
    jurisdiction: str | None
    start: int
    end: int
    is_authority: bool


@cache
def _places() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<p{n}>{lexicon.pattern(p.names).pattern})" for n, p in enumerate(lexicon.places())))


@cache
def _authorities() -> re.Pattern[str]:
    known = lexicon.authorities()
    return re.compile("|".join(f"(?P<a{n}>{lexicon.pattern(a.names).pattern})" for n, a in enumerate(known)))


def find(sentence: Sentence, language: str) -> list[Acting]:
    """All who could act, in order; the adjective of a maker's seat is left out."""
    text = sentence.folded.text
    found = [_authority(m) for m in _authorities().finditer(text)]
    for match in _places().finditer(text):
        place = lexicon.places()[int((match.lastgroup or "p0")[1:])]
        if _inside(match, found) or _is_pronoun(sentence, match):
            continue
        if place.code == "CN" and _describes_maker(text, match, language):
            continue
        governs = _governs(text, match, language)
        found.append(Acting(f"Government of {place.name}", place.code, match.start(), match.end(), governs))
    return sorted(found, key=lambda one: one.start)


def _authority(match: re.Match[str]) -> Acting:
    authority = lexicon.authorities()[int((match.lastgroup or "a0")[1:])]
    where = None if authority.weak else authority.jurisdiction
    return Acting(authority.name, where, match.start(), match.end(), True)


def _inside(match: re.Match[str], found: list[Acting]) -> bool:
    return any(one.start < match.end() and match.start() < one.end for one in found)


def _is_pronoun(sentence: Sentence, match: re.Match[str]) -> bool:
    """ "us" is a country only in capital letters."""
    first, last = sentence.folded.original(match.start(), match.end())
    return match.group() in {"us", "eu", "uk", "ес"} and not sentence.text[first:last].isupper()


def _describes_maker(text: str, match: re.Match[str], language: str) -> bool:
    """Whether the country stands beside a word such as "company" and no word such as "ministry"."""
    around = text[max(0, match.start() - 26) : match.end() + 30]
    after, before = text[match.end() : match.end() + 30], text[max(0, match.start() - 26) : match.start()]
    if lexicon.group(language, "government").search(after[:22]):
        return False
    if language in {"ar", "fr", "es"} and lexicon.group(language, "government").search(before[-18:]):
        return False
    return bool(lexicon.group(language, "unit_of").search(around))


def _governs(text: str, match: re.Match[str], language: str) -> bool:
    around = text[max(0, match.start() - 24) : match.end() + 24]
    return bool(lexicon.group(language, "government").search(around))
