"""Lines of a text file of unknown encoding, one at a time, numbered from 1.

Byte order marks, UTF-16 without a mark (PowerShell's `>`), UTF-8, and Windows-1252 for lines that are
neither; LF, CRLF and CR alone. A line beyond the limit is cut and named; NUL characters are left out.
"""

import codecs
import re
from collections.abc import Iterator
from typing import TextIO

from nameplate.sources.interface import Document, Sink

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


def encoding(head: bytes) -> str:
    """The codec that a text beginning with `head` is read with (`utf-8` where nothing says otherwise)."""
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return codec
    sample = head[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 7 and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > len(sample) // 7 and odd * 10 < even else "utf-8"


def head_text(document: Document) -> str:
    """The first bytes as text with LF line ends, for `claim`; never fails."""
    codec = encoding(document.head)
    whole = document.head[: len(document.head) // 4 * 4] if "16" in codec or "32" in codec else document.head
    text = whole.decode(codec, errors="replace" if codec != "utf-8" else "surrogateescape")
    return readable(text).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def lines(document: Document, sink: Sink) -> Iterator[tuple[int, str]]:
    """(number, line without its end) of every line. Odd places become problems of `sink`."""
    codec = encoding(document.head)
    errors = "surrogateescape" if codec.startswith("utf-8") else "replace"
    other = nul = 0
    with document.path.open(encoding=codec, errors=errors, newline=None) as stream:
        number = 0
        while line := stream.readline(sink.limits.line):
            number += 1
            if len(line) >= sink.limits.line and not line.endswith("\n"):
                sink.problem(f"line {number}", _too_long(stream, sink.limits.line))
            text = readable(line)
            other = other or (number if text != line else 0)
            if "\0" in text:
                nul = nul or number
                text = text.replace("\0", "")
            yield number, text.rstrip("\n")
    if other:
        sink.problem(f"line {other}", "not UTF-8 from here; read as Windows-1252: check accents in names")
    if nul:
        sink.problem(f"line {nul}", "NUL characters from here are left out; get a fresh copy of the file")


def readable(text: str) -> str:
    """Bytes that are no UTF-8 (escaped as lone surrogates) read as Windows-1252."""
    if text.isascii() or not _NOT_UTF8.search(text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("cp1252", errors="replace")


def _too_long(stream: TextIO, limit: int) -> str:
    """Skip to the end of an overlong line; gives the problem's text."""
    more = 0
    while (piece := stream.readline(limit)) and not piece.endswith("\n"):
        more += len(piece)
    return f"a line of more than {limit + more:,} characters: only the first {limit:,} are read"
