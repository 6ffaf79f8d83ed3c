"""`identify` lines: one JSON object of observations a line in, one attribution a line out, in the same order.

Each line is a device of its own; lines are never joined. Unknown kinds are kept and not used. A line that cannot be
read is answered too, with what is wrong with it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import polars as pl

from nameplate import frame
from nameplate.identify import jsonlines


class _Observation(msgspec.Struct):
    kind: str
    value: Any = ""


class Line(msgspec.Struct):
    """One input line: `{"id": any, "observations": [{"kind": ..., "value": ...}]}`."""

    id: Any
    observations: list[_Observation] = []


def read(lines: Iterable[bytes], name: str) -> tuple[list[Any], pl.DataFrame, dict[int, str]]:
    """The ids in order, the observation frame with subject `line N` (N counts ids from 1), and by N what is wrong with
    a line that could not be read (its id is null)."""
    ids: list[Any] = []
    cells: list[tuple[str, str, str]] = []
    problems: dict[int, str] = {}
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = jsonlines.decode(text, Line)
        except ValueError as error:
            line = Line(None)
            problems[len(ids) + 1] = f'{name}, line {number}: not {{"id", "observations": [...]}} ({error})'
        ids.append(line.id)
        spread = (pair for one in line.observations for pair in _spread(one.kind, one.value))
        cells += [(f"line {len(ids)}", kind, value) for kind, value in spread]
    subjects, kinds, values = ([cell[at] for cell in cells] for at in range(3))
    return ids, frame.from_columns(name, subjects, subjects, kinds, values, [None] * len(values)), problems


def _spread(kind: str, value: Any) -> Iterator[tuple[str, str]]:
    """A value of several `key=value` lines (magicBox answers) is several observations."""
    text = value if isinstance(value, str) else str(value)
    stem, _, _ = kind.rpartition(".")
    pairs = [line.split("=", 1) for line in text.splitlines() if "=" in line]
    if stem.lower() == "magicbox" and len(pairs) > 1:
        first = text.splitlines()[0]
        yield kind, first.split("=", 1)[1] if first.startswith(kind.rpartition(".")[2] + "=") else first
        yield from ((f"{stem}.{key.strip()}", content.strip()) for key, content in pairs)
    elif text.strip():
        yield kind, text
