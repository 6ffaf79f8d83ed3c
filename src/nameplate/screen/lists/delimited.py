"""Lists as CSV or tab-separated text, by their layout; companion files beside them are read with them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from nameplate.errors import SourceError
from nameplate.screen.lists import formats
from nameplate.screen.lists.formats import Beside, Format
from nameplate.screen.lists.gathering import Fields, Gathering

HEAD_LINES = 5
"""Lines in which a heading is looked for: some lists begin with their date."""
LONGEST_CELL = 1_000_000


def layout_of(path: Path, text: str) -> tuple[Format, str, int] | None:
    """The layout of a delimited file, its delimiter, and the line of its heading (-1: it has none)."""
    lines = text.split("\n", HEAD_LINES)[:HEAD_LINES]
    for at, line in enumerate(lines):
        for delimiter in _delimiters(line):
            if layout := formats.of_heading("csv", set(_row(line, delimiter))):
                return layout, delimiter, at
    first = _row(lines[0], ",")
    layout = formats.of_row(len(first), path.name) if first and first[0].strip().isdigit() else None
    return (layout, ",", -1) if layout else None


def _delimiters(line: str) -> list[str]:
    return [d for d in "\t;,|" if d in line]


def delimiter_of(text: str) -> str:
    """The delimiter that stands most often in the first line; a comma if none does."""
    line = text.split("\n", 1)[0]
    return max(",;\t|", key=line.count)


def _row(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.strip("\ufeff\r")], delimiter=delimiter), [])
    except csv.Error:  # a stray carriage return or the like: no heading stands there
        return []


def read(path: Path, text: str, layout: Format, delimiter: str, heading: int, into: Gathering) -> str:
    """Read all rows. Gives the list's own words for its date ("" if it says none)."""
    records = _records(text, delimiter)
    said = ""
    columns = list(layout.columns)
    for _ in range(heading + 1):
        columns = [cell.strip("\ufeff ") for cell in next(records)[1]]
        said = said or _date_said(layout, " ".join(columns))
    places = {name.casefold(): at for at, name in enumerate(columns)}
    date_at = places.get(layout.date_column.casefold(), -1)
    row = layout.rows_from - 1
    dates: dict[str, str] = {}
    for line, cells in records:
        if cells in ([], [""], ["\x1a"]):  # some lists end with the end-of-file character of CP/M
            continue
        row += 1
        where = f"{path.name} line {line}"
        if heading >= 0 and cells == columns:
            into.rows += 1
            into.trouble(where, "the heading stands there again; two editions may be mixed")
            continue
        if len(cells) < len(columns) // 2:
            into.rows += 1
            into.trouble(where, f"it has {len(cells)} cells where the list has {len(columns)} columns")
            continue
        into.add(_fields(places, cells), row, where)
        if 0 <= date_at < len(cells):
            dates.setdefault(cells[date_at], where)
    if len(dates) > 1:
        into.trouble(*_two_editions(dates))
    return said or next(iter(dates), "")


def _two_editions(dates: dict[str, str]) -> tuple[str, str]:
    (first, _), (second, where), *_ = dates.items()
    return where, f"rows from there on say {second}, those before {first}: two editions are mixed"


def _fields(places: dict[str, int], cells: Sequence[str]) -> Fields:
    def values(name: str) -> Sequence[str]:
        at = places.get(name.casefold(), -1)
        return (cells[at],) if 0 <= at < len(cells) else ()

    return values


def _date_said(layout: Format, line: str) -> str:
    found = re.search(layout.date_line, line) if layout.date_line else None
    return found.group(1) if found else ""


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SourceError(f"line {reader.line_num}: not readable as a table ({error})") from error
        yield reader.line_num, cells


def read_beside(path: Path, text: str, companion: Beside, into: Gathering) -> None:
    """Aliases or addresses from a companion file of the list."""
    places = {name: at for at, name in enumerate(companion.columns)}
    for line, cells in _records(text, ","):
        if len(cells) < len(companion.columns):
            if cells not in ([], ["\x1a"]):
                into.trouble(f"{path.name} line {line}", "it has too few cells")
            continue
        given = {name: cells[at].strip() for name, at in places.items()}
        name = "" if given.get("name") == "-0-" else given.get("name", "")
        country = "" if given.get("country") == "-0-" else given.get("country", "")
        into.beside(given["entry"].strip(), name, country, f"{path.name} line {line}")
