"""An empty store, on both databases."""

from collections.abc import Iterator

import pytest

from databases import KINDS, fresh
from nameplate.store.database import Store


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An empty store."""
    with fresh(request.param, tmp_path_factory.mktemp("store")) as made:
        yield made
