"""Long batches on all cores: the index is made once and shared by processes that are forked after it.

Where processes cannot be forked (Windows, macOS) and for short batches everything runs in this one; the answers are
the same either way, in the same order.
"""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Sequence

from nameplate.screen.party import Answer, Query
from nameplate.screen.screener import CHUNK, Screener

SHORT = 4 * CHUNK
"""Queries up to which one process is as fast."""
_AT_WORK: list[Screener] = []
"""The screener of the processes that are forked; forking hands it over without copying."""


def screen(screener: Screener, queries: Sequence[Query], *, why: bool = True) -> Iterator[Answer]:
    """As `Screener.screen`, on all cores."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if cores < 2 or len(queries) <= SHORT:
        yield from screener.screen(queries, why=why)
        return
    parts = [(queries[at : at + CHUNK], why) for at in range(0, len(queries), CHUNK)]
    _AT_WORK.append(screener)
    try:
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            for answers in pool.imap(_part, parts):
                yield from answers
    finally:
        _AT_WORK.remove(screener)


def _part(part: tuple[Sequence[Query], bool]) -> list[Answer]:
    queries, why = part
    return list(_AT_WORK[-1].screen(queries, why=why))
