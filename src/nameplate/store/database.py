"""Opening a store: one SQLite file by default, PostgreSQL for teams; migrated to the newest tables on the way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from nameplate.errors import StoreError, UsageError
from nameplate.store.tables import REVISION

_WAIT_MS = 30_000
"""How long a SQLite writer waits for another one."""
_MIGRATION = 0x6E616D65
"""Number of the lock of PostgreSQL under which one process at a time makes the tables."""
_OURS = (sa.exc.IntegrityError, sa.exc.ProgrammingError, sa.exc.DataError)
"""Errors that are faults of this program, and not of the database."""
_REVISIONS = sa.table("alembic_version", sa.column("version_num", sa.String))


class Store:
    """A database with the newest tables. Writers follow one another; readers see the last committed state."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = _engine(url)
        self._reader = self._engine.execution_options(reading=True, **_snapshot(self._engine))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is kept, or nothing. Raises `StoreError` on a full disk, a damaged file or a lost
        server."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            if isinstance(error, _OURS):
                raise
            raise StoreError(f"{_shown(self.url)}: {_reason(error)}; nothing of this step was kept") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with: all that is read is of one moment, whatever others write meanwhile."""
        try:
            with self._reader.connect() as connection:
                yield connection
        except sa.exc.DatabaseError as error:
            if isinstance(error, _OURS):
                raise
            raise StoreError(f"{_shown(self.url)}: {_reason(error)}") from error

    def migrate(self) -> None:
        """Bring the tables to the newest form (Alembic); a new database gets all of them. Where there is nothing to
        do, nothing is locked: one can read while another writes."""
        if self._revision() == REVISION:
            return
        from alembic import command
        from alembic.config import Config

        with resources.as_file(resources.files("nameplate.store").joinpath("migrations")) as folder:
            config = Config()
            config.set_main_option("script_location", str(folder))
            with self.writing() as connection:
                if self._engine.dialect.name == "postgresql":  # SQLite lets one writer in at a time by itself
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION)))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")

    def _revision(self) -> str | None:
        with self.reading() as connection:
            if not sa.inspect(connection).has_table(_REVISIONS.name):
                return None
            return connection.execute(sa.select(_REVISIONS.c.version_num)).scalar()

    def backup(self, path: Path) -> None:
        """Copy a SQLite store while it is in use (its online backup). Raises `UsageError` for PostgreSQL: that has
        pg_dump, and `portable` writes JSON lines of either."""
        if self._engine.dialect.name != "sqlite":
            raise UsageError("a PostgreSQL store is backed up with pg_dump, or with `nameplate ledger dump`")
        if path.exists():
            raise UsageError(f"{path}: is there already; a backup is never written over another file")
        with self.reading() as connection, sqlite3.connect(path) as copy:
            source: Any = connection.connection.driver_connection
            source.backup(copy)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at `url` (a file name means SQLite). Raises `UsageError` if there is none and `create` is false."""
    full = url if "://" in url else f"sqlite:///{url}"
    path = sa.engine.make_url(full).database if full.startswith("sqlite") else None
    if path and not create and not Path(path).exists():
        raise UsageError(f"{path}: there is no such store; `nameplate ledger open` makes one")
    store = Store(full)
    store.migrate()
    return store


def _engine(url: str) -> Engine:
    try:
        parsed = sa.engine.make_url(url)
    except sa.exc.ArgumentError as error:
        raise UsageError(f"--db {_shown(url)}: not a database; give a file name or postgresql://...") from error
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise UsageError(f"--db {_shown(url)}: SQLite (a file name) and PostgreSQL are supported")
    engine = sa.create_engine(parsed)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _snapshot(engine: Engine) -> dict[str, str]:
    """What gives readers one moment; SQLite's readers have that."""
    return {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}


def _prepare(connection: Any, _: object) -> None:
    """WAL lets readers go on while one writes; FULL keeps what was committed through a loss of power."""
    connection.isolation_level = None  # the driver opens no transactions of its own
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_WAIT_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A writer takes its lock at once: two that first read and then write would deadlock."""
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _shown(url: str) -> str:
    """An address without its password; one that cannot be read could have it anywhere."""
    try:
        return sa.engine.make_url(url).render_as_string(hide_password=True) if "://" in url else url
    except sa.exc.ArgumentError:
        return "(an address that cannot be read)"


def _reason(error: sa.exc.DatabaseError) -> str:
    return str(error.orig).strip().splitlines()[0] if error.orig else "the database does not answer"
