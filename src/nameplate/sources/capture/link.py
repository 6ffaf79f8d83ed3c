"""Link layers: from a captured frame to its sender and what it carries. Numbers are LINKTYPE_ values of pcap.

Ethernet with any VLAN tags (IEEE 802.1Q, 802.1ad), LLC and SNAP (IEEE 802.2), Linux cooked v1 and v2, raw IP, the
loopbacks of BSD, IEEE 802.11 bare or behind radiotap and its kin. An encrypted 802.11 frame carries nothing for us.
"""

import struct
from collections.abc import Callable
from typing import NamedTuple

IPV4, IPV6, ARP, LLDP, CDP, BEACON = 0x0800, 0x86DD, 0x0806, 0x88CC, 0x2000, -1
_TAGS = {0x8100, 0x88A8, 0x9100}
_SNAP = b"\xaa\xaa\x03"
_CISCO = b"\x00\x00\x0c"
_SHORT = {1: 14, 113: 16, 276: 20, 0: 4, 108: 4, 104: 4, 9: 4}


class Carried(NamedTuple):
    """EtherType (or CDP, BEACON), MACs of sender and addressee (b"" without), payload."""

    kind: int
    sender: bytes
    target: bytes
    payload: bytes


def carried(link: int, frame: bytes) -> Carried | None:
    """What a frame carries; None if it is cut too short, encrypted, or of a protocol nobody here reads."""
    reader = _READERS.get(link)
    return None if reader is None or len(frame) < _SHORT.get(link, 1) else reader(frame)


def _ethernet(frame: bytes) -> Carried | None:
    target, sender = frame[:6], frame[6:12]
    kind, at = int.from_bytes(frame[12:14], "big"), 14
    while kind in _TAGS and len(frame) >= at + 4:
        kind, at = int.from_bytes(frame[at + 2 : at + 4], "big"), at + 4
    if kind < 0x0600:
        return _logical(frame[at : at + kind], sender, target)
    return _payload(kind, sender, target, frame[at:])


def _payload(kind: int, sender: bytes, target: bytes, payload: bytes) -> Carried:
    """Step out of PPPoE (RFC 2516 section 5) and MPLS (RFC 3032 section 2.1), which carry IP."""
    if kind == 0x8864 and len(payload) > 8:
        kind = {0x0021: IPV4, 0x0057: IPV6}.get(int.from_bytes(payload[6:8], "big"), 0)
        payload = payload[8:]
    elif kind == 0x8847:
        while len(payload) > 4 and not payload[2] & 1:
            payload = payload[4:]
        payload = payload[4:]
        kind = {4: IPV4, 6: IPV6}.get(payload[0] >> 4, 0) if payload else 0
    return Carried(kind, sender, target, payload)


def _logical(data: bytes, sender: bytes, target: bytes) -> Carried | None:
    """LLC with SNAP: an EtherType under the zero OUI, or a Cisco protocol under Cisco's."""
    if data[:3] != _SNAP or len(data) < 8:
        return Carried(0, sender, target, b"")
    kind = int.from_bytes(data[6:8], "big")
    if data[3:6] == _CISCO:
        kind = CDP if kind == CDP else 0
    return Carried(kind, sender, target, data[8:])


def _cooked(frame: bytes) -> Carried | None:
    """LINKTYPE_LINUX_SLL: the sender's address and its length, then the protocol."""
    sender = frame[6:12] if frame[4:6] == b"\x00\x06" else b""
    return _payload(int.from_bytes(frame[14:16], "big"), sender, b"", frame[16:])


def _cooked2(frame: bytes) -> Carried | None:
    """LINKTYPE_LINUX_SLL2: the protocol first, the address at 12."""
    sender = frame[12:18] if frame[11] == 6 else b""
    return _payload(int.from_bytes(frame[:2], "big"), sender, b"", frame[20:])


def _serial(frame: bytes) -> Carried | None:
    """LINKTYPE_C_HDLC: two octets, then an EtherType."""
    return _payload(int.from_bytes(frame[2:4], "big"), b"", b"", frame[4:])


def _dial(frame: bytes) -> Carried | None:
    """LINKTYPE_PPP (RFC 1662 section 3): the protocol, behind address and control where they are."""
    at = 2 if frame[:2] == b"\xff\x03" else 0
    kind = {0x0021: IPV4, 0x0057: IPV6}.get(int.from_bytes(frame[at : at + 2], "big"), 0)
    return Carried(kind, b"", b"", frame[at + 2 :])


def _raw(frame: bytes) -> Carried | None:
    kind = {4: IPV4, 6: IPV6}.get(frame[0] >> 4, 0)
    return Carried(kind, b"", b"", frame)


def _loopback(frame: bytes) -> Carried | None:
    return _raw(frame[4:]) if len(frame) > 4 else None


def _radiotap(frame: bytes) -> Carried | None:
    size = int.from_bytes(frame[2:4], "little")
    return _wireless(frame[size:]) if 8 <= size < len(frame) else None


def _prism(frame: bytes) -> Carried | None:
    """Prism (its length little-endian at 4) or AVS (big-endian at 4) headers."""
    if len(frame) < 8:
        return None
    size = int.from_bytes(frame[4:8], "big" if frame[:2] == b"\x80\x21" else "little")
    return _wireless(frame[size:]) if 8 <= size < len(frame) else None


def _wireless(frame: bytes) -> Carried | None:
    """IEEE 802.11-2020 section 9.2: data frames that are not protected, and beacons."""
    if len(frame) < 24:
        return None
    kind, flags = frame[0] & 0xFC, frame[1]
    if kind in {0x80, 0x50}:  # beacon, probe response: fixed fields of 12 octets stand before the elements
        return Carried(BEACON, frame[10:16], frame[4:10], frame[36:])
    if kind & 0x0C != 0x08 or kind & 0x40 or flags & 0x40:
        return None
    size = 24 + (6 if flags & 3 == 3 else 0) + (2 if kind & 0x80 else 0) + (4 if kind & 0x80 and flags & 0x80 else 0)
    target = frame[16:22] if flags & 1 else frame[4:10]
    sender = {0: frame[10:16], 1: frame[10:16], 2: frame[16:22], 3: frame[24:30]}[flags & 3]
    if kind & 0x80 and frame[size - (6 if flags & 0x80 else 2)] & 0x80:
        return None  # an aggregate of frames
    found = _logical(frame[size:], sender, target)
    return found if found and found.kind else None


def _peek_wireless(frame: bytes) -> Carried | None:
    """LINKTYPE_PPI: a header whose length stands as in radiotap; the link inside is at 4."""
    if len(frame) < 8:
        return None
    size, inner = struct.unpack_from("<H", frame, 2)[0], struct.unpack_from("<I", frame, 4)[0]
    return carried(inner, frame[size:]) if 8 <= size < len(frame) and inner != 192 else None


_READERS: dict[int, Callable[[bytes], Carried | None]] = {
    0: _loopback,
    1: _ethernet,
    9: _dial,
    12: _raw,
    14: _raw,
    101: _raw,
    104: _serial,
    105: _wireless,
    108: _loopback,
    113: _cooked,
    119: _prism,
    127: _radiotap,
    163: _prism,
    192: _peek_wireless,
    228: _raw,
    229: _raw,
    276: _cooked2,
}
LINKS = frozenset(_READERS)
"""Link types that are read."""
