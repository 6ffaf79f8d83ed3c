"""QUIC: the server name that a client asks for, out of its first packets, whose keys follow from what they show.

RFC 9000 section 17.2.2 (Initial packets) and 19.6 (CRYPTO frames); RFC 9001 sections 5.2 to 5.4 (keys, protection of
packets and headers); RFC 9369 (version 2). All later packets are encrypted with keys that nobody else has.
"""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from nameplate.sources.capture import tls

Key = tuple[bytes, ...]
_WAITING, _LONGEST = 512, 1 << 14


class _Version(NamedTuple):
    """How a version derives its first keys, and the number of its Initial packets."""

    salt: bytes
    labels: str
    initial: int


_ONE = _Version(bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), "quic", 0)
_TWO = _Version(bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"), "quicv2", 1)
_LATE_DRAFT = _Version(bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899"), "quic", 0)
_DRAFT = _Version(bytes.fromhex("c3eef712c72ebb5a11a7d2432bb46365bef9f502"), "quic", 0)
_VERSIONS = {1: _ONE, 0x6B3343CF: _TWO}
_VERSIONS |= {0xFF000000 + n: _DRAFT if n < 29 else _LATE_DRAFT for n in range(23, 33)}
OPENINGS = (b"\0\0\0", b"\x6b\x33\x43", b"\xff\0\0")
"""The first octets of the known versions, behind the first octet of a packet."""


def begins(first: bytes) -> bool:
    """Whether a datagram with these first four octets begins with a long header of a known version."""
    return len(first) == 4 and first[0] >= 0xC0 and first[1:] in OPENINGS


@dataclass
class _Client:
    """What a client's first packets hold: keys, and the octets of its handshake so far."""

    keys: tuple[bytes, bytes, bytes]
    pieces: dict[int, bytes] = field(default_factory=dict)


class Initials:
    """The first packets of all clients at once."""

    def __init__(self) -> None:
        self._clients: OrderedDict[Key, _Client | None] = OrderedDict()

    def read(self, key: Key, datagram: bytes) -> Iterator[tls.Shown]:
        """The server name, with the datagram of a direction (`key`) that completes it."""
        packet = _initial(datagram)
        if packet is None or (key in self._clients and self._clients[key] is None):
            return
        client = self._clients.setdefault(key, _Client(_keys(packet)))
        self._clients.move_to_end(key)
        if len(self._clients) > _WAITING:
            self._clients.popitem(last=False)
        plain = client and _opened(packet, client.keys)
        if not client or not plain:
            return
        client.pieces.update(_crypto(plain))
        hello = _joined(client.pieces)
        size = int.from_bytes(hello[1:4], "big")
        if len(hello) >= 4 and len(hello) >= 4 + size:
            self._clients[key] = None
            if hello[0] == tls.CLIENT_HELLO:
                yield from tls.server_name(hello[4 : 4 + size], 0)


class _Packet(NamedTuple):
    """An Initial packet: version, the connection's number, all its octets, where its protected part begins."""

    version: _Version
    connection: bytes
    octets: bytes
    at: int


def _initial(datagram: bytes) -> _Packet | None:
    version = _VERSIONS.get(int.from_bytes(datagram[1:5], "big"))
    if version is None or len(datagram) < 64 or datagram[0] >> 4 & 3 != version.initial:
        return None
    at = 6 + datagram[5]
    connection = datagram[6:at]
    at += 1 + datagram[at]
    token, at = _number(datagram, at)
    length, at = _number(datagram, at + token)
    octets = datagram[: at + length]
    return _Packet(version, connection, octets, at) if at + 20 <= len(octets) == at + length else None


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length (RFC 9000 section 16) and where it ends."""
    size = 1 << (data[at] >> 6) if at < len(data) else 1
    return int.from_bytes(data[at : at + size], "big") & ((1 << (8 * size - 2)) - 1), at + size


def _keys(packet: _Packet) -> tuple[bytes, bytes, bytes]:
    """Key, IV and header key of the client's first packets."""
    from cryptography.hazmat.primitives import hashes, hmac

    mac = hmac.HMAC(packet.version.salt, hashes.SHA256())
    mac.update(packet.connection)
    secret = _label(mac.finalize(), "client in", 32)
    key, iv, header = (
        (f"{packet.version.labels} {name}", size) for name, size in (("key", 16), ("iv", 12), ("hp", 16))
    )
    return _label(secret, *key), _label(secret, *iv), _label(secret, *header)


def _label(secret: bytes, label: str, size: int) -> bytes:
    """HKDF-Expand-Label (RFC 8446 section 7.1)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    name = f"tls13 {label}".encode()
    info = size.to_bytes(2, "big") + bytes([len(name)]) + name + b"\0"
    return HKDFExpand(hashes.SHA256(), size, info).derive(secret)


def _opened(packet: _Packet, keys: tuple[bytes, bytes, bytes]) -> bytes:
    """The frames of a packet; b"" where the keys do not fit."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, iv, header = keys
    sample = packet.octets[packet.at + 4 : packet.at + 20]
    mask = Cipher(algorithms.AES(header), modes.ECB()).encryptor().update(sample)  # noqa: S305 - RFC 9001 section 5.4.3
    first = packet.octets[0] ^ mask[0] & 0x0F
    end = packet.at + (first & 3) + 1
    number = bytes(a ^ b for a, b in zip(packet.octets[packet.at : end], mask[1:], strict=False))
    nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(number, "big")).to_bytes(12, "big")
    shown = bytes([first]) + packet.octets[1 : packet.at] + number
    try:
        return AESGCM(key).decrypt(nonce, packet.octets[end:], shown)
    except InvalidTag:
        return b""


def _crypto(frames: bytes) -> Iterator[tuple[int, bytes]]:
    """(offset, octets) of the CRYPTO frames; PADDING, PING and ACK are stepped over."""
    at = 0
    while at < len(frames):
        kind = frames[at]
        at += 1
        if kind == 6:
            offset, at = _number(frames, at)
            size, at = _number(frames, at)
            if offset < _LONGEST:
                yield offset, frames[at : at + size]
            at += size
        elif kind in {2, 3}:
            at = _behind_ack(frames, at, counts=3 if kind == 3 else 0)
        elif kind > 1:
            return


def _behind_ack(frames: bytes, at: int, counts: int) -> int:
    for _ in range(2):
        _, at = _number(frames, at)
    ranges, at = _number(frames, at)
    for _ in range(min(ranges, 64) * 2 + 1 + counts):
        _, at = _number(frames, at)
    return at


def _joined(pieces: dict[int, bytes]) -> bytes:
    """The octets from the first on, up to the first gap."""
    text = b""
    for offset in sorted(pieces):
        if offset > len(text):
            break
        text += pieces[offset][len(text) - offset :]
    return text
