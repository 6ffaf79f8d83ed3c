"""The money that paid, in an inventory's own words -> the words that orders use."""

import re
from functools import cache

import msgspec

from nameplate import yamlfile
from nameplate.identify.names import fold


class _Line(msgspec.Struct, forbid_unknown_fields=True, rename={"is_": "is"}):
    is_: tuple[str, ...]
    words: tuple[str, ...]


class _Lines(msgspec.Struct, forbid_unknown_fields=True):
    funding: tuple[_Line, ...]


@cache
def _patterns() -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    return tuple(
        (line.is_, re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(w)) for w in line.words) + r")(?!\w)"))
        for line in yamlfile.packaged("nameplate.identify", "data/funding.yaml", _Lines).funding
    )


@cache
def of_texts(texts: tuple[str, ...]) -> tuple[str, ...] | None:
    """All funding words that the texts come to; None if they say nothing that is known."""
    folded = [fold(text) for text in texts]
    found = [word for words, pattern in _patterns() for text in folded if pattern.search(text) for word in words]
    return tuple(dict.fromkeys(found)) or None
