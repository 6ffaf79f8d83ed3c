"""findings.xlsx: summary, units, walk list, sites, makers, orders, sources, problems.

Text cells only: nothing can be a formula.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from nameplate.pipeline import STRICTEST, Review
from nameplate.register.load import Register
from nameplate.report import cells
from nameplate.report.summary import Row, Summary

_MOST_ROWS = 1_048_575
_CREATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""A fixed time, so that the same review gives the same bytes."""


def write(review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write findings.xlsx; the same review gives the same bytes."""
    import xlsxwriter

    path = folder / "findings.xlsx"
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), {**options, "constant_memory": True}) as book:
        book.set_properties(
            {"title": f"Nameplate review: {review.holder.name}", "created": _CREATED.replace(tzinfo=None)}
        )
        book.set_custom_property("register", review.register.version)
        bold = book.add_format({"bold": True, "bottom": 1})
        _summary_sheet(book, bold, review, summary)
        units = cells.units(review.devices, summary, register)
        _sheet(book, bold, "Units", units.columns, units.iter_rows())
        walk = cells.walk_list(summary, register)
        _sheet(book, bold, "Walk list", walk.columns, walk.iter_rows())
        for name, rows in (("Sites", summary.sites), ("Makers", summary.makers), ("Orders", summary.orders)):
            _sheet(book, bold, name, ("id", "name", "units", *STRICTEST), map(_cells_of, rows))
        sources = [(s.path, s.reader, s.rows, s.problems, s.sha256, s.why) for s in review.sources]
        _sheet(book, bold, "Sources", ("file", "reader", "rows", "problems", "sha256", "how it was read"), sources)
        problems = [(p.source, p.locator, p.reason) for p in review.problems]
        _sheet(book, bold, "Problems", ("file", "where", "what"), problems)
    return path


def _summary_sheet(book: Any, bold: Any, review: Review, summary: Summary) -> None:
    deadline = summary.deadline
    due = f"{deadline.duty.due}: {deadline.duty.says or deadline.duty.verb} ({deadline.order})" if deadline else "none"
    lines: list[tuple[object, ...]] = [
        ("Holder", review.holder.name),
        ("As of", review.as_of),
        ("Register", review.register.version),
        ("In a sentence", summary.sentence),
        ("Nearest duty", due),
        *(("What moves it most", f"{a.says} ({a.units:,} units)") for a in summary.actions),
        *(("Coverage", text) for text in summary.coverage),
    ]
    _sheet(book, bold, "Summary", ("", "What this review says"), lines)


def _cells_of(row: Row) -> tuple[object, ...]:
    return (row.id, row.label, row.units, *(row.by_verdict.get(v, 0) for v in STRICTEST))


def _sheet(book: Any, bold: Any, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(header) - 1, 18)
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    last = 0
    write_text, write_number = sheet.write_string, sheet.write_number
    for last, row in enumerate(rows, start=1):
        if last > _MOST_ROWS:
            write_text(last, 0, "more rows than a sheet can hold: see findings.csv")
            break
        for column, value in enumerate(row):
            if value.__class__ is str:
                if value:
                    write_text(last, column, value[:32_767])
            elif isinstance(value, int | float):
                write_number(last, column, value)
            elif value is not None:
                write_text(last, column, str(value))
    if last:
        sheet.autofilter(0, 0, min(last, _MOST_ROWS), len(header) - 1)
