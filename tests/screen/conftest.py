"""A small list, and screeners on it and on the real lists of the shared folder, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nameplate.register.load import load
from nameplate.screen.lists import register_list
from nameplate.screen.lists.read import read_all
from nameplate.screen.party import Edition, Listing, Party
from nameplate.screen.screener import Screener

NAMES = {
    "a:1": ("Zhejiang Orbitek Technology Co., Ltd.", "Orbitek"),
    "a:2": ("IVANOV, Sergei Petrovich", "ИВАНОВ, Сергей Петрович"),
    "a:3": ("11420 CORP.",),
    "a:4": ("Compania Minera Rosalejos S.A.",),
    "a:5": ("海云天视技术股份有限公司", "海云天视"),
    "a:6": ("Global Shipping Company",),
    "a:7": ("Autelion",),
}


def listing(names: dict[str, tuple[str, ...]]) -> Listing:
    """A list of these parties."""
    parties = tuple(Party("a", entry, spelled, "organisation", ("CN",)) for entry, spelled in names.items())
    return Listing(Edition("a", "a list", (), "0" * 64, None, len(parties), len(parties), 9), parties)


@pytest.fixture(scope="session")
def make_list() -> Callable[[dict[str, tuple[str, ...]]], Listing]:
    """Makes a list of entries and their names."""
    return listing


@pytest.fixture(scope="session")
def small() -> Screener:
    """A screener on the small list and the register, so that words have a rarity."""
    return Screener([listing(NAMES), register_list.listing(load())])


@pytest.fixture(scope="session")
def real(shared: Path) -> list[Listing]:
    """The real lists of the samples."""
    folder = shared / "samples/screening/lists"
    return read_all(
        [folder / name for name in ("sdn.csv", "cons_prim.csv", "dpl.txt", "csl.csv", "un_consolidated.xml")]
    )
