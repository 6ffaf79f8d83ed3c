"""What people said in the acts of a case, by key; the newest statement of a field counts."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from nameplate.report.forms.filled import Blank, Column, Part, Row, Table, or_blank
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import FieldWords, words
from nameplate.review.case import Case, Done


class Statement(msgspec.Struct, frozen=True):
    """What was said, and the act in which it was."""

    text: str
    done: Done


def newest(case: Case, keys: Sequence[str]) -> Statement | None:
    """The newest statement under the first of `keys` that was ever said in the case."""
    for key in keys:
        for done in reversed(case.history):
            text = done.said.get(key)
            if isinstance(text, str) and text.strip():
                return Statement(text.strip(), done)
    return None


def said(given: FormInput, case: Case | None, field: FieldWords) -> str | None:
    """The field's value: what the case says, else what the person added for all cases, else None."""
    found = newest(case, field.said) if case else None
    if found:
        return found.text
    return next((given.options.said[key] for key in field.said if key in given.options.said), None)


def said_day(given: FormInput, case: Case | None, field: FieldWords) -> dt.date | None:
    """As `said`, for a day; words that are no day count as not said."""
    try:
        return dt.date.fromisoformat(said(given, case, field) or "")
    except ValueError:
        return None


def filled(given: FormInput, case: Case, field: FieldWords, of: str = "") -> str | Blank:
    """As `said`, or a line to fill, once for `of` (the case itself if nothing is named)."""
    return or_blank(said(given, case, field), of or f"case {case.id}")


def where(cases: Iterable[Case], fields: Mapping[str, FieldWords]) -> Part | None:
    """Which act of which of these cases every repeated statement stands in; None where nothing was said."""
    rows = tuple(_rows(cases, fields))
    columns = tuple(Column(key, field) for key, field in words().common.statement_fields.items())
    return Part("statements", words().common.statements, table=Table(columns, rows)) if rows else None


def _rows(cases: Iterable[Case], fields: Mapping[str, FieldWords]) -> Iterator[Row]:
    for case in cases:
        for field in fields.values():
            if found := newest(case, field.said):
                yield {
                    "field": field.label,
                    "case": case.id,
                    "entry": found.done.sequence,
                    "who": found.done.actor,
                    "day": found.done.time.date(),
                }
