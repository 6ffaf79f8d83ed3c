"""Reading a capture made of frames; pytest puts this folder on the path, so that `traffic` can be imported below."""

from collections.abc import Callable

import polars as pl
import pytest

from nameplate.sources.capture import READER


@pytest.fixture
def capture(read) -> Callable[..., tuple[pl.DataFrame, object]]:
    """Read the bytes of a capture; gives the observations and the sink."""
    return lambda content: read(READER, content)
