"""Which end of a connection can be a unit of the holder, told by its address alone.

Of a private and a public address only the private one; of two alike both. Groups, broadcast, loopback never.
"""

import ipaddress
import re

PRIVATE = (
    r"^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|"
    r"(?i:f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:))"
)
"""RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 section 2.5.6; also read by Polars."""
NOBODY = r"^(?:0\.|127\.|22[4-9]\.|23\d\.|255\.255\.255\.255|::1?$|(?i:ff[0-9a-f]{2}:))"
"""This host, loopback, groups, broadcast; also read by Polars."""

_PRIVATE, _NOBODY = re.compile(PRIVATE), re.compile(NOBODY)


def is_address(text: str) -> bool:
    """Whether a text is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_unit(address: str, other: str = "") -> bool:
    """Whether an address can be a unit of the holder that talks with `other` ('' if it talks with nobody)."""
    if not is_address(address) or _NOBODY.match(address):
        return False
    return bool(_PRIVATE.match(address)) or not (other and _PRIVATE.match(other))
