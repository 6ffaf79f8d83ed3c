"""What a DHCP client identifier tells: the MAC address inside it, if it holds one.

Option 61 (RFC 2132 section 9.14: hardware type and address), its RFC 4361 form (255, IAID, DUID) and the
DUIDs of RFC 8415 section 11. A DUID's address is of one interface of the machine, not always of the one
that asked.
"""

from dataclasses import dataclass

from nameplate.sources import mac_text

_ETHERNET = b"\x00\x01"


@dataclass(frozen=True)
class Identity:
    """A client identifier: its MAC address if it holds one, else its text or hex for the record."""

    mac: str | None = None
    text: str = ""


NOBODY = Identity()
"""No identifier at all."""


def from_client_id(raw: bytes) -> Identity:
    """Read the bytes of a client identifier or DUID."""
    address = _address(raw)
    if address is not None and mac_text.is_unit(mac_text.spell(address)):
        return Identity(mac_text.spell(address), mac_text.spell(raw) if len(raw) != 7 else "")
    printable = raw.lstrip(b"\x00")
    if printable and all(32 <= octet < 127 for octet in printable):
        return Identity(None, printable.decode("ascii"))
    return Identity(None, mac_text.spell(raw))


def from_hex(text: str) -> Identity:
    """Read an identifier written as `01:aa:bb:..` (also without colons)."""
    try:
        return from_client_id(bytes.fromhex(text.replace(":", "").replace("-", "")))
    except ValueError:
        return Identity(None, text)


def _address(raw: bytes) -> bytes | None:
    if len(raw) == 7 and raw[0] == 1:
        return raw[1:]
    if raw[:1] == b"\xff" and len(raw) > 7:
        raw = raw[5:]
    if raw[:4] == b"\x00\x01" + _ETHERNET and len(raw) == 14:
        return raw[8:]
    return raw[4:] if raw[:4] == b"\x00\x03" + _ETHERNET and len(raw) == 10 else None
