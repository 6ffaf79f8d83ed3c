"""From a grid of text to observations: heading, columns, then every row below, as columns throughout.

A grid is a frame of text columns in which row i is line i + 1 of the file or sheet. Blank rows, lines of
totals, notes below the table and repeated headings are told apart from units and counted; a line that
stands alone above rows of units and has no place of its own is read as the site of those rows.
"""

import polars as pl

from nameplate.model import ColumnUse
from nameplate.sources.interface import URL_CREDENTIALS, Document, Sink
from nameplate.sources.tables import header
from nameplate.sources.tables.columns import Choice, choose
from nameplate.sources.tables.knowledge import fold, placeholders

ROW = "#row"
_OF_UNITS = {
    *("inventory.maker", "inventory.brand", "inventory.model", "inventory.serial", "inventory.asset_tag", "mac", "ip"),
    *("inventory.description", "inventory.name", "inventory.category", "inventory.driver", "fcc_id", "plate.text"),
    *("hostname", "mac.vendor", "sadp.DeviceSN", "nmap.product", "firmware.file", "inventory.firmware"),
}
"""Kinds one of which a table must have to be a list of units; people, places and prices alone are none."""
_MAPPING = "If it is one, name the columns in a mapping file (--mapping)"


def read(grid: pl.DataFrame, document: Document, sink: Sink, sheet: str = "") -> None:
    """Turn one grid into observations of `sink`; `sheet` names the table where the document has several."""
    width = len(grid.columns)
    if width > document.limits.columns:
        sink.problem(sheet, f"{width:,} columns; only the first {document.limits.columns:,} are read")
        grid = grid[:, : document.limits.columns]
    heading = header.find(grid.head(header.LOOK_AT).rows(), {fold(name) for name in document.mapping})
    if heading is None:
        sink.problem(sheet, "no cell holds anything: nothing to read")
        return
    names = [*heading.names, *[None] * (len(grid.columns) - len(heading.names))][: len(grid.columns)]
    _report_doubles(names, sink, sheet)
    body = _clean(grid.with_row_index(ROW, offset=1).slice(heading.body), document.limits.cell, sink, sheet)
    choices, export = choose(names, body.drop(ROW), document.mapping)
    _report_columns(names, choices, body, sink, sheet, export or heading.why)
    if not any(choice.kind in _OF_UNITS for choice in choices):
        sink.problem(sheet, "no column names a unit, a maker, a model or an address: not a list of units. " + _MAPPING)
        return
    units = _units(body, names, choices, sink, sheet)
    sink.rows += units.height
    for column, choice in zip(grid.columns, choices, strict=True):
        if choice.kind:
            _observe(units, column, choice.kind, sink, sheet)
    if "#section" in units.columns:
        _observe(units, "#section", "inventory.site", sink, sheet)


def _clean(body: pl.DataFrame, longest: int, sink: Sink, sheet: str) -> pl.DataFrame:
    """Cut blanks and spreadsheet escapes, empty out placeholders; on the distinct values of each column."""
    empty = [*placeholders().empty, ""]
    columns = []
    for column in body.iter_columns():
        if column.dtype != pl.String:
            columns.append(column)
            continue
        value = pl.col("value")
        text = value.str.strip_chars(" \t\r\n\u00a0\ufeff\u200b\u200e\u200f").str.slice(0, longest)
        text = text.str.replace(r"^[`']+([=+\-@])", "$1").str.strip_prefix("`")
        long = body[ROW].filter(column.str.len_chars() > longest)
        if long.len():
            row = f"{sheet}!row {long[0]}" if sheet else f"row {long[0]}"
            sink.problem(row, f"{long.len():,} cells of more than {longest:,} characters are cut to {longest:,}")
        says_nothing = (text.str.len_bytes() <= 30) & text.str.to_lowercase().is_in(empty)
        distinct = pl.DataFrame({"value": column.unique()}).with_columns(
            pl.when(says_nothing).then(None).otherwise(text).alias("clean")
        )
        changed = distinct.filter(value.is_not_null() & value.ne_missing(pl.col("clean")))
        columns.append(column.replace(changed["value"], changed["clean"]) if changed.height else column)
    return pl.DataFrame(columns)


def _report_doubles(names: list[str | None], sink: Sink, sheet: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name and fold(name) in seen:
            sink.problem(sheet, f"the heading '{name}' stands there twice; both columns are read")
        seen.add(fold(name) if name else "")


def _report_columns(
    names: list[str | None], choices: list[Choice], body: pl.DataFrame, sink: Sink, sheet: str, why: str
) -> None:
    sink.note(f"{sheet}: {why}" if sheet else why)
    for position, (name, choice) in enumerate(zip(names, choices, strict=True)):
        column = body.columns[position + 1]
        count = body[column].count()
        if name is None and not count:
            continue
        label = name or f"column {position + 1}"
        if choice.secret:
            sink.drop(label, count)
        sink.column(ColumnUse(label, choice.kind, choice.why, sheet))


def _units(body: pl.DataFrame, names: list[str | None], choices: list[Choice], sink: Sink, sheet: str) -> pl.DataFrame:
    """The rows that stand for units, in order; the others are counted in the problems or silently blank."""
    columns = body.columns[1:]
    filled = pl.sum_horizontal(pl.col(columns).is_not_null()).alias("#filled")
    first = pl.coalesce(pl.col(columns)).alias("#first")
    used = [c for c, choice in zip(columns, choices, strict=True) if choice.kind]
    useful = pl.any_horizontal(pl.col(used).is_not_null()) if used else pl.lit(False)
    body = body.with_columns(filled, first, useful.alias("#useful"), pl.lit(len(columns)).alias("#width")).filter(
        pl.col("#filled") > 0
    )
    body = body.with_columns(_is_total().alias("#total"), _is_heading(columns, names).alias("#heading"))
    lonely = (pl.col("#filled") == 1) if len([n for n in names if n]) >= 4 or len(columns) >= 4 else pl.lit(False)
    early = pl.any_horizontal(pl.col(columns[:2]).is_not_null())
    body = body.with_columns((lonely & early & ~_is_identifier(used, choices, columns)).alias("#alone"))
    body = _sections(body, choices)
    skipped = pl.col("#total") | pl.col("#heading") | pl.col("#alone")
    _report_skipped(body, sink, sheet)
    return body.filter(~skipped & pl.col("#useful"))


def _is_total() -> pl.Expr:
    words = list(placeholders().totals)
    start = pl.col("#first").str.to_lowercase().str.extract(r"^([\p{L}\-]+(?: total)?)\s*:?(?:\s|\d|$)")
    return (start.is_in(words) & (2 * pl.col("#filled") <= pl.col("#width"))).fill_null(value=False)


def _is_heading(columns: list[str], names: list[str | None]) -> pl.Expr:
    """A repeat of the heading further down (as printed lists have on every page)."""
    same = [
        (pl.col(column) == name).fill_null(value=False) for column, name in zip(columns, names, strict=True) if name
    ]
    return (pl.sum_horizontal(same) >= max(2, len(same) // 2)) if len(same) > 1 else pl.lit(False)


def _is_identifier(used: list[str], choices: list[Choice], columns: list[str]) -> pl.Expr:
    """Whether the row's only cell is one that names a unit by itself: a number in one word or two, no sentence."""
    strong = {"mac", "inventory.serial", "inventory.asset_tag", "ip", "inventory.model", "sadp.DeviceSN"}
    keep = [c for c, choice in zip(columns, choices, strict=True) if choice.kind in strong and c in used]
    number = pl.col(keep).str.contains(r"^\S*\d\S*(?:\s\S+)?$").fill_null(value=False)
    return pl.any_horizontal(number) if keep else pl.lit(False)


def _sections(body: pl.DataFrame, choices: list[Choice]) -> pl.DataFrame:
    """Give rows without a site column the last lonely line above them, if such lines lead several groups."""
    if any(choice.kind == "inventory.site" for choice in choices):
        return body
    leads = pl.col("#alone") & ~pl.col("#alone").shift(-1, fill_value=True) & ~pl.col("#total")
    if body.select(leads.sum()).item() < 2:
        return body
    section = pl.when(leads).then(pl.col("#first")).otherwise(None).forward_fill()
    return body.with_columns(section.alias("#section"))


def _report_skipped(body: pl.DataFrame, sink: Sink, sheet: str) -> None:
    reasons = {
        "#total": "a line of totals",
        "#heading": "a repeat of the heading",
        "#alone": "a note or title",
    }
    left = body
    for column, what in reasons.items():
        rows = left.filter(pl.col(column))[ROW].to_list()
        left = left.filter(~pl.col(column))
        if rows:
            shown = ", ".join(map(str, rows[:5])) + (", ..." if len(rows) > 5 else "")
            sink.skip(f"{sheet}!row {shown}" if sheet else f"row {shown}", what, len(rows))
    rows = left.filter(~pl.col("#useful"))[ROW].to_list()
    if rows:
        shown = ", ".join(map(str, rows[:5])) + (", ..." if len(rows) > 5 else "")
        sink.skip(f"{sheet}!row {shown}" if sheet else f"row {shown}", "no cell in a column that is used", len(rows))


def _observe(units: pl.DataFrame, column: str, kind: str, sink: Sink, sheet: str) -> None:
    """All values of one column as observations, with the row as subject and locator."""
    place = pl.format(f"{sheet}!row {{}}" if sheet else "row {}", pl.col(ROW))
    part = units.select(place.alias("locator"), pl.col(column).alias("value")).drop_nulls("value")
    if part.is_empty():
        return
    guilty = part["value"].str.contains("://", literal=True) & part["value"].str.contains("@", literal=True)
    if guilty.any():
        part = part.with_columns(pl.col("value").str.replace_all(URL_CREDENTIALS.pattern, "://"))
        sink.drop("credentials in an address", int(guilty.sum()))
    sink.columnar(kind, part["locator"], part["locator"], part["value"])
