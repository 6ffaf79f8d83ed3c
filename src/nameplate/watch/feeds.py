"""One feed, once: what is new in it as articles. The feed is asked conditionally, entries read before are left out.

Linked pages are fetched only where the user asks for it, a limited number a run; those left over wait for the next.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from nameplate.errors import SourceError
from nameplate.watch.feed_state import FeedState
from nameplate.watch.fetch.request import Answer
from nameplate.watch.fetch.unanswered import Unanswered
from nameplate.watch.fetch.visitor import Visitor
from nameplate.watch.reading import read
from nameplate.watch.schedule import Feed
from nameplate.watch.shapes import Article


@dataclass
class Visit:
    """What came of one feed: new articles, what to remember, and lines to tell: what failed, what is left for later."""

    state: FeedState
    articles: list[Article] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: bool = False


def is_due(feed: Feed, state: FeedState, now: dt.datetime) -> bool:
    """Whether the feed may be asked again."""
    return state.asked is None or now - state.asked >= feed.interval


def visit(feed: Feed, before: FeedState, visitor: Visitor) -> Visit:
    """Ask for a feed and what is linked in it; never raises for what a server does."""
    done = Visit(msgspec.structs.replace(before, asked=visitor.now()))
    try:
        private = visitor.is_private(feed.url)
        answer = visitor.get(feed.url, _validators(before), private_ok=private)
        if answer.status == 304:
            done.unchanged = True
        else:
            _take(done, feed, answer)
    except SourceError as error:
        done.problems.append(str(error))
        done.state = msgspec.structs.replace(before, asked=done.state.asked)
        return done
    if feed.articles:
        _pages(done, feed, visitor, private_ok=private)
    return done


def _validators(state: FeedState) -> dict[str, str]:
    """The headers of a conditional question (RFC 9110 section 13.1)."""
    told = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
    return {name: value for name, value in told.items() if value and value.isprintable()}


def _take(done: Visit, feed: Feed, answer: Answer) -> None:
    """The entries of an answer that were not read before."""
    try:
        found = read.articles(answer.content, answer.url, answer.charset)
    except SourceError as error:
        raise SourceError(f"{answer.url}: {error}") from error
    seen = set(done.state.seen)
    new = [article for article in found if article.sha256 not in seen]
    done.articles = [_hinted(article, feed) for article in new]
    links = [a.origin for a in new if feed.articles and a.origin != answer.url]
    done.state = msgspec.structs.replace(
        done.state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        seen=(*done.state.seen, *dict.fromkeys(a.sha256 for a in new)),
        waiting=tuple(dict.fromkeys((*done.state.waiting, *links))),
    )


def _pages(done: Visit, feed: Feed, visitor: Visitor, *, private_ok: bool) -> None:
    """Fetch pages that wait, up to the limit; what fails for now waits on, what fails for good does not."""
    waiting, rest = done.state.waiting[: feed.articles], done.state.waiting[feed.articles :]
    again: list[str] = []
    for url in waiting:
        try:
            done.articles.extend(_page(url, feed, visitor, private_ok=private_ok))
        except SourceError as error:
            done.problems.append(str(error))
            if isinstance(error, Unanswered) and error.passing:
                again.append(url)
    if rest:
        done.notes.append(
            f"{feed.url}: {len(rest)} linked pages wait; run again, or allow more than {feed.articles} a run"
        )
    done.state = msgspec.structs.replace(done.state, waiting=(*rest, *again))


def _page(url: str, feed: Feed, visitor: Visitor, *, private_ok: bool) -> Iterator[Article]:
    answer = visitor.get(url, {}, private_ok=private_ok)
    try:
        found = read.articles(answer.content, answer.url, answer.charset)
    except SourceError as error:
        raise SourceError(f"{answer.url}: {error}") from error
    return (_hinted(article, feed) for article in found)


def _hinted(article: Article, feed: Feed) -> Article:
    return msgspec.structs.replace(article, language=feed.language or "", publisher=feed.publisher or article.publisher)
