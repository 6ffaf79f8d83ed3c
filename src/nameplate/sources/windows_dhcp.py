"""Leases of a Windows DHCP server: PowerShell's CSV, the console's list, Export-DhcpServer, netsh text.

Properties as of the DhcpServerv4Lease class (DhcpServerPSProvider). ClientId is the MAC address with hyphens
for Ethernet clients. Expiry is in the server's local time and language: kept as text, never as a moment.
"""

import csv
import re
from collections.abc import Iterator, Mapping

from nameplate.errors import SourceError
from nameplate.sources import mac_text, text_lines, xml_safe, xml_stream
from nameplate.sources.dhcp_identity import from_hex
from nameplate.sources.interface import Document, Fit, Sink

_KINDS = {
    "ipaddress": "ip",
    "clientipaddress": "ip",
    "hostname": "hostname",
    "name": "hostname",
    "clientid": "client",
    "uniqueid": "client",
    "scopeid": "dhcp.scope",
    "addressstate": "dhcp.state",
    "leaseexpirytime": "dhcp.expires",
    "leaseexpiration": "dhcp.expires",
    "description": "inventory.description",
    "dhcpserver": "dhcp.server",
    "serverip": "dhcp.server",
}
_LONGEST = 500
_NETSH = re.compile(
    r"\s*(?P<ip>\d{1,3}(?:\.\d{1,3}){3})\s+-\s*\d{1,3}(?:\.\d{1,3}){3}\s*-\s*(?P<client>[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2})*+)"
    r"\s*-\s*(?P<expires>[^-\s].*?)\s*-(?P<type>[DBNUR])(?:-\s*(?P<name>.*))?"
)
_TABLE = re.compile(
    r"\s*(?P<ip>\d{1,3}(?:\.\d{1,3}){3})\s+(?P<scope>\d{1,3}(?:\.\d{1,3}){3})\s+(?P<client>[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2})+)"
    r"\s+(?P<name>\S*)\s+(?P<state>[A-Z][A-Za-z]+)(?:\s+(?P<expires>\S.*?))?\s*"
)


class WindowsDhcpCsv:
    """Get-DhcpServerv4Lease | Export-Csv, or the console's Export List."""

    name = "windows-dhcp-csv"
    about = "Windows DHCP leases as CSV (Export-Csv) or as the console's exported list"

    def claim(self, document: Document) -> Fit | None:
        """Only text whose heading has the lease properties."""
        for line in text_lines.head_text(document).split("\n")[:5]:
            if _heading(line):
                return Fit(0.97, "the heading of a Windows DHCP lease list")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject a row; lines before the heading (`#TYPE ..`) are passed over."""
        source = _Numbered(text_lines.lines(document, sink))
        delimiter = ""
        names: list[str] = []
        for line in source:
            delimiter = _heading(line)
            if delimiter:
                names = [_plain(cell) for cell in next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter))]
                break
        if not names:
            raise SourceError("no heading with IPAddress and ClientId; export the leases with Export-Csv")
        rows = csv.reader(source, delimiter=delimiter)
        while True:
            begun = source.number + 1
            try:
                cells = next(rows, None)
            except csv.Error as error:
                sink.problem(f"line {begun}", f"not a row of a CSV file ({error}): left out")
                continue
            if cells is None:
                return
            if any(cells) and not _heading(delimiter.join(cells)):
                _observe(dict(zip(names, cells, strict=False)), f"line {begun}", sink)


class WindowsDhcpXml:
    """Export-DhcpServer -Leases."""

    name = "windows-dhcp-xml"
    about = "Windows DHCP server export (Export-DhcpServer) with leases and reservations"

    def claim(self, document: Document) -> Fit | None:
        """Only XML whose root is Microsoft's DHCPServer."""
        root = xml_safe.peek(document)
        fits = root is not None and root.name == "DHCPServer" and "microsoft.com/windows/DHCPServer" in root.text
        return Fit(0.99, "XML of Export-DhcpServer") if fits else None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject a lease or reservation."""
        counts = {"Lease": 0, "Reservation": 0}
        for element in xml_stream.elements(document, sink, "Lease", "Reservation"):
            name = xml_safe.local(element)
            counts[name] += 1
            row = {_plain(xml_safe.local(child)): child.text or "" for child in element if xml_safe.local(child)}
            _observe(row, f"{name} {counts[name]}", sink)
        if not any(counts.values()):
            sink.problem("", "an export without leases or reservations: export again with -Leases")


class WindowsDhcpText:
    """netsh dhcp server scope .. show clients 1, or PowerShell's table on the console."""

    name = "windows-dhcp-text"
    about = "Windows DHCP leases as printed by netsh or PowerShell"

    def claim(self, document: Document) -> Fit | None:
        """Only text with two lines of the form, or one below netsh's legend."""
        text = text_lines.head_text(document)
        found = sum(bool(_row(line)) for line in text.split("\n")[:300])
        legend = "Type : N - NONE" in text or ("AddressState" in text and "ClientId" in text)
        return Fit(0.9, "lines of a Windows DHCP lease table") if found > 1 or (found and legend) else None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject a line; other lines are headings and messages."""
        for number, line in text_lines.lines(document, sink):
            row = _row(line)
            if row:
                _observe(row, f"line {number}", sink)


class _Numbered(Iterator[str]):
    """Lines for the CSV reader, which does not say where a row begins."""

    def __init__(self, numbered: Iterator[tuple[int, str]]) -> None:
        self._numbered = numbered
        self.number = 0

    def __next__(self) -> str:
        self.number, line = next(self._numbered)
        return line + "\n"


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def _heading(line: str) -> str:
    """The delimiter, if the line is the heading of a lease list; else ''."""
    for delimiter in ",;\t":
        names = {_plain(cell) for cell in line.split(delimiter)}
        if {"ipaddress", "clientid"} <= names and names & {"scopeid", "addressstate", "leaseexpirytime"}:
            return delimiter
        if {"clientipaddress", "uniqueid"} <= names:
            return delimiter
    return ""


def _row(line: str) -> dict[str, str] | None:
    if len(line) > _LONGEST:
        return None
    found = _NETSH.fullmatch(line) or _TABLE.fullmatch(line)
    if not found:
        return None
    parts = found.groupdict()
    return {
        "ipaddress": parts["ip"],
        "clientid": parts["client"],
        "hostname": parts["name"] or "",
        "scopeid": parts.get("scope") or "",
        "addressstate": parts.get("state") or "",
        "leaseexpirytime": parts["expires"] or "",
    }


def _observe(row: Mapping[str, str], locator: str, sink: Sink) -> None:
    sink.rows += 1
    subject = (row.get("ipaddress") or row.get("clientipaddress") or "").strip()
    if not subject:
        sink.problem(locator, "a lease without an address: left out")
        return
    for name, value in row.items():
        kind = _KINDS.get(name, f"dhcp.{name}")
        if kind == "client":
            _observe_client(subject, locator, value.strip(), sink)
        else:
            sink.observe(subject, locator, kind, value)


def _observe_client(subject: str, locator: str, value: str, sink: Sink) -> None:
    client = from_hex(value)
    mac = value if mac_text.is_unit(value) else client.mac
    sink.observe(subject, locator, "mac", mac)
    if value != mac:
        sink.observe(subject, locator, "dhcp.client_id", client.text or value)


READERS = (WindowsDhcpCsv(), WindowsDhcpXml(), WindowsDhcpText())
