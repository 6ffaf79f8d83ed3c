"""Writing files whose bytes are the same on every run: CSV, XLSX and ODS with fixed times."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

ZIP_TIME = (2025, 10, 14, 9, 0, 0)
MADE = dt.datetime(2025, 10, 14, 9, 0, 0)  # noqa: DTZ001  XLSX properties carry no zone


def csv_text(rows: Iterable[Sequence[object]], delimiter: str = ",", *, quote_all: bool = False) -> str:
    """Rows as CSV with CR LF line ends; a row without cells becomes an empty line."""
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            out.write("\r\n")
    return out.getvalue()


def save(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write `text` as it stands, without changing line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def workbook(path: Path) -> xlsxwriter.Workbook:
    """A new XLSX workbook that carries a fixed creation time; the caller closes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "mm/dd/yyyy"})
    book.set_properties({"created": MADE, "author": "", "title": ""})
    return book


def fix_zip(path: Path) -> None:
    """Write an archive again with fixed member times, `mimetype` first and stored, as OpenDocument wants."""
    with zipfile.ZipFile(path) as old:
        members = sorted(old.namelist(), key=lambda name: (name != "mimetype", name))
        bodies = [(name, old.read(name)) for name in members]
    with zipfile.ZipFile(path, "w") as new:
        for name, body in bodies:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(info, body)
