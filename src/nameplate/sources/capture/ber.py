"""ASN.1's basic encoding (ITU-T X.690 section 8), as far as SNMP uses it."""

from typing import NamedTuple


class Element(NamedTuple):
    """Identifier octet, content, and where the next element begins."""

    tag: int
    content: bytes
    after: int


def element(data: bytes, at: int = 0) -> Element | None:
    """The element that begins at `at`; None if it is cut off or of a form that SNMP does not use."""
    if at + 2 > len(data):
        return None
    tag, size, at = data[at], data[at + 1], at + 2
    if size & 0x80:
        octets = size & 0x7F
        if not 0 < octets <= 4 or at + octets > len(data):
            return None
        size, at = int.from_bytes(data[at : at + octets], "big"), at + octets
    if tag & 0x1F == 0x1F or at + size > len(data):
        return None
    return Element(tag, data[at : at + size], at + size)


def elements(data: bytes) -> list[Element]:
    """Elements one behind the other, up to where one is damaged."""
    found: list[Element] = []
    at = 0
    while one := element(data, at):
        found.append(one)
        at = one.after
    return found


def object_identifier(content: bytes) -> str:
    """Dotted form (X.690 section 8.19)."""
    arcs: list[int] = []
    value = 0
    for octet in content[:256]:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(value)
            value = 0
    if not arcs:
        return ""
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - first * 40, *arcs[1:])))
