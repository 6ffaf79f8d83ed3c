"""What an access point says in its beacons: the network's name, and by WPS its maker and model.

IEEE 802.11-2020 section 9.4.2 (elements); Wi-Fi Protected Setup 2.0 section 12 (attributes), in a vendor's element.
"""

from collections.abc import Iterator

from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable

_WPS = b"\x00\x50\xf2\x04"
_ATTRIBUTES = {
    0x1021: "wps.manufacturer",
    0x1023: "wps.model_name",
    0x1024: "wps.model_number",
    0x1042: "wps.serial_number",
    0x1011: "wps.device_name",
}


def read(elements: bytes) -> Iterator[Said]:
    """The elements of a beacon or probe response."""
    at = 0
    while at + 2 <= len(elements):
        kind, value = elements[at], elements[at + 2 : at + 2 + elements[at + 1]]
        if kind == 0 and any(value):
            yield Said("wifi.ssid", readable(value))
        elif kind == 221 and value[:4] == _WPS:
            yield from _setup(value[4:])
        at += 2 + elements[at + 1]


def _setup(data: bytes) -> Iterator[Said]:
    at = 0
    while at + 4 <= len(data):
        kind, size = int.from_bytes(data[at : at + 2], "big"), int.from_bytes(data[at + 2 : at + 4], "big")
        if kind in _ATTRIBUTES:
            yield Said(_ATTRIBUTES[kind], readable(data[at + 4 : at + 4 + size]))
        at += 4 + size
