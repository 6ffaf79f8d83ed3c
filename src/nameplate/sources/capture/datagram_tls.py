"""TLS over datagrams: the certificates and server names of DTLS up to 1.2, which access points and calls use.

RFC 6347 sections 4.1 (records) and 4.2 (handshake messages in fragments). What lies behind the change of keys is
encrypted, as everything of DTLS 1.3 (RFC 9147) but the hellos.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from nameplate.sources.capture import tls

OPENINGS = (b"\x16\xfe\xff\x00", b"\x16\xfe\xfd\x00")
"""How a datagram with handshake records that are not encrypted begins: type, version, first octet of the epoch."""
CAPWAP_OPENING = b"\x01\x00\x00\x00"
"""What stands before DTLS between an access point and its controller (RFC 5415 section 4.2)."""
_WAITING = 512
_LONGEST = 1 << 16
_LENGTHS = (1, 1, 2, 1)
"""Octets of the lengths before a ClientHello's extensions: session, cookie, cipher suites, compression."""

Key = tuple[bytes, ...]


@dataclass
class _Message:
    """One handshake message whose fragments come in."""

    body: bytearray
    missing: set[int] = field(default_factory=set)


class Handshakes:
    """Messages of all directions at once."""

    def __init__(self) -> None:
        self._open: OrderedDict[Key, _Message] = OrderedDict()

    def read(self, key: Key, datagram: bytes) -> Iterator[tls.Shown]:
        """What a datagram of a direction (`key`) completes."""
        at = 0
        while at + 13 <= len(datagram) and datagram[at : at + 4] in OPENINGS and not datagram[at + 4]:
            size = int.from_bytes(datagram[at + 11 : at + 13], "big")
            yield from self._record(key, datagram[at + 13 : at + 13 + size])
            at += 13 + size

    def _record(self, key: Key, record: bytes) -> Iterator[tls.Shown]:
        at = 0
        while at + 12 <= len(record):
            kind, whole = record[at], int.from_bytes(record[at + 1 : at + 4], "big")
            offset, size = (int.from_bytes(record[at + n : at + n + 3], "big") for n in (6, 9))
            piece = record[at + 12 : at + 12 + size]
            if kind in {tls.CLIENT_HELLO, tls.CERTIFICATE} and offset + len(piece) <= whole <= _LONGEST:
                body = self._put((*key, record[at + 4 : at + 6]), whole, offset, piece)
                if body is not None and kind == tls.CLIENT_HELLO:
                    yield from tls.server_name(body, 0, _LENGTHS)
                elif body is not None:
                    yield from tls.chain(body, 0)
            at += 12 + size

    def _put(self, key: Key, whole: int, offset: int, piece: bytes) -> bytes | None:
        """The whole message, once."""
        if len(piece) == whole:
            return piece
        message = self._open.setdefault(key, _Message(bytearray(whole), set(range(whole))))
        if len(message.body) != whole:
            return None
        message.body[offset : offset + len(piece)] = piece
        message.missing.difference_update(range(offset, offset + len(piece)))
        self._open.move_to_end(key)
        if not message.missing:
            del self._open[key]
            return bytes(message.body)
        if len(self._open) > _WAITING:
            self._open.popitem(last=False)
        return None
