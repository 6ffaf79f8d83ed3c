"""Workbooks of every kind are read sheet by sheet, with numbers, dates and formulas as their reader saw them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Limits, Sink
from nameplate.sources.reading import read_all
from nameplate.sources.spreadsheet import READER

Sheets = Mapping[str, Sequence[Sequence[object]]]
HEADING = ("Asset Tag", "Manufacturer", "Model", "Purchase Date", "Quantity")
UNIT = ("000123", "Hikvision", "DS-2CD2143G0-I", dt.date(2021, 3, 4), 4)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def xlsx(path: Path, sheets: Sheets) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    sheet.write(r, c, value, *([day] if isinstance(value, dt.date) else []))
    return path


def xls(path: Path, sheets: Sheets) -> Path:
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.write(r, c, value, day if isinstance(value, dt.date) else xlwt.Style.default_style)
    book.save(str(path))
    return path


def ods(path: Path, sheets: Sheets) -> Path:
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for row in rows:
            line = TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(value: object) -> TableCell:
    if isinstance(value, dt.date):
        return TableCell(valuetype="date", datevalue=value.isoformat())
    if isinstance(value, int | float):
        return TableCell(valuetype="float", value=value)
    cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}


def observed(frame) -> dict[tuple[str, str], str]:
    return {(place, str(kind)): value for place, kind, value in frame.select("locator", "kind", "value").rows()}


@pytest.fixture(params=WRITERS)
def written(request, tmp_path):
    """Write sheets as a workbook of each format in turn."""
    return lambda sheets: WRITERS[request.param](tmp_path / f"book.{request.param}", sheets)


def test_a_workbook_is_read_with_zeros_dates_and_whole_numbers(written, read):
    frame, sink = read(READER, written({"Cameras": [HEADING, UNIT]}))
    assert observed(frame) == {
        ("row 2", "inventory.asset_tag"): "000123",
        ("row 2", "inventory.maker"): "Hikvision",
        ("row 2", "inventory.model"): "DS-2CD2143G0-I",
        ("row 2", "inventory.acquired"): "2021-03-04",
        ("row 2", "inventory.quantity"): "4",
    }
    assert sink.rows == 1


def test_every_sheet_is_a_table_of_its_own(written, read):
    sheets = {"Cameras": [HEADING, UNIT], "Radios": [["Make", "Model"], ["Hytera", "PD785"]]}
    frame, sink = read(READER, written(sheets))
    assert sink.rows == 2
    assert observed(frame)["Cameras!row 2", "inventory.maker"] == "Hikvision"
    assert observed(frame)["Radios!row 2", "inventory.maker"] == "Hytera"
    assert {use.table for use in sink.columns} == {"Cameras", "Radios"}


def test_the_reader_knows_each_format_by_its_content(written):
    path = written({"Cameras": [HEADING, UNIT]})
    unnamed = path.rename(path.with_suffix(".dat"))
    head = unnamed.read_bytes()[:65_536]
    fit = READER.claim(Document("unnamed", unnamed, len(head), head))
    assert fit is not None
    assert fit.score >= 0.9


def test_a_table_may_begin_anywhere_on_the_sheet(tmp_path, read):
    rows = [[], [], ["", "", "Unit"], ["", "", "Make", "Model"], ["", "", "Hytera", "PD785"]]
    frame, _ = read(READER, xlsx(tmp_path / "x.xlsx", {"x": rows}))
    assert observed(frame) == {("row 5", "inventory.maker"): "Hytera", ("row 5", "inventory.model"): "PD785"}


def test_a_formula_counts_by_its_stored_value_and_an_error_is_empty(tmp_path, read):
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Manufacturer", "Model", "Serial", "Notes"])
        sheet.write_row(1, 0, ["Hikvision", "DS-1"])
        sheet.write_formula(1, 2, '="SN"&"0012345"', None, "SN0012345")
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    frame, _ = read(READER, path)
    assert observed(frame)["row 2", "inventory.serial"] == "SN0012345"
    assert ("row 2", "inventory.description") not in observed(frame)


def test_a_long_number_keeps_its_digits(tmp_path, read):
    rows = [["Manufacturer", "Model", "Serial"], ["Hikvision", "DS-1", 123456789012345]]
    frame, _ = read(READER, xlsx(tmp_path / "x.xlsx", {"x": rows}))
    assert observed(frame)["row 2", "inventory.serial"] == "123456789012345"


def test_a_time_of_day_stays_beside_its_date(tmp_path, read):
    path = tmp_path / "times.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Manufacturer", "Purchase Date"])
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(1, 0, ["Hikvision"])
        sheet.write_datetime(1, 1, dt.datetime(2021, 3, 4, 10, 30), moment)  # noqa: DTZ001 - sheets know no zones
    frame, _ = read(READER, path)
    assert observed(frame)["row 2", "inventory.acquired"] == "2021-03-04 10:30:00"


def test_hidden_sheets_are_read_too(tmp_path, read):
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("shown").write_row(0, 0, ["x"])
        hidden = book.add_worksheet("hidden")
        hidden.hide()
        hidden.write_row(0, 0, ["Make", "Model"])
        hidden.write_row(1, 0, ["Hytera", "PD785"])
    frame, _ = read(READER, path)
    assert observed(frame)["hidden!row 2", "inventory.maker"] == "Hytera"


def test_an_empty_workbook_says_so(written, read):
    frame, sink = read(READER, written({"x": []}))
    assert frame.is_empty()
    assert [p.reason for p in sink.problems] == ["the sheet is empty"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OLE + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 3_000, "protected by a password"),
        (OLE + b"\0" * 3_000, "not a readable workbook"),
        (b"PK\x03\x04" + b"\0" * 3_000, "not a readable workbook"),
    ],
)
def test_a_workbook_that_cannot_be_read_says_why(content, reason, read):
    with pytest.raises(SourceError, match=reason):
        read(READER, content)


def _with_a_far_cell(path: Path) -> Path:
    return xlsx(path, {"x": [["Make", "Model", *[""] * 16_381, "far"], ["Hytera", "PD785", *[""] * 16_381, "end"]]})


def test_a_package_of_a_version_to_come_is_no_crash(tmp_path):
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["Manufacturer", "Model"])
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 220  # APPNOTE 4.4.3: version needed to extract
    path.write_bytes(bytes(content))
    found = read_all([path])
    assert found.unreadable == (path.as_posix(),)
    assert not any("report it" in problem.reason for problem in found.problems)


def test_columns_beyond_the_limit_are_named_and_the_first_are_read(tmp_path):
    path = _with_a_far_cell(tmp_path / "wide.xlsx")
    sink = Sink("wide.xlsx")
    READER.read(Document("wide.xlsx", path, 0, path.read_bytes()[:65_536], Limits(columns=20)), sink)
    assert observed(sink.observations())["row 2", "inventory.maker"] == "Hytera"
    assert "16,384 columns; only the first 20" in sink.problems[0].reason


def test_a_sheet_as_wide_as_a_program_allows_is_read(tmp_path, read):
    frame, _ = read(READER, _with_a_far_cell(tmp_path / "wide.xlsx"))
    assert observed(frame)["row 2", "inventory.maker"] == "Hytera"
