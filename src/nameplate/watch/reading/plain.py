"""Plain text, with the lines at its head that say what it is ("Title: ", "Date: ", "Source: ")."""

import datetime as dt
import re
from typing import NamedTuple

from nameplate.watch import dates, lexicon
from nameplate.watch.language import detect

_HEADER = re.compile(r"^(title|date|published|publisher|source|url)\s*:\s*(.+)$", re.IGNORECASE)
_HEAD_LINES = 8
_HEAD = 400
"""Characters at the beginning in which a full date is taken as the article's own."""


class Head(NamedTuple):
    """What the first lines say; the text is kept whole."""

    title: str
    publisher: str | None
    published: dt.date | None


def head(text: str) -> Head:
    """Title, publisher and day of a plain text. A day without a label counts only alone on a line near the top."""
    lines = text.split("\n")[:_HEAD_LINES]
    told = {m[1].lower(): m[2].strip() for line in lines if (m := _HEADER.match(line.strip()))}
    title = told.get("title") or next((line.strip() for line in lines if line.strip()), "")
    day = _day(told.get("date") or told.get("published") or "", text) or _dateline(lines, text)
    return Head(title[:300], told.get("publisher") or told.get("source"), day)


def _day(value: str, text: str) -> dt.date | None:
    if not value:
        return None
    found = dates.find(lexicon.fold(value).text, detect(text).code, None)
    return next((one.value for one in found if one.precision == "day"), None)


def _dateline(lines: list[str], text: str) -> dt.date | None:
    """A line that is little more than a date."""
    language = detect(text).code
    for line in lines:
        folded = lexicon.fold(line.strip()).text
        if not folded or len(folded) > 90:
            continue
        for one in dates.find(folded, language, None):
            if one.precision == "day" and (one.end - one.start) * 3 >= len(folded):
                return one.value
    return None
