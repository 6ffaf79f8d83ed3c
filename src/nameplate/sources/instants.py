"""Moments as files of network equipment write them, to aware UTC times; None for what is none.

Local times without a zone stay text: guessing a zone could tie an address to the wrong unit.
"""

import datetime as dt

_LATEST = 253_402_300_799
"""End of the year 9999, in seconds since 1970."""


def from_epoch(text: object) -> dt.datetime | None:
    """Seconds since 1970 (a number or its text), up to the year 9999."""
    try:
        seconds = float(str(text))
    except ValueError:
        return None
    if not 0 < seconds <= _LATEST:
        return None
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def from_iso(text: str) -> dt.datetime | None:
    """ISO 8601 with a zone; without one it is not a moment."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        return moment.astimezone(dt.UTC) if moment.tzinfo else None
    except OverflowError:
        return None


def from_parts(date: str, time: str) -> dt.datetime | None:
    """`2026/11/24` and `12:31:00`, already UTC."""
    try:
        return dt.datetime.strptime(f"{date} {time}", "%Y/%m/%d %H:%M:%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
