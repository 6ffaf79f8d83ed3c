"""A log file in pieces of whole lines, so that memory does not grow with the file.

Each piece knows the number of its first line. Windows line ends are taken out; bytes that are no UTF-8 are
read as Windows-1252, as everywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nameplate.sources import text_lines
from nameplate.sources.interface import Document, Sink

SIZE = 16 << 20
"""Bytes of one piece; the time per row grows above and below."""


@dataclass(frozen=True)
class Piece:
    """Whole lines; `first` is the number of the first, from 1."""

    first: int
    content: bytes


def pieces(document: Document, sink: Sink) -> Iterator[Piece]:
    """All pieces of a document. A line beyond the limit is cut and named."""
    number, rest = 1, b""
    with document.path.open("rb") as stream:
        while (block := stream.read(SIZE)) or rest:
            whole = rest + block
            end = whole.rfind(b"\n") + 1 if block else len(whole)
            content, rest = whole[:end], whole[end:]
            if len(rest) > sink.limits.line and not content:
                sink.problem(
                    f"line {number}", f"a line of more than {sink.limits.line:,} characters: not read on from here"
                )
                return
            if content:
                yield Piece(number, _clean(content, number, sink))
                number += content.count(b"\n")


def _clean(content: bytes, number: int, sink: Sink) -> bytes:
    if b"\r\n" in content:
        content = content.replace(b"\r\n", b"\n")
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    if content.isascii():
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        sink.problem(f"line {number}", "not UTF-8 from here; read as Windows-1252: check accents in names")
        lines = content.decode("utf-8", "surrogateescape").split("\n")
        return "\n".join(map(text_lines.readable, lines)).encode()
    return content
