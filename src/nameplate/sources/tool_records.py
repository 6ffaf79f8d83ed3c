"""JSON of scanners, search engines of the net and monitors: masscan, zgrab2, httpx, Shodan, Suricata, Arkime.

Records of one host are one unit: a service or event more does not make a unit more. Only what tells of a unit is
kept, each value once; pages, payloads and what a tool guesses of faults are not. Formats are data (`data/tools.yaml`).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nameplate.sources import addresses, instants, json_document, mac_text, text_lines
from nameplate.sources.interface import SECRET_NAME, Document, Fit, Sink
from nameplate.sources.tools import formats
from nameplate.sources.tools.formats import Format, Node, Told, Unit

_DEPTH = 8
_FAR = "ends of connections that are far away, never answered, or are groups"


class ToolRecords:
    """JSON lines, or JSON in one piece, of a tool that is known."""

    name = "tool-json"
    about = "JSON of masscan, ZMap, zgrab2, httpx, naabu, Shodan, Censys, Suricata, Arkime, Malcolm, nDPI"

    def claim(self, document: Document) -> Fit | None:
        """JSON whose beginning has the names of a known tool's records."""
        text = text_lines.head_text(document).lstrip("\ufeff \t\n")
        if not text.startswith(("{", "[")):
            return None
        first = _first(text)
        for one in _likely(text):
            if first is not None and next(_records(first, "", (one,), 0), None) is not None:
                return Fit(0.9, f"JSON with the names of {one.name}")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """Every record."""
        text = text_lines.head_text(document).lstrip("\ufeff \t\n")
        reading = _Reading(sink, _likely(text))
        if _is_lines(text):
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
        self.sink.note("; ".join(f"records of {name} ({count:,})" for name, count in sorted(self.names.items())))
        if not self.names:
            self.sink.problem("$", "no record of a tool that is known: nothing here is used")
        elif self.useless:
            self.sink.skip("$", "records of another kind", self.useless)
        if self.far:
            self.sink.skip("$", _FAR, self.far)

    def _record(self, one: Format, record: Mapping[str, Any], place: str) -> None:
        _count_secrets(record, self.sink, 0)
        stated = next(formats.found(record, one.time), None) if one.time else None
        at = instants.from_epoch(stated) or instants.from_iso(_iso(str(stated)))
        for unit in one.units:
            subject = next((str(v) for path in unit.subject for v in formats.found(record, path) if _scalar(v)), "")
            if not subject:
                continue
            if not self._is_unit(unit, subject, record):
                self.far += 1
                continue
            for told, value, where, beside in _fields(record, unit.fields, place, record):
                for kind, text in _said(told, value, beside, record):
                    if kind and (subject, kind, text) not in self.told:
                        self.told.add((subject, kind, text))
                        self.sink.observe(subject, where, kind, text, at)

    def _is_unit(self, unit: Unit, subject: str, record: Mapping[str, Any]) -> bool:
        if any(str(next(formats.found(record, path), "")) == value for path, value in unit.silent.items()):
            return False
        if not unit.other:
            return True
        return addresses.is_unit(subject, str(next(formats.found(record, unit.other), "")))


def _records(
    value: Any, place: str, known: tuple[Format, ...], depth: int
) -> Iterator[tuple[Format, Mapping[str, Any], str]]:
    """(format, record, where) of every record at or below a value."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _records(item, f"{place}[{number}]", known, depth + 1)
    elif isinstance(value, dict) and depth < _DEPTH:
        record = _nested(value)
        one = next((one for one in known if one.fits(record)), None)
        if one is not None:
            yield one, record, place
            return
        for name, item in value.items():
            if isinstance(item, dict | list):
                yield from _records(item, f"{place}.{name}", known, depth + 1)


def _nested(record: dict[str, Any]) -> dict[str, Any]:
    """A record with flat names (`source.ip`) as one of objects; others as they are."""
    if not any("." in name for name in record):
        return record
    made: dict[str, Any] = {}
    for name, value in record.items():
        *path, last = name.split(".")
        inner = made
        for part in path:
            held = inner.setdefault(part, {})
            inner = held if isinstance(held, dict) else inner
        inner[last] = value
    return made


def _fields(value: Any, node: Node, place: str, beside: Any) -> Iterator[tuple[Told, Any, str, Any]]:
    """(what it says, value, where, the object it stands in) of every field that the tree names."""
    if isinstance(value, list):
        for number, item in enumerate(value[:1_000]):
            yield from _fields(item, node, f"{place}[{number}]", beside)
        return
    if node.told is not None and (not isinstance(value, dict) or node.told.name):
        yield node.told, value, place, beside
    elif isinstance(value, dict):
        for name, item in value.items():
            below = node.below.get(name.lower()) or node.below.get("*")
            if below is not None and item is not None:
                yield from _fields(item, below, f"{place}.{name}", value)


def _said(told: Told, value: Any, beside: Any, record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(kind, text) of one value."""
    if told.name and isinstance(value, dict):
        yield told.kind, ", ".join(f"{name}={text}" for name, text in value.items() if _scalar(text))
        return
    text = json_document.text(value).strip()
    kind = told.kind
    if told.by:
        chooser = formats.found(record, told.by[2:]) if told.by.startswith("$.") else formats.found(beside, told.by)
        kind = told.kinds.get(str(next(chooser, "")), told.otherwise)
    if told.take:
        taken = re.search(told.take, text)
        text = taken[1].strip() if taken else ""
    if kind == "address":
        kind = "ip" if addresses.is_address(text) else "hostname"
    if kind == "mac" and not mac_text.is_unit(text):
        return
    if kind == "ip" and not addresses.is_unit(text):
        return
    if text:
        yield kind, text


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _count_secrets(value: Any, sink: Sink, depth: int) -> None:
    """Count what is never kept, by name."""
    if isinstance(value, list):
        for item in value:
            _count_secrets(item, sink, depth + 1)
    elif isinstance(value, dict) and depth < 40:
        for name, item in value.items():
            if isinstance(item, dict | list) and item and not formats.secrets().search(name):
                _count_secrets(item, sink, depth + 1)
            elif item and (SECRET_NAME.search(name) or formats.secrets().search(name)):
                sink.drop(name, 1)


def _iso(text: str) -> str:
    """ISO 8601 as some tools write it: `+0000`, `Z`, no zone for UTC."""
    text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.replace("Z", "+00:00"))
    text = re.sub(r"(\.\d{6})\d+", r"\1", text)
    return text if re.search(r"[+-]\d\d:\d\d$", text) or "T" not in text else f"{text}+00:00"


def _likely(text: str) -> tuple[Format, ...]:
    """Formats whose signs all stand in a text."""
    return tuple(one for one in formats.known() if all(sign in text for sign in one.signs))


def _is_lines(text: str) -> bool:
    """Whether each line is a value of its own."""
    line = text.partition("\n")[0].strip()
    return line.startswith("{") and line.endswith("}") and _value(line, 0) is not None


def _first(text: str) -> Any:
    """The first whole value of a text that may be cut off: the text's own, else the first item of its first list."""
    own = _value(text, 0)
    begin = re.search(r"\[\s*\{", text)
    return own if own is not None or begin is None else _value(text, begin.end() - 1)


def _value(text: str, at: int) -> Any:
    try:
        return json.JSONDecoder(strict=False).raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        return None


READER = ToolRecords()
