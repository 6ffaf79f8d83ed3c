"""Delimited text: CSV, TSV, semicolons, pipes, in any encoding, with the heading anywhere near the top."""

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.tables import grid, header, text


class Delimited:
    """The table of last resort for text: claims what splits into columns and has a known heading or values."""

    name = "delimited"
    about = "CSV, TSV and other delimited text, in any encoding"

    def claim(self, document: Document) -> Fit | None:
        """A text whose first lines split evenly; surer with known headings."""
        if b"\0" in document.head and not text._utf16(document.head) and document.head[:2] not in _WIDE:
            return None
        lines = text.decode(document.head)
        dialect = text.sniff(lines)
        if dialect is None:
            return _single_column(lines)
        rows = [line.split(dialect.delimiter) for line in lines.split("\n")[: header.LOOK_AT]]
        found = header.find([[cell.strip('" ') for cell in row] for row in rows])
        if found and "none of it known" not in found.why:
            return Fit(0.6, f"text in columns separated by '{_shown(dialect.delimiter)}', {found.why}")
        return Fit(0.2, f"text that splits at '{_shown(dialect.delimiter)}', without a known heading")

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


_WIDE = (b"\xff\xfe", b"\xfe\xff")


def _shown(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else delimiter


def _single_column(lines: str) -> Fit | None:
    """A list with one column is a table only if its heading or its values are known."""
    found = header.find([[line] for line in lines.split("\n")[: header.LOOK_AT]])
    if found and found.names[0] and "none of it known" not in found.why:
        return Fit(0.3, f"text in one column, {found.why}")
    return None


READER = Delimited()
