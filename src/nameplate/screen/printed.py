"""The record as a PDF, set by Typst, which shapes all scripts with its fonts and those of the system.

Typst is large and comes with the extra `pdf`; without it the page to print (`.html`) says the same. What no font can
draw is written by its reading as well, and stands in the attached JSON.
"""

import importlib
import re
from collections.abc import Sequence
from importlib import resources
from typing import Any

import msgspec

from nameplate.errors import UsageError
from nameplate.screen.text.name import name
from nameplate.screen.text.scripts import readings, script_of

FONTS = (
    "Libertinus Serif",
    "DejaVu Sans",
    "Noto Sans",
    "Noto Sans CJK SC",
    "Noto Naskh Arabic",
    "Noto Sans Devanagari",
)
"""Tried one after the other for each character; then those of the system."""
WIDTHS = (6, 5, 8, 3, 4, 6, 9, 3, 14, 4, 4, 5, 6, 9)
"""Widths of the columns, in shares."""
LONGEST = 600
"""Characters of a cell that are printed; the attachment has all."""
ZERO_WIDTH_SPACE = "\u200b"
_LONG = re.compile(r"[^\s\u200b]{10}(?=[^\s]{6})|(?<=\d)T(?=\d\d:)")
"""Where a word that is wider than its column, or a time, may be broken."""


def pdf(heading: Sequence[str], rows: Sequence[Sequence[str]], broken: Sequence[str], count: int, whole: str) -> bytes:
    """A PDF of the rows with the `whole` record attached. Raises `UsageError` without Typst."""
    typst = _typst()
    names = heading.index("name"), heading.index("listed name")
    given = {
        "heading": heading, "rows": [_legible(row, names) for row in rows], "broken": broken, "screenings": count,
        "fonts": FONTS, "widths": WIDTHS, "whole": whole,
    }  # fmt: skip
    template = resources.files("nameplate.screen").joinpath("data", "record.typ").read_bytes()
    made: bytes = typst.compile(template, sys_inputs={"record": msgspec.json.encode(given).decode()})
    return made


def _typst() -> Any:
    try:
        return importlib.import_module("typst")
    except ImportError as error:
        raise UsageError(
            "--export: a PDF is set by Typst, which is not installed: pip install 'nameplate[pdf]', or export a page"
            " (.html) and print it"
        ) from error


def _legible(row: Sequence[str], names: tuple[int, ...]) -> list[str]:
    """A row, with the reading behind each name in another script, in pieces that fit into a column."""
    cells = [f"{cell} (read: {_read(cell)})" if at in names and script_of(cell) != "latin" else cell
             for at, cell in enumerate(row)]  # fmt: skip
    return [_LONG.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", cell[:LONGEST]) for cell in cells]


def _read(cell: str) -> str:
    return " ".join(next(iter(readings(word.key)), "") for word in name(cell).words)
