"""IPv4 and IPv6: from a packet to its transport payload, fragments put together, tunnels stepped out of.

RFC 791; RFC 8200 with its extension headers (sections 4.3 to 4.6; AH of RFC 4302). Reassembly follows RFC 815, what
came first wins where fragments overlap. IP in IP and GRE (RFC 2784, with the ERSPAN of switches' mirror sessions)
are stepped out of, as are VXLAN (RFC 7348), GTP-U (3GPP TS 29.281) and CAPWAP (RFC 5415), in which access points send
the frames of their stations to a controller.
"""

from collections import OrderedDict
from typing import NamedTuple

_EXTENSIONS = {0, 43, 60, 135, 139, 140}
_FRAGMENT, _AUTHENTICATION = 44, 51
VXLAN, GTP, CAPWAP = 4789, 2152, 5247
"""UDP ports of tunnels."""
ETHERNET, WIRELESS = 0x6558, -105
"""What a tunnel carries beside packets: whole frames."""
_OPEN = 512
"""Datagrams whose fragments are waited for at a time."""
_LARGEST = 65_535


class Datagram(NamedTuple):
    """Addresses in packed form, time to live (or hop limit), protocol number, payload as captured."""

    source: bytes
    target: bytes
    ttl: int
    protocol: int
    payload: bytes


class Piece(NamedTuple):
    """One fragment: whose, where it belongs, whether more follow, its octets."""

    key: tuple[bytes, bytes, int, int]
    offset: int
    more: bool
    datagram: Datagram


def datagram(packet: bytes) -> Datagram | Piece | None:
    """Take the headers off; None for what is no IP or cut within them."""
    version = packet[0] >> 4 if packet else 0
    if version == 4:
        return _four(packet)
    return _six(packet) if version == 6 else None


def _four(packet: bytes) -> Datagram | Piece | None:
    header = (packet[0] & 15) * 4
    if len(packet) < 20 or header < 20:
        return None
    length = int.from_bytes(packet[2:4], "big") or len(packet)  # 0: cut up by the network card later (TSO)
    found = Datagram(packet[12:16], packet[16:20], packet[8], packet[9], packet[header:length])
    where = int.from_bytes(packet[6:8], "big") & 0x3FFF
    if not where:
        return found
    number = int.from_bytes(packet[4:6], "big")
    key = (found.source, found.target, number, found.protocol)
    return Piece(key, (where & 0x1FFF) * 8, bool(where & 0x2000), found)


def _six(packet: bytes) -> Datagram | Piece | None:
    if len(packet) < 40:
        return None
    length = int.from_bytes(packet[4:6], "big")
    payload = packet[40 : 40 + length] if length else packet[40:]
    kind, source, target, ttl = packet[6], packet[8:24], packet[24:40], packet[7]
    for _ in range(8):
        if kind in _EXTENSIONS and len(payload) >= 8:
            kind, payload = payload[0], payload[payload[1] * 8 + 8 :]
        elif kind == _AUTHENTICATION and len(payload) >= 8:
            kind, payload = payload[0], payload[payload[1] * 4 + 8 :]
        elif kind == _FRAGMENT and len(payload) >= 8:
            where = int.from_bytes(payload[2:4], "big")
            found = Datagram(source, target, ttl, payload[0], payload[8:])
            if where & 0xFFF9 == 0:
                return _again(found)
            key = (source, target, int.from_bytes(payload[4:8], "big"), 0)
            return Piece(key, where & 0xFFF8, bool(where & 1), found)
        else:
            break
    return Datagram(source, target, ttl, kind, payload)


def _again(found: Datagram) -> Datagram:
    """Extension headers that stand behind a fragment header (RFC 8200 section 4.5)."""
    kind, payload = found.protocol, found.payload
    for _ in range(8):
        if kind not in _EXTENSIONS or len(payload) < 8:
            break
        kind, payload = payload[0], payload[payload[1] * 8 + 8 :]
    return found._replace(protocol=kind, payload=payload)


class Fragments:
    """Datagrams in pieces. A piece of one that says nothing (by its first piece) is let go at once."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[bytes, bytes, int, int], list[Piece] | None] = OrderedDict()

    def add(self, piece: Piece, *, speaks: bool) -> Datagram | None:
        """The whole datagram once it is complete. `speaks` is asked of first pieces: is the datagram worth it."""
        if piece.offset + len(piece.datagram.payload) > _LARGEST:
            return None
        first = not piece.offset
        if first and not speaks:
            self._keep(piece.key, None)
            return None
        pieces = self._waiting.get(piece.key, [])
        if pieces is None and not first:
            return None
        pieces = [*(pieces or []), piece]
        whole = _joined(pieces)
        if whole is None:
            self._keep(piece.key, pieces[:64])
            return None
        self._waiting.pop(piece.key, None)
        return whole

    def _keep(self, key: tuple[bytes, bytes, int, int], pieces: list[Piece] | None) -> None:
        self._waiting[key] = pieces
        self._waiting.move_to_end(key)
        if len(self._waiting) > _OPEN:
            self._waiting.popitem(last=False)


def _joined(pieces: list[Piece]) -> Datagram | None:
    """One datagram of pieces that leave no gap; None if some are missing."""
    if all(piece.more for piece in pieces):
        return None
    payload = b""
    for piece in sorted(pieces, key=lambda p: p.offset):
        if piece.offset > len(payload):
            return None
        payload += piece.datagram.payload[len(payload) - piece.offset :]
    first = min(pieces, key=lambda p: p.offset).datagram
    return _again(first._replace(payload=payload))


def inside(found: Datagram) -> tuple[int, bytes] | None:
    """What a tunnel carries: (EtherType, packet), or ETHERNET or WIRELESS and a frame; None if it is no tunnel."""
    payload = found.payload
    if found.protocol == 17:
        return _in_datagram(payload)
    if found.protocol in {4, 41}:
        return (0x0800 if found.protocol == 4 else 0x86DD), payload
    if found.protocol != 47 or len(payload) < 8:
        return None
    flags, kind = payload[0], int.from_bytes(payload[2:4], "big")
    size = 4 + sum(4 for bit in (0x80, 0x20, 0x10) if flags & bit)
    if kind == 0x88BE:
        return ETHERNET, payload[size + (8 if flags & 0x10 else 0) :]
    return kind, payload[size:]


def _in_datagram(datagram: bytes) -> tuple[int, bytes] | None:
    target, payload = int.from_bytes(datagram[2:4], "big"), datagram[8:]
    if target == VXLAN and payload[:1] == b"\x08" and len(payload) > 8:
        return ETHERNET, payload[8:]
    if target == GTP and len(payload) > 12 and payload[0] >> 5 == 1 and payload[1] == 255:
        packet = payload[12 if payload[0] & 7 else 8 :]
        return (0x86DD if packet[0] >> 4 == 6 else 0x0800), packet
    if CAPWAP in {target, int.from_bytes(datagram[:2], "big")}:
        return _of_station(payload)
    return None


def _of_station(payload: bytes) -> tuple[int, bytes] | None:
    """RFC 5415 section 4.3: a station's frame behind a header; some makers swap the octets of its frame control."""
    fields = int.from_bytes(payload[1:4], "big")
    frame = payload[(fields >> 19) * 4 :]
    fragment, later = fields & 0x80, int.from_bytes(payload[6:8], "big") >> 3
    if len(payload) < 32 or payload[0] or (fragment and later):
        return None
    if not fields & 0x100:
        return ETHERNET, frame
    swapped = frame[0] & 0x0C != 0x08 and frame[1] & 0x0F == 0x08
    return WIRELESS, frame[1::-1] + frame[2:] if swapped else frame
