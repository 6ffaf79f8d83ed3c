"""Work on a store in processes of their own, which tests kill: each step is told only after it was committed."""

import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
import sqlalchemy.dialects.postgresql.psycopg
import sqlalchemy.dialects.sqlite.pysqlite

from nameplate.errors import StoreError
from nameplate.pipeline import Review
from nameplate.review import intake
from nameplate.review.book import Book, File
from nameplate.store.database import Store, open_store
from team import REGISTER, key_of

CONTEXT = multiprocessing.get_context("forkserver")
_DAY = "2026-01-02"


def opened(address: str) -> str | None:
    """Open a store that may not be there yet; the revision of its tables."""
    store = open_store(address, create=True)
    with store.reading() as connection:
        found: str | None = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    store.close()
    return found


NEXT: dict[str, tuple[str, str, dict[str, str]]] = {
    "opened": ("alice", "gather", {"what": "a photo"}),
    "evidence_gathered": ("alice", "assess", {"says": "it stands"}),
    "assessed": ("alice", "request", {"decision": "remove", "why": "covered"}),
    "second_review": ("bob", "approve", {}),
    "decided": ("alice", "carry_out", {"day": _DAY, "how": "unplugged"}),
    "carried_out": ("carol", "verify", {"by": "plate"}),
    "verified_gone": ("bob", "close", {}),
    "closed": ("bob", "reopen", {"because": "new_evidence", "says": "another photo"}),
    "reopened": ("alice", "gather", {"what": "another photo"}),
}
"""What is done in a case of each state: round and round."""


def act(book: Book, case: str) -> int:
    """The next act in a case; the number of its entry."""
    before = book.case(case)
    who, name, said = NEXT[before.state]
    files = [File("photo.jpg", f"photo {len(before.history)} of {case}".encode())] if name == "gather" else []
    return book.perform(case, name, said, key_of(who), files).history[-1].sequence


def acts(address: str, case: str, tell: Connection, kill_at: int = 0) -> None:
    """Acts in one case without end; tells the number of each entry."""
    store = open_store(address)
    book = Book(store)
    if kill_at:
        tell.send(act(book, case))
        _die_at(store, kill_at)
    while True:
        tell.send(act(book, case))


def imports(address: str, reviews: list[str], tell: Connection, kill_at: int = 0) -> None:
    """Takes in reviews; tells the number of each import."""
    store = open_store(address)
    book = Book(store)
    if kill_at:
        _die_at(store, kill_at)
    for path in reviews:
        tell.send(take_in(book, path))


def take_in(book: Book, path: str) -> int:
    """Take in a review that stands in a file."""
    review = msgspec.json.decode(Path(path).read_bytes(), type=Review)
    return intake.take_in(book, review, Path(path).name, REGISTER, key_of("alice")).taken.number


def comments(address: str, case: str, count: int, tell: Connection) -> None:
    """Some comments in one case, as fast as can be; tells the number of each entry."""
    book = Book(open_store(address))
    tell.send("ready")
    tell.recv()
    for number in range(count):
        after = book.perform(case, "comment", {"says": f"number {number}"}, key_of("bob"))
        tell.send(after.history[-1].sequence)


def full(address: str, case: str, room: int, tell: Connection) -> None:
    """Acts in a case on a disk that has `room` bytes more for each file, then on one that has more again."""
    book = Book(open_store(address))
    most = max(Path(address + end).stat().st_size for end in ("", "-wal") if Path(address + end).exists()) + room
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        while True:
            tell.send(act(book, case))
    except StoreError as error:
        tell.send(str(error))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    tell.send(act(book, case))


@cache
def _server() -> None:
    """Start the process that all jobs are forks of, with this module in it: otherwise each would import everything."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).resolve().parent))
        CONTEXT.set_forkserver_preload(["store_jobs"])
        forkserver.ensure_running()


@contextmanager
def running(job: Callable[..., None], *given: Any, **more: Any) -> Iterator[tuple[Any, Connection]]:
    """A job in a process of its own, and the end of the pipe that it tells through; killed in the end."""
    _server()
    mine, its = CONTEXT.Pipe()
    process = CONTEXT.Process(target=job, args=(*given, its), kwargs=more, daemon=True)
    process.start()
    its.close()
    try:
        yield process, mine
    finally:
        process.kill()
        process.join()
        mine.close()


def told(pipe: Connection) -> list[Any]:
    """All that was told before the process ended."""
    found = []
    try:
        while True:
            found.append(pipe.recv())
    except EOFError:
        return found


def _die_at(store: Store, step: int) -> None:
    """Kill this process after so many statements; the commit is one too, and the process dies before it."""
    done = 0

    def count(*_: object) -> None:
        nonlocal done
        done += 1
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(store._engine, "after_cursor_execute", count)
    sa.event.listen(store._engine, "commit", count)
