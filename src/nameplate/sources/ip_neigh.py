"""Neighbour tables of Linux: `ip neigh` as text and as JSON (`ip -j neigh`), ip-neighbour(8).

An entry without a link-layer address (FAILED, INCOMPLETE) is no unit; such entries are counted.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from nameplate.sources import json_document, mac_text, text_lines
from nameplate.sources.interface import Document, Fit, Sink

_STATES = {"PERMANENT", "NOARP", "REACHABLE", "STALE", "NONE", "INCOMPLETE", "DELAY", "PROBE", "FAILED"}
_ADDRESS = re.compile(r"[0-9A-Fa-f]{0,4}[.:][0-9A-Fa-f.:]{1,40}")
_JSON = re.compile(r'\s*\[\s*\{[^{}\[\]]{0,200}?"dst"\s*:\s*"[0-9A-Fa-f.:]+"[^{}\[\]]{0,200}?"dev"\s*:')

Entry = tuple[str, str, str, str, str]


class IpNeigh:
    """Reads which MAC address a Linux host knows for which address."""

    name = "ip-neigh"
    about = "output of ip neigh, as text or JSON"

    def claim(self, document: Document) -> Fit | None:
        """Only text all of whose first lines are entries, or JSON with `dst` and `dev`."""
        text = text_lines.head_text(document)
        if _JSON.match(text):
            return Fit(0.95, "JSON of ip neigh (dst, dev)")
        lines = [line for line in text.split("\n")[:50] if line.strip()]
        found = sum(_entry(line) is not None for line in lines)
        return Fit(0.93, "lines of ip neigh") if found and found * 2 >= len(lines) else None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject an entry."""
        left_out: Counter[str] = Counter()
        as_json = _JSON.match(text_lines.head_text(document))
        for locator, dst, dev, lladdr, state in (_json if as_json else _text)(document, sink):
            sink.rows += 1
            if not mac_text.is_unit(lladdr):
                octets = mac_text.octets(lladdr)
                left_out["group addresses" if octets and octets[0] & 1 else "entries without a MAC address"] += 1
                continue
            values = {"ip": dst, "mac": lladdr, "neigh.interface": dev, "neigh.state": state}
            sink.observe_all(dst, locator, values)
        for what, count in sorted(left_out.items()):
            sink.skip("", what, count)


def _text(document: Document, sink: Sink) -> Iterator[Entry]:
    for number, line in text_lines.lines(document, sink):
        entry = _entry(line)
        if entry:
            yield (f"line {number}", *entry)
        elif line.strip():
            sink.problem(f"line {number}", "not an entry of ip neigh: left out")


def _entry(line: str) -> tuple[str, str, str, str] | None:
    """(address, interface, link-layer address, state) of a line: names and values in any order."""
    words = line.split(maxsplit=40)
    if len(words) < 3 or "dev" not in words[1:3] or not _ADDRESS.fullmatch(words[0]):
        return None
    if words[-1] not in _STATES and "lladdr" not in words:
        return None
    after = dict(itertools.pairwise(words))
    return words[0], after["dev"], after.get("lladdr", ""), words[-1] if words[-1] in _STATES else ""


def _json(document: Document, sink: Sink) -> Iterator[Entry]:
    data = json_document.load(document, sink)
    for number, item in enumerate(data if isinstance(data, list) else []):
        locator = f"$[{number}]"
        if not isinstance(item, dict) or not isinstance(item.get("dst"), str):
            sink.problem(locator, "no entry with dst: left out")
            continue
        state = item.get("state")
        shown = ",".join(map(str, state)) if isinstance(state, list) else str(state or "")
        yield (
            f"{locator}.lladdr",
            item["dst"],
            str(item.get("dev") or ""),
            str(item.get("lladdr") or ""),
            shown,
        )


READER = IpNeigh()
