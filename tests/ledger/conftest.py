"""Fixtures of the ledger's tests."""

import shutil

import pytest

from ledgers import Authority, Book, book, cosigned, folder


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A time-stamp authority of our own."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def ledger() -> Book:
    """A ledger with four people."""
    return book()


@pytest.fixture
def bundle(tmp_path, ledger):
    """Its bundle as a folder, with the first head cosigned by a witness."""
    return folder(tmp_path / "bundle", ledger.contents(witnesses={"w1.note": cosigned(ledger.checkpoints[0])}))
