"""What goes wrong under a store: a damaged file, a file of something else, no database, a torn read."""

import sqlite3

import pytest
import sqlalchemy as sa

from databases import fresh
from nameplate.errors import StoreError, UsageError
from nameplate.store import bulk
from nameplate.store import tables as t
from nameplate.store.database import Store, open_store
from team import begin


def test_a_damaged_file_is_told_without_a_traceback(tmp_path):
    path = tmp_path / "r.db"
    store = open_store(str(path), create=True)
    begin(store)
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + bytes(len(whole) - 8192))
    with pytest.raises(StoreError, match="malformed"):
        begin(open_store(str(path)))


def test_a_file_of_something_else_is_told(tmp_path):
    path = tmp_path / "r.db"
    path.write_text("a letter to the board, which is no database at all. " * 40)
    with pytest.raises(StoreError, match="not a database"):
        open_store(str(path))


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    with pytest.raises(UsageError, match="there is no such store"):
        open_store(str(tmp_path / "r.db"))
    assert not (tmp_path / "r.db").exists()


@pytest.mark.parametrize("address", ["mysql://somebody:secret@example.org/review", "postgresql//x://y"])
def test_another_kind_of_database_is_refused_without_its_password(address):
    with pytest.raises(UsageError, match="--db") as refused:
        open_store(address, create=True)
    assert "secret" not in str(refused.value)


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path):
    with pytest.raises(StoreError, match="review") as refused:
        open_store(f"postgresql://somebody:secret@/review?host={tmp_path}")
    assert "secret" not in str(refused.value)


def test_what_one_reads_is_of_one_moment_while_another_writes(store):
    begin(store)
    count = sa.select(sa.func.count()).select_from(t.entries)
    with store.reading() as connection:
        before = connection.execute(count).scalar()
        with store.writing() as other:
            other.execute(t.notes.insert().values(name="x", text="written meanwhile"))
        assert connection.execute(sa.select(t.notes)).all() == []
        assert connection.execute(count).scalar() == before
    with store.reading() as connection:
        assert len(connection.execute(sa.select(t.notes)).all()) == 1


def test_a_step_that_fails_leaves_nothing(store):
    begin(store)
    with pytest.raises(RuntimeError):
        half(store)
    with store.reading() as connection:
        assert connection.execute(sa.select(t.notes)).all() == []


def half(store: Store) -> None:
    """A step that fails after it wrote something."""
    with store.writing() as connection:
        connection.execute(t.notes.insert().values(name="x", text="half"))
        raise RuntimeError


def test_many_rows_at_once_are_refused_as_one_that_does_not_fit(tmp_path):
    """COPY goes past SQLAlchemy: what the server says must come back as the same error."""
    with fresh("postgresql", tmp_path) as store, pytest.raises(StoreError, match="nothing of this step was kept"):
        too_many(store)


def too_many(store: Store) -> None:
    """More rows than the server takes in the time that it has."""
    with store.writing() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = '1ms'")
        bulk.insert(connection, t.attachments, ({"sha256": f"{n:064}", "content": bytes(999)} for n in range(20_000)))
