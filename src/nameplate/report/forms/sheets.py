"""A filled form as a workbook: the form's fields on one sheet, each table on its own, and what is left to fill.

Text cells only, neutralised as in every table of ours: nothing can be a formula, here or after it is saved as CSV.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from nameplate.report import cells
from nameplate.report.forms.filled import Blank, Column, Form, Part, Row, Table, Value
from nameplate.report.forms.page import WIDE, show
from nameplate.report.forms.words import FieldWords, words

_CREATED = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - XLSX properties have no zone
"""A fixed time, so that the same form gives the same bytes."""
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_MOST_ROWS = 1_048_575
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(form: Form, folder: Path) -> Path:
    """Write `<form>.xlsx`."""
    import xlsxwriter

    path = folder / f"{form.name}.xlsx"
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": form.title, "created": _CREATED})
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "blank": book.add_format({"bottom": 1, "bg_color": "#FFF8DC", "text_wrap": True, "valign": "top"}),
        }
        for name, table in sheets(form):
            _sheet(book, styles, name, table, form.title)
    return path


def sheets(form: Form) -> Iterator[tuple[str, Table]]:
    """Sheets by name: the form, its tables, what is left to fill."""
    yield "Form", _fields(form)
    for part in form.parts:
        if part.table and part.table.rows:
            yield _named(part), part.table
    if form.to_fill:
        yield words().common.to_fill.heading, _plain(list(_left(form)), field="Field", of="For", known="")


def _left(form: Form) -> Iterator[Row]:
    for (label, if_known), of in form.to_fill.items():
        yield from ({"field": label, "of": one, "known": "if known" if if_known else None} for one in of)


def _fields(form: Form) -> Table:
    """Title, clauses, explanations, every field in order, and what the form is made from."""
    lines: list[tuple[str, Value]] = [("Form", form.title), ("Holder", form.holder), ("To fill", form.left)]
    lines += [("Clause", f"{c.code}, {c.when}" if c.when else c.code) for c in form.clauses]
    lines += [("Note", text) for text in form.says]
    for part in form.parts:
        lines.append((part.words.heading, None))
        lines += [("Note", text) for text in part.words.says]
        lines += [(_label(column), value) for column, value in part.fields]
        if part.table and not part.table.rows:
            lines.append(("", part.words.empty))
    lines += [("Made from", text) for text in (*form.made_from, form.not_advice)]
    lines += [("Clauses read in", text) for text in form.sources]
    return _plain([{"field": label, "value": value} for label, value in lines], field="Field", value="Value")


def _label(column: Column) -> str:
    choices = f" ({' / '.join(column.words.choices)})" if column.words.choices else ""
    return column.words.label + (", if known" if column.words.if_known else "") + choices


def _plain(rows: Sequence[Row], **labels: str) -> Table:
    return Table(tuple(Column(key, FieldWords(label)) for key, label in labels.items()), tuple(rows))


def _named(part: Part) -> str:
    """A sheet's name: the heading without what Excel forbids in one ([]:*?/\\ and apostrophes)."""
    kept = "".join(c for c in part.words.heading if c not in "[]:*?/\\'")
    return kept[:_LONGEST_NAME].strip()


def _sheet(book: Any, styles: dict[str, Any], name: str, table: Table, title: str) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    _paper(sheet, len(table.columns) >= WIDE, title)
    texts = _neutral(table)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, _label(column), styles["head"])
        sheet.set_column(at, at, _width(texts[:, at]))
    for line, row in enumerate(table.rows[:_MOST_ROWS], start=1):
        for at, column in enumerate(table.columns):
            _cell(sheet, styles, line, at, row[column.key], texts[line - 1, at])


def _neutral(table: Table) -> pl.DataFrame:
    """Every cell as text that no spreadsheet program takes for a formula."""
    schema = {column.key: pl.String for column in table.columns}
    rows = [["" if isinstance(row[key], Blank) else show(row[key]) for key in schema] for row in table.rows]
    return cells.neutral(pl.DataFrame(rows, schema=schema, orient="row"))


def _cell(sheet: Any, styles: dict[str, Any], line: int, at: int, value: Value, text: str) -> None:
    if isinstance(value, Blank):
        sheet.write_blank(line, at, None, styles["blank"])
    elif isinstance(value, int):
        sheet.write_number(line, at, value, styles["text"])
    elif text:
        sheet.write_string(line, at, text[:_LONGEST_CELL], styles["text"])


def _width(column: pl.Series) -> float:
    """Characters: as wide as the longest text, within what can be read."""
    longest = column.str.len_chars().max()
    return float(min(max(int(longest) if isinstance(longest, int) else 0, 14), 60))


def _paper(sheet: Any, wide: bool, title: str) -> None:
    """Prints on any paper: as wide as the page, heading and page numbers on each."""
    if wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L" + title.replace("&", "&&"))
    sheet.set_footer("&RPage &P of &N")
