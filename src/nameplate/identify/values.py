"""Identifiers in one spelling: MAC addresses, serials, tags, addresses; as columns, over distinct values."""

import re

import polars as pl

MAC_PATTERN = (
    r"(?i)(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{4}[.-][0-9a-f]{4}[.-][0-9a-f]{4}"
    r"|[0-9a-f]{6}[-:][0-9a-f]{6}|\b[0-9a-f]{12}\b|(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}"
)
_NOBODY = ("000000000000", "ffffffffffff")
_IPV4 = r"(?:^|[^\d.])((?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d))(?:[^\d.]|$)"
_IPV6 = (
    r"(?i)^\[?((?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4}::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{0,4})"
    r"(?:%\w+)?\]?(?:/\d+)?$"
)


def macs(values: pl.Series) -> pl.DataFrame:
    """Every address in each value: columns value, mac (12 lower-case hex digits). Group addresses are left out."""
    found = (
        pl.DataFrame({"value": values})
        .with_columns(pl.col("value").str.extract_all(MAC_PATTERN).alias("mac"))
        .explode("mac")
        .drop_nulls()
    )
    padded = pl.col("mac").str.replace_all(r"(^|[:-])([0-9A-Fa-f])($|[:-])", "${1}0${2}${3}")
    twice = padded.str.replace_all(r"(^|[:-])([0-9A-Fa-f])($|[:-])", "${1}0${2}${3}")
    plain = pl.when(pl.col("mac").str.contains(":")).then(twice).otherwise(pl.col("mac"))
    found = found.with_columns(plain.str.replace_all(r"[^0-9A-Fa-f]", "").str.to_lowercase().alias("mac"))
    group = pl.col("mac").str.slice(1, 1).is_in(list("13579bdf"))
    return found.filter((pl.col("mac").str.len_bytes() == 12) & ~pl.col("mac").is_in(_NOBODY) & ~group)


def is_global(mac: pl.Expr) -> pl.Expr:
    """Whether an address is unique in the world: not locally administered (IEEE 802-2014, 8.4), not virtual (VRRP)."""
    return ~mac.str.slice(1, 1).is_in(list("2367abef")) & ~mac.str.starts_with("00005e")


def from_eui64(text: str) -> str:
    """The MAC address inside a modified EUI-64 interface identifier (RFC 4291, appendix A); other texts as they are."""
    match = re.fullmatch(r"([0-9a-f]{1,4}):([0-9a-f]{0,2})ff:fe([0-9a-f]{2}):([0-9a-f]{1,4})", text, re.IGNORECASE)
    if match is None:
        return text
    first, second, third, fourth = match.groups()
    digits = f"{first:0>4}{second:0>2}{third}{fourth:0>4}".lower()
    return f"{int(digits[:2], 16) ^ 2:02x}{digits[2:]}"


def serial(column: pl.Expr) -> pl.Expr:
    """A serial for comparing: upper case, without blanks and dashes; null if short, without digit, or all alike."""
    plain = column.str.to_uppercase().str.replace_all(r"[\s\-]", "")
    useless = (
        (plain.str.len_chars() < 5)
        | ~plain.str.contains(r"[0-9]")
        | plain.str.contains(r"^(?:0+|X+|1+|9+|F+|\*+|\d{1,4})$|^1234567?8?9?0?$|X{6}")
    )
    return pl.when(useless).then(None).otherwise(plain)


def asset_tag(column: pl.Expr) -> pl.Expr:
    """A tag for comparing: upper case, without blanks and leading zeros (spreadsheets eat them); null if it is a
    bare number of up to three digits."""
    plain = column.str.to_uppercase().str.replace_all(r"\s", "").str.replace(r"^0+", "")
    return pl.when((plain.str.len_chars() < 3) | plain.str.contains(r"^0*\d{1,3}$")).then(None).otherwise(plain)


def ip(column: pl.Expr) -> pl.Expr:
    """The IPv4 or IPv6 address in a cell or URL; null if there is none or it names no single host."""
    address = pl.coalesce(column.str.extract(_IPV4), column.str.extract(_IPV6).str.to_lowercase())
    nobody = address.is_in(["0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1"])  # noqa: S104
    return pl.when(nobody | address.str.contains(r"^(?:22[4-9]|23\d)\.|^ff")).then(None).otherwise(address)
