"""Observations as columns, cleaned as `Sink.observe` cleans single ones: for readers that never loop over rows.

A frame has `line` (or another number), `subject`, `kind`, `value` and `observed_at`; `locator` is made of the
number and a word.
"""

import polars as pl

from nameplate.sources.interface import SECRET_NAME, URL_CREDENTIALS, Sink

NUMBER = "line"
SCHEMA = {
    NUMBER: pl.Int64(),
    "subject": pl.String(),
    "kind": pl.String(),
    "value": pl.String(),
    "observed_at": pl.Datetime("us", "UTC"),
}
"""Columns of a frame of observations on its way to a sink; `observed_at` may be null."""


def firsts(frame: pl.DataFrame) -> pl.DataFrame:
    """The first place of every distinct (subject, kind, value), in order of place."""
    return frame.unique(["subject", "kind", "value"], keep="first", maintain_order=True)


def observe(frame: pl.DataFrame, sink: Sink, word: str = "line") -> None:
    """Hand a frame of `SCHEMA` to the sink: no empty values, no secrets, no credentials in addresses, cells cut."""
    rows = frame.with_columns(pl.col("value").str.strip_chars()).filter(
        (pl.col("value") != "") & (pl.col("subject") != "")
    )
    rows = _without_secrets(rows, sink)
    rows = _without_credentials(rows, sink)
    long = rows.filter(pl.col("value").str.len_chars() > sink.limits.cell)
    for number, value in long.select(NUMBER, "value").iter_rows():
        sink.problem(f"{word} {number}", f"value of {len(value):,} characters cut to {sink.limits.cell:,}")
    sink.take(
        rows.select(
            pl.format(f"{word} {{}}", pl.col(NUMBER)).alias("locator"),
            pl.col("subject"),
            pl.col("kind"),
            pl.col("value").str.head(sink.limits.cell) if long.height else pl.col("value"),
            pl.col("observed_at"),
        )
    )


def _without_secrets(rows: pl.DataFrame, sink: Sink) -> pl.DataFrame:
    kinds = rows["kind"].unique().to_list()
    secret = [kind for kind in kinds if SECRET_NAME.search(kind.rsplit(".", 1)[-1])]
    for kind in sorted(secret):
        sink.drop(kind.rsplit(".", 1)[-1], rows.filter(pl.col("kind") == kind).height)
    return rows.filter(~pl.col("kind").is_in(secret)) if secret else rows


def _without_credentials(rows: pl.DataFrame, sink: Sink) -> pl.DataFrame:
    """Addresses with `user:password@` are rare: only those are looked at one by one."""
    hit = pl.col("value").str.contains(URL_CREDENTIALS.pattern)
    told = rows.filter(hit)["value"]
    if told.is_empty():
        return rows
    cleaned = {value: URL_CREDENTIALS.sub("://", value) for value in told.unique().to_list()}
    sink.drop("credentials in an address", told.len())
    return rows.with_columns(pl.col("value").replace(cleaned))
