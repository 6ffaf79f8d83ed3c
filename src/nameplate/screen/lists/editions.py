"""Two editions of a list beside each other: an official list once lost 15,000 rows, and nobody was told."""

from collections.abc import Iterable

from nameplate.screen.party import Edition

MOST_LOST = 0.05
"""Share of rows or names that an edition may lose before it is an alarm."""


def alarms(before: Iterable[Edition], now: Iterable[Edition]) -> list[str]:
    """What an edition lost against the one seen last, in words; nothing for a list seen for the first time."""
    last = {edition.list: edition for edition in before}
    out = []
    for edition in now:
        if (known := last.get(edition.list)) is not None:
            out += _lost(known, edition)
    return out


def _lost(before: Edition, now: Edition) -> list[str]:
    out = []
    for what in ("rows", "parties", "names"):
        had, has = getattr(before, what), getattr(now, what)
        if has < had * (1 - MOST_LOST):
            out.append(
                f"{now.list}: this edition has {has:,} {what} where the one before had {had:,}; get the list again"
            )
    if before.date and now.date and now.date < before.date:
        out.append(f"{now.list}: this edition is of {now.date}, older than the one screened last ({before.date})")
    return out
