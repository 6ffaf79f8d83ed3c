"""Text of any encoding and line end is read as what its writer saw; whatever was odd is named."""

import pytest
from as_table import read_table
from hypothesis import given
from hypothesis import strategies as st

from nameplate.sources.interface import Sink
from nameplate.sources.tables import text

LINES = (
    "Manufacturer,Model,Serial,Site",
    "Hikvision,DS-2CD2143G0-I,SN0012345,North High",
    "Axis,P3245-LVE,SN0067890,École d'été à Montréal",
)
PLAIN = "\n".join(LINES) + "\n"
SITE = "École d'été à Montréal"
ARABIC = (
    "الشركة المصنعة;الموديل;الموقع\n"
    "هيكفيجن;DS-2CD2143G0-I;المدرسة الشمالية\n"
    "داهوا;IPC-HDW2431T;مدرسة النور الثانوية للبنات\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_with_and_without_mark_is_read_without_a_word(codec):
    table = read_table(PLAIN.encode(codec))
    assert table.at("row 3")["inventory.site"] == SITE
    assert table.columns["Manufacturer"] == "inventory.maker"
    assert table.reasons == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end):
    table = read_table(PLAIN.replace("\n", end))
    assert table.at("row 2") == {
        "inventory.maker": "Hikvision",
        "inventory.model": "DS-2CD2143G0-I",
        "inventory.serial": "SN0012345",
        "inventory.site": "North High",
    }
    assert table.sink.rows == 2


def test_windows_1252_keeps_its_accents_and_is_named():
    table = read_table(PLAIN.encode("cp1252"))
    assert table.at("row 3")["inventory.site"] == SITE
    assert table.reasons.startswith("row 3: not UTF-8")


def test_arabic_windows_1256_is_read_with_its_headings():
    table = read_table(ARABIC.encode("cp1256"))
    assert table.of("inventory.maker") == ["هيكفيجن", "داهوا"]
    assert table.of("inventory.site") == ["المدرسة الشمالية", "مدرسة النور الثانوية للبنات"]
    assert "cp1256" in table.reasons


def test_two_encodings_in_one_file_are_told_apart_line_by_line():
    table = read_table(PLAIN.encode() + "Sony,SNC-EM630,SN0011111,Lycée d'été\n".encode("cp1252"))
    assert table.of("inventory.site") == ["North High", SITE, "Lycée d'été"]
    assert table.reasons.startswith("row 4: UTF-8 mixed with another encoding")


def test_nul_bytes_are_left_out_and_counted():
    table = read_table(PLAIN.replace("SN0012345", "SN\x0000\x0012345"))
    assert table.at("row 2")["inventory.serial"] == "SN0012345"
    assert "2 NUL characters" in table.reasons


def test_a_mark_in_front_of_the_first_heading_hides_nothing():
    table = read_table(PLAIN.encode("utf-8-sig"))
    assert "Manufacturer" in table.columns


def test_invisible_blanks_around_a_value_are_cut():
    table = read_table(PLAIN.replace("SN0012345", "\u200f\u00a0SN0012345\u200b "))
    assert table.at("row 2")["inventory.serial"] == "SN0012345"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
@given(content=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"), max_size=60))
def test_what_is_written_with_a_mark_is_decoded_exactly(codec, content):
    assert text.decode(content.encode(codec)) == content


@given(st.binary(max_size=300))
def test_any_bytes_decode_to_some_text_without_nul_or_carriage_return(content):
    decoded = text.decode(content, Sink("x"))
    assert "\0" not in decoded
    assert "\r" not in decoded
