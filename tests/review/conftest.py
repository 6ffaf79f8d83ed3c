"""Stores with a ledger and four people, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import KINDS, fresh
from nameplate.store.database import Store
from team import Team, begin


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store."""
    with fresh(request.param, tmp_path_factory.mktemp("store")) as made:
        yield made


@pytest.fixture
def team(store: Store) -> Team:
    """A store with a ledger, its server and four people."""
    return begin(store)


@pytest.fixture
def lone(tmp_path: Path) -> Iterator[Team]:
    """The same on SQLite alone, for what no database makes different."""
    with fresh("sqlite", tmp_path) as made:
        yield begin(made)
