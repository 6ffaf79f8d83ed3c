"""Dates of acquisition as columns: ISO and the usual national forms; day and month told apart per source.

A source in which some first number is above 12 writes day first, one in which some second number is above 12
writes month first; where neither shows, `month_first` of the holder's country decides. Dates before 1980 and
years alone are not used: a wrong date would decide an order.
"""

import polars as pl

_NUMERIC = r"^(\d{1,2})[./\-](\d{1,2})[./\-](\d{4}|\d{2})\b"


def parse(values: pl.DataFrame, *, month_first: bool) -> pl.DataFrame:
    """Add column `date` to `values` (columns source, value); null where the text is no full date."""
    groups = values.with_columns(
        pl.col("value").str.extract(_NUMERIC, 1).cast(pl.Int32).alias("p1"),
        pl.col("value").str.extract(_NUMERIC, 2).cast(pl.Int32).alias("p2"),
        pl.col("value").str.extract(_NUMERIC, 3).cast(pl.Int32).alias("p3"),
    )
    order = groups.group_by("source").agg(
        (pl.col("p1") > 12).any().alias("day_first"), (pl.col("p2") > 12).any().alias("month_first")
    )
    groups = groups.join(order, on="source", how="left", maintain_order="left")
    month_leads = (
        pl.when(pl.col("day_first") & ~pl.col("month_first"))
        .then(pl.lit(value=False))
        .when(pl.col("month_first") & ~pl.col("day_first"))
        .then(pl.lit(value=True))
        .otherwise(pl.lit(month_first))
    )
    swap = (month_leads & (pl.col("p1") <= 12)) | (pl.col("p2") > 12)
    month = pl.when(swap).then(pl.col("p1")).otherwise(pl.col("p2"))
    day = pl.when(swap).then(pl.col("p2")).otherwise(pl.col("p1"))
    year = pl.when(pl.col("p3") < 100).then(pl.col("p3") + 2000).otherwise(pl.col("p3"))
    numeric = pl.format("{}-{}-{}", year, month, day).str.to_date("%Y-%m-%d", strict=False)
    text = pl.col("value").str.strip_chars()
    candidates = [
        text.str.extract(r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})")
        .str.replace_all(r"[/.]", "-")
        .str.to_date("%Y-%m-%d", strict=False),
        text.str.extract(r"^(\d{8})$").str.to_date("%Y%m%d", strict=False),
        numeric,
        text.str.extract(r"^(\d{1,2}[ \-][A-Za-z]{3,9}[ \-,]+\d{4})")
        .str.replace_all(r"[ \-,]+", " ")
        .str.to_date("%d %b %Y", strict=False),
        text.str.extract(r"^([A-Za-z]{3,9} \d{1,2},? +\d{4})")
        .str.replace_all(r"[ ,]+", " ")
        .str.to_date("%b %d %Y", strict=False),
        text.str.extract(r"^([A-Za-z]{3,9} \d{1,2},? +\d{4})")
        .str.replace_all(r"[ ,]+", " ")
        .str.to_date("%B %d %Y", strict=False),
    ]
    date = pl.coalesce(candidates)
    sensible = date.is_between(pl.date(1980, 1, 1), pl.date(2100, 1, 1))
    return groups.with_columns(pl.when(sensible).then(date).alias("date")).select(*values.columns, "date")
