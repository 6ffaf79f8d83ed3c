"""Dates of acquisition as columns: ISO and the usual national forms; day and month told apart per source.

A source in which some first number is above 12 writes day first, one in which some second number is above 12
writes month first; where neither shows, `month_first` of the holder's country decides. Dates before 1980 and
years alone are not used: a wrong date would decide an order.
"""

import polars as pl

_NUMERIC = r"^([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{4}|[0-9]{2})\b"
_DIGITS = {chr(zero + n): str(n) for zero in (0x0660, 0x06F0, 0xFF10) for n in range(10)}
"""Arabic-Indic, extended Arabic-Indic and full-width digits."""
_WRITTEN = (
    (r"^([0-9]{1,2}[ \-][A-Za-z]{3,9}[ \-,]+[0-9]{4})", ("%d %b %Y", "%d %B %Y")),
    (r"^([A-Za-z]{3,9} [0-9]{1,2},? +[0-9]{4})", ("%b %d %Y", "%B %d %Y")),
)


def parse(values: pl.DataFrame, *, month_first: bool) -> pl.DataFrame:
    """Add column `date` to `values` (columns source, value); null where the text is no full date."""
    text = values.with_columns(
        pl.col("value").str.strip_chars().str.replace_many(list(_DIGITS), list(_DIGITS.values())).alias("text")
    )
    date = pl.coalesce(_iso(), _numeric(text, month_first=month_first), *_written())
    sensible = date.is_between(pl.date(1980, 1, 1), pl.date(2100, 1, 1))
    return text.with_columns(pl.when(sensible).then(date).alias("date")).select(*values.columns, "date")


def _iso() -> pl.Expr:
    dashed = pl.col("text").str.extract(r"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})").str.replace_all(r"[/.]", "-")
    plain = pl.col("text").str.extract(r"^([0-9]{8})$").str.to_date("%Y%m%d", strict=False)
    return pl.coalesce(dashed.str.to_date("%Y-%m-%d", strict=False), plain)


def _written() -> list[pl.Expr]:
    """Months in English words, before or after the day."""
    return [
        pl.col("text").str.extract(pattern).str.replace_all(r"[ \-,]+", " ").str.to_date(form, strict=False)
        for pattern, forms in _WRITTEN
        for form in forms
    ]


def _numeric(text: pl.DataFrame, *, month_first: bool) -> pl.Expr:
    """Day, month, year in figures; which comes first is what the source shows somewhere, else `month_first`."""
    first, second, year = (pl.col("text").str.extract(_NUMERIC, n).cast(pl.Int32) for n in (1, 2, 3))
    order = text.group_by("source").agg((first > 12).any().alias("day"), (second > 12).any().alias("month"))
    day_leads = order.filter(pl.col("day") & ~pl.col("month"))["source"]
    month_leads = order.filter(pl.col("month") & ~pl.col("day"))["source"]
    leads = (
        pl.when(pl.col("source").is_in(day_leads.implode()))
        .then(pl.lit(value=False))
        .when(pl.col("source").is_in(month_leads.implode()))
        .then(pl.lit(value=True))
        .otherwise(pl.lit(month_first))
    )
    swap = (leads & (first <= 12)) | (second > 12)
    month, day = pl.when(swap).then(first).otherwise(second), pl.when(swap).then(second).otherwise(first)
    century = pl.when(year >= 100).then(0).when(year >= 70).then(1900).otherwise(2000)
    return pl.format("{}-{}-{}", year + century, month, day).str.to_date("%Y-%m-%d", strict=False)
