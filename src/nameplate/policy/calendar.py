"""Business days of an order's jurisdiction: weekends and public holidays left out."""

import datetime as dt
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str | None) -> Any:
    import holidays

    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return {}


def add_business_days(start: dt.date, days: int, jurisdiction: str) -> dt.date:
    """The day `days` business days after `start` (the day itself does not count).

    `jurisdiction` is ISO 3166-1 or -2; for a country alone its national (federal) holidays count.
    """
    country, _, subdivision = jurisdiction.partition("-")
    free = _holidays(country, subdivision or None)
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        if day.weekday() < 5 and day not in free:
            days -= 1
    return day
