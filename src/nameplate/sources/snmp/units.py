"""From the variables of one agent to observations: the unit itself, its chassis and parts, the units it knows of.

Octets that name an interface are spelled as a MAC address; a MAC address in an index (bridge tables) is one too.
A row of a table stands at the line of its first variable; each value keeps its own line.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nameplate.sources import mac_text
from nameplate.sources.interface import Sink
from nameplate.sources.snmp.knowledge import Oid, Table, known
from nameplate.sources.snmp.variables import Agent, Variable, number_text, text_of

_NOTHING = "variables that say nothing of a unit by themselves (counters, settings, empty ones)"
Cell = tuple[int, str, str]
"""Line, kind, value."""


@dataclass
class _Row:
    """A row of a table of other units, or a part: its cells, and columns by number."""

    cells: list[Cell] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    indexed: bool = False


@dataclass
class _Seen:
    """What one agent has said so far."""

    own: list[Cell] = field(default_factory=list)
    parts: dict[Oid, _Row] = field(default_factory=dict)
    rows: dict[tuple[str, Oid], _Row] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    not_used: int = 0


def observe(agent: Agent, name: str, sink: Sink) -> None:
    """Everything one agent says; `name` is its subject where it does not name itself."""
    seen = _Seen()
    for variable in agent.variables:
        sink.rows += 1
        _sort(variable, seen, sink)
    called = next((v for line, kind, v in seen.own if kind == "snmp.sys_name"), "")
    subject = called or agent.address.strip() or name
    own = list(dict.fromkeys((kind, value) for _, kind, value in seen.own))
    first = {(kind, value): line for line, kind, value in reversed(seen.own)}
    for kind, value in own:
        sink.observe(subject, f"line {first[kind, value]}", kind, value)
    if _is_address(agent.address):
        sink.observe(subject, f"line {agent.line}", "ip", agent.address)
    _parts(subject, seen, sink)
    _others(subject, seen, sink)
    if not (seen.own or seen.parts or seen.rows):
        where = f"line {agent.variables[0].line}" if agent.variables else ""
        sink.problem(where, "no variable says anything of a unit; walk the whole tree (.1)")
    if seen.not_used:
        sink.skip("", _NOTHING, seen.not_used)


def _sort(variable: Variable, seen: _Seen, sink: Sink) -> None:
    """Put one variable where it belongs."""
    found = known().column(variable.oid)
    if found is None:
        seen.not_used += 1
        return
    column, index = found
    if column.secret:
        sink.drop("community, users and keys of SNMP", 1)
        return
    text = text_of(variable.value)
    if text in known().nothing:
        seen.not_used += 1
    elif column.part:
        seen.not_used += column.number == known().parts.class_
        row = seen.parts.setdefault(index, _Row())
        row.columns[column.number] = text
        row.cells.append((variable.line, str(column.number), text))
    elif column.table is not None:
        _cell(column.table, column.kind, column.number, index, variable, text, seen)
    elif value := _valid(column.kind, _spelled(column.kind, variable.value, text)):
        seen.own.append((variable.line, column.kind, value))
    else:
        seen.not_used += 1


def _cell(table: Table, kind: str, number: int, index: Oid, variable: Variable, text: str, seen: _Seen) -> None:
    key = index[: table.key] if table.key else index
    seen.tables[table.name] = table
    row = seen.rows.setdefault((table.name, key), _Row())
    row.columns[number] = text
    seen.not_used += not kind
    if kind:
        value = _spelled(kind, variable.value, text)
        if kind == "lldp.chassis" and (own := _chassis(variable.value, text)):
            kind, value = "lldp.chassis_id", own
        if value := _valid(kind, value):
            row.cells.append((variable.line, kind, value))
    if table.address == "lldp" or not row.indexed:
        row.indexed = True
        row.cells += [(variable.line, kind, value) for kind, value in _indexed(table, index)]


def _indexed(table: Table, index: Oid) -> Iterator[tuple[str, str]]:
    """What the index of a row says by itself."""
    if table.address == "ipv4" and len(index) >= 4 and all(0 <= n < 256 for n in index[-4:]):
        yield "ip", ".".join(map(str, index[-4:]))
    elif table.address == "mac" and len(index) >= 6 and all(0 <= n < 256 for n in index[-6:]):
        mac = mac_text.spell(bytes(index[-6:]))
        if mac_text.is_unit(mac):
            yield "mac", mac
        if len(index) > 6:
            yield "mac_table.vlan", str(index[-7])
    elif table.address == "inet":
        yield from _inet(index[1:])
    elif table.address == "lldp" and len(index) > table.key + 2:
        yield from _inet(index[table.key :])


def _inet(index: Oid) -> Iterator[tuple[str, str]]:
    """An InetAddress (RFC 4001): type, length, octets; also without the length."""
    length = {1: 4, 2: 16}.get(index[0], 0) if index else 0
    octets = index[-length:] if length and len(index) > length else ()
    if octets and all(0 <= n < 256 for n in octets):
        yield "ip", str(ipaddress.ip_address(bytes(octets)))


def _parts(subject: str, seen: _Seen, sink: Sink) -> None:
    """The first chassis is the unit that answered, further ones (of a stack) are units of their own."""
    parts = known().parts
    named = {index: row for index, row in seen.parts.items() if any(row.columns.get(n) for n in parts.telling)}
    chassis = [i for i, row in named.items() if row.columns.get(parts.class_) in parts.chassis]
    if not chassis and not any(parts.class_ in row.columns for row in seen.parts.values()):
        chassis = sorted(named)[:1]
    telling = {i: row for i, row in named.items() if i in chassis or any(row.columns.get(n) for n in parts.enough)}
    for index, row in telling.items():
        kinds, who = parts.part, subject
        if index in chassis:
            kinds = parts.unit
            who = subject if index == chassis[0] else f"{subject} chassis {'.'.join(map(str, index))}"
        for line, number, value in row.cells:
            if kind := kinds.get(int(number)):
                sink.observe(who, f"line {line}", kind, value)
    if rest := sum(len(row.cells) for index, row in seen.parts.items() if index not in telling):
        sink.skip("", "variables of parts without model or serial number", rest)


def _others(subject: str, seen: _Seen, sink: Sink) -> None:
    """Rows of the tables of other units."""
    left_out: Counter[str] = Counter()
    told: set[tuple[str, str, str]] = set()
    for (name, _), row in seen.rows.items():
        table = seen.tables[name]
        held = {kind: value for _, kind, value in reversed(row.cells)}
        who = next((held[kind] for kind in table.subject if held.get(kind)), "")
        own = any(row.columns.get(n) in values for n, values in table.own.items())
        if not who or own or (table.needs and table.needs not in held):
            left_out[name] += 1
            continue
        for line, kind, value in row.cells:
            if (who, kind, value) not in told:
                told.add((who, kind, value))
                sink.observe(who, f"line {line}", kind, value)
        kind = {"mac_table": "mac_table.switch", "arp": "arp.router"}.get(_family(table), f"{_family(table)}.seen_by")
        if (who, kind, subject) not in told:
            told.add((who, kind, subject))
            sink.observe(who, f"line {row.cells[0][0]}", kind, subject)
    for name, count in sorted(left_out.items()):
        sink.skip("", f"rows of the {name} that are the unit's own, groups, or name nothing", count)


def _family(table: Table) -> str:
    kinds = [kind for columns in table.entries.values() for kind in columns.values() if "." in kind]
    return kinds[0].partition(".")[0] if kinds else "arp"


def _spelled(kind: str, raw: str | bytes, text: str) -> str:
    """The value as its kind is spelled: addresses from octets."""
    if isinstance(raw, bytes) and kind in {"mac", "snmp.ifphysaddress"}:
        return mac_text.spell(raw)
    if kind == "snmp.sys_object_id":
        return number_text(text)
    if isinstance(raw, bytes) and kind == "ip" and len(raw) in {4, 16}:
        return str(ipaddress.ip_address(raw))
    return text


def _chassis(raw: str | bytes, text: str) -> str:
    """A chassis id that is a MAC address (802.1AB subtype 4): six octets, or their text."""
    mac = mac_text.spell(raw) if isinstance(raw, bytes) and len(raw) == 6 else re.sub(r"\s+", ":", text)
    return mac if mac_text.is_unit(mac) else ""


def _valid(kind: str, value: str) -> str:
    """The value, or '' if it is an address that cannot be a unit's."""
    if kind in {"mac", "snmp.ifphysaddress"}:
        return value if mac_text.is_unit(value) else ""
    if kind == "ip":
        return value if _is_address(value) else ""
    return value


def _is_address(value: str) -> bool:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_multicast or address.is_unspecified)
