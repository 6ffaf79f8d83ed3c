"""Where a text comes from: quoted from whom, translated or not, and whether it names the order it tells of.

The lines that tell it stand at the head or the foot of an article; a name found
there is the publisher's word, no proof.
"""

import re
from typing import NamedTuple

from nameplate.watch import lexicon

_EDGE = 900
"""Characters at the head and the foot of an article in which such lines stand."""
_SOURCE = re.compile(r"[\s:：\"'«“(]*([^\n.;,،。)»”\"|]{2,60})")
_NUMBERED = re.compile(
    r"\b\d{2,3} FR \d{3,6}\b|\b\d{1,3} CFR \d+|\bPub(?:lic|\.) L(?:aw|\.) ?\d+-\d+|\bFCC \d\d-\d+|\bDA \d\d-\d+"
    r"|\bPSPF Direction \d+-\d+|\b20\d\d FC \d+|\bP\.?C\.? 20\d\d-\d+|\bsection 889\b|\bET Docket\b"
    r"|\bFederal Register document \S+"
    r"|\bH\.?B\.? ?\d{2,4}\b|\bLB ?\d{3,4}\b|\bS\.?B\.? ?\d{1,4}\b|\bAnnouncement (?:No\. ?)?\d+\b"
)


class Provenance(NamedTuple):
    """`quoted_from` and `primary` are null where nothing is named; `requoted`: it says that it is taken over."""

    quoted_from: str | None
    translated: bool
    primary: str | None
    requoted: bool = False


def of(text: str, language: str) -> Provenance:
    """What an article says of its own origin."""
    edges = [text] if len(text) <= 2 * _EDGE else [text[:_EDGE], text[-_EDGE:]]
    codes = dict.fromkeys((language, "en"))
    quoted = next((name for code in codes for part in edges if (name := _quoted(part, code))), None)
    translated = any(_phrases(code, "translated").search(lexicon.fold(p).text) for code in codes for p in edges)
    numbered = _NUMBERED.search(text)
    requoted = any(lexicon.group(code, "requoted").search(lexicon.fold(p).text) for code in codes for p in edges)
    return Provenance(quoted, translated, numbered.group() if numbered else None, requoted or quoted is not None)


def _quoted(part: str, code: str) -> str | None:
    folded = lexicon.fold(part)
    for match in _phrases(code, "quoted").finditer(folded.text):
        _, end = folded.original(match.start(), match.end())
        name = _SOURCE.match(part[end:])
        if (
            name
            and name[1].strip()
            and not lexicon.group(code, "nameless").fullmatch(lexicon.fold(name[1].strip()).text)
        ):
            return name[1].strip()
    return None


def _phrases(code: str, which: str) -> re.Pattern[str]:
    language = lexicon.language(code)
    phrases = language.quoted if which == "quoted" else language.translated
    return lexicon.pattern(phrases)
