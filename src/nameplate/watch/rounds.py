"""A round of feeds: each that is due is asked, what is new becomes proposals, and each outcome is kept at once.

A feed that fails leaves the others alone; a round that is broken off loses nothing that was read.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from nameplate.watch import feed_state, feeds
from nameplate.watch.feed_state import FeedState
from nameplate.watch.fetch.visitor import Visitor
from nameplate.watch.schedule import Feed
from nameplate.watch.shapes import Article


class Outcome(msgspec.Struct, frozen=True):
    """What came of one feed. `state`: read, unchanged, not_due, failed; `proposals` are ids of what was new."""

    url: str
    state: str
    proposals: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def run(
    wanted: tuple[Feed, ...], proposals: Path, visitor: Visitor, keep: Callable[[Article], str], *, only_due: bool
) -> Iterator[Outcome]:
    """One round. `keep` makes a proposal of an article and gives its id."""
    before = feed_state.load(proposals)
    now = visitor.now()
    visitor.closed.update({host: until for host, until in before.closed.items() if until > now})
    for feed in wanted:
        known = before.feeds.get(feed.url, FeedState())
        if only_due and not feeds.is_due(feed, known, now):
            yield _not_due(feed, known)
            continue
        done = feeds.visit(feed, known, visitor)
        ids = tuple(keep(article) for article in done.articles)
        feed_state.remember(proposals, feed.url, done.state, visitor.closed)
        state = "unchanged" if done.unchanged else "failed" if done.problems and not ids else "read"
        yield Outcome(feed.url, state, tuple(dict.fromkeys(ids)), tuple(done.problems), tuple(done.notes))


def _not_due(feed: Feed, known: FeedState) -> Outcome:
    due = (known.asked or dt.datetime.min.replace(tzinfo=dt.UTC)) + feed.interval
    return Outcome(feed.url, "not_due", notes=(f"{feed.url}: not asked before {due:%Y-%m-%d %H:%M} UTC",))
