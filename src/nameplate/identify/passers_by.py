"""Hosts on the Internet that a capture shows behind a router: they answered, but nobody here holds them.

One that stands in a network of a site (the holder's own public addresses) is a unit like any other.
"""

import ipaddress
from collections import Counter
from collections.abc import Sequence

import msgspec
import polars as pl

from nameplate.model import Device, Skipped, SourceReport

_BEHIND = "capture.behind"
_WHAT = "hosts on the Internet that answered through a router: no units of yours, unless you name their network"


def apart(devices: Sequence[Device], observations: pl.DataFrame) -> tuple[list[Device], Counter[str]]:
    """The units, and how many passers-by each source had."""
    behind = observations.filter(pl.col("kind") == _BEHIND).select("source", "subject").unique()
    if behind.is_empty():
        return list(devices), Counter()
    seen = set(behind.iter_rows())
    units, left = [], Counter[str]()
    for device in devices:
        if device.site is None and _public(device) and all((p.source, p.subject) in seen for p in device.subjects):
            left[device.subjects[0].source] += 1
        else:
            units.append(device)
    return units, left


def told(sources: Sequence[SourceReport], left: Counter[str]) -> tuple[SourceReport, ...]:
    """The reports of the sources, which say how many passers-by were not taken for units."""
    return tuple(
        msgspec.structs.replace(s, skipped=(*s.skipped, Skipped("whole file", _WHAT, left[s.path])))
        if left[s.path]
        else s
        for s in sources
    )


def _public(device: Device) -> bool:
    addresses = device.identifiers.ip
    return bool(addresses) and all(ipaddress.ip_address(address).is_global for address in addresses)
