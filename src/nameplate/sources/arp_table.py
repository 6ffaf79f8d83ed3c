"""Address tables of a host: `arp -a` of Linux, macOS, BSD and Windows, `arp -n`, /proc/net/arp.

Headings are in the language of the system, so that only the shape of a line counts. Entries without a
MAC address, and group addresses, are no units: they are counted. What is behind a router does not stand here.
"""

import re
from collections import Counter

from nameplate.sources import mac_text, text_lines
from nameplate.sources.interface import Document, Fit, Sink

_IP = r"(?P<ip>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:%\w+)?)"
_MAC = rf"(?P<mac>{mac_text.PATTERN})"
_NOTHING = r"(?P<nothing>[(<](?:incomplete|incompl[eè]t\w*|unvollst\S{1,3}ndig|no match)[)>])"
_FORMS = (
    # gw (10.0.0.1) at aa:bb:cc:dd:ee:ff [ether] on eth0
    re.compile(
        rf"\s*(?P<host>\S+) \({_IP}\) (?:at|auf|à|en|na) (?:{_MAC}|{_NOTHING})"
        r"(?:.*?\s(?:on|auf|sur|en)\s+(?P<on>\S+))?.*"
    ),
    # 10.0.0.1   aa-bb-cc-dd-ee-ff   dynamic (Windows)
    re.compile(rf"\s+{_IP}\s+{_MAC}\s+[^\W\d_][\w.-]*\s*"),
    # 10.0.0.1   ether   aa:bb:cc:dd:ee:ff   C   eth0 (arp -n)
    re.compile(rf"(?P<host>\S+)\s+(?:ether|infiniband)\s+{_MAC}\s+[A-Z]+\s+(?:\S+\s+)?(?P<on>\S+)\s*"),
    re.compile(rf"(?P<host>\S+)\s+{_NOTHING}\s+\S+\s*"),
    # 10.0.0.1   0x1   0x2   aa:bb:cc:dd:ee:ff   *   eth0 (/proc/net/arp)
    re.compile(rf"{_IP}\s+0x[0-9a-f]+\s+0x[0-9a-f]+\s+{_MAC}\s+\S+\s+(?P<on>\S+)\s*"),
)
_LONGEST = 500
_WINDOWS_INTERFACE = re.compile(r"[^\W\d_][^:]*:\s+(\d{1,3}(?:\.\d{1,3}){3})\s+---\s+0x[0-9a-f]+\s*")


class ArpTable:
    """Reads which MAC address answered for which IP address."""

    name = "arp"
    about = "output of arp -a (Linux, macOS, BSD, Windows in any language), arp -n, /proc/net/arp"

    def claim(self, document: Document) -> Fit | None:
        """Only text in which several lines, or most of a few, are entries."""
        text = text_lines.head_text(document)
        lines = [line for line in text.split("\n")[:400] if line.strip()]
        found = sum(_entry(line) is not None for line in lines)
        windows = any(_WINDOWS_INTERFACE.fullmatch(line[:_LONGEST]) for line in lines)
        if not found or (found * 2 < len(lines) and not windows):
            return None
        return Fit(0.9, f"{found} of the first {len(lines)} lines are entries of an ARP table")

    def read(self, document: Document, sink: Sink) -> None:
        """One subject an entry; a line with a MAC address that fits no form is a problem."""
        interface = ""
        owners: dict[str, str] = {}
        left_out: Counter[str] = Counter()
        for number, line in text_lines.lines(document, sink):
            head = _WINDOWS_INTERFACE.fullmatch(line[:_LONGEST])
            if head:
                interface = head.group(1)
                continue
            entry = _entry(line)
            if entry is None:
                if re.search(rf"\b{mac_text.PATTERN}\b", line) and re.search(r"\d\.\d", line):
                    sink.problem(f"line {number}", "not an entry of an ARP table in a known form: left out")
                continue
            sink.rows += 1
            address, host, mac, on = entry
            if not mac or not mac_text.is_unit(mac):
                left_out["group or broadcast addresses" if _is_group(mac) else "incomplete entries"] += 1
                continue
            subject = address if owners.setdefault(address, mac) == mac else f"{address} ({mac})"
            values = {"ip": address, "mac": mac, "hostname": host, "arp.interface": interface or on}
            sink.observe_all(subject, f"line {number}", values)
        for what, count in sorted(left_out.items()):
            sink.skip("", what, count)


def _entry(line: str) -> tuple[str, str, str, str] | None:
    """(address, host name, MAC address, interface) of a line; '' for what it does not say."""
    if len(line) > _LONGEST:
        return None
    for form in _FORMS:
        found = form.fullmatch(line)
        if not found:
            continue
        parts = found.groupdict()
        host, address = parts.get("host") or "", parts.get("ip") or ""
        if not address:
            address, host = host, ""
        elif host == "?":
            host = ""
        return address, host, parts.get("mac") or "", parts.get("on") or ""
    return None


def _is_group(mac: str) -> bool:
    value = mac_text.octets(mac)
    return value is not None and bool(value[0] & 1)


READER = ArpTable()
