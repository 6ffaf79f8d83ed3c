"""JSON of scanners, search engines of the net and monitors: masscan, zgrab2, httpx, Shodan, Suricata, Arkime.

Records of one host are one unit: a service or event more does not make a unit more. Only what tells of a unit is
kept, each value once; pages, payloads and what a tool guesses of faults are not. Formats are data (`data/tools.yaml`).
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nameplate.sources import addresses, json_document, mac_text
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.tools import beginning, formats, hidden, moments
from nameplate.sources.tools.formats import Format, Node, Told, Unit

_DEPTH = 8
_FAR = "ends of connections that are far away, never answered, or are groups"
_ROUTERS = "MAC addresses that stand before several addresses (routers): taken as units of their own"


class ToolRecords:
    """JSON lines, or JSON in one piece, of a tool that is known."""

    name = "tool-json"
    about = "JSON of masscan, ZMap, zgrab2, httpx, naabu, Shodan, Censys, Suricata, Arkime, Malcolm, nDPI"

    def claim(self, document: Document) -> Fit | None:
        """JSON whose beginning has the names of a known tool's records."""
        text = beginning.text(document)
        if not text.startswith(("{", "[")):
            return None
        for one in _likely(text):
            if any(next(_records(value, "", (one,), 0), None) is not None for value in beginning.values(text)):
                return Fit(0.9, f"JSON with the names of {one.name}")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """Every record."""
        text = beginning.text(document)
        reading = _Reading(sink, _likely(text))
        if beginning.is_lines(text) and not beginning.is_one_line(document, text):
            for number, value in json_document.documents(document, sink):
                reading.value(value, f"line {number} $")
        else:
            reading.value(json_document.load(document, sink), "$")
        reading.finish()


@dataclass
class _Reading:
    """What was seen of one document so far."""

    sink: Sink
    likely: tuple[Format, ...]
    told: set[tuple[str, str, str]] = field(default_factory=set)
    names: dict[str, int] = field(default_factory=dict)
    macs: dict[str, dict[str, tuple[str, dt.datetime | None]]] = field(default_factory=dict)
    useless: int = 0
    far: int = 0

    def value(self, value: Any, place: str) -> None:
        """All records at or below a value."""
        count = 0
        for one, record, where in _records(value, place, self.likely or formats.known(), 0):
            count += 1
            self.names[one.name] = self.names.get(one.name, 0) + 1
            self._record(one, record, where)
        self.sink.rows += max(count, 1)
        self.useless += count == 0

    def finish(self) -> None:
        """Say what was read and what was not."""
        self._behind()
        self.sink.note("; ".join(f"records of {name} ({count:,})" for name, count in sorted(self.names.items())))
        if not self.names:
            self.sink.problem("$", "no record of a tool that is known: nothing here is used")
        elif self.useless:
            self.sink.skip("$", "records of another kind", self.useless)
        if self.far:
            self.sink.skip("$", _FAR, self.far)

    def _behind(self) -> None:
        """MAC addresses of ends of connections: of the end, or of a router if several ends have it (RFC 1812)."""
        routers = 0
        for mac, ends in self.macs.items():
            many = sum(":" not in subject for subject in ends) > 1
            routers += many
            for subject, (where, at) in list(ends.items())[: 1 if many else None]:
                self.sink.observe(mac if many else subject, where, "mac", mac, at)
        if routers:
            self.sink.skip("$", _ROUTERS, routers)

    def _record(self, one: Format, record: Mapping[str, Any], place: str) -> None:
        hidden.count(record, self.sink, 0)
        record = one.leaves(record)
        at = moments.of(next((text for path in one.time if (text := formats.first(record, path))), ""))
        for unit in one.speaks_of(record):
            subject = next((str(v) for path in unit.subject for v in formats.found(record, path) if _scalar(v)), "")
            if not subject:
                continue
            if not self._is_unit(unit, subject, record):
                self.far += 1
                continue
            for told, value, where, beside in _fields(record, unit.fields, place, (record,)):
                for kind, text in _said(told, value, beside, self.sink):
                    self._observe(subject, where, kind, text, at, behind=bool(unit.other))

    def _observe(self, subject: str, where: str, kind: str, text: str, at: dt.datetime | None, *, behind: bool) -> None:
        if not kind or (subject, kind, text) in self.told:
            return
        self.told.add((subject, kind, text))
        if kind == "mac" and behind:
            self.macs.setdefault(text, {})[subject] = (where, at)
        else:
            self.sink.observe(subject, where, kind, text, at)

    def _is_unit(self, unit: Unit, subject: str, record: Mapping[str, Any]) -> bool:
        if any(formats.first(record, path) == value for path, value in unit.silent.items()):
            return False
        if mac_text.octets(subject) is not None:
            return mac_text.is_unit(subject)
        return not unit.other or _is_unit_address(subject, formats.first(record, unit.other))


def _records(
    value: Any, place: str, known: tuple[Format, ...], depth: int
) -> Iterator[tuple[Format, Mapping[str, Any], str]]:
    """(format, record, where) of every record at or below a value."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _records(item, f"{place}[{number}]", known, depth + 1)
    elif isinstance(value, dict) and depth < _DEPTH:
        one = next((one for one in known if one.fits(value)), None)
        if one is not None:
            yield one, value, place
            return
        for name, item in value.items():
            if isinstance(item, dict | list):
                yield from _records(item, f"{place}.{name}", known, depth + 1)


def _fields(
    value: Any, node: Node, place: str, beside: tuple[Any, ...]
) -> Iterator[tuple[Told, Any, str, tuple[Any, ...]]]:
    """(what it says, value, where, the objects it stands in) of every field that the tree names."""
    if isinstance(value, list):
        for number, item in enumerate(value[:1_000]):
            yield from _fields(item, node, f"{place}[{number}]", beside)
        return
    if node.told is not None and (not isinstance(value, dict) or node.told.name):
        yield node.told, value, place, beside
    elif isinstance(value, dict):
        for name, item in value.items():
            for below in node.at(name) if item is not None else ():
                yield from _fields(item, below, f"{place}.{name}", (*beside, value))


def _said(told: Told, value: Any, beside: tuple[Any, ...], sink: Sink) -> Iterator[tuple[str, str]]:
    """(kind, text) of one value."""
    if told.name and isinstance(value, dict):
        yield told.kind, ", ".join(f"{name}={text}" for name, text in value.items() if _scalar(text))
        return
    text = hidden.lines(json_document.text(value), sink).strip()
    kind = _kind(told, beside) if told.by else told.kind
    if told.take:
        taken = re.search(told.take, text)
        text = taken[1].strip() if taken else ""
    if kind == "address":
        kind = "ip" if addresses.is_address(text) else "hostname"
    if kind == "mac" and not mac_text.is_unit(text):
        return
    if (kind == "ip" and not _is_unit_address(text, "")) or (kind == "dns.query" and addresses.is_address(text)):
        return
    if text:
        yield kind, text


def _kind(told: Told, beside: tuple[Any, ...]) -> str:
    """The kind that a value beside the field decides; `$.` leads from the record, `^.` from one object further out."""
    path, out = told.by, 1
    while path.startswith("^."):
        path, out = path[2:], out + 1
    place = beside[0] if path.startswith("$.") else beside[-min(out, len(beside))]
    decides = formats.first(place, path.removeprefix("$."))
    lower = {name.lower(): kind for name, kind in told.kinds.items()}
    return lower.get(decides.lower(), lower.get(decides.lower().partition(".")[0], told.otherwise))


@lru_cache(maxsize=65_536)
def _is_unit_address(address: str, other: str) -> bool:
    return addresses.is_unit(address, other)


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _likely(text: str) -> tuple[Format, ...]:
    """Formats whose signs all stand in a text."""
    return tuple(one for one in formats.known() if all(sign in text for sign in one.signs))


READER = ToolRecords()
