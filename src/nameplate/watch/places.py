"""Authorities and jurisdictions in a sentence. "Chinese company" says where a maker sits, not who acts."""

import re
from functools import cache
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.gazetteer import Found, Gazetteer
from nameplate.watch.sentences import Sentence

_ADJOINING = re.compile(r"[ -](?=\w)")
_SEATS = frozenset({"CN", "CH", "RU"})
"""Seats of makers that news name beside them ("the Swiss vendor")."""


class Acting(NamedTuple):
    """Who could act: its name in English, its jurisdiction, where it stands in the folded sentence."""

    name: str
    jurisdiction: str | None
    start: int
    end: int
    is_authority: bool
    person: bool = False


@cache
def _places() -> Gazetteer:
    return Gazetteer((number, name) for number, place in enumerate(lexicon.places()) for name in place.names)


@cache
def _authorities() -> Gazetteer:
    return Gazetteer((number, name) for number, who in enumerate(lexicon.authorities()) for name in who.names)


def find(sentence: Sentence, language: str) -> list[Acting]:
    """All who could act, in order; the adjective of a maker's seat is left out."""
    text = sentence.folded.text
    found = [_authority(hit) for hit in _authorities().find(text)]
    for hit in _places().find(text):
        place = lexicon.places()[hit.key]
        if _inside(hit, found) or _is_other_word(sentence, hit):
            continue
        if _describes_maker(text, hit, language, seat=place.code):
            continue
        governs = _governs(text, hit, language)
        found.append(Acting(f"Government of {place.name}", place.code, hit.start, hit.end, governs))
    return sorted(found, key=lambda one: one.start)


def _authority(hit: Found) -> Acting:
    authority = lexicon.authorities()[hit.key]
    where = None if authority.weak else authority.jurisdiction
    return Acting(authority.name, where, hit.start, hit.end, True, authority.person)


def _inside(hit: Found, found: list[Acting]) -> bool:
    return any(one.start < hit.end and hit.start < one.end for one in found)


def _is_other_word(sentence: Sentence, hit: Found) -> bool:
    """ "us" is a country only in capital letters, "Miss." a state only with one."""
    first, last = sentence.folded.original(hit.start, hit.end)
    if hit.text in {"us", "eu", "uk", "ес"}:
        return not sentence.text[first:last].isupper()
    return hit.text.endswith(".") and not sentence.text[first].isupper()


def _describes_maker(text: str, hit: Found, language: str, seat: str) -> bool:
    """Whether a maker's seat stands beside a word such as "company" and no word such as "ministry"."""
    if _ADJOINING.match(text, hit.end) and lexicon.group(language, "unit_of").match(text, hit.end + 1):
        return True
    if seat not in _SEATS:
        return False
    around = text[max(0, hit.start - 26) : hit.end + 40]
    after, before = text[hit.end : hit.end + 30], text[max(0, hit.start - 26) : hit.start]
    if lexicon.group(language, "government").search(after[:22]):
        return False
    if language in {"ar", "fr", "es"} and lexicon.group(language, "government").search(before[-18:]):
        return False
    return bool(lexicon.group(language, "unit_of").search(around))


def _governs(text: str, hit: Found, language: str) -> bool:
    around = text[max(0, hit.start - 24) : hit.end + 24]
    return bool(lexicon.group(language, "government").search(around))
