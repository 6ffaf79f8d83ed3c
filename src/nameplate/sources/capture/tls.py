"""TLS up to 1.2: the certificates that each side shows, and the name that a client asks for.

RFC 5246 sections 6.2.1 and 7.4 (records, handshake messages, also split over several records); RFC 6066 section 3
(server name). Found wherever in the head of a stream the handshake begins: behind STARTTLS or a proxy's CONNECT too.
From TLS 1.3 on certificates are encrypted (RFC 8446 section 4.4.2) and cannot be read.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nameplate.sources.capture.text import readable

_HELLO = re.compile(rb"\x16\x03[\x00-\x04].{2}[\x01\x02]\x00", re.DOTALL)
"""A handshake record that begins with a ClientHello or ServerHello shorter than 64 KiB."""
CLIENT_HELLO, CERTIFICATE = 1, 11
_SERVER_NAME = 0


class Shown(NamedTuple):
    """What a side showed: a server name (text) or a certificate (DER), where in the stream, and which of the chain."""

    name: str
    certificate: bytes
    at: int
    number: int = 0


def read(data: bytes) -> Iterator[Shown]:
    """All that the head of one direction shows."""
    found = _HELLO.search(data)
    if found is None:
        return
    text, marks = _handshake(data, found.start())
    at = 0
    while at + 4 <= len(text):
        kind, size = text[at], int.from_bytes(text[at + 1 : at + 4], "big")
        body = text[at + 4 : at + 4 + size]
        where = max((place for offset, place in marks if offset <= at), default=found.start())
        if kind == CLIENT_HELLO:
            yield from server_name(body, where)
        elif kind == CERTIFICATE:
            yield from chain(body, where)
        elif kind > 24:
            return  # encrypted from here on
        at += 4 + size


def _handshake(data: bytes, at: int) -> tuple[bytes, list[tuple[int, int]]]:
    """Handshake octets of the records one behind the other, and at which of them each record begins."""
    text, marks = b"", []
    while at + 5 <= len(data) and data[at + 1] == 3:
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if data[at] == 22:
            marks.append((len(text), at))
            text += data[at + 5 : at + 5 + size]
        elif data[at] != 21:
            break
        at += 5 + size
    return text, marks


def chain(body: bytes, where: int) -> Iterator[Shown]:
    """RFC 5246 section 7.4.2: lengths of three octets, the unit's own certificate first."""
    at, number = 3, 0
    while at + 3 <= len(body):
        size = int.from_bytes(body[at : at + 3], "big")
        certificate = body[at + 3 : at + 3 + size]
        if not size or len(certificate) < size:
            return
        number += 1
        yield Shown("", certificate, where, number)
        at += 3 + size


def server_name(body: bytes, where: int, lengths: Sequence[int] = (1, 2, 1)) -> Iterator[Shown]:
    """The server_name extension of a ClientHello, behind session id, cipher suites and compression methods, whose
    lengths have so many octets."""
    at = 34
    for octets in lengths:
        at += octets + int.from_bytes(body[at : at + octets], "big")
    at += 2
    while at + 4 <= len(body):
        kind, size = int.from_bytes(body[at : at + 2], "big"), int.from_bytes(body[at + 2 : at + 4], "big")
        value = body[at + 4 : at + 4 + size]
        if kind == _SERVER_NAME and len(value) > 5:
            yield Shown(readable(value[5 : 5 + int.from_bytes(value[3:5], "big")]), b"", where)
        at += 4 + size
