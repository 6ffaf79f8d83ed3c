"""What is kept of lists: found again, never trusted when damaged, never in the way."""

import pytest

from nameplate.screen import cache, stored
from nameplate.screen.index import Index
from nameplate.screen.lists.read import read
from nameplate.screen.party import Party, Query
from nameplate.screen.screener import Screener

EU = "Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName\n13;enterprise;Orbitek Trade LLC\n"
PARTIES = [Party("a", "a:1", ("Orbitek 2000 Trading", "Орбитек")), Party("a", "a:2", ("海云天视", "Hai Yun"), "vessel")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/nameplate"


def test_an_index_from_the_cache_answers_as_the_one_that_was_made(make_list):
    lists = [make_list({"a:1": ("Orbitek", "Орбитек"), "a:2": ("海云天视", "Novum Shipping 7"), "a:3": ("هيكفيجن",)})]
    queries = [Query(at, text) for at, text in enumerate(["Orbitec GmbH", "海雲天視", "Novum", "хиквижн"])]
    made = list(Screener(lists).screen(queries))
    assert list(Screener(lists).screen(queries)) == made


def test_the_second_time_nothing_is_indexed(monkeypatch):
    first = stored.index_of(PARTIES)
    monkeypatch.setattr(stored, "Index", None)
    with pytest.raises(TypeError):
        stored.index_of(PARTIES[:1])
    monkeypatch.undo()
    assert stored.index_of(PARTIES).texts == first.texts


@pytest.mark.parametrize("damage", [lambda b: b[:-9], lambda b: b[:50] + b"x" + b[51:], lambda _: b"", lambda _: b"no"])
def test_a_damaged_file_is_made_anew(folder, damage):
    stored.index_of(PARTIES)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert stored.index_of(PARTIES).texts == Index(PARTIES).texts
    assert file.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"\x90", b"\x92\xa5plain\x01", b"\x93\xa6object\xa2os\x80"])
def test_bytes_that_are_no_index_are_none(content):
    assert stored.load(content, PARTIES) is None


def test_a_list_is_read_again_when_it_changed(tmp_path):
    path = tmp_path / "eu.csv"
    path.write_text(EU, encoding="utf-8")
    assert read(path) == read(path)
    path.write_text(EU + "14;person;Jan Novak\n", encoding="utf-8")
    assert read(path).edition.parties == 2


def test_a_list_with_another_id_is_not_taken_for_the_one_before(tmp_path):
    path = tmp_path / "eu.csv"
    path.write_text(EU, encoding="utf-8")
    assert read(path).parties[0].entry == "eu:13"
    assert read(path, taken=frozenset({"eu"})).edition.list != read(path).edition.list or path.stem == "eu"


def test_where_nothing_can_be_written_everything_works(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert stored.index_of(PARTIES).texts


def test_old_files_go_when_there_are_many(folder, monkeypatch):
    monkeypatch.setattr(cache, "MOST", 3)
    for number in range(6):
        cache.store(cache.named(b"%d" % number), b"x")
    assert len(list(folder.iterdir())) == 3
    assert cache.load(cache.named(b"5")) == b"x"
