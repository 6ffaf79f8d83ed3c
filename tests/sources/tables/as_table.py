"""Reading a text table in one call, for tests and properties alike: what was observed where, what was said of it."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nameplate.sources.delimited import READER
from nameplate.sources.interface import HEAD_BYTES, Document, Limits, Sink


@dataclass(frozen=True)
class Table:
    """One table as it was read."""

    observed: tuple[tuple[str, str, str], ...]
    sink: Sink

    def of(self, kind: str) -> list[str]:
        """All values of one kind, in order."""
        return [value for _, found, value in self.observed if found == kind]

    def at(self, locator: str) -> dict[str, str]:
        """Kind -> value at one place; kinds that stand there twice keep the last."""
        return {kind: value for place, kind, value in self.observed if place == locator}

    def values_at(self, locator: str) -> list[str]:
        """All values at one place."""
        return [value for place, _, value in self.observed if place == locator]

    @property
    def kinds(self) -> set[str]:
        """Every kind that was observed."""
        return {kind for _, kind, _ in self.observed}

    @property
    def reasons(self) -> str:
        """All reading problems in one text."""
        return "; ".join(f"{p.locator}: {p.reason}" for p in self.sink.all_problems())

    @property
    def skipped(self) -> dict[str, str]:
        """What was passed over: what it is -> where."""
        return {s.what: s.locator for s in self.sink.skipped}

    @property
    def columns(self) -> dict[str, str | None]:
        """Column -> the kind it was read as."""
        return {use.column: use.kind for use in self.sink.columns}


def read_table(
    content: str | bytes, limits: Limits | None = None, mapping: Mapping[str, str] | None = None, label: str = "t"
) -> Table:
    """Read bytes or text (as UTF-8) with the reader of delimited text."""
    raw = content.encode() if isinstance(content, str) else content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_bytes(raw)
        sink = Sink(label, limits)
        document = Document(label, path, len(raw), raw[:HEAD_BYTES], limits or Limits(), mapping or {})
        READER.read(document, sink)
        rows = sink.observations().select("locator", "kind", "value").rows()
    return Table(tuple((locator, str(kind), value) for locator, kind, value in rows), sink)


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as RFC 4180 text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()
