"""Records in JSON and JSON lines: lists of objects, objects by id, answers of APIs of well-known programs.

Which names mean what is data (`json_keys.yaml`). A record is a unit only if it names something that tells
units apart (MAC address, serial, model ..); the rest is counted. Lines of `{"id", "observations": [..]}` are
taken as they are. Whatever lies below a name like `password` is dropped, however deep.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nameplate.sources import json_document, json_keys, text_lines
from nameplate.sources.interface import SECRET_NAME, Document, Fit, Sink
from nameplate.sources.json_fields import Value, values, when
from nameplate.sources.tables import knowledge
from nameplate.sources.tools import beginning

_DEPTH = 12
"""How deep below the top lists of records are looked for."""

_KNOWN = re.compile(
    r'"[^"\\\n]{0,40}?(?:mac|serial|model|manufacturer|vendor|ip|host|observations)[^"\\\n]{0,20}"\s*:', re.I
)


class JsonRecords:
    """One JSON value that holds records."""

    name = "json"
    about = "JSON with records of units: a list, objects by id, NetBox, runZero, Meraki, UniFi, GLPI, Kea"

    def claim(self, document: Document) -> Fit | None:
        """Any JSON object or list; surer with names that tell units apart."""
        text = text_lines.head_text(document).lstrip("\ufeff \t\n")
        if not re.match(r'\{\s*["}]|\[\s*[\[{\]]', text) or _is_more_lines(document, text):
            return None
        return Fit(0.6, "JSON with names of units' fields") if _KNOWN.search(text) else Fit(0.3, "JSON")

    def read(self, document: Document, sink: Sink) -> None:
        """Every record in document order."""
        reading = _Reading(sink)
        for place, record, key in _records(json_document.load(document, sink), "$", "", 0):
            reading.record(record, place, key)
        reading.finish()


class JsonLines:
    """One JSON object a line."""

    name = "json-lines"
    about = "JSON lines with records of units, or with observations (input of `nameplate identify`)"

    def claim(self, document: Document) -> Fit | None:
        """Text whose first two lines are JSON objects."""
        text = text_lines.head_text(document).lstrip("\ufeff \t\n")
        if not _is_more_lines(document, text):
            return None
        return Fit(0.62, "JSON lines with names of units' fields") if _KNOWN.search(text) else Fit(0.31, "JSON lines")

    def read(self, document: Document, sink: Sink) -> None:
        """Every line's record; a line that is no JSON is a problem."""
        reading = _Reading(sink)
        for number, value in json_document.documents(document, sink):
            for place, record, key in _records(value, f"line {number} $", "", 0):
                reading.record(record, place, key)
        reading.finish()


@dataclass
class _Reading:
    """What was seen of one document so far."""

    sink: Sink
    subjects: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    not_units: int = 0

    def record(self, record: Mapping[str, Any], place: str, key: str) -> None:
        """Observe one record, if it is a unit."""
        self.sink.rows += 1
        if isinstance(record.get("observations"), list):
            self._given(record, place, key)
            return
        known = json_keys.names()
        shape = known.shape(record)
        if shape is not None and shape.name not in self.shapes:
            self.shapes.add(shape.name)
            self.sink.note(f"records of {shape.name}")
        found = list(values(record, shape, place, self.sink)) if shape is None or shape.unit else []
        if not _is_unit(found, known):
            self.not_units += 1
            return
        empty = knowledge.placeholders().empty
        told = [value for value in found if value.kind and value.text.strip().casefold() not in empty]
        called = {value.kind: value.text.strip() for value in reversed(told) if value.known}
        name = _id(record) or next((called[kind] for kind in known.called_by if called.get(kind)), "")
        subject = self._subject(key or name, place)
        at = when(record)
        for value in told:
            self.sink.observe(subject, value.place, value.kind, value.text, at)

    def finish(self) -> None:
        """Say what was no unit."""
        if self.not_units == self.sink.rows:
            self.sink.problem("$", "no record names a MAC address, serial, model or maker: nothing here is used")
        elif self.not_units:
            self.sink.skip("$", "records without anything that tells units apart", self.not_units)

    def _given(self, record: Mapping[str, Any], place: str, key: str) -> None:
        """Observations as they are given, kinds unchanged."""
        subject = self._subject(key or _id(record), place)
        for number, item in enumerate(record["observations"]):
            where = f"{place}.observations[{number}]"
            kind = item.get("kind") if isinstance(item, dict) else None
            if not isinstance(kind, str) or not kind or isinstance(item.get("value"), dict | list):
                self.sink.problem(where, 'no {"kind": "..", "value": ".."}: left out')
            elif item.get("value") is not None:
                self.sink.observe(subject, where, kind, json_document.text(item["value"]))

    def _subject(self, name: str, place: str) -> str:
        """What the record calls itself; with its place where another record has the same name."""
        subject = name.strip() or place
        if subject in self.subjects:
            subject = f"{subject} ({place})"
        self.subjects.add(subject)
        return subject


def _id(record: Mapping[str, Any]) -> str:
    """The record's own id as text, '' if it has none."""
    by_name = {json_keys.folded(name): value for name, value in record.items()}
    own = (by_name.get(name) for name in json_keys.names().ids)
    given = (v for v in own if v not in (None, "") and not isinstance(v, dict | list | bool))
    return next((json_document.text(v) for v in given), "")


def _is_unit(found: list[Value], known: json_keys.Names) -> bool:
    kinds = {value.kind for value in found if value.known and value.text.strip()}
    return bool(kinds & known.telling) or len(kinds - {""}) > 2


def _records(value: Any, place: str, key: str, depth: int) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """(where, record, its key among others) of every record at or below `value`.

    An object that names something of a unit is a record; otherwise the lists and objects in it are looked
    through. An object of objects is a table by id.
    """
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, dict | list):
                yield from _records(item, f"{place}[{number}]", "", depth + 1)
    elif isinstance(value, dict):
        inner = {name: item for name, item in value.items() if isinstance(item, dict | list) and item}
        if _names_a_unit(value) or not any(_holds_objects(item) for item in inner.values()):
            yield place, value, key
            return
        table = len(inner) > 1 and all(isinstance(item, dict) for item in inner.values())
        for name, item in inner.items():
            if not SECRET_NAME.search(name):
                yield from _records(item, f"{place}{_step(name)}", name if table else "", depth + 1)


def _names_a_unit(value: Mapping[str, Any]) -> bool:
    """Whether an object is itself a record: known export, given observations, or a telling scalar."""
    known = json_keys.names()
    if isinstance(value.get("observations"), list) or known.shape(value) is not None:
        return True
    kinds = (known.keys.get(json_keys.folded(name)) for name, item in value.items() if not isinstance(item, dict))
    return any(kind in known.telling for kind in kinds)


def _holds_objects(value: Any) -> bool:
    return isinstance(value, dict) or any(isinstance(item, dict | list) for item in value)


def _step(name: str) -> str:
    return f".{name}" if re.fullmatch(r"[\w-]+", name) else f"[{json.dumps(name, ensure_ascii=False)}]"


def _is_more_lines(document: Document, text: str) -> bool:
    """Whether each line is a value, also where the first is longer than what is looked at."""
    return _is_lines(text) and ("\n" in text or not beginning.is_one_line(document, text))


def _is_lines(text: str) -> bool:
    """Whether the first line is an object by itself and the next begins another."""
    first, ends, rest = text.partition("\n")
    if not first.lstrip().startswith("{") or (ends and not rest.lstrip().startswith("{")):
        return False
    return beginning.is_lines(text.lstrip())


READERS = (JsonRecords(), JsonLines())
