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
        "observed_at": times,
    }
    return pl.DataFrame(data, schema=SCHEMA)


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


def concatenate(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """One frame of many, in the given order."""
    return pl.concat(frames, how="vertical") if frames else empty()
