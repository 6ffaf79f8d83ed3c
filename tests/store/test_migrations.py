"""The tables that the migrations make are those that the program uses, on both databases."""

from concurrent.futures import ProcessPoolExecutor
from importlib import resources

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from databases import KINDS, database
from nameplate.store.database import open_store
from nameplate.store.tables import REVISION, metadata
from store_jobs import CONTEXT, opened


def test_the_migrations_make_the_tables_that_the_program_uses(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_the_program_knows_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(resources.files("nameplate.store").joinpath("migrations")))
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_a_store_can_be_opened_and_read_while_another_process_writes(tmp_path):
    path = str(tmp_path / "r.db")
    first = open_store(path, create=True)
    with first.writing():
        second = open_store(path)
        with second.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM entries").scalar() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_several_processes_may_open_a_new_store_at_once(kind, tmp_path):
    with database(kind, tmp_path) as address, ProcessPoolExecutor(4, CONTEXT) as processes:
        assert set(processes.map(opened, [address] * 4)) == {REVISION}
