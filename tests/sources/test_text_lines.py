"""Lines of any encoding: what is odd is named, what is readable is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.sources import instants, mac_text
from nameplate.sources.interface import Document, Limits, Sink
from nameplate.sources.text_lines import head_text, lines


def run(tmp_path, content: bytes, limits: Limits | None = None) -> tuple[list[tuple[int, str]], Sink]:
    path = tmp_path / "x"
    path.write_bytes(content)
    sink = Sink("x", limits)
    return list(lines(Document("x", path, len(content), content[:65_536]), sink)), sink


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_encodings_and_line_ends_make_no_difference(codec, end, tmp_path):
    found, sink = run(tmp_path, f"one {'x' * 20}{end}two é{end}".encode(codec))
    assert found == [(1, "one " + "x" * 20), (2, "two é")]
    assert not sink.problems


def test_a_line_in_latin_1_among_utf_8_is_read_and_named(tmp_path):
    found, sink = run(tmp_path, "é\n".encode() + "é\n".encode("latin-1") + b"x\n")
    assert [line for _, line in found] == ["é", "é", "x"]
    assert [p.locator for p in sink.problems] == ["line 2"]


def test_nul_characters_are_left_out_and_named(tmp_path):
    found, sink = run(tmp_path, b"first line of plain text\na\0b\n")
    assert found[1] == (2, "ab")
    assert [p.locator for p in sink.problems] == ["line 2"]


def test_an_overlong_line_is_cut_and_the_next_is_read(tmp_path):
    found, sink = run(tmp_path, b"a" * 5000 + b"\nnext\n", Limits(line=1000))
    assert [len(line) for _, line in found] == [1000, 4]
    assert "5,000" in sink.problems[0].reason or "4,000" in sink.problems[0].reason


@given(st.binary(max_size=300))
def test_any_bytes_have_a_head(content):
    assert isinstance(head_text(Document("x", None, len(content), content)), str)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["44:19:b6:00:11:22", "44-19-B6-00-11-22", "4419.b600.1122", "4419-b600-1122", "4419B6001122", "44:19:b6:0:11:22"],
)
def test_a_mac_address_is_known_in_every_spelling(text):
    assert mac_text.octets(text) == bytes.fromhex("4419b6001122")
    assert mac_text.is_unit(text)


@pytest.mark.parametrize(
    "text", ["ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:16", "33:33:00:00:00:01", "00:00:00:00:00:00", "x", ""]
)
def test_group_broadcast_and_empty_addresses_are_of_no_unit(text):
    assert not mac_text.is_unit(text)


def test_moments_need_a_zone():
    assert instants.from_iso("2026-11-24T08:00:00") is None
    assert instants.from_iso("2026-11-24T08:00:00Z") is not None
    assert instants.from_epoch("never") is None
    assert instants.from_epoch(1e300) is None
    assert instants.from_epoch("nan") is None
