"""Finding the heading row of a table: not always the first, sometimes two lines, sometimes none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from nameplate.sources.tables import knowledge

LOOK_AT = 40
"""Rows from the top in which a heading may stand."""

Row = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """The names of the columns (None where a column has none) and the first row below, 0-based.

    `known` counts headings that are known, `values` cells of the first rows that are plainly data.
    """

    names: tuple[str | None, ...]
    body: int
    why: str
    known: int = 0
    values: int = 0


def find(rows: Sequence[Row], own: Collection[str] = ()) -> Header | None:
    """The best heading among the first rows; None if the table is empty.

    The row with most known headings wins; rows that hold data (addresses, dates, numbers) lose. Where no
    heading is known, a first row of data means "no heading at all", else the first full row is taken. `own` are
    the folded headings of the user's mapping file.
    """
    table = {*knowledge.headings(), *own}
    rows = rows[:LOOK_AT]
    scores = [_score(row, table) for row in rows]
    best = max(range(len(rows)), key=lambda i: (scores[i], -i), default=None)
    if best is None or not any(_filled(row) for row in rows):
        return None
    if _known(rows[best], table) >= (1 if len(_filled(rows[best])) == 1 else 2) or (
        _known(rows[best], table) == 1 and not _data(rows[best])
    ):
        return _with_second_line(rows, best, table)
    first = next(i for i, row in enumerate(rows) if _filled(row))
    width = max(len(_filled(row)) for row in rows)
    full = next(i for i, row in enumerate(rows) if len(_filled(row)) >= max(1, width // 2))
    if any(_data(row) for row in rows[first : full + 1]) or full == len(rows) - 1:
        values = max(_data(row) for row in rows[first:])
        width = max(map(len, rows))
        return Header((None,) * width, first, "no heading row: columns are read by their values", 0, values)
    values = max((_data(row) for row in rows[full + 1 :]), default=0)
    return Header(_names(rows[full]), full + 1, f"row {full + 1} taken as heading, none of it known", 0, values)


def _score(row: Row, table: Collection[str]) -> float:
    filled = _filled(row)
    if not filled:
        return -1.0
    return 2.0 * _known(row, table) - 1.5 * _data(row) + 0.01 * len(filled)


def _with_second_line(rows: Sequence[Row], best: int, table: Collection[str]) -> Header:
    """Fill and complete names from the row above or below, where that row is a heading line too."""
    names, body = list(_names(rows[best])), best + 1
    if body < len(rows) and not _data(rows[body]) and _fills(names, rows[body], table):
        names = _merge(names, rows[body], table)
        body += 1
    if best and len(_filled(rows[best - 1])) > 1 and not _data(rows[best - 1]):
        above = _names(rows[best - 1], len(names))
        names = [_joined(upper, lower, table) for upper, lower in zip(above, names, strict=True)]
    why = f"heading in rows {best + 1} and {body}" if body - best > 1 else f"heading in row {best + 1}"
    return Header(tuple(names), body, why, known=_known(names, table))


def _joined(upper: str | None, lower: str | None, known: Collection[str]) -> str | None:
    """Two lines of one heading: both together where that is a known heading ("Serial" over "Number")."""
    if upper and lower:
        both = f"{upper} {lower}"
        if knowledge.fold(both) in known:
            return both
        if knowledge.fold(lower) not in known and knowledge.fold(upper) in known:
            return upper
    return lower or upper


def _fills(names: Sequence[str | None], row: Row, known: Collection[str]) -> bool:
    """Whether `row` names columns that have no known name yet, and says nothing but headings."""
    filled = _filled(row)
    gains = [
        cell
        for name, cell in zip(names, row, strict=False)
        if cell and knowledge.fold(cell) in known and (not name or knowledge.fold(name) not in known)
    ]
    return bool(gains) and 2 * _known(row, known) >= len(filled)


def _merge(names: Sequence[str | None], row: Row, known: Collection[str]) -> list[str | None]:
    """The lower line where it says something, joined to the upper one where that is a heading itself."""
    padded = [*row, *[None] * (len(names) - len(row))]
    merged: list[str | None] = []
    for upper, lower in zip(names, padded, strict=False):
        keep_upper = upper and (not lower or knowledge.fold(lower) not in known)
        merged.append(upper if keep_upper else lower)
    return merged


def _names(row: Row, width: int | None = None) -> tuple[str | None, ...]:
    names = [" ".join(cell.split()) if cell and cell.strip() else None for cell in row]
    return tuple([*names, *[None] * ((width or len(names)) - len(names))][: width or len(names)])


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell and cell.strip()]


def _known(row: Row, table: Collection[str]) -> int:
    return sum(knowledge.fold(cell) in table for cell in _filled(row))


def _data(row: Row) -> int:
    pattern = knowledge.value_like()
    return sum(pattern.fullmatch(cell.strip()) is not None for cell in _filled(row))
