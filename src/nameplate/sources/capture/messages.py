"""Messages with a start line and headers: HTTP, RTSP, SIP and SSDP share the form (RFC 9112 section 2).

Cuts one message after another out of a stream's head. Bodies are taken by Content-Length or chunks (RFC 9112 section
7.1), unpacked within a limit, and looked at for a title or a device's answer only.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from nameplate.sources.capture.text import readable

START = re.compile(
    rb"(?:HTTP|RTSP|SIP)/\d\.\d \w{3}|[A-Z][A-Z_-]{2,20} [^\r\n]{1,4096}? ?(?:HTTP|RTSP|SIP)/\d\.\d\r?\n"
)
_PRELUDE = 32
"""Most octets before the first message of a stream."""
_UNPACKED = 1 << 18
"""Most octets of an unpacked body."""


@dataclass(frozen=True)
class Message:
    """One message: its start line, headers (names in lower case, in order), body, and where they stand."""

    start: str
    headers: tuple[tuple[str, str, int], ...]
    body: bytes
    at: int
    body_at: int

    @property
    def answers(self) -> bool:
        """Whether it is a response."""
        return self.start.startswith(("HTTP/", "RTSP/", "SIP/"))

    @property
    def protocol(self) -> str:
        """`HTTP`, `RTSP` or `SIP`."""
        words = self.start.split()
        return (words[0] if self.answers else words[-1]).partition("/")[0]

    def all(self, name: str) -> Iterator[tuple[str, int]]:
        """Values of a header with where each stands."""
        return ((value, at) for key, value, at in self.headers if key == name)

    def first(self, name: str) -> str:
        """The first value of a header, "" without."""
        return next((value for value, _ in self.all(name)), "")


def messages(data: bytes, most: int = 64) -> Iterator[Message]:
    """Messages one behind the other; what is no message between them, or before the first, is stepped over.

    Before the first only as much as a proxy puts there (RFC 1928 section 6); else the stream is of another kind.
    """
    at = 0
    for _ in range(most):
        found = START.search(data, at) if at else START.search(data, 0, _PRELUDE + 300)
        if found is None or (not at and found.start() > _PRELUDE):
            return
        at = found.start()
        message, at = _message(data, at)
        yield message


def _message(data: bytes, at: int) -> tuple[Message, int]:
    end = re.compile(rb"\r?\n\r?\n").search(data, at)
    stop, body_at = (end.start(), end.end()) if end else (len(data), len(data))
    first, *rest = _lines(data, at, stop)
    headers = tuple(_headers(rest))
    message = Message(readable(first[0]), headers, b"", at, body_at)
    body, after = _body(message, data, body_at)
    return Message(message.start, headers, body, at, body_at), max(after, at + 1)


def _lines(data: bytes, at: int, stop: int) -> list[tuple[bytes, int]]:
    found = []
    for line in data[at:stop].split(b"\n"):
        found.append((line.rstrip(b"\r"), at))
        at += len(line) + 1
    return found


def _headers(rest: list[tuple[bytes, int]]) -> Iterator[tuple[str, str, int]]:
    for line, at in rest[:100]:
        name, colon, value = line.partition(b":")
        if colon and re.fullmatch(rb"[A-Za-z][\w.-]{0,63}", name.strip()):
            yield name.strip().decode().lower(), readable(value), at


def _body(message: Message, data: bytes, at: int) -> tuple[bytes, int]:
    """The body and where the next message begins."""
    length = message.first("content-length")
    if "chunked" in message.first("transfer-encoding").lower():
        body, after = _chunks(data, at)
    elif length.isdecimal() and len(length) < 12:
        after = at + int(length)
        body = data[at:after]
    elif message.answers and message.protocol == "HTTP" and not re.match(r"\S+ (?:1\d\d|204|304)\b", message.start):
        body, after = data[at:], len(data)
    else:
        body, after = b"", at
    return _unpacked(body, message.first("content-encoding").lower()), after


def _chunks(data: bytes, at: int) -> tuple[bytes, int]:
    body = b""
    while found := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(data, at):
        size, at = int(found.group(1), 16), found.end()
        body += data[at : at + size]
        at += size + 2
        if not size:
            break
    return body, at


def _unpacked(body: bytes, coding: str) -> bytes:
    """gzip and deflate (RFC 9110 section 8.4.1), as far as the octets go."""
    if coding not in {"gzip", "x-gzip", "deflate"}:
        return b"" if coding in {"br", "zstd", "compress"} else body
    for window in (47, -15):  # with a header of zlib or gzip; bare, as some servers send
        try:
            return zlib.decompressobj(window).decompress(body, _UNPACKED)
        except zlib.error:
            continue
    return b""
