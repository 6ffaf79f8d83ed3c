"""The observation frame: observations as columns, from the first reader to the last report.

One row is one value that a source states about one subject at one place. Values are kept as
they stand in the source; nothing here interprets them. Polars in memory, Parquet on disk.
"""

import datetime as dt
from collections.abc import Sequence

import polars as pl

SCHEMA: dict[str, pl.DataType] = {
    "source": pl.Categorical(),
    "locator": pl.String(),
    "subject": pl.String(),
    "kind": pl.Categorical(),
    "value": pl.String(),
    "observed_at": pl.Datetime("us", "UTC"),
}
"""Columns of the frame, in order. `observed_at` is null where the source does not say when."""


def empty() -> pl.DataFrame:
    """A frame of no observations."""
    return pl.DataFrame(schema=SCHEMA)


def from_columns(
    source: str,
    locators: Sequence[str],
    subjects: Sequence[str],
    kinds: Sequence[str],
    values: Sequence[str],
    times: Sequence[dt.datetime | None],
) -> pl.DataFrame:
    """Build a frame from parallel sequences of equal length, all of one source."""
    data = {
        "source": [source] * len(values),
        "locator": locators,
        "subject": subjects,
        "kind": kinds,
        "value": values,
        "observed_at": _moments(times),
    }
    return pl.DataFrame(data, schema=SCHEMA)


def _moments(times: Sequence[dt.datetime | None]) -> pl.Series:
    """Moments as a column; by way of microseconds, because Polars takes long over a million Python datetimes."""
    micros = [None if time is None else round(time.timestamp() * 1_000_000) for time in times]
    return pl.Series(micros, dtype=pl.Int64).cast(SCHEMA["observed_at"])


def from_series(source: str, kind: str, subjects: pl.Series, locators: pl.Series, values: pl.Series) -> pl.DataFrame:
    """Build a frame of one kind from text series of equal length, all of one source, time not stated."""
    return pl.DataFrame({"locator": locators, "subject": subjects, "value": values}).select(
        pl.lit(source).cast(SCHEMA["source"]).alias("source"),
        pl.col("locator"),
        pl.col("subject"),
        pl.lit(kind).cast(SCHEMA["kind"]).alias("kind"),
        pl.col("value"),
        pl.lit(None).cast(SCHEMA["observed_at"]).alias("observed_at"),
    )


def from_rows(source: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Build a frame from one with all columns but `source`, all of one source."""
    return rows.select(pl.lit(source).alias("source"), *[name for name in SCHEMA if name != "source"]).cast(SCHEMA)  # type: ignore[arg-type]


def concatenate(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One frame of many, in the given order."""
    return pl.concat(frames, how="vertical") if frames else empty()
