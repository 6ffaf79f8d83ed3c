"""Walking one file; and pytest puts this folder on the path, so that `hostile` and `archives` can be imported below."""

from collections.abc import Callable

import pytest
from archives import Found

from nameplate.sources.interface import Limits


@pytest.fixture
def walk_file(tmp_path) -> Callable[..., Found]:
    """Walk one file with the given bytes."""

    def walk(name: str, content: bytes, limits: Limits | None = None) -> Found:
        (tmp_path / name).write_bytes(content)
        return Found(tmp_path, tmp_path / name, limits=limits)

    return walk
