"""The schedule file: which feeds, how often at most, and what is known of them. Cron or the like runs the command."""

import datetime as dt
import re
from pathlib import Path
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.errors import UsageError

_EVERY = re.compile(r"(\d{1,4}) ?(m|h|d)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
SHORTEST = dt.timedelta(minutes=15)
"""No feed is asked more often than that by a schedule."""


class Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One feed. `every`: 30m, 6h, 1d; `articles`: how many linked pages may be fetched in a run."""

    url: str
    every: str = "6h"
    language: Literal["ar", "de", "en", "es", "fr", "ru", "zh"] | None = None
    publisher: str | None = None
    articles: int = 0

    @property
    def interval(self) -> dt.timedelta:
        """The time between two questions. Raises `UsageError` if `every` cannot be read or is too short."""
        match = _EVERY.fullmatch(self.every.strip())
        if not match:
            raise UsageError(f"{self.url}: every '{self.every}' is no interval; write 30m, 6h or 1d")
        found = dt.timedelta(**{_UNITS[match[2]]: int(match[1])})
        if found < SHORTEST:
            raise UsageError(f"{self.url}: every '{self.every}' is too often; 15m is the least")
        return found


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All feeds. `contact`: an address that servers are told, so that they can complain to a person."""

    feeds: tuple[Feed, ...]
    contact: str | None = None


def load(path: Path) -> Schedule:
    """Read a schedule. Raises `DocumentError` or `UsageError` if it is not one."""
    schedule = yamlfile.load(path, Schedule)
    urls = [feed.url for feed in schedule.feeds]
    if doubled := next((url for url in urls if urls.count(url) > 1), None):
        raise UsageError(f"{path}: {doubled} stands there twice")
    for feed in schedule.feeds:
        _ = feed.interval
    if schedule.contact and not schedule.contact.isprintable():
        raise UsageError(f"{path}: contact holds characters that no header may hold")
    return schedule
