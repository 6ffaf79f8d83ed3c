"""What a log of the network shows and nobody here holds: hosts on the Internet, and certificates of unnamed hosts.

A host on the Internet that answered through a router stands in a capture as any other; one in a network of a site (the
holder's own public addresses) is a unit. A log of certificates alone does not say who showed them.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import polars as pl

from nameplate.model import Device, Skipped, SourceReport

_BEHIND, _CERTIFICATE = "capture.behind", "x509."
_HOSTS = "hosts on the Internet that answered through a router: no units of yours, unless you name their network"
_CERTIFICATES = "certificates without the host that showed them: no units; give the log of connections too"
Left = Counter[tuple[str, str]]
"""(source, what) -> how many."""


def apart(devices: Sequence[Device], observations: pl.DataFrame) -> tuple[list[Device], Left]:
    """The units, and what else each source had."""
    hosts, certificates = _behind(observations), _only_certificates(observations)
    if not hosts and not certificates:
        return list(devices), Counter()
    units, left = [], Left()
    for device in devices:
        places = {(place.source, place.subject) for place in device.subjects}
        if device.site is None and _public(device) and places <= hosts:
            left[device.subjects[0].source, _HOSTS] += 1
        elif not device.identifiers.ip and places <= certificates:
            left[device.subjects[0].source, _CERTIFICATES] += 1
        else:
            units.append(device)
    return units, left


def told(sources: Sequence[SourceReport], left: Left) -> tuple[SourceReport, ...]:
    """The reports of the sources, which say what was not taken for units."""
    return tuple(msgspec.structs.replace(s, skipped=(*s.skipped, *_skipped(s.path, left))) for s in sources)


def _skipped(path: str, left: Left) -> Iterator[Skipped]:
    return (Skipped("whole file", what, count) for (source, what), count in sorted(left.items()) if source == path)


def _behind(observations: pl.DataFrame) -> set[tuple[str, str]]:
    return set(observations.filter(pl.col("kind") == _BEHIND).select("source", "subject").unique().iter_rows())


def _only_certificates(observations: pl.DataFrame) -> set[tuple[str, str]]:
    """Subjects of which nothing but a certificate is known."""
    of_one = pl.col("kind").cast(pl.String).str.starts_with(_CERTIFICATE)
    shown = observations.filter(of_one).select("source", "subject").unique()
    if shown.is_empty():
        return set()
    others = observations.filter(~of_one).select("source", "subject").unique()
    return set(shown.join(others, on=["source", "subject"], how="anti").iter_rows())


def _public(device: Device) -> bool:
    addresses = device.identifiers.ip
    return bool(addresses) and all(ipaddress.ip_address(address).is_global for address in addresses)
