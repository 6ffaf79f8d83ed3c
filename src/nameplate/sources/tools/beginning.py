"""What the first bytes of a JSON document show: records of its own, even if the first of them is longer than that.

A text that is cut off is read up to its last whole value, and what is open there is closed.
"""

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from nameplate.sources import text_lines
from nameplate.sources.interface import Document

_LENGTH = re.compile(r"^\d{5}(?=\{)", re.MULTILINE)
"""The length before each record in a stream of nDPId (its README, JSON format)."""
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{},]')
_LINES = 60


def text(document: Document) -> str:
    """The beginning of a document as text, without byte order mark and lengths of records."""
    return _LENGTH.sub("", text_lines.head_text(document).lstrip("\ufeff \t\n"))


def values(begin: str) -> Iterator[Any]:
    """The first values of a text: of its lines if each is one, else the whole, cut where it breaks off."""
    if is_lines(begin) and "\n" in begin:
        for line in begin.split("\n")[:_LINES]:
            if (value := _value(line.strip().rstrip(","))) is not None:
                yield value
        return
    item = re.search(r"\[\s*\{", begin)
    tries = (begin, _closed(begin), begin[item.end() - 1 :] if item else "")
    yield from itertools.islice((value for one in tries if (value := _value(one)) is not None), 1)


def is_lines(begin: str) -> bool:
    """Whether each line is a value of its own."""
    line, ends, rest = begin.partition("\n")
    if not line.startswith("{"):
        return False
    if ends:
        return _value(line.strip()) is not None
    return not rest and _value(line) is None


def is_one_line(document: Document, begin: str) -> bool:
    """Whether what looks like lines is a single one that does not end within the first bytes."""
    if "\n" in begin:
        return False
    if document.size <= len(document.head):
        return True
    with document.path.open("rb") as stream:
        stream.readline()
        return not stream.readline(1 << 16).lstrip().startswith((b"{", b"0", b"1", b"2"))


def _closed(begin: str) -> str:
    """A text that breaks off, up to its last whole value, with what is open closed."""
    open_: list[str] = []
    safe, closing = 0, ""
    for piece in _PIECE.finditer(begin):
        mark = piece.group()
        if mark in "[{":
            open_.append("]" if mark == "[" else "}")
        elif mark in "]}":
            if not open_:
                break
            open_.pop()
            safe, closing = piece.end(), "".join(reversed(open_))
        elif mark == ",":
            safe, closing = piece.start(), "".join(reversed(open_))
    return begin[:safe] + closing


def _value(text: str) -> Any:
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None
