"""What a log of the network shows and nobody here holds: hosts on the Internet, and certificates of unnamed hosts.

A host on the Internet that answered through a router stands in a capture as any other; one in a network of a site (the
holder's own public addresses) is a unit. A log of certificates alone does not say who showed them.
"""

import ipaddress
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
import polars as pl

from nameplate.identify import shown_certificates
from nameplate.model import Device, Skipped, SourceReport

_BEHIND = "capture.behind"
_HOSTS = "hosts on the Internet that answered through a router: no units of yours, unless you name their network"
_CERTIFICATES = "certificates without the host that showed them: no units; give the log of connections too"
_SHOWN = "certificates that are told of with the units that showed them"
Left = Counter[tuple[str, str]]
"""(source, what) -> how many."""


def apart(devices: Sequence[Device], observations: pl.DataFrame) -> tuple[list[Device], Left]:
    """The units, and what else each source had."""
    hosts, certificates = _behind(observations), _certificates(observations)
    if not hosts and not certificates:
        return list(devices), Counter()
    units, left = [], Left()
    for device in devices:
        places = {(place.source, place.subject) for place in device.subjects}
        if device.site is None and _public(device) and places <= hosts:
            left[device.subjects[0].source, _HOSTS] += 1
        elif not device.identifiers.ip and places <= certificates.keys():
            shown = any(certificates[place] for place in places)
            left[device.subjects[0].source, _SHOWN if shown else _CERTIFICATES] += 1
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


def _certificates(observations: pl.DataFrame) -> dict[tuple[str, str], bool]:
    """Subjects of which nothing but a certificate is known, and whether somebody else showed that certificate."""
    key = ("source", "subject")
    lonely = shown_certificates.alone(observations, key)
    prints = observations.filter(pl.col("kind") == shown_certificates.FINGERPRINT).select(*key, "value")
    by_others = prints.join(lonely, on=key, how="anti")["value"].unique()
    shown = prints.join(lonely, on=key, how="semi").filter(pl.col("value").is_in(by_others.implode()))
    return dict.fromkeys(lonely.iter_rows(), False) | dict.fromkeys(shown.select(key).iter_rows(), True)


def _public(device: Device) -> bool:
    addresses = device.identifiers.ip
    return bool(addresses) and all(ipaddress.ip_address(address).is_global for address in addresses)
