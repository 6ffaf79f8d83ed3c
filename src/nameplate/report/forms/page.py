"""A filled form as one page to print: nothing from outside, no script; everything from files and people is escaped."""

import datetime as dt
from pathlib import Path

from markupsafe import Markup

from nameplate.report.forms.filled import Blank, Column, Form, Part, Value
from nameplate.report.forms.words import words
from nameplate.report.templating import render

WIDE = 10
"""Columns from which a table is printed across the paper."""
_LONG_WORD = 22
"""Letters from which a word is broken rather than widening its column."""


def write(form: Form, folder: Path) -> Path:
    """Write `<form>.html`."""
    path = folder / f"{form.name}.html"
    text = render(
        "form.html.j2",
        form=form,
        to_fill=words().common.to_fill,
        is_blank=_is_blank,
        style=_style,
        is_wide=_is_wide,
        show=show,
    )
    path.write_text(text, encoding="utf-8")
    return path


def show(value: Value) -> str:
    """A value that is there, as text: dates ISO 8601, thousands parted."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value or "")


def _is_blank(value: Value) -> bool:
    return isinstance(value, Blank)


def _style(part: Part, column: Column, value: Value) -> Markup:
    """The class of a cell: numbers to the right, days on one line, long words broken where need be."""
    rows = part.table.rows if part.table else ()
    if rows and all(isinstance(row[column.key], int) for row in rows):
        return Markup(' class="n"')
    if isinstance(value, dt.date):
        return Markup(' class="d"')
    longest = max(map(len, show(value).split()), default=0) if isinstance(value, str) else 0
    return Markup(' class="long"') if longest > _LONG_WORD else Markup("")


def _is_wide(part: Part) -> bool:
    return bool(part.table and part.table.rows and len(part.table.columns) >= WIDE)
