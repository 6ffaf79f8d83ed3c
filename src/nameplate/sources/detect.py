"""Choosing a reader by content. The only file of this folder that knows all the others.

To add a format, write its file and add its module's name to `MODULES`; nothing else changes. Other
distributions add readers by the entry point group `nameplate.readers` (`plugins.py`).
"""

import importlib
from dataclasses import dataclass
from functools import cache

from nameplate.sources import plugins
from nameplate.sources.interface import Document, Fit, Reader

MODULES = (
    "capture",
    "nmap_xml",
    "zeek_logs",
    "snmp_walk",
    "isc_leases",
    "kea_leases",
    "dnsmasq_leases",
    "windows_dhcp",
    "arp_table",
    "ip_neigh",
    "network_cli",
    "dhip_json",
    "onvif_xml",
    "isapi",
    "upnp_xml",
    "tool_records",
    "scan_reports",
    "masscan_list",
    "controller_backup",
    "json_records",
    "spreadsheet",
    "delimited",
)
"""Modules of this folder with a `READER` or `READERS`; earlier ones win where two are equally sure."""


@dataclass(frozen=True)
class Chosen:
    """The reader that takes a document, how sure it is, and who else would have."""

    reader: Reader
    fit: Fit
    others: tuple[tuple[str, Fit], ...]


@cache
def readers() -> tuple[Reader, ...]:
    """All readers, in order of precedence; those of plug-ins come last."""
    found: list[Reader] = []
    for name in MODULES:
        module = importlib.import_module(f"nameplate.sources.{name}")
        found.extend(getattr(module, "READERS", None) or (module.READER,))
    return (*found, *plugins.readers({reader.name for reader in found}))


def choose(document: Document) -> Chosen | None:
    """The surest reader; None if the document is nobody's."""
    fits: list[tuple[Reader, Fit]] = []
    for reader in sorted(readers(), key=lambda one: -_at_most(one)):
        surest = max((fit.score for _, fit in fits), default=0.0)
        if _at_most(reader) > surest and (fit := reader.claim(document)):
            fits.append((reader, fit))
    if not fits:
        return None
    best = max(fits, key=lambda pair: pair[1].score)
    return Chosen(best[0], best[1], tuple((r.name, f) for r, f in fits if r is not best[0]))


def _at_most(reader: Reader) -> float:
    return getattr(reader, "at_most", 1.0)


def why_not(document: Document) -> str:
    """A sentence for a document that nobody reads, with what to do."""
    if not document.size:
        return "the file is empty"
    if document.head.startswith(b"PK\x03\x04"):
        return "an office document that is no workbook, or a damaged one; export its table as CSV or XLSX"
    if document.head.startswith(b"%PDF"):
        return "a PDF; export the table behind it as CSV or XLSX"
    if b"\0" in document.head:
        return "binary data of a kind no reader knows; `nameplate sources` lists what is read"
    return "text that no reader recognises; `nameplate sources` lists what is read"
