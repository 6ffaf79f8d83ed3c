"""Sentences of a text with their places, in any of the languages. A line that ends is a sentence that ends."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.watch.lexicon import Folded, fold

LONGEST = 700
"""Characters of a sentence; what is longer is cut at a comma or a blank, so that no search gets slow."""
_END = re.compile(r"[.!?؟…]+[\"'”’»)\]]*(?=\s|$)|[。！？；]+[”」』）]*|\n+|;\s")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"'])(?:[A-Za-zА-Я]|Co|Ltd|Inc|Corp|Mr|Mrs|Ms|Dr|No|St|Sen|Gov|Rep|vs|etc|approx|ca|bzw|Nr|Sr|Sra|M|Mme"
    r"|EE|UU|z\. ?B|d\. ?h|u\. ?a|т|г|им|U\.S|U\.K|a\.m|p\.m|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.$"
)
_GERMAN_ORDINAL = re.compile(r"\b\d{1,2}\.$")
_QUOTES = (("«", "»"), ("“", "”"), ("「", "」"), ("„", "“"))
_CUT = re.compile(r"[,،，、]\s*|\s+")


class Sentence(NamedTuple):
    """A sentence: its place in the text, its words as written, and folded for searching."""

    start: int
    text: str
    folded: Folded

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Place in the whole text of a span of the folded sentence."""
        first, last = self.folded.original(start, end)
        return self.start + first, self.start + last


def split(text: str) -> Iterator[Sentence]:
    """All sentences in order; blank ones are left out."""
    begin = 0
    for match in _END.finditer(text):
        if _goes_on(text, begin, match):
            continue
        yield from _pieces(text, begin, match.end())
        begin = match.end()
    yield from _pieces(text, begin, len(text))


def _goes_on(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a full stop only shortens a word or counts a day ("27. Juni"), or a semicolon stands in a quote."""
    if match.group()[0] in ";；":
        part = text[begin : match.start()]
        return any(part.count(opening) > part.count(closing) for opening, closing in _QUOTES)
    if match.group()[0] != ".":
        return False
    before = text[begin : match.start() + 1]
    if _GERMAN_ORDINAL.search(before) and re.match(r"\s+[A-ZÄÖÜ]", text[match.end() : match.end() + 3]):
        return bool(
            re.match(r"\s+(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)", text[match.end() : match.end() + 6])
        )
    return bool(_ABBREVIATION.search(before[-12:]))


def _pieces(text: str, begin: int, end: int) -> Iterator[Sentence]:
    while end - begin > LONGEST:
        cuts = [m.end() for m in _CUT.finditer(text, begin + LONGEST // 2, begin + LONGEST)]
        cut = cuts[-1] if cuts else begin + LONGEST
        yield from _one(text, begin, cut)
        begin = cut
    yield from _one(text, begin, end)


def _one(text: str, begin: int, end: int) -> Iterator[Sentence]:
    part = text[begin:end]
    stripped = part.strip()
    if stripped:
        start = begin + part.index(stripped[0])
        yield Sentence(start, stripped, fold(stripped))
