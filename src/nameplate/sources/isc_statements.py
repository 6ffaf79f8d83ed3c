"""Statements of an ISC DHCP file: words up to `;`, `{` or `}`, with the line where they begin.

dhcpd.leases(5) and dhcp-eval(5): strings in quotes with C and octal escapes, comments from `#`. Nothing
here knows what a lease is; a damaged place costs one statement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nameplate.sources import text_lines
from nameplate.sources.interface import Document, Sink

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|[{};]|#.*|[^\s{};"#]+|"')
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b"}
_MOST_WORDS = 200


@dataclass(frozen=True)
class Statement:
    """Words (strings still quoted), the character that ended them, and the line of the first word."""

    words: tuple[str, ...]
    end: str
    line: int


def statements(document: Document, sink: Sink) -> Iterator[Statement]:
    """All statements in order; a string that is not closed becomes a problem."""
    words: list[str] = []
    begun = 1
    for number, line in text_lines.lines(document, sink):
        for part in _TOKEN.findall(line):
            if part.startswith("#"):
                continue
            if part == '"':
                sink.problem(f"line {number}", "a quoted text without its end; the rest of the line is read as it is")
                continue
            if part in ";{}":
                yield Statement(tuple(words), part, begun)
                words = []
                continue
            if not words:
                begun = number
            words.append(part)
            if part in {"lease", "ia-na", "ia-ta", "ia-pd"} and len(words) > 1:
                words, begun = [part], number
            elif len(words) > _MOST_WORDS:
                words = words[-2:]


def string(word: str) -> bytes:
    """The bytes of a quoted string, escapes resolved; of a bare word, its own."""
    raw = word.encode("utf-8", errors="replace")
    if len(raw) < 2 or not raw.startswith(b'"'):
        return raw
    return _ESCAPE.sub(_resolve, raw[1:-1])


def _resolve(match: re.Match[bytes]) -> bytes:
    escape = match.group(1)
    if escape[:1] in b"01234567":
        return bytes([int(escape, 8) & 0xFF])
    if escape[:1] == b"x" and len(escape) == 3:
        return bytes([int(escape[1:], 16)])
    return _LETTERS.get(escape, escape)
