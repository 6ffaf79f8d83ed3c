"""`identify` lines: one JSON object of observations a line in, one attribution a line out, in the same order.

Each line is a device of its own; lines are never joined. Unknown kinds are kept and not used.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import polars as pl

from nameplate import frame
from nameplate.errors import UsageError


class _Observation(msgspec.Struct):
    kind: str
    value: Any = ""


class Line(msgspec.Struct):
    """One input line: `{"id": any, "observations": [{"kind": ..., "value": ...}]}`."""

    id: Any
    observations: list[_Observation] = []


def read(lines: Iterable[bytes], name: str) -> tuple[list[Any], pl.DataFrame]:
    """The ids in order, and the observation frame with subject `line N`. Raises `UsageError` naming a bad line."""
    decoder = msgspec.json.Decoder(Line)
    ids: list[Any] = []
    subjects: list[str] = []
    kinds: list[str] = []
    values: list[str] = []
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UsageError(f'{name}, line {number}: not {{"id", "observations": [...]}} ({error})') from error
        ids.append(line.id)
        for one in line.observations:
            for kind, value in _spread(one.kind, one.value):
                subjects.append(f"line {len(ids)}")
                kinds.append(kind)
                values.append(value)
    observations = frame.from_columns(name, subjects, subjects, kinds, values, [None] * len(values))
    return ids, observations


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
