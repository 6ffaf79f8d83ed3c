"""Kea's lease files (memfile backend), kea-leases4.csv and kea-leases6.csv.

The file is a log: the last row of an address counts. A comma inside a field is written `&#x2c`, without
a semicolon (Kea administrator reference manual, memfile). `expire` less `valid_lifetime` is when the client
last spoke, in seconds since 1970.
"""

import re
from collections.abc import Mapping

from nameplate.sources import instants, mac_text, text_lines
from nameplate.sources.dhcp_identity import Identity, from_hex
from nameplate.sources.interface import Document, Fit, Sink

_STATES = {"0": "assigned", "1": "declined", "2": "expired", "3": "released", "4": "registered"}
_ESCAPE = re.compile(r"&#x([0-9A-Fa-f]{2})")
_REQUIRED = {"address", "valid_lifetime", "expire", "subnet_id"}


class KeaLeases:
    """Reads who was given which address, with hardware address, host name and user context."""

    name = "kea-leases"
    about = "Kea DHCP lease file, IPv4 and IPv6 (CSV of the memfile backend)"

    def claim(self, document: Document) -> Fit | None:
        """Only text whose first line is Kea's heading."""
        heading = _fields(text_lines.head_text(document).lstrip("\ufeff").partition("\n")[0])
        return Fit(0.97, "the heading of a Kea lease file") if _is_heading(heading) else None

    def read(self, document: Document, sink: Sink) -> None:
        """The last row of each address."""
        heading: list[str] = []
        superseded = 0
        last: dict[str, tuple[int, dict[str, str]]] = {}
        for number, line in text_lines.lines(document, sink):
            cells = _fields(line)
            if _is_heading(cells):
                heading = cells
            elif line.strip() and heading:
                sink.rows += 1
                row = dict(zip(heading, cells, strict=False))
                if len(cells) < 5 or not row.get("address", "").strip():
                    reason = f"no lease: {len(cells)} fields where {len(heading)} are named, or no address; left out"
                    sink.problem(f"line {number}", reason)
                    continue
                superseded += last.pop(row["address"], None) is not None
                last[row["address"]] = (number, row)
        nobody = sum(not _observe(number, row, sink) for number, row in last.values())
        if nobody:
            sink.skip("", "addresses without a client", nobody)
        if superseded:
            sink.skip("", "rows that a later row of the same address replaces", superseded)


def _is_heading(cells: list[str]) -> bool:
    return _REQUIRED.issubset(cells) and bool({"hwaddr", "duid"}.intersection(cells))


def _fields(line: str) -> list[str]:
    """Fields of a row with Kea's escapes resolved."""
    return [_ESCAPE.sub(lambda m: chr(int(m.group(1), 16)), cell) for cell in line.split(",")]


def _observe(number: int, row: Mapping[str, str], sink: Sink) -> bool:
    """Observe one lease; False if nothing in it tells who had the address."""
    where, address = f"line {number}", row["address"]
    lifetime, expire = row.get("valid_lifetime", ""), row.get("expire", "")
    numbers = lifetime.isdecimal() and expire.isdecimal()
    at = instants.from_epoch(int(expire[:15]) - int(lifetime[:15])) if numbers else None
    hardware = row.get("hwaddr", "")
    client = from_hex(row.get("client_id") or row.get("duid") or "") if "hwaddr" in row else Identity()
    mac = hardware if mac_text.is_unit(hardware) else client.mac
    if not (mac or client.text or row.get("hostname")):
        return False
    prefix = row.get("lease_type") == "2"
    values = {
        "dhcp.prefix" if prefix else "ip": f"{address}/{row.get('prefix_len')}" if prefix else address,
        "mac": mac,
        "dhcp.hwaddr": hardware if hardware and hardware != mac else None,
        "hostname": row.get("hostname"),
        "dhcp.client_id": client.text,
        "dhcp.state": _STATES.get(row.get("state", ""), row.get("state")),
        "dhcp.user_context": row.get("user_context", "").strip("{} ") and row.get("user_context"),
    }
    sink.observe_all(address, where, values, at)
    return True


READER = KeaLeases()
