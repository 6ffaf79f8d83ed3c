"""Plain text, with the lines at its head that say what it is ("Title: ", "Date: ", "Source: ")."""

import datetime as dt
import re
from typing import NamedTuple

from nameplate.watch import dates, lexicon
from nameplate.watch.language import detect

_HEADER = re.compile(r"^([^:：]{2,20}?)\s*[:：]\s*(.+)$")
_LABELS = ("label_title", "label_date", "label_publisher")
_BEFORE_DATE = re.compile(r"[^.!?;:]{0,45}[,(–—:]\s*(?:\w{1,3}\s)?")
"""What stands before the day in a dateline ("VILNIUS, 4 November 2025. ...")."""
_SEPARATED = re.compile(r"\s[–—|-]\s*$")
_HEAD_LINES = 8
_HEAD = 100
"""Characters of a line in which a full date is taken as the article's own."""
_ENDS = re.compile(r"[\s.)]*(?:\w{1,4}[\s.]*)?(?:$|[./|–—(-])")
_STAMP = re.compile(r"\b(\d\d)\d{4} ([^\W\d_]{3}) (\d\d)\b")
"""The stamp at the foot of an agency's text: day, hour and minute, month, year ("281410 Jun 25")."""


_SENTENCE = (".", "。", "؟", "!", "?", "”", "»", '"')
"""How a line of the text itself ends; headings and bylines do not."""


class Head(NamedTuple):
    """What the first lines say; the text is kept whole."""

    title: str
    publisher: str | None
    published: dt.date | None


def head(text: str) -> Head:
    """Title, publisher and day of a plain text. A day without a label counts only alone on a line near the top."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][:_HEAD_LINES]
    language = detect(text).code
    told: dict[str, str] = {}
    for line in lines:
        if match := _HEADER.match(line):
            label = lexicon.fold(match[1]).text
            for which in _LABELS:
                if any(lexicon.group(code, which).fullmatch(label) for code in (language, "en")):
                    told.setdefault(which, match[2].strip())
    title = told.get("label_title") or (lines[0] if lines else "")
    day = _day(told.get("label_date", ""), text) or _dateline(lines, language) or _stamp(text)
    publisher = told.get("label_publisher")
    if publisher and lexicon.group(language, "nameless").fullmatch(lexicon.fold(publisher).text):
        publisher = None
    return Head(title[:300], publisher, day)


def _day(value: str, text: str) -> dt.date | None:
    if not value:
        return None
    found = dates.find(lexicon.fold(value).text, detect(text).code, None)
    return next((one.value for one in found if one.precision != "year"), None)


def _dateline(lines: list[str], language: str) -> dt.date | None:
    """A line that is little more than a date, or one that begins with a place and a date."""
    for number, line in enumerate(lines):
        folded = lexicon.fold(line).text
        for one in dates.find(folded, language, None):
            if one.precision == "day":
                alone = len(folded) <= _HEAD and (one.end - one.start) * 4 >= len(folded)
                leads = one.start <= 2 or (_BEFORE_DATE.fullmatch(folded[: one.start]) and line[:1].isupper())
                names = number and len(folded) <= _HEAD and not line.endswith(_SENTENCE)
                ends = one.end >= len(folded) - 2 and bool(_SEPARATED.search(folded[: one.start]))
                if (
                    alone
                    or names
                    or (ends and len(folded) <= _HEAD)
                    or (leads and not one.deadline and one.end < 60 and _ENDS.match(folded, one.end))
                ):
                    return one.value
    return None


def _stamp(text: str) -> dt.date | None:
    match = _STAMP.search(text[-300:])
    return _day(f"{match[1]} {match[2]} 20{match[3]}", text) if match else None
