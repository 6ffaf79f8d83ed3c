"""What is known about headings, values, placeholders and exports, loaded once from YAML.

Headings are compared as `fold` leaves them: without case, accents, blanks and punctuation, so that
"Serial No.", "serial_no" and "SERIAL-NO" are one.
"""

import re
import unicodedata
from functools import cache
from typing import TypeVar

import msgspec

from nameplate import yamlfile

T = TypeVar("T")


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What values of a kind look like: `share` of the distinct values must fit `pattern` as a whole."""

    kind: str
    share: float
    pattern: str
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


class Export(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An export of a known program: the columns that must be there, and what each column is."""

    name: str
    needs: tuple[str, ...]
    columns: dict[str, str]


class Ambiguous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings that are read as `becomes` if another column of the table is of one of `kinds` or `headings`."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    headings: tuple[str, ...]
    becomes: str


class _Headings(msgspec.Struct, forbid_unknown_fields=True):
    headings: dict[str, dict[str, tuple[str, ...]]]
    ambiguous: tuple[Ambiguous, ...]


class _Looks(msgspec.Struct, forbid_unknown_fields=True):
    looks: tuple[Look, ...]


class _Exports(msgspec.Struct, forbid_unknown_fields=True):
    exports: tuple[Export, ...]


class Placeholders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cell values that say nothing, and first words of a line of totals."""

    empty: tuple[str, ...]
    totals: tuple[str, ...]


def fold(text: str) -> str:
    """A heading without case, accents, blanks and punctuation (`#` stays: "Model #" is a heading)."""
    decomposed = unicodedata.normalize("NFKD", text.strip().lstrip("\ufeff").casefold())
    return "".join(c for c in decomposed if c.isalnum() or c == "#")


def _load(name: str, shape: type[T]) -> T:
    return yamlfile.packaged("nameplate.sources", f"data/{name}", shape)


@cache
def _heading_file() -> _Headings:
    return _load("headers.yaml", _Headings)


@cache
def ambiguous() -> dict[str, Ambiguous]:
    """Folded heading -> what it becomes beside others."""
    return {fold(name): one for one in _heading_file().ambiguous for name in one.names}


@cache
def headings() -> dict[str, str]:
    """Folded heading -> kind, over all languages."""
    table: dict[str, str] = {}
    for kind, languages in _heading_file().headings.items():
        for names in languages.values():
            for name in names:
                table.setdefault(fold(name), kind)
    return table


@cache
def looks() -> tuple[Look, ...]:
    """Patterns for columns that have no known heading, strongest first."""
    return _load("values.yaml", _Looks).looks


@cache
def exports() -> tuple[tuple[Export, frozenset[str], dict[str, str]], ...]:
    """Known exports with their needed columns and column table, folded; the most demanding first."""
    table = [
        (e, frozenset(map(fold, e.needs)), {fold(k): v for k, v in e.columns.items()})
        for e in _load("exports.yaml", _Exports).exports
    ]
    return tuple(sorted(table, key=lambda entry: -len(entry[1])))


@cache
def placeholders() -> Placeholders:
    """Values that say nothing, and words of total lines."""
    return _load("placeholders.yaml", Placeholders)


@cache
def value_like() -> re.Pattern[str]:
    """Fits a cell that is plainly data: a MAC, an address, a date, a number."""
    date = r"\d{4}-\d\d?-\d\d?.*|\d\d?[./]\d\d?[./]\d{2,4}.*"
    number = r"[$€£]?-?\d[\d.,\s]*%?"
    return re.compile("|".join([*(look.pattern for look in looks()), date, number]), re.IGNORECASE)
