"""What is remembered of feeds from run to run: `feeds.json` in the folder of proposals. One process writes at once.

Losing the file loses nothing but politeness: everything is read once more, and the same articles give the same ids.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec

from nameplate.errors import UsageError
from nameplate.watch import folder
from nameplate.watch.lock import alone

MOST_SEEN = 5000
"""Entries of a feed that are remembered; no feed shows so many at once."""
_NAME = "feeds.json"


class FeedState(msgspec.Struct, frozen=True):
    """One feed: what to ask with, when it was asked, digests of entries read, linked pages not fetched yet."""

    etag: str | None = None
    last_modified: str | None = None
    asked: dt.datetime | None = None
    seen: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class State(msgspec.Struct, frozen=True):
    """All feeds by address, and until when hosts are to be left alone."""

    feeds: dict[str, FeedState] = {}
    closed: dict[str, dt.datetime] = {}
    schema: str = "nameplate/feeds/1"


def load(proposals: Path) -> State:
    """The state beside the proposals; an empty one if there is none. Raises `UsageError` if it is not readable."""
    path = proposals / _NAME
    if not path.exists():
        return State()
    try:
        return msgspec.json.decode(path.read_bytes(), type=State)
    except (OSError, msgspec.DecodeError) as error:
        raise UsageError(
            f"{path}: not a state of this version ({error}); delete it, and all feeds are read anew"
        ) from error


def update(proposals: Path, change: Callable[[State], State]) -> State:
    """Read, change and write the state while nobody else does."""
    with alone(proposals):
        changed = change(load(proposals))
        encoded = msgspec.json.format(msgspec.json.encode(changed, order="sorted"), indent=2)
        folder.write_whole(proposals / _NAME, encoded.decode() + "\n")
    return changed


def remember(proposals: Path, url: str, feed: FeedState, closed: dict[str, dt.datetime]) -> State:
    """Keep what is known of one feed now, and of the hosts that asked to wait."""
    kept = msgspec.structs.replace(feed, seen=feed.seen[-MOST_SEEN:])

    def _changed(state: State) -> State:
        still = {
            host: until for host, until in {**state.closed, **closed}.items() if not feed.asked or until > feed.asked
        }
        return State({**state.feeds, url: kept}, still)

    return update(proposals, _changed)
