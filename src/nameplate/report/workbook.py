"""findings.xlsx: summary, units, walk list, sites, makers, orders, sources, problems.

Text cells only: nothing can be a formula.
"""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from nameplate.pipeline import Review
from nameplate.policy.foremost import STRICTEST
from nameplate.register.load import Register
from nameplate.report import cells
from nameplate.report.summary import Row, Summary

_MOST_ROWS = 1_048_575
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""A fixed time, so that the same review gives the same bytes."""


class Book(NamedTuple):
    """A workbook before it is written: its title, the register's version, and its sheets by name."""

    title: str
    register: str
    sheets: dict[str, pl.DataFrame]


def write(review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write findings.xlsx; the same review gives the same bytes."""
    return write_book(prepare(review, summary, register), folder)


def prepare(review: Review, summary: Summary, register: Register) -> Book:
    """The sheets of a review."""
    orders = {"Sites": summary.sites, "Makers": summary.makers, "Orders": summary.orders}
    sources = [(s.path, s.reader, s.rows, s.problems, s.sha256, s.why) for s in review.sources]
    problems = [(p.source, p.locator, p.reason) for p in review.problems]
    sheets = {
        "Summary": _summary_sheet(review, summary),
        "Units": cells.units(review.devices, summary, register),
        "Walk list": cells.walk_list(summary, register),
        **{name: _table([*map(_cells_of, rows)], ("id", "name", "units", *STRICTEST)) for name, rows in orders.items()},
        "Sources": _table(sources, ("file", "reader", "rows", "problems", "sha256", "how it was read")),
        "Problems": _table(problems, ("file", "where", "what")),
    }
    return Book(f"Nameplate review: {review.holder.name}", review.register.version, sheets)


def write_book(book: Book, folder: Path) -> Path:
    """Write a prepared workbook into `folder` (also from another process: a book can be pickled)."""
    import xlsxwriter

    path = folder / "findings.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**options, "constant_memory": True}) as out:
        out.set_properties({"title": book.title, "created": _CREATED.replace(tzinfo=None)})
        out.set_custom_property("register", book.register)
        bold = out.add_format({"bold": True, "bottom": 1})
        for name, table in book.sheets.items():
            _sheet(out, bold, name, table)
    return path


def _summary_sheet(review: Review, summary: Summary) -> pl.DataFrame:
    deadline = summary.deadline
    due = f"{deadline.duty.due}: {deadline.duty.says or deadline.duty.verb} ({deadline.order})" if deadline else "none"
    lines = [
        ("Holder", review.holder.name),
        ("As of", str(review.as_of)),
        ("Register", review.register.version),
        ("In a sentence", summary.sentence),
        ("Nearest duty", due),
        *(("What moves it most", f"{a.says} ({a.units:,} units)") for a in summary.actions),
        *(("Coverage", text) for text in summary.coverage),
    ]
    return _table(lines, ("", "What this review says"))


def _table(rows: list[Any], header: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(header), orient="row", infer_schema_length=None)


def _cells_of(row: Row) -> tuple[object, ...]:
    return (row.id, row.label, row.units, *(row.by_verdict.get(v, 0) for v in STRICTEST))


def _sheet(book: Any, bold: Any, name: str, table: pl.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, table.width - 1, 18)
    for column, title in enumerate(table.columns):
        sheet.write_string(0, column, title, bold)
    write_text, write_number = sheet.write_string, sheet.write_number
    for at, row in enumerate(table.head(_MOST_ROWS - 1).iter_rows(), start=1):
        for column, value in enumerate(row):
            if value.__class__ is str:
                if value:
                    write_text(at, column, value[:32_767])
            elif value is not None:
                write_number(at, column, value)
    if table.height >= _MOST_ROWS:
        write_text(_MOST_ROWS, 0, "more rows than a sheet can hold: see findings.csv")
    if table.height:
        sheet.autofilter(0, 0, min(table.height, _MOST_ROWS), table.width - 1)
