"""Zeek's own form of logs (ASCII writer): `#fields` names the columns, `\\x..` stands for a byte.

Headings may come again anywhere in the file: people put rotated logs together. A row with too few or too
many fields is named and left out; the others are read as columns.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from nameplate.sources.interface import Sink
from nameplate.sources.zeek import fields
from nameplate.sources.zeek.pieces import Piece

_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
LINE = "line"


@dataclass(frozen=True)
class Heading:
    """What the lines that begin with # have said so far."""

    separator: str = "\t"
    set_separator: str = ","
    empty: str = "(empty)"
    unset: str = "-"
    path: str = ""
    names: tuple[str, ...] = ()


@dataclass
class Tsv:
    """A log on its way: the heading in force, how many rows there were, whether it was closed."""

    sink: Sink
    heading: Heading = field(default_factory=Heading)
    closed: bool = False

    def rows(self, piece: Piece) -> Iterator[tuple[Heading, pl.DataFrame]]:
        """The rows of a piece under each heading: the used fields as text by their plain names, and `line`."""
        at, number = 0, piece.first
        content = piece.content
        while at < len(content):
            if content[at : at + 1] == b"#" or self._is_names(content, at):
                end = content.find(b"\n", at) + 1 or len(content)
                self._said(content[at:end].decode().rstrip("\n"))
            else:
                end = content.find(b"\n#", at) + 1 or len(content)
                yield from self._read(content[at:end], number)
            number += content.count(b"\n", at, end)
            at = end

    def _is_names(self, content: bytes, at: int) -> bool:
        """Whether a line names the fields without #fields, as `zeek-cut -c` and exports write them."""
        return not self.heading.names and b"id.orig_h\t" in content[at : content.find(b"\n", at)]

    def _said(self, line: str) -> None:
        name, _, value = line.partition(self.heading.separator)
        if line.startswith("#separator"):
            given = _HEX.sub(lambda m: chr(int(m[1], 16)), line[11:])
            self.heading = Heading(separator=given or "\t")
            self.closed = False
        elif name == "#fields":
            self.heading = replace(self.heading, names=tuple(value.split(self.heading.separator)))
        elif name == "#close":
            self.closed = True
        elif not name.startswith("#"):
            self.heading = replace(self.heading, names=tuple(line.split("\t")))
        elif name in _NAMES:
            self.heading = _NAMES[name](self.heading, value)

    def _read(self, content: bytes, first: int) -> Iterator[tuple[Heading, pl.DataFrame]]:
        heading = self.heading
        names = heading.names
        count = content.count(b"\n") + (not content.endswith(b"\n"))
        if not names:
            self.sink.problem(f"line {first}", f"{count:,} rows before any #fields line: not read")
            return
        separator = heading.separator.encode()
        if len(separator) > 1:
            content, separator = content.replace(b"\t", b" ").replace(separator, b"\t"), b"\t"
        numbers: range | list[int] = range(first, first + count)
        wanted, first_row = len(names) - 1, content.find(b"\n") if b"\n" in content else len(content)
        odd = content.count(separator) != count * wanted or content.count(separator, 0, first_row) != wanted
        if odd or b"\n\n" in content:
            content, numbers = self._whole_rows(content, separator, first)
        frame = _columns(content, separator, heading)
        if frame.height != len(numbers) or frame[frame.columns[-1]].null_count():
            content, numbers = self._whole_rows(content, separator, first)
            frame = _columns(content, separator, heading)
        if frame.height:
            yield heading, _used(frame.with_columns(pl.Series(LINE, numbers, dtype=pl.Int64)), heading)

    def _whole_rows(self, content: bytes, separator: bytes, first: int) -> tuple[bytes, list[int]]:
        """The rows that have as many fields as the heading, with their line numbers."""
        wanted = len(self.heading.names)
        kept, numbers = [], []
        for number, row in enumerate(content.split(b"\n"), first):
            parts = row.count(separator) + 1
            if parts == wanted and row:
                kept.append(row)
                numbers.append(number)
            elif row.strip():
                self.sink.problem(
                    f"line {number}", f"a row of {parts} fields where the heading names {wanted}: left out"
                )
        return b"\n".join(kept) + b"\n", numbers


_NAMES: dict[str, Callable[[Heading, str], Heading]] = {
    "#set_separator": lambda heading, value: replace(heading, set_separator=value),
    "#empty_field": lambda heading, value: replace(heading, empty=value),
    "#unset_field": lambda heading, value: replace(heading, unset=value),
    "#path": lambda heading, value: replace(heading, path=value),
}


def _columns(content: bytes, separator: bytes, heading: Heading) -> pl.DataFrame:
    """All columns that are used, and the last, as text; what Zeek writes for nothing stays for now."""
    if not content.strip(b"\n"):
        return pl.DataFrame({"0": []}, schema={"0": pl.String})
    last = len(heading.names) - 1
    wanted = sorted({n for n, name in enumerate(heading.names) if _is_used(name)} | {last})
    return pl.read_csv(
        io.BytesIO(content),
        separator=separator.decode("latin-1"),
        has_header=False,
        columns=wanted,
        schema={str(n): pl.String for n in range(last + 1)},  # else the first row decides how many there are
        quote_char=None,
        truncate_ragged_lines=True,
    )


def _used(frame: pl.DataFrame, heading: Heading) -> pl.DataFrame:
    """Used fields by their plain names; unset and empty ones are null."""
    nothing = [heading.unset, heading.empty]
    names = {c: heading.names[int(c)] for c in frame.columns if c != LINE}
    chosen = {fields.plain(name): pl.col(column) for column, name in names.items() if _is_used(name)}
    return frame.select(
        LINE,
        *(pl.when(~column.is_in(nothing)).then(column).alias(name) for name, column in chosen.items()),
    )


def _is_used(name: str) -> bool:
    return fields.plain(name) in fields.all_used()
