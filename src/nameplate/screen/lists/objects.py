"""Lists as JSON: one document with records, or one entity a line (FollowTheMoney)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from nameplate.errors import SourceError
from nameplate.screen.lists import formats
from nameplate.screen.lists.formats import Format
from nameplate.screen.lists.gathering import Fields, Gathering


def layout_of(content: bytes) -> Format | None:
    """The layout by the fields of the first line, or of the first record of the document."""
    first = _decoded(content.split(b"\n", 1)[0])
    if isinstance(first, dict) and (layout := formats.of_heading("jsonl", set(first))):
        return layout
    document = _decoded(content)
    records = document.get("results") if isinstance(document, dict) else document
    if isinstance(records, list) and records and isinstance(records[0], dict):
        return formats.of_heading("json", set(records[0]))
    return None


def _decoded(content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def read(name: str, content: bytes, layout: Format, into: Gathering) -> str:
    """Read all records; a line that is no JSON is a trouble."""
    row = layout.rows_from - 1
    for line, record in _records(content, layout):
        row += 1
        where = f"{name} {'line' if layout.shape == 'jsonl' else 'record'} {line}"
        if not isinstance(record, dict):
            into.rows += 1
            into.trouble(where, "it is not a JSON object")
        elif not layout.parties_only or _one(record, layout.kind) in layout.parties_only:
            into.add(_fields(record), row, where)
    return ""


def _one(record: dict[str, Any], path: str) -> str:
    values = _fields(record)(path)
    return values[0] if values else ""


def _records(content: bytes, layout: Format) -> list[tuple[int, Any]]:
    if layout.shape == "jsonl":
        return [(at, _decoded(line)) for at, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    document = _decoded(content)
    records = document.get(layout.records) if isinstance(document, dict) else document
    if not isinstance(records, list):
        raise SourceError(f"it has no list of records under '{layout.records}'")
    return list(enumerate(records))


def _fields(record: dict[str, Any]) -> Fields:
    def values(path: str) -> Sequence[str]:
        found: list[Any] = [record]
        for part in path.split("."):
            inside = [one.get(part) for one in found if isinstance(one, dict)]
            found = [v for one in inside for v in (one if isinstance(one, list) else [one])]
        return [str(v) for v in found if isinstance(v, str | int)]

    return values
