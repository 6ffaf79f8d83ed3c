"""Frames and captures made for tests and benchmarks: every layer by its RFC, without checksums (nobody reads them)."""

import ipaddress
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

CAMERA, CLIENT, ROUTER = "44:19:b6:00:00:07", "02:00:00:00:00:01", "02:00:00:00:00:fe"
CAMERA_IP, CLIENT_IP, FAR_IP = "10.4.0.7", "10.4.0.1", "10.9.0.30"
START = 1_700_000_000


def mac(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


def ip(text: str) -> bytes:
    return ipaddress.ip_address(text).packed


def ether(payload: bytes, source: str = CAMERA, target: str = CLIENT, kind: int = 0, tags: Iterable[int] = ()) -> bytes:
    """An Ethernet II frame; the EtherType of IP is told by the payload. `tags` are EtherTypes of VLAN tags."""
    kind = kind or {4: 0x0800, 6: 0x86DD}[payload[0] >> 4]
    vlans = b"".join(struct.pack(">HH", tag, 7) for tag in tags)
    return mac(target) + mac(source) + vlans + struct.pack(">H", kind) + payload


def ipv4(
    protocol: int,
    payload: bytes,
    source: str = CAMERA_IP,
    target: str = CLIENT_IP,
    ttl: int = 64,
    number: int = 1,
    fragment: int = 0,
    options: bytes = b"",
) -> bytes:
    """RFC 791; `fragment` is the field of flags and offset."""
    size = 20 + len(options)
    head = struct.pack(">BBHHHBBH", 0x40 | size // 4, 0, size + len(payload), number, fragment, ttl, protocol, 0)
    return head + ip(source) + ip(target) + options + payload


def ipv6(protocol: int, payload: bytes, source: str = "fd00::7", target: str = "fd00::1", hops: int = 64) -> bytes:
    """RFC 8200."""
    return struct.pack(">IHBB", 6 << 28, len(payload), protocol, hops) + ip(source) + ip(target) + payload


def udp(payload: bytes, source: int, target: int) -> bytes:
    """RFC 768."""
    return struct.pack(">HHHH", source, target, 8 + len(payload), 0) + payload


def tcp(payload: bytes, source: int, target: int, sequence: int, flags: int = 0x18) -> bytes:
    """RFC 9293, without options."""
    return struct.pack(">HHIIBBHHH", source, target, sequence & 0xFFFFFFFF, 1, 0x50, flags, 65_535, 0, 0) + payload


def datagram(payload: bytes, from_port: int, to_port: int, sender: str = CAMERA, **network: object) -> bytes:
    """One UDP datagram over IPv4 and Ethernet, from the camera unless said otherwise."""
    return ether(ipv4(17, udp(payload, from_port, to_port), **network), sender)  # type: ignore[arg-type]


@dataclass
class Stream:
    """One direction of a TCP connection, cut into segments."""

    source: int
    target: int
    sequence: int = 1_000
    size: int = 1_448
    sender: str = CAMERA
    receiver: str = CLIENT
    source_ip: str = CAMERA_IP
    target_ip: str = CLIENT_IP
    ttl: int = 64

    def frames(self, data: bytes, *, syn: bool = True) -> Iterator[bytes]:
        """A SYN, then the data."""
        if syn:
            yield self.segment(b"", -1, 0x02)
        for at in range(0, len(data), self.size):
            yield self.segment(data[at : at + self.size], at)

    def segment(self, payload: bytes, at: int, flags: int = 0x18) -> bytes:
        """A segment whose first octet is the stream's octet `at`."""
        packet = tcp(payload, self.source, self.target, self.sequence + at, flags)
        return ether(ipv4(6, packet, self.source_ip, self.target_ip, self.ttl), self.sender, self.receiver)


def pcap(
    frames: Iterable[bytes], link: int = 1, order: str = "<", *, nanos: bool = False, snap: int = 0, start: int = START
) -> bytes:
    """A pcap file; frame n is taken n thousandths of a second after `start`. `snap` cuts packets."""
    magic = 0xA1B23C4D if nanos else 0xA1B2C3D4
    parts = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snap or 65_535, link)]
    for number, frame in enumerate(frames):
        kept = frame[:snap] if snap else frame
        fraction = number % 1000 * (1_000_000 if nanos else 1_000)
        parts += [struct.pack(order + "IIII", start + number // 1000, fraction, len(kept), len(frame)), kept]
    return b"".join(parts)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """A block of pcapng, padded."""
    body += bytes(-len(body) % 4)
    return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)


def section(order: str = "<") -> bytes:
    """A section header of pcapng."""
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int = 1, order: str = "<", options: bytes = b"") -> bytes:
    """A description of an interface."""
    return block(1, struct.pack(order + "HHI", link, 0, 0) + options, order)


def enhanced(frame: bytes, which: int = 0, order: str = "<", ticks: int = START * 1_000_000) -> bytes:
    """An enhanced packet block."""
    head = struct.pack(order + "IIIII", which, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
    return block(6, head + frame, order)


def pcapng(frames: Iterable[bytes], link: int = 1, order: str = "<") -> bytes:
    """A pcapng file with one section and one interface."""
    return section(order) + interface(link, order) + b"".join(enhanced(f, 0, order) for f in frames)


Facts = set[tuple[str, str, str]]
"""(subject, kind, value)."""


def facts(frame: pl.DataFrame, *kinds: str) -> Facts:
    """What is said of whom; of the given kinds only, if any are given."""
    rows = frame.select("subject", pl.col("kind").cast(pl.String), "value").rows()
    return {row for row in rows if not kinds or row[1] in kinds}
