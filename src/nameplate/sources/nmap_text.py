"""nmap's output for people (`-oN`) and for grep (`-oG`), and masscan's for grep: what a screen or a log kept of a scan.

Source: nmap reference guide, chapter Output; output.cc of nmap and out-grepable.c of masscan. One host is one unit.
The XML output (`-oX`) holds more; this is for scans of which nothing else is left.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from nameplate.sources import addresses, instants, mac_text, masscan_kinds, text_lines
from nameplate.sources.interface import Document, Fit, Sink

_HOST = re.compile(
    r"(?:Nmap scan report for|Interesting (?:\d+ )?ports on)\s+"
    r"(?:(?P<name>\S+) \((?P<behind>[0-9A-Fa-f:.]+)\)|(?P<alone>[^\s:]\S*?)):?(?P<down> \[host down.*)?"
)
_MAC = re.compile(rf"MAC Address:\s+(?P<mac>{mac_text.PATTERN})(?:\s+\((?P<vendor>.*)\))?\s*")
_PORT = re.compile(
    r"(?P<port>\d+)/(?P<protocol>tcp|udp|sctp)\s+(?P<state>\S+)\s+(?P<service>\S+)"
    r"(?:\s{2,}(?:syn-ack\S*|udp-response)(?: ttl \d+)?)?(?:\s+(?P<version>\S.*))?"
)
_SCRIPT = re.compile(r"\|[_ ]\s?(?P<name>[\w-]+):\s*(?P<value>.*)")
_SAID = re.compile(
    r"(?P<what>Device type|Running|OS details|OS CPE|Service Info|rDNS record for [^:]+):\s*(?P<value>\S.*)"
)
_SCRIPTS = {
    "http-title": "html_title",
    "http-server-header": "http_header.server",
    "snmp-sysdescr": "snmp.sys_description",
    "rtsp-methods": "",
    "nbstat": "",
    "banner": "nmap.banner",
}
_DETAILS = {
    "Device type": "nmap.devicetype",
    "Running": "nmap.os_guess",
    "OS details": "nmap.os_guess",
    "OS CPE": "nmap.cpe",
}
_GREPABLE = re.compile(r"(?:Timestamp:\s*(?P<at>\d+)\s+)?Host:\s*(?P<host>\S+)\s*\((?P<name>[^)]*)\)(?P<rest>.*)")
_BEGINS = re.compile(
    r"(?m)^(?:# Nmap \S+ scan initiated|Starting Nmap|Nmap scan report for|#Masscan \S+ scan|# Masscan)"
)


@dataclass
class _Scan:
    """What was read so far: the host, and when the scan ran."""

    sink: Sink
    host: str = ""
    at: dt.datetime | None = None
    told: set[tuple[str, str, str]] = field(default_factory=set)
    down: int = 0
    script: str = ""
    """The kind of the lines of a script's output that follow its name."""

    def observe(self, where: str, kind: str, value: str, at: dt.datetime | None = None) -> None:
        """One value of the host, once."""
        if kind and value and (self.host, kind, value) not in self.told:
            self.told.add((self.host, kind, value))
            self.sink.observe(self.host, where, kind, value, at or self.at)


class NmapText:
    """Reads both forms, also one after the other."""

    name = "nmap-text"
    about = "nmap's normal and grepable output (-oN, -oG), masscan's grepable output: addresses, MAC, ports, products"

    def claim(self, document: Document) -> Fit | None:
        """A first line of such a scan, or a host's."""
        text = text_lines.head_text(document)
        if _BEGINS.search(text):
            return Fit(0.92, "the lines of an nmap or masscan scan")
        first = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
        found = _GREPABLE.fullmatch(first)
        return Fit(0.9, "lines of a grepable scan") if found and ("Ports:" in first or "Status:" in first) else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every line."""
        scan = _Scan(sink)
        for number, line in text_lines.lines(document, sink):
            where = f"line {number}"
            if found := _GREPABLE.fullmatch(line.rstrip()):
                _grepable(found, where, scan)
            elif found := _HOST.fullmatch(line.strip()):
                _begin(found, where, scan)
            elif scan.host:
                _detail(line.rstrip(), where, scan)
        if scan.down:
            sink.skip("", "hosts that were down", scan.down)


def _begin(found: re.Match[str], where: str, scan: _Scan) -> None:
    """A host's first line: its address, or its name and address."""
    alone = found["alone"] or ""
    address = found["behind"] or (alone if addresses.is_address(alone) else "")
    name = found["name"] or ("" if address else alone)
    scan.sink.rows += 1
    scan.host = ""
    if found["down"]:
        scan.down += 1
        return
    scan.host = address or name
    scan.observe(where, "ip", address)
    scan.observe(where, "hostname", name)


def _detail(line: str, where: str, scan: _Scan) -> None:
    """A line below a host's first."""
    if found := _MAC.fullmatch(line):
        if mac_text.is_unit(found["mac"]):
            scan.observe(where, "mac", found["mac"])
        scan.observe(where, "mac.vendor", "" if found["vendor"] in {None, "Unknown"} else found["vendor"])
    elif found := _PORT.fullmatch(line):
        if found["state"] == "open":
            scan.observe(where, "nmap.port", f"{found['port']}/{found['protocol']}")
            scan.observe(where, "nmap.product", found["version"] or "")
    elif found := _SCRIPT.fullmatch(line):
        scan.script = "" if found["value"] else _SCRIPTS.get(found["name"], "")
        scan.observe(where, _SCRIPTS.get(found["name"], ""), found["value"])
    elif scan.script and line.startswith("|"):
        scan.observe(where, scan.script, line.lstrip("|_ "))
    elif found := _SAID.fullmatch(line):
        _said(found["what"], found["value"], where, scan)


def _said(what: str, value: str, where: str, scan: _Scan) -> None:
    if what == "Service Info":
        for part in value.split("; "):
            name, _, text = part.partition(": ")
            kind = {
                "Host": "hostname",
                "Hosts": "hostname",
                "Device": "nmap.devicetype",
                "OS": "nmap.os_guess",
                "CPE": "nmap.cpe",
            }
            for one in text.split(", "):
                scan.observe(where, kind.get(name, ""), one)
    elif what.startswith("rDNS"):
        scan.observe(where, "hostname", value)
    else:
        for one in value.split() if what == "OS CPE" else [value]:
            scan.observe(where, _DETAILS[what], one)


def _grepable(found: re.Match[str], where: str, scan: _Scan) -> None:
    """A line of the grepable form: fields with tabs between them."""
    scan.sink.rows += 1
    fields = dict(part.partition(": ")[::2] for part in found["rest"].split("\t") if ": " in part)
    if fields.get("Status", "").strip() == "Down":
        scan.down += 1
        return
    if not addresses.is_unit(found["host"]):
        scan.sink.problem(where, "no address of a unit: left out")
        return
    scan.host = found["host"]
    at = instants.from_epoch(found["at"])
    scan.observe(where, "ip", scan.host, at)
    scan.observe(where, "hostname", found["name"], at)
    scan.observe(where, "nmap.os_guess", fields.get("OS", ""), at)
    if banner := fields.get("Banner"):  # masscan: Port, Service, Banner
        kind = masscan_kinds.KINDS.get(fields.get("Service", ""), f"{fields.get('Service', 'masscan')}.banner")
        scan.observe(where, kind, banner, at)
    for entry in fields.get("Ports", "").split(", "):
        parts = [part.strip() for part in entry.split("/")]
        if len(parts) > 2 and parts[1] == "open":
            scan.observe(where, "nmap.port", f"{parts[0]}/{parts[2]}", at)
            scan.observe(where, "nmap.product", parts[6].replace("|", "/") if len(parts) > 6 else "", at)
