"""Fixtures that every test may use: the shared folder of real data, and reading one document."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings

from nameplate.sources.interface import HEAD_BYTES, Document, Reader, Sink

settings.register_profile("unhurried", deadline=None)  # a speed is a benchmark, never a timed test
settings.load_profile("unhurried")
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes to the home folder's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of facts and real samples beside the checkout; its absence is a failure in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing")
        pytest.skip(f"needs {folder}")
    return folder


ReadFunction = Callable[..., tuple[pl.DataFrame, Sink]]


@pytest.fixture
def read(tmp_path: Path) -> ReadFunction:
    """Read bytes, text or a path with one reader; gives the observations and the sink."""

    def run(reader: Reader, content: bytes | str | Path, label: str = "x") -> tuple[pl.DataFrame, Sink]:
        if isinstance(content, Path):
            path = content
        else:
            path = tmp_path / "document"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        sink = Sink(label)
        reader.read(Document(label, path, path.stat().st_size, head), sink)
        return sink.observations(), sink

    return run
