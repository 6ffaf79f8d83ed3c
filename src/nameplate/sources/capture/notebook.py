"""What a capture says, noted once each, and whose it is: decided at the end, when all senders are known.

**Whose words they are.** A frame's MAC is the unit's own only if the unit is on this link; behind a router it is the
router's. It counts as the unit's own for an address that it claimed by ARP, neighbour discovery or DHCP (unless it
claims more than 8 IPv4 addresses: a proxy), for a link-local address, and for an address from which it sent with a
time to live that no router has lowered (64, 128 or 255), private addresses up to 8 to a MAC, a public one only
if it is the MAC's sole address. Then the subject is the MAC. In all other cases it is the IP address, and
`capture.behind` names the MAC that forwarded. So a router never gives its MAC to those behind it; a unit
whose own MAC is not certain loses the MAC's evidence and nothing else.
"""

import datetime as dt
import functools
import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from nameplate.sources import mac_text
from nameplate.sources.interface import Sink

UNTOUCHED = {64, 128, 255}
"""Times to live that systems begin with."""
_PROXY = 8
"""IPv4 addresses that one interface may plausibly hold."""
_CERTAIN = 64
"""Addresses of one MAC that are remembered; more than `_PROXY` make it a router anyway."""
_MOST = 500_000
"""Senders, and statements, that are remembered at most."""


class Place(NamedTuple):
    """Number of a frame, from 1 as other tools count, and when it was taken."""

    frame: int
    time: dt.datetime | None


class Unit(NamedTuple):
    """A sender as its frame shows it: MAC and IP address in octets, b"" where there is none."""

    mac: bytes
    ip: bytes


class Said(NamedTuple):
    """One statement: a kind, a value, and where in the frame's content it stands ("" for the frame itself)."""

    kind: str
    value: str
    where: str = ""


class Notebook:
    """Notes during the walk, observations at the end."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._said: dict[tuple[Unit, str, str, str], tuple[Place, str]] = {}
        self._heard: dict[Unit, Place] = {}
        self._direct: dict[bytes, set[bytes]] = defaultdict(set)
        self._claims: dict[bytes, set[bytes]] = defaultdict(set)
        self._left_out = self._unheard = 0

    def say(self, unit: Unit, place: Place, said: Said, part: str = "") -> None:
        """One statement of a unit; `part` names a unit that it speaks of (a recorder's channel)."""
        key = (unit, part, said.kind, said.value)
        if key in self._said:
            return
        if len(self._said) >= _MOST:
            self._left_out += 1
            return
        self._said[key] = (place, said.where)

    def hear(self, unit: Unit, ttl: int | None, place: Place) -> None:
        """A packet came from this MAC with this address (no `ttl`: a frame of the link itself).

        Of hosts far away nothing is noted until they speak.
        """
        if not any(unit.ip):
            unit = Unit(unit.mac, b"")
        near = ttl in UNTOUCHED and bool(unit.mac)
        if near and unit.ip and len(self._direct) < _MOST and len(self._direct[unit.mac]) < _CERTAIN:
            self._direct[unit.mac].add(unit.ip)
        if unit in self._heard or not (near or ttl is None or _is_private(unit.ip)):
            return
        if len(self._heard) < _MOST:
            self._heard[unit] = place
        else:
            self._unheard += 1

    def tell(self, unit: Unit, place: Place, said: Iterable[Said]) -> None:
        """Several statements of a unit; those without a value are none."""
        for one in said:
            if one.value:
                self.say(unit, place, one)

    def claim(self, unit: Unit, place: Place) -> None:
        """The unit said by ARP, neighbour discovery or DHCP that the address is its own."""
        self.hear(unit, None, place)
        if _is_unit(unit.mac) and any(unit.ip) and len(self._claims) < _MOST:
            self._claims[unit.ip].add(unit.mac)

    def problem(self, place: Place, reason: str) -> None:
        """Something in a frame that could not be read."""
        self._sink.problem(f"frame {place.frame}", reason)

    def gave_up(self, place: Place, error: Exception) -> None:
        """A packet that made its reader fail: named, so that it can be mended."""
        self.problem(place, f"its reader gave up ({type(error).__name__}: {error})"[:300] + "; please report it")

    def drop(self, name: str, count: int = 1) -> None:
        """Credentials that were seen and not kept."""
        self._sink.drop(name, count)

    def write(self) -> None:
        """All observations, in the order of frames."""
        owners = _Owners(self._direct, self._claims)
        speaking: dict[Unit, Place] = {}
        rows: list[Row] = []
        for (unit, part, kind, value), (place, where) in self._said.items():
            subject = owners.subject(unit)
            speaking[unit] = min(place, speaking.get(unit, place), key=lambda p: p.frame)
            rows.append((place.frame, f"{part} of {subject}" if part else subject, kind, value, where, place.time))
        for unit, place in (speaking | self._heard).items():
            rows.extend(_of_sender(unit, place, owners, speaks=unit in speaking))
        rows.sort(key=lambda row: row[0])
        for frame, subject, kind, value, where, time in rows:
            self._sink.observe(subject, f"frame {frame}{where}", kind, value, time)
        for count, what in ((self._left_out, "statements"), (self._unheard, "packets of further senders")):
            if count:
                self._sink.problem(
                    "", f"{count:,} {what} beyond the limit of {_MOST:,} are left out: split the capture"
                )


Row = tuple[int, str, str, str, str, dt.datetime | None]
"""Frame, subject, kind, value, where in the frame's content, time."""


def _of_sender(unit: Unit, place: Place, owners: "_Owners", *, speaks: bool) -> list[Row]:
    """Addresses of a sender. Of one on the Internet only if it said something; others are units like any."""
    subject = owners.subject(unit)
    found = []
    if owners.own(unit):
        found.append(("mac", mac_text.spell(unit.mac)))
    elif not speaks and not _is_private(unit.ip):
        return []
    elif _is_unit(unit.mac) and unit.ip:
        found.append(("capture.behind", mac_text.spell(unit.mac)))
    if unit.ip and _is_host(unit.ip):
        found.append(("ip", _address(unit.ip)))
    return [(place.frame, subject, kind, value, "", place.time) for kind, value in found]


class _Owners:
    """Which MAC is whose, once everything was heard."""

    def __init__(self, direct: dict[bytes, set[bytes]], claims: dict[bytes, set[bytes]]) -> None:
        held: dict[bytes, set[bytes]] = defaultdict(set)
        for ip, macs in claims.items():
            for mac in macs:
                held[mac].add(ip)
        proxies = {mac for mac, ips in held.items() if sum(len(ip) == 4 for ip in ips) > _PROXY}
        self._claims = {ip: macs - proxies for ip, macs in claims.items()}
        self._direct = direct
        self._known: dict[Unit, bool] = {}
        self._holders = self._of_addresses()

    def own(self, unit: Unit) -> bool:
        """Whether the MAC is the unit's own."""
        if unit not in self._known:
            self._known[unit] = self._decide(unit)
        return self._known[unit]

    def _decide(self, unit: Unit) -> bool:
        if not _is_unit(unit.mac):
            return False
        if not unit.ip or unit.mac in self._claims.get(unit.ip, ()) or _is_link_local(unit.ip):
            return True
        if self._claims.get(unit.ip):
            return False
        ips = self._direct.get(unit.mac, set())
        alike = sum(len(ip) == len(unit.ip) and not _is_link_local(ip) for ip in ips)
        return unit.ip in ips and alike <= (_PROXY if _is_private(unit.ip) or len(unit.ip) == 16 else 1)

    def _of_addresses(self) -> dict[bytes, set[bytes]]:
        """Address -> the MACs that own it."""
        pairs = [(mac, ip) for ip, macs in self._claims.items() for mac in macs]
        pairs += [(mac, ip) for mac, ips in self._direct.items() for ip in ips]
        found: dict[bytes, set[bytes]] = defaultdict(set)
        for mac, ip in pairs:
            if ip and self.own(Unit(mac, ip)):
                found[ip].add(mac)
        return found

    def subject(self, unit: Unit) -> str:
        """The MAC of the unit, or its address where no MAC is known to be its own."""
        if self.own(unit):
            return mac_text.spell(unit.mac)
        owners = self._holders.get(unit.ip, set())
        if len(owners) == 1:
            return mac_text.spell(next(iter(owners)))
        return _address(unit.ip) if unit.ip else "unknown sender"


def _is_unit(mac: bytes) -> bool:
    return len(mac) == 6 and not mac[0] & 1 and any(mac)


def _address(ip: bytes) -> str:
    return str(ipaddress.ip_address(ip))


def _is_link_local(ip: bytes) -> bool:
    """RFC 3927 section 2.1, RFC 4291 section 2.5.6."""
    return ip[:2] == b"\xa9\xfe" if len(ip) == 4 else ip[:1] == b"\xfe" and ip[1] & 0xC0 == 0x80


@functools.lru_cache(maxsize=65_536)
def _is_private(ip: bytes) -> bool:
    return bool(ip) and ipaddress.ip_address(ip).is_private and _is_host(ip)


@functools.lru_cache(maxsize=65_536)
def _is_host(ip: bytes) -> bool:
    address = ipaddress.ip_address(ip)
    return not (address.is_multicast or address.is_unspecified or address.is_loopback or ip == b"\xff\xff\xff\xff")
