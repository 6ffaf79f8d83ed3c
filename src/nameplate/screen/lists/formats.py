"""The layouts of published lists, and which one a file has."""

import re
from functools import cache
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.screen.party import Kind


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A companion file in the same folder: aliases or addresses, by the entry they belong to."""

    files: tuple[str, ...]
    columns: tuple[str, ...]


class Format(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One layout; the fields are told in `data/formats.yaml`."""

    id: str
    title: str
    source: str
    shape: Literal["csv", "xml", "json", "jsonl"]
    heading: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    file: str = ""
    root: str = ""
    elements: tuple[str, ...] = ()
    records: str = ""
    entry: str | tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    separator: str = ";"
    cut_names: str = ""
    kind: str = ""
    other_kind: str = ""
    programme: str = ""
    countries: tuple[str, ...] = ()
    parties_only: tuple[str, ...] = ()
    once: bool = False
    empty: str = ""
    rows_from: int = 1
    beside: tuple[Beside, ...] = ()
    date_line: str = ""
    date_column: str = ""
    date_attribute: str = ""

    @property
    def entry_columns(self) -> tuple[str, ...]:
        """The columns that make a party's id; empty where the row does."""
        return (self.entry,) if isinstance(self.entry, str) else self.entry


class _Formats(msgspec.Struct, forbid_unknown_fields=True):
    formats: tuple[Format, ...]
    kinds: dict[Kind, tuple[str, ...]]


@cache
def _known() -> _Formats:
    return yamlfile.packaged("nameplate.screen", "data/formats.yaml", _Formats)


def formats() -> tuple[Format, ...]:
    """The packaged layouts, in the order in which they are tried."""
    return _known().formats


@cache
def _kinds() -> dict[str, Kind]:
    return {word: kind for kind, words in _known().kinds.items() for word in words}


def kind_of(words: str) -> Kind:
    """The kind of party that a list's word for it means; "" for a word that is not known."""
    return _kinds().get(words.strip().casefold(), "")


def of_heading(shape: str, heading: set[str]) -> Format | None:
    """The layout whose heading stands in this one, letters' case aside."""
    folded = {word.strip().casefold() for word in heading}
    fitting = (f for f in formats() if f.shape == shape and f.heading)
    return next((f for f in fitting if {word.casefold() for word in f.heading} <= folded), None)


def of_row(width: int, file_name: str) -> Format | None:
    """The layout without a heading that has rows of this width and files of this name."""
    fitting = (f for f in formats() if f.columns and len(f.columns) == width)
    return next((f for f in fitting if re.search(f.file, file_name, re.IGNORECASE)), None)


def of_root(root: str) -> Format | None:
    """The XML layout with this root element."""
    return next((f for f in formats() if f.shape == "xml" and f.root == root), None)
