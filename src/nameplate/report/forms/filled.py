"""A form that was filled, before it is a page or a workbook: fields, tables, and what is left to fill.

Builders make it, renderers show it; neither knows the other. A value that the case file does not hold is a `Blank`:
it is shown as an empty line and counted, never made up.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from nameplate.report.forms.words import Clause, FieldWords, FormWords, PartWords


class Blank(msgspec.Struct, frozen=True):
    """A line to fill. `of` says for what (a case, a supplier): filled once, however often it stands in a table."""

    of: str = ""


Value = str | int | float | dt.date | Blank | None
"""What a cell holds; None where nothing belongs there."""
Row = Mapping[str, Value]
_T = TypeVar("_T", str, int, dt.date)


class Column(msgspec.Struct, frozen=True):
    """A column of a table, or a field: its key and its words."""

    key: str
    words: FieldWords


class Table(msgspec.Struct, frozen=True):
    """Rows by column key; `group` is the column by whose value a page breaks it into tables, in order of appearance."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    group: str | None = None

    def groups(self) -> list[tuple[Value, list[Row]]]:
        """Rows by the value of the group's column; one nameless group if there is none."""
        found: dict[Value, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row[self.group] if self.group else None, []).append(row)
        return list(found.items())


class Part(msgspec.Struct, frozen=True):
    """A part of a form: fields, then a table, either of which may be absent."""

    key: str
    words: PartWords
    fields: tuple[tuple[Column, Value], ...] = ()
    table: Table | None = None

    def blanks(self) -> Iterator[tuple[Column, Blank]]:
        """Every line to fill, in order, with its column."""
        for column, value in self.fields:
            if isinstance(value, Blank):
                yield column, value
        for row in self.table.rows if self.table else ():
            for column in self.table.columns if self.table else ():
                if isinstance(value := row[column.key], Blank):
                    yield column, value


class Form(msgspec.Struct, frozen=True):
    """A filled form. `made_from` are sentences on cases, ledger, register and date."""

    name: str
    holder: str
    title: str
    clauses: tuple[Clause, ...]
    sources: tuple[str, ...]
    says: tuple[str, ...]
    parts: tuple[Part, ...]
    made_from: tuple[str, ...]
    not_advice: str

    @property
    def to_fill(self) -> dict[tuple[str, bool], list[str]]:
        """(field's label, whether it is asked for only if known) -> for what it is to be filled, each once."""
        found: dict[tuple[str, bool], list[str]] = {}
        for part in self.parts:
            for column, blank in part.blanks():
                of = found.setdefault((column.words.label, column.words.if_known), [])
                if blank.of not in of:
                    of.append(blank.of)
        return found

    @property
    def left(self) -> str:
        """How many fields are left to fill, in words."""
        count = sum(len(of) for of in self.to_fill.values())
        known = sum(len(of) for (_, if_known), of in self.to_fill.items() if if_known)
        fields = f"{count:,} field{'s' if count != 1 else ''} to fill" if count else "Nothing is left to fill"
        return f"{fields} ({known:,} of them only if known)" if known else fields

    def part(self, key: str) -> Part:
        """The part of this key."""
        return next(part for part in self.parts if part.key == key)


class Layout(msgspec.Struct, frozen=True):
    """Puts values under the words of one form, so that a builder names keys only."""

    words: FormWords

    def part(self, key: str, **fields: Value) -> Part:
        """A part of fields."""
        return Part(key, self.words.parts[key], tuple((self._column(name), value) for name, value in fields.items()))

    def table(self, key: str, columns: Sequence[str], rows: Sequence[Row], group: str | None = None) -> Part:
        """A part of rows, each with a value for every column."""
        return Part(
            key, self.words.parts[key], table=Table(tuple(self._column(c) for c in columns), tuple(rows), group)
        )

    def _column(self, key: str) -> Column:
        return Column(key, self.words.fields[key])


def or_blank(value: _T | None, of: str = "") -> _T | Blank:
    """The value, or a line to fill where there is none."""
    return Blank(of) if value is None or value == "" else value
