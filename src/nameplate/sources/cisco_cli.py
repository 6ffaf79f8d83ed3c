"""Output of Cisco switches and routers: MAC address table, LLDP and CDP neighbours, ARP table.

Saved terminal sessions with prompts, or one command's output; IOS, NX-OS, IOS XR, small-business (s300).
A row of a MAC table is the unit with that address; a neighbour is the unit at the other end: the
switch itself is neither, so that its own addresses are counted and its name only says where.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nameplate.errors import SourceError
from nameplate.sources import cli_session, cli_templates, mac_text, text_lines
from nameplate.sources.cli_session import Section
from nameplate.sources.cli_templates import Row
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.lldp_neighbours import observe_cdp, observe_lldp

_OWN_PORT = re.compile(r"(?:CPU|Router|Switch|Drop|Self|sup-.*|Vl\d+|Vlan\d+|vPC Peer-Link.*|-)?", re.IGNORECASE)
_MAC = re.compile(rf"(?<![\w.:-]){mac_text.PATTERN}(?![\w.:-])")


@dataclass(frozen=True)
class _Table:
    """A kind of output: how its heading looks, which templates read it, what names a row, what to do."""

    name: str
    heading: re.Pattern[str]
    templates: tuple[str, ...]
    key: str
    place: re.Pattern[str] | None
    observe: Callable[[Row, str, Section, Sink], bool]


def _observe_mac(row: Row, where: str, section: Section, sink: Sink) -> bool:
    """A row of a MAC address table; False if it is the switch's own or no unit's."""
    mac = row.get("destination_address") or row.get("mac_address") or ""
    port = row.get("destination_port") or row.get("ports") or ""
    if not mac_text.is_unit(mac) or (_OWN_PORT.fullmatch(port) and row.get("type", "").lower() != "dynamic"):
        return False
    values = {
        "mac": mac,
        "mac_table.switch": section.switch,
        "mac_table.port": port,
        "mac_table.vlan": row.get("vlan_id"),
    }
    sink.observe_all(mac, where, values)
    return True


def _observe_arp(row: Row, where: str, section: Section, sink: Sink) -> bool:
    """A row of an ARP table; False for incomplete and group addresses."""
    mac = row.get("mac_address") or row.get("hardware_address") or ""
    address = row.get("ip_address") or row.get("address") or ""
    if not mac_text.is_unit(mac):
        return False
    values = {"ip": address, "mac": mac, "arp.router": section.switch, "arp.interface": row.get("interface")}
    sink.observe_all(address, where, values)
    return True


_TABLES = (
    _Table(
        "MAC address table",
        re.compile(
            r"^[^\w\n]*vlan +mac address +(?:port +)?type\b|^ *destination address +address type +vlan\b",
            re.IGNORECASE | re.MULTILINE,
        ),
        (
            "cisco_ios_show_mac-address-table",
            "cisco_nxos_show_mac_address-table",
            "cisco_s300_show_mac_address-table",
        ),
        "destination_address|mac_address",
        None,
        _observe_mac,
    ),
    _Table(
        "LLDP neighbours",
        re.compile(r"^Chassis id: +\S", re.MULTILINE),
        (
            "cisco_ios_show_lldp_neighbors_detail",
            "cisco_nxos_show_lldp_neighbors_detail",
            "cisco_xr_show_lldp_neighbors_detail",
        ),
        "chassis_id|neighbor_name|neighbor",
        re.compile(r"Chassis id: +(\S.*)"),
        observe_lldp,
    ),
    _Table(
        "CDP neighbours",
        re.compile(r"^Device ID\s*:[^\n]*\n(?:.*\n){0,12}?Platform\s*:", re.MULTILINE),
        (
            "cisco_ios_show_cdp_neighbors_detail",
            "cisco_nxos_show_cdp_neighbors_detail",
            "cisco_xr_show_cdp_neighbors_detail",
        ),
        "neighbor_name|chassis_id",
        re.compile(r"\s*Device ID\s*:\s*(\S.*)"),
        observe_cdp,
    ),
    _Table(
        "ARP table",
        re.compile(
            r"^ *Protocol +Address +Age ?\(min\) +Hardware Addr|^Address +Age +(?:MAC Address|Hardware Addr)\b",
            re.IGNORECASE | re.MULTILINE,
        ),
        (
            "cisco_ios_show_ip_arp",
            "cisco_ios_show_arp",
            "cisco_nxos_show_ip_arp",
            "cisco_nxos_show_ip_arp_detail",
            "cisco_xr_show_arp",
        ),
        "mac_address|hardware_address",
        None,
        _observe_arp,
    ),
)


class CiscoCli:
    """Reads the tables of one saved session."""

    name = "cisco-cli"
    about = "Cisco show output: mac address-table, lldp/cdp neighbors detail, ip arp (IOS, NX-OS, IOS XR)"

    def claim(self, document: Document) -> Fit | None:
        """Only text with the heading of one of the tables."""
        text = text_lines.head_text(document)
        found = [table.name for table in _TABLES if table.heading.search(text)]
        return Fit(0.92, f"heading of: {', '.join(found)}") if found else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every table of every section."""
        tables = 0
        for section in cli_session.sections(text_lines.lines(document, sink)):
            text = section.text
            for table in _TABLES:
                if table.heading.search(text):
                    tables += 1
                    _read_table(table, section, text, sink)
        if not tables:
            raise SourceError("no MAC, LLDP, CDP or ARP table; save the output with its heading lines")


def _read_table(table: _Table, section: Section, text: str, sink: Sink) -> None:
    """One table: rows by template, then what no template has read."""
    rows = cli_templates.best(text, table.templates, table.key)
    names = table.key.split("|")
    place = _places(table, section)
    not_units = 0
    read: set[int] = set()
    for row in rows:
        sink.rows += 1
        value = next(row[name] for name in names if row.get(name))
        number = place(value)
        read.add(number)
        if not table.observe(row, f"line {number}", section, sink):
            not_units += 1
    if not_units:
        sink.skip(
            "",
            f"rows of the {table.name} that are the switch's own, incomplete or group addresses",
            not_units,
        )
    _check(table, section, read, len(rows), sink)


def _places(table: _Table, section: Section) -> Callable[[str], int]:
    """A function that gives the line of the next row with a value; it only ever goes forward."""
    at = 0

    def find(value: str) -> int:
        nonlocal at
        for index in range(at, len(section.lines)):
            number, line = section.lines[index]
            named = table.place.fullmatch(line) if table.place else None
            if value in (named.group(1) if named else "" if table.place else line):
                at = index + 1
                return number
        return section.lines[min(at, len(section.lines) - 1)][0]

    return find


def _check(table: _Table, section: Section, read: set[int], count: int, sink: Sink) -> None:
    """Name the lines that look like rows and were not read."""
    if table.place is None:
        missed = [n for n, line in section.lines if n not in read and _is_row(line)]
        for number in missed:
            sink.problem(f"line {number}", f"a row of the {table.name} in a form no template knows: left out")
        return
    begun = sum(table.place.fullmatch(line) is not None for _, line in section.lines)
    if begun > count:
        first = section.lines[0][0]
        sink.problem(f"line {first}", f"{begun - count} of {begun} {table.name} here in a form no template knows")


def _is_row(line: str) -> bool:
    found = _MAC.search(line)
    return found is not None and mac_text.is_unit(found.group()) and len(line.split()) > 2


READER = CiscoCli()
