"""Delimited text: CSV, TSV, semicolons, pipes, in any encoding, with the heading anywhere near the top."""

import csv

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.tables import grid, header, knowledge, text


class Delimited:
    """The table of last resort for text: claims what splits into columns and has a known heading or values."""

    name = "delimited"
    about = "CSV, TSV and other delimited text, in any encoding"

    def claim(self, document: Document) -> Fit | None:
        """A text whose lines split evenly, and whose heading or values are known; surer the more is known."""
        if b"\0" in document.head and not text.is_wide(document.head):
            return None
        lines = text.decode(document.head)
        dialect = text.sniff(lines)
        if dialect is None or dialect.even < _EVEN:
            return _single_column(lines)
        rows = list(csv.reader(lines.split("\n")[: header.LOOK_AT], delimiter=dialect.delimiter))
        found = header.find([[cell.strip() or None for cell in row] for row in rows])
        shown = "tab" if dialect.delimiter == "\t" else dialect.delimiter
        if found and found.known >= 2:
            return Fit(0.6, f"text in columns separated by '{shown}', {found.why}")
        if found and found.values >= 2 and dialect.even > _VERY_EVEN:
            return Fit(0.3, f"text in columns separated by '{shown}', recognised by its values")
        if dialect.even > _VERY_EVEN and dialect.width > 2 and len(rows) > 2:
            return Fit(0.1, f"text that splits evenly at '{shown}', without a known heading")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """Decode, split, find heading and columns, observe."""
        text.check_lines(document)
        content = text.decode(document.path.read_bytes(), sink)
        if not content.strip():
            raise SourceError("the file is empty")
        dialect = text.sniff(content[: 1 << 20]) or text.Dialect("\t")
        cells = text.to_grid(content, dialect, sink)
        del content
        grid.read(cells, document, sink)


_EVEN = 0.5
"""Share of lines with the commonest number of fields below which a text is no table (titles and notes count)."""
_VERY_EVEN = 0.9


def _single_column(lines: str) -> Fit | None:
    """A list with one column is a table only if its heading is known and its values are of that kind."""
    cells = [line.strip() for line in lines.split("\n") if line.strip()]
    found = header.find([[cell] for cell in cells[:3]])
    if found is None or not found.known or len(cells) < 2:
        return None
    data = sum(knowledge.value_like().fullmatch(cell) is not None for cell in cells[found.body :])
    if data >= 0.8 * len(cells[found.body :]):
        return Fit(0.3, f"text in one column, {found.why}")
    return None


READER = Delimited()
