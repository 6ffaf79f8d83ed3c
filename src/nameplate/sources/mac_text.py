"""MAC addresses as sources spell them: recognised and told apart, never rewritten.

Spellings met: `aa:bb:cc:dd:ee:ff`, with hyphens, `aabb.ccdd.eeff`, `aabb-ccdd-eeff`, `aabbcc-ddeeff`, bare, and with
leading zeros lost (`0:e:5:d1:27:e3`). Group addresses (IEEE 802-2014 section 8.2.2, I/G bit) belong to no unit.
"""

import re

PATTERN = (
    r"(?:[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}"
    r"|[0-9A-Fa-f]{4}(?:[.-][0-9A-Fa-f]{4}){2}|[0-9A-Fa-f]{6}-[0-9A-Fa-f]{6}|[0-9A-Fa-f]{12})"
)
"""A MAC address in any spelling, to be put into larger expressions."""

_WHOLE = re.compile(PATTERN)


def octets(text: str) -> bytes | None:
    """The six octets of a MAC address in any spelling; None if `text` is none."""
    if not _WHOLE.fullmatch(text):
        return None
    if ":" in text:
        return bytes(int(part, 16) for part in text.split(":"))
    return bytes.fromhex(re.sub(r"[.-]", "", text))


def is_unit(text: str) -> bool:
    """Whether `text` is the address of one interface: not a group, not broadcast, not all zeros."""
    value = octets(text)
    return value is not None and not value[0] & 1 and any(value)


def spell(value: bytes) -> str:
    """Octets in the usual spelling, for addresses that the source gives as raw bytes."""
    return ":".join(f"{octet:02x}" for octet in value)
