"""The contractor's example reviewed once, and a store of it for each test that plays a case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from played import Play, example

from nameplate.pipeline import Review


@pytest.fixture(scope="session")
def contractor() -> Review:
    return example()


@pytest.fixture(scope="session")
def begun(contractor: Review, tmp_path_factory) -> Path:
    """A store file in which that review was taken in."""
    folder = tmp_path_factory.mktemp("begun")
    play = Play(folder / "store", contractor)
    play.store.backup(folder / "begun.db")
    play.store.close()
    return folder / "begun.db"


@pytest.fixture
def play(contractor: Review, begun: Path, tmp_path: Path) -> Iterator[Play]:
    played = Play(tmp_path / "store", contractor, begun=begun)
    yield played
    played.store.close()
