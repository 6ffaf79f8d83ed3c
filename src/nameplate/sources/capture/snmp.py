"""SNMP answers and traps: what an agent says of its system. Community strings are never kept.

RFC 1157 and RFC 3416 (messages), RFC 3418 (system group), RFC 6933 (entity names), RFC 2863 (interfaces);
RFC 3412 and RFC 3414 for the engine id of version 3, whose answers are else closed to us.
"""

import re
from collections.abc import Iterator

from nameplate.sources import mac_text
from nameplate.sources.capture import ber
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import lines, readable

_RESPONSE, _TRAP1, _INFORM, _TRAP2 = 0xA2, 0xA4, 0xA6, 0xA7
_NAMED = {
    "1.3.6.1.2.1.1.1.0": "snmp.sys_description",
    "1.3.6.1.2.1.1.2.0": "snmp.sys_object_id",
    "1.3.6.1.2.1.1.5.0": "snmp.sys_name",
}
_PHYSICAL = "1.3.6.1.2.1.2.2.1.6."
_KEPT = re.compile(r"1\.3\.6\.1\.(?:2\.1\.47\.1\.1\.1\.1\.(?:2|7|8|9|10|11|12|13)\.\d+|4\.1(?:\.\d+){2,9}\.0)")
"""Further variables that identify: entPhysical names and numbers, single values of makers' own trees."""
_PLAIN = re.compile(r"[\w .,:/()+-]{2,80}")
"""What a value of a maker's own tree must look like to be kept: a name or number, not a text."""


def read(raw: bytes) -> tuple[list[Said], int]:
    """What the agent says, and how many community strings were left out (0 or 1)."""
    message = ber.element(raw)
    parts = ber.elements(message.content) if message and message.tag == 0x30 else []
    if len(parts) < 3 or parts[0].tag != 0x02:
        return [], 0
    if parts[0].content == b"\x03":
        return list(_engine(parts)), 0
    if parts[1].tag != 0x04:
        return [], 0
    pdu, community = parts[2], readable(parts[1].content)
    said = [one for one in _pdu(pdu) if one.value != community]
    return said, 1


def _pdu(pdu: ber.Element) -> Iterator[Said]:
    fields = ber.elements(pdu.content)
    if pdu.tag == _TRAP1 and len(fields) >= 6:
        yield Said("snmp.sys_object_id", ber.object_identifier(fields[0].content))
        yield from _variables(fields[5].content)
    elif pdu.tag in {_RESPONSE, _INFORM, _TRAP2} and len(fields) >= 4:
        yield from _variables(fields[3].content)


def _variables(content: bytes) -> Iterator[Said]:
    for pair in ber.elements(content):
        binding = ber.elements(pair.content)
        if len(binding) == 2 and binding[0].tag == 0x06:
            yield from _variable(ber.object_identifier(binding[0].content), binding[1])


def _variable(name: str, value: ber.Element) -> Iterator[Said]:
    if name in _NAMED and value.tag == 0x06:
        yield Said(_NAMED[name], ber.object_identifier(value.content))
    elif name in _NAMED and value.tag == 0x04:
        yield Said(_NAMED[name], lines(value.content))
    elif name.startswith(_PHYSICAL) and len(value.content) == 6:
        mac = mac_text.spell(value.content)
        yield Said("snmp.ifPhysAddress", mac if mac_text.is_unit(mac) else "")
    elif value.tag == 0x04 and _KEPT.fullmatch(name):
        text = readable(value.content)
        yield Said(f"snmp.{name}", text if _PLAIN.fullmatch(text) else "")


def _engine(parts: list[ber.Element]) -> Iterator[Said]:
    """RFC 3414 section 2.4: the security parameters begin with the engine id of the agent."""
    if len(parts) < 4 or parts[2].tag != 0x04 or parts[3].tag != 0x30:
        return
    inner = ber.element(parts[2].content)
    fields = ber.elements(inner.content) if inner else []
    body = ber.elements(parts[3].content)
    answers = len(body) >= 3 and body[2].tag in {_RESPONSE, 0xA8}
    if answers and fields and fields[0].content:
        yield Said("snmp.engine_id", fields[0].content[:32].hex())
