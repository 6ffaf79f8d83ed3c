"""DHCP: what a client says of itself, and which address a server gave to it.

RFC 2131 (messages; its section 4.1 on overload), RFC 2132 (options), RFC 3396 (long options), RFC 4702 (option 81);
RFC 8415 and RFC 4704 for version 6. The client is the unit of `chaddr`, whoever relayed the message.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.sources import dhcp_identity
from nameplate.sources.capture.domain_names import domain_name
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable

_COOKIE = b"\x63\x82\x53\x63"
_NAME, _OVERLOAD, _TYPE, _REQUESTED, _CLASS, _CLIENT, _FQDN = 12, 52, 53, 55, 60, 61, 81
_ACK = 5


class Lease(NamedTuple):
    """One message: the client's MAC, the address it has (b"" if none is said), what it states."""

    mac: bytes
    ip: bytes
    said: tuple[Said, ...]


def read(raw: bytes) -> Lease | None:
    """A DHCP or BOOTP message of an Ethernet client; None for anything else."""
    if len(raw) < 240 or raw[236:240] != _COOKIE or raw[1] not in {1, 6} or raw[2] != 6:
        return None
    options = _options(raw)
    mac = raw[28:34]
    if raw[0] == 1:
        return Lease(mac, b"", tuple(_client(options)))
    given = raw[16:20] if options.get(_TYPE) == bytes([_ACK]) else b""
    return Lease(mac, given if any(given) else b"", ())


def _options(raw: bytes) -> dict[int, bytes]:
    """Options by number; parts of one option joined; those in the fields `file` and `sname` too."""
    found: dict[int, bytes] = {}
    _collect(raw[240:], found)
    overload = found.get(_OVERLOAD, b"\0")[:1]
    if overload in {b"\x01", b"\x03"}:
        _collect(raw[108:236], found)
    if overload in {b"\x02", b"\x03"}:
        _collect(raw[44:108], found)
    return found


def _collect(data: bytes, found: dict[int, bytes]) -> None:
    at = 0
    while at < len(data) and data[at] != 255:
        if not data[at]:
            at += 1
            continue
        if at + 1 >= len(data):
            return
        value = data[at + 2 : at + 2 + data[at + 1]]
        found[data[at]] = found.get(data[at], b"") + value
        at += 2 + data[at + 1]


def _client(options: dict[int, bytes]) -> Iterator[Said]:
    yield Said("hostname", readable(options.get(_NAME, b"")))
    yield Said("dhcp_vendor_class", readable(options.get(_CLASS, b"")))
    yield Said("dhcp.parameter_request_list", ",".join(map(str, options.get(_REQUESTED, b""))))
    yield Said("hostname", _fqdn(options.get(_FQDN, b"")))
    yield from _identity(options.get(_CLIENT, b""))


def _identity(raw: bytes) -> Iterator[Said]:
    if raw:
        identity = dhcp_identity.from_client_id(raw)
        yield Said("mac", identity.mac or "")
        yield Said("dhcp.client_id", identity.text)


def _fqdn(option: bytes) -> str:
    """RFC 4702 section 2.3: flags, two obsolete octets, then a name in wire form if the E bit is set."""
    if len(option) < 4:
        return ""
    name = option[3:]
    return domain_name(name + b"\0", 0)[0] if option[0] & 4 else readable(name)


def read6(raw: bytes, peer: bytes = b"", depth: int = 4) -> tuple[bytes, tuple[Said, ...]]:
    """What a DHCPv6 client says of itself, also inside a relayed message (RFC 8415 section 9).

    With it the client's address as the relay saw it, b"" if the message was not relayed.
    """
    if len(raw) < 4 or not depth:
        return peer, ()
    if raw[0] == 12:
        inner = _options6(raw[34:]).get(9, b"")
        return read6(inner, raw[18:34], depth - 1)
    if raw[0] not in {1, 3, 4, 5, 6, 8, 9, 11}:
        return peer, ()
    options = _options6(raw[4:])
    name = options.get(39, b"")
    found = [*_identity(options.get(1, b"")), Said("hostname", domain_name(name[1:] + b"\0", 0)[0])]
    found.extend(Said("dhcp_vendor_class", text) for text in _classes(options.get(16, b"")[4:]))
    return peer, tuple(found)


def _options6(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        code, size = struct.unpack_from(">HH", data, at)
        found.setdefault(code, data[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def _classes(data: bytes) -> Iterator[str]:
    at = 0
    while at + 2 <= len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        yield readable(data[at + 2 : at + 2 + size])
        at += 2 + size
