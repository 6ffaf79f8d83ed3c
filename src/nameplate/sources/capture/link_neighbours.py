"""LLDP and CDP: what a unit tells the switch it is plugged into.

IEEE 802.1AB-2016 section 8 with the inventory TLVs of LLDP-MED (ANSI/TIA-1057 section 10.2.5); CDP as its packets are
(version, time to live, checksum, then TLVs). Kinds are those that a switch's own table of neighbours gives.
"""

import ipaddress
from collections.abc import Iterator

from nameplate.sources import mac_text
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable

_MED = b"\x00\x12\xbb"
_INVENTORY = {
    5: "lldp.hw_revision",
    6: "lldp.fw_revision",
    7: "lldp.sw_revision",
    8: "lldp.serial",
    9: "lldp.manufacturer",
    10: "lldp.model",
    11: "lldp.asset_id",
}
_TEXTS = {4: "lldp.port_description", 5: "lldp.system_name", 6: "lldp.system_description"}
_CDP = {1: "cdp.device_id", 3: "cdp.port_id", 5: "cdp.version", 6: "cdp.platform", 0x14: "hostname"}


def lldp(data: bytes) -> Iterator[Said]:
    """The TLVs of one LLDP frame."""
    at = 0
    while at + 2 <= len(data):
        head = int.from_bytes(data[at : at + 2], "big")
        kind, value = head >> 9, data[at + 2 : at + 2 + (head & 0x1FF)]
        if not kind:
            return
        at += 2 + (head & 0x1FF)
        yield from _lldp(kind, value)


def _lldp(kind: int, value: bytes) -> Iterator[Said]:
    if kind == 1:
        yield _chassis(value)
    elif kind == 2:
        mac = value[:1] == b"\x03" and len(value) == 7
        yield Said("lldp.port_id", mac_text.spell(value[1:]) if mac else readable(value[1:]))
    elif kind in _TEXTS:
        yield Said(_TEXTS[kind], readable(value))
    elif kind == 8 and value[1:2] == b"\x01" and len(value) >= 6:
        yield Said("ip", str(ipaddress.IPv4Address(value[2:6])))
    elif kind == 127 and value[:3] == _MED and len(value) > 4 and value[3] in _INVENTORY:
        yield Said(_INVENTORY[value[3]], readable(value[4:]))


def _chassis(value: bytes) -> Said:
    """Subtype 4 is a MAC, 5 a network address, others are text (section 8.5.2)."""
    if value[:1] == b"\x04" and len(value) == 7:
        return Said("lldp.chassis_id", mac_text.spell(value[1:]))
    if value[:2] == b"\x05\x01" and len(value) == 6:
        return Said("lldp.chassis", str(ipaddress.IPv4Address(value[2:])))
    return Said("lldp.chassis", readable(value[1:]))


def cdp(data: bytes) -> Iterator[Said]:
    """The TLVs of one CDP packet."""
    at = 4
    while at + 4 <= len(data):
        kind, size = int.from_bytes(data[at : at + 2], "big"), int.from_bytes(data[at + 2 : at + 4], "big")
        if size < 4:
            return
        value = data[at + 4 : at + size]
        if kind in _CDP:
            yield Said(_CDP[kind], readable(value))
            if kind == 1:
                yield Said("hostname", readable(value))
        elif kind == 2:
            yield from (Said("ip", address) for address in _addresses(value))
        at += size


def _addresses(value: bytes) -> Iterator[str]:
    """IPv4 addresses of an address TLV: a count, then protocol and address, each with its length."""
    at = 4
    for _ in range(min(int.from_bytes(value[:4], "big"), 16)):
        if at + 2 > len(value):
            return
        protocol = value[at + 2 : at + 2 + value[at + 1]]
        at += 2 + value[at + 1]
        size = int.from_bytes(value[at : at + 2], "big")
        if protocol == b"\xcc" and size == 4 and len(value) >= at + 6:
            yield str(ipaddress.IPv4Address(value[at + 2 : at + 6]))
        at += 2 + size
