"""Certificates that one log describes and another says who showed: Zeek's x509.log beside its ssl.log.

They are told apart by nothing but the fingerprint, and one certificate may be that of a hundred units (a factory's own
is): so it joins no units into one, but what is said of it is said of each unit that showed it.
"""

import polars as pl

FINGERPRINT, OF_CERTIFICATE = "x509.fingerprint", "x509."


def alone(observations: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """The subjects (columns `key`) of which nothing but a certificate is known."""
    of_one = pl.col("kind").cast(pl.String).str.starts_with(OF_CERTIFICATE)
    shown = observations.filter(of_one).select(key).unique(maintain_order=True)
    return shown.join(observations.filter(~of_one).select(key).unique(), on=key, how="anti", maintain_order="left")


def handed_out(placed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Observations of devices with, for each that showed a certificate, what is said of it elsewhere; and why.

    The second frame has device and says, as `Correlated.joins`.
    """
    lonely = alone(placed, ("device",))
    prints = placed.filter(pl.col("kind") == FINGERPRINT).select("device", "value", "source")
    of_certificate = prints.join(lonely, on="device", how="semi")
    of_unit = prints.join(lonely, on="device", how="anti").select("value", pl.col("device").alias("unit"))
    shown = of_certificate.join(of_unit, on="value", maintain_order="left")
    said = placed.join(shown.select("device", "unit").unique(), on="device", maintain_order="left_right")
    together = pl.concat([placed, said.with_columns(pl.col("unit").alias("device")).select(placed.columns)])
    why = pl.format("it showed the certificate {} that {} tells of", "value", pl.col("source").cast(pl.String))
    return (
        together.unique(["device", "kind", "value"], keep="first", maintain_order=True),
        shown.select(pl.col("unit").alias("device"), why.alias("says")).unique(maintain_order=True),
    )
