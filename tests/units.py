"""Small frames of observations through the real engine, with the packaged register and rules; for tests of any part."""

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl

from nameplate import frame
from nameplate.identify.engine import Engine
from nameplate.identify.names import Names
from nameplate.identify.readers import reader_for
from nameplate.identify.rulebook import packaged
from nameplate.model import Attribution, Device, Holder
from nameplate.register import load

Row = Mapping[str, str]
NOBODY = Holder(name="nobody")


@cache
def engine() -> Engine:
    """The engine of `nameplate review` without Recog."""
    return Engine(load.load(), reader_for(load.load()))


@cache
def names() -> Names:
    """All names of the packaged register and rules."""
    return Names(load.load(), packaged())


def observations(rows: Mapping[str, Sequence[Row]]) -> pl.DataFrame:
    """Source -> its rows, each kind -> value; row N of a source is its subject and locator."""
    parts = []
    for source, lines in rows.items():
        cells = [(f"row {n}", kind, value) for n, line in enumerate(lines, start=1) for kind, value in line.items()]
        places, kinds, values = zip(*cells, strict=True)
        parts.append(frame.from_columns(source, places, places, kinds, values, [None] * len(values)))
    return frame.concatenate(parts)


def devices(rows: Mapping[str, Sequence[Row]] | Sequence[Row], holder: Holder = NOBODY) -> list[Device]:
    """All devices of some sources; a plain sequence of rows is one source."""
    sources = rows if isinstance(rows, Mapping) else {"list.csv": rows}
    return engine().identify(observations(sources), holder)


def unit(**values: str) -> Device:
    """One unit of one source; `inventory__maker` stands for `inventory.maker`."""
    (device,) = devices([{kind.replace("__", "."): value for kind, value in values.items()}])
    return device


def attribution(**values: str) -> Attribution:
    """What one unit is attributed to."""
    return unit(**values).attribution


def places(device: Device) -> list[str]:
    """Where a device was seen, as `source row N`."""
    return [f"{place.source} {place.locator}" for place in device.subjects]
