"""Zeek's logs as JSON lines (`LogAscii::use_json`, json-streaming-logs with `_path`), read as columns.

A line that is no JSON object is named; the rest of its piece is then read line by line.
"""

import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from nameplate.sources import json_document
from nameplate.sources.interface import Sink
from nameplate.sources.zeek import fields
from nameplate.sources.zeek.pieces import Piece
from nameplate.sources.zeek.tsv import LINE

_SAMPLE = 200


@dataclass
class JsonRows:
    """A log on its way: the fields that are asked for."""

    sink: Sink
    wanted: tuple[str, ...] = ()
    expected: frozenset[str] = frozenset()

    def rows(self, piece: Piece) -> Iterator[tuple[str, Sequence[str], pl.DataFrame]]:
        """(log's name or '', its fields, rows) of a piece: the used fields as text, and `line`."""
        if not self.wanted:
            self.wanted, self.expected = _wanted(piece)
        frame = self._read(piece)
        if self.expected and not self.expected.issuperset(frame["_path"].fill_null("").unique().to_list()):
            self.wanted, self.expected = _every(), frozenset()
            frame = self._read(piece)
        given = [c for c in frame.columns if c != LINE]
        names = given if frame.is_empty() else [c for c in given if frame[c].null_count() < frame.height]
        renamed = frame.select(LINE, *(pl.col(same).alias(name) for name, same in _plain(names).items()))
        if "_path" not in names:
            yield "", tuple(renamed.columns[1:]), renamed
            return
        for (path,), part in renamed.partition_by("_path", as_dict=True, maintain_order=True).items():
            yield str(path or ""), tuple(c for c in part.columns[1:] if part[c].null_count() < part.height), part

    def _read(self, piece: Piece) -> pl.DataFrame:
        count = piece.content.count(b"\n") + (not piece.content.endswith(b"\n"))
        try:
            frame = pl.read_ndjson(io.BytesIO(piece.content), schema=dict.fromkeys(self.wanted, pl.String))
        except (pl.exceptions.PolarsError, ValueError):
            return self._by_line(piece)
        if frame.height != count:
            return self._by_line(piece)
        return frame.with_columns(pl.int_range(piece.first, piece.first + count, dtype=pl.Int64).alias(LINE))

    def _by_line(self, piece: Piece) -> pl.DataFrame:
        """As `_read`, for a piece with something in it that is no JSON object."""
        rows: list[dict[str, Any]] = []
        for number, line in enumerate(piece.content.decode(errors="replace").split("\n"), piece.first):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                rows.append({LINE: number} | {name: _text(value[name]) for name in self.wanted if name in value})
            else:
                self.sink.problem(f"line {number}", "not a JSON object: left out; was the file cut off?")
        return pl.DataFrame(rows, schema={LINE: pl.Int64} | dict.fromkeys(self.wanted, pl.String))


def _wanted(piece: Piece) -> tuple[tuple[str, ...], frozenset[str]]:
    """The fields to read, and the only logs that they are enough for: those of the log that the first lines name."""
    seen: dict[str, None] = {}
    paths = set()
    for line in piece.content[: 1 << 18].split(b"\n")[:_SAMPLE]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            seen |= dict.fromkeys(value)
            paths.add(str(value.get("_path") or ""))
    path = min(paths, default="")
    log = fields.log_of(path, tuple(seen))
    every = _every()
    if len(paths) != 1 or log is None:
        return every, frozenset()
    own = {*log.used(), *log.hidden(), "_path"}
    wanted = (n for n in every if fields.plain(n) in own and (n == fields.plain(n) or n in seen))
    return tuple(wanted), frozenset([path])


def _every() -> tuple[str, ...]:
    return tuple(dict.fromkeys(["_path", *sorted(fields.all_used()), *fields.known().aliases]))


def _plain(names: Sequence[str]) -> dict[str, str]:
    """Plain name -> name as it stands; the first of several with one plain name."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fields.plain(name), name)
    return found


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else json_document.text(value)
