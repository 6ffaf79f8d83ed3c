"""Workbooks: XLSX, XLS, XLSB and ODS, every sheet, through calamine. Formulas count by their stored value."""

from typing import TYPE_CHECKING

import polars as pl

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.tables import grid

if TYPE_CHECKING:
    import fastexcel

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Spreadsheet:
    """One table per sheet; leading zeros kept where the cell holds text."""

    name = "spreadsheet"
    about = "Excel and OpenDocument workbooks (XLSX, XLS, XLSB, ODS), all sheets"

    def claim(self, document: Document) -> Fit | None:
        """An Office Open XML or OpenDocument package, or an OLE2 workbook."""
        head = document.head
        if head.startswith(_OLE):
            return Fit(0.9, "an OLE2 compound file, as XLS workbooks are")
        if head.startswith(_ZIP) and b"application/vnd.oasis.opendocument.spreadsheet" in head[:200]:
            return Fit(0.95, "an OpenDocument spreadsheet")
        if head.startswith(_ZIP) and _has_workbook(document):
            return Fit(0.95, "an Office Open XML workbook")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """Read every sheet; an unreadable sheet is a problem, an unreadable workbook a `SourceError`."""
        book = _open(document)
        several = len(book.sheet_names) > 1
        for name in book.sheet_names:
            try:
                cells = _cells(book, name)
            except Exception as error:  # noqa: BLE001 - calamine's errors have no common base
                sink.problem(name, f"the sheet cannot be read ({_first_line(error)}); save it as CSV")
                continue
            if cells.width:
                grid.read(cells, document, sink, sheet=name if several else "")
            elif not several:
                sink.problem("", "the sheet is empty")


def _has_workbook(document: Document) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(document.path) as package:
            return any(n in {"xl/workbook.xml", "xl/workbook.bin"} for n in package.namelist())
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return b"xl/workbook" in document.head or b"[Content_Types].xml" in document.head[:100]


def _open(document: Document) -> "fastexcel.ExcelReader":
    import fastexcel

    if document.head.startswith(_OLE) and _ENCRYPTED in document.path.read_bytes():
        raise SourceError("the workbook is protected by a password; save a copy without one")
    try:
        return fastexcel.read_excel(str(document.path))
    except Exception as error:
        if "password" in str(error).lower():
            raise SourceError("the workbook is protected by a password; save a copy without one") from error
        raise SourceError(f"not a readable workbook ({_first_line(error)}); open it and save it again") from error


def _cells(book: "fastexcel.ExcelReader", name: str) -> pl.DataFrame:
    """All cells as text; row 0 is the sheet's row 1, dates without a time of day as ISO dates."""
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if not sheet.width:
        return pl.DataFrame()
    cells: pl.DataFrame = sheet.to_polars()
    cells.columns = [f"c{i}" for i in range(cells.width)]
    return cells.with_columns(pl.col(pl.String).str.replace(r"^(\d{4}-\d\d-\d\d) 00:00:00$", "$1"))


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]


READER = Spreadsheet()
