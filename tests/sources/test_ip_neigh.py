"""ip neigh as text and JSON."""

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.interface import Document
from nameplate.sources.ip_neigh import READER

TEXT = """10.4.0.9 dev eth0 lladdr 44:19:b6:00:11:22 REACHABLE
10.4.0.1 dev eth0 lladdr 00:11:22:33:44:55 router STALE
10.4.0.50 dev eth0  FAILED
fe80::1 dev eth0 lladdr 00:11:22:33:44:55 proto zebra router DELAY
ff02::1 dev eth0 lladdr 33:33:00:00:00:01 NOARP
"""
JSON = """[{"dst":"10.4.0.9","dev":"eth0","lladdr":"44:19:b6:00:11:22","state":["REACHABLE"]},
{"dst":"10.4.0.50","dev":"eth0","state":["FAILED"]},{"dev":"eth0"}]"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


@pytest.mark.parametrize("text", [TEXT, JSON], ids=["text", "JSON"])
def test_an_entry_gives_address_mac_interface_and_state(text, read, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(text), text.encode())) is not None
    frame, _ = read(READER, text)
    assert facts(frame, "10.4.0.9") == {
        "ip": "10.4.0.9",
        "mac": "44:19:b6:00:11:22",
        "neigh.interface": "eth0",
        "neigh.state": "REACHABLE",
    }


def test_entries_that_are_no_units_are_counted(read):
    frame, sink = read(READER, TEXT)
    assert {(s.what, s.count) for s in sink.skipped} == {("entries without a MAC address", 1), ("group addresses", 1)}
    assert facts(frame, "fe80::1")["mac"] == "00:11:22:33:44:55"
    assert sink.rows == 5


def test_json_items_without_an_address_are_named(read):
    _, sink = read(READER, JSON)
    assert [p.locator for p in sink.problems] == ["$[2]"]


def test_a_list_that_breaks_off_keeps_its_complete_entries(read):
    frame, sink = read(READER, JSON[:100])
    assert facts(frame, "10.4.0.9")["mac"] == "44:19:b6:00:11:22"
    assert "breaks off" in sink.problems[0].reason


def test_a_long_line_of_words_costs_no_time(read):
    _, sink = read(READER, "10.0.0.1 dev eth0 " + "a " * 400_000 + "\n")
    assert len(sink.problems) == 1


@pytest.mark.parametrize("content", [b"", b"10.0.0.1 dev\n", b'[{"dst": 5}]', b"the dev said hi\n"])
def test_other_text_is_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(TEXT.encode(), JSON.encode()))
def test_no_damage_raises(content):
    survives(READER, content)
