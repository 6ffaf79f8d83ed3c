"""dnsmasq's lease file: `expiry mac ip hostname client-id`, `*` where there is none.

dnsmasq(8), --dhcp-leasefile. IPv6 leases follow a `duid` line and have an IAID where IPv4 has the MAC
address; libvirt's variant has an IAID as a field of its own. The file states when a lease ends, not
when the client spoke, so that observations have no time.
"""

import ipaddress
import re

from nameplate.sources import instants, mac_text, text_lines
from nameplate.sources.dhcp_identity import from_hex
from nameplate.sources.interface import Document, Fit, Sink

_LEASE = re.compile(
    r"(?P<expiry>\d{1,12}) (?:(?:[0-9a-f]{2}-)?(?P<mac>(?:[0-9a-f]{2}:){5}[0-9a-f]{2})|T?\d{1,10})"
    r"(?: (?:\d{1,10}|\*))? (?P<ip>[0-9a-f.:]{3,45}) (?P<host>\S+)(?: (?P<client>\S+))?",
    re.IGNORECASE,
)
_DUID = re.compile(r"duid (?:[0-9a-f]{2}:)+[0-9a-f]{2}", re.IGNORECASE)


class DnsmasqLeases:
    """Reads address, MAC address and host name of each lease."""

    name = "dnsmasq-leases"
    about = "dnsmasq lease file (also libvirt's)"

    def claim(self, document: Document) -> Fit | None:
        """Only text all of whose first lines are leases."""
        begun = [line.strip() for line in text_lines.head_text(document).lstrip("\ufeff").split("\n")[:20]]
        if len(document.head) < document.size:
            begun.pop()
        full = [line for line in begun if line]
        fitting = [line for line in full if _parse(line) or _DUID.fullmatch(line)]
        if not fitting or len(fitting) * 4 < len(full) * 3:
            return None
        return Fit(0.95, "lines of expiry, MAC address, address and host name")

    def read(self, document: Document, sink: Sink) -> None:
        """One subject a line."""
        for number, line in text_lines.lines(document, sink):
            text = line.strip()
            if not text or _DUID.fullmatch(text):
                continue
            sink.rows += 1
            lease = _parse(text)
            if lease is None:
                sink.problem(f"line {number}", "not a lease (expiry, MAC address, address, host name): left out")
            else:
                _observe(lease, number, sink)


def _parse(line: str) -> re.Match[str] | None:
    found = _LEASE.fullmatch(line)
    if not found:
        return None
    try:
        ipaddress.ip_address(found["ip"])
    except ValueError:
        return None
    return found


def _observe(lease: re.Match[str], number: int, sink: Sink) -> None:
    client = from_hex(lease["client"]) if lease["client"] not in {None, "*"} else None
    mac = lease["mac"] if lease["mac"] and mac_text.is_unit(lease["mac"]) else client.mac if client else None
    expires = instants.from_epoch(lease["expiry"])
    values = {
        "ip": lease["ip"],
        "mac": mac,
        "hostname": None if lease["host"] == "*" else lease["host"],
        "dhcp.client_id": client.text if client else None,
        "dhcp.expires": expires.isoformat() if expires else None,
    }
    sink.observe_all(lease["ip"], f"line {number}", values)


READER = DnsmasqLeases()
