"""Delimiters, quotes and ragged rows: every field comes out where it stood, none is cut off."""

import pytest
from as_table import as_csv, read_table

from nameplate.errors import SourceError
from nameplate.sources.interface import Limits
from nameplate.sources.tables import text

ROWS = (
    ("Manufacturer", "Model", "Serial", "Notes"),
    ("Hikvision", "DS-2CD2143G0-I", "SN0012345", "lobby, north; door 3"),
    ("Axis", "P3245-LVE", "SN0067890", "roof"),
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_whatever_else_stands_in_the_cells(delimiter):
    table = read_table(as_csv(ROWS, delimiter))
    assert table.values_at("row 2") == list(ROWS[1])
    assert table.values_at("row 3") == list(ROWS[2])


def test_decimal_commas_do_not_make_a_semicolon_file_a_comma_file():
    table = read_table("Fabricant;Modèle;Prix\nHikvision;DS-2CD2143G0-I;150,00\nAxis;P3245-LVE;480,50\n")
    assert table.of("inventory.model") == ["DS-2CD2143G0-I", "P3245-LVE"]


def test_prose_is_no_table():
    assert text.sniff("The cameras were installed in 2019.\nNobody knows by whom.\n") is None


def test_a_longer_row_keeps_its_extra_cells():
    table = read_table("Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345,x,44:19:b6:00:11:22\n")
    assert table.at("row 2")["mac"] == "44:19:b6:00:11:22"
    assert table.columns["column 4"] is None


def test_a_shorter_row_is_read_as_far_as_it_goes():
    table = read_table("Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I\nAxis,P3245-LVE,SN0067890\n")
    assert table.values_at("row 2") == ["Hikvision", "DS-2CD2143G0-I"]
    assert table.values_at("row 3") == ["Axis", "P3245-LVE", "SN0067890"]


def test_a_quoted_cell_may_hold_line_ends_quotes_and_delimiters():
    table = read_table(as_csv([ROWS[0], ("Hikvision", "DS-1", "SN0012345", 'two\nlines, a "quote"'), ROWS[2]]))
    assert table.of("inventory.description") == ['two\nlines, a "quote"', "roof"]
    assert table.at("row 3")["inventory.maker"] == "Axis"


def test_a_lone_quote_inside_a_cell_is_a_character():
    table = read_table('Manufacturer,Model,Notes\nAxis,P3245-LVE,4" dome\nSony,SNC-EM630,6" dome\n')
    assert table.of("inventory.description") == ['4" dome', '6" dome']
    assert table.of("inventory.maker") == ["Axis", "Sony"]


def test_a_quote_that_is_never_closed_costs_no_row_of_a_long_file():
    lines = [f"Axis,P3245-LVE,SN00{n:05}" for n in range(40)]
    lines[5] = 'Hikvision,"DS-2CD2143G0-I,SN0099999'
    table = read_table("Manufacturer,Model,Serial\n" + "\n".join(lines) + "\n")
    assert table.sink.rows == 40
    assert "never closed" in table.reasons
    assert table.at("row 7")["inventory.maker"] == "Hikvision"


def test_a_quote_that_is_never_closed_costs_no_row_of_a_short_file():
    table = read_table('Manufacturer,Model,Serial\nHikvision,"DS-1,SN0012345\nAxis,P3245-LVE,SN0067890\n')
    assert table.of("inventory.maker") == ["Hikvision", "Axis"]


def test_blank_lines_count_as_rows_but_are_none():
    table = read_table("Manufacturer,Model,Serial\n\nHikvision,DS-1,SN0012345\n\n\nAxis,P3245-LVE,SN0067890\n\n")
    assert table.at("row 3")["inventory.maker"] == "Hikvision"
    assert table.at("row 6")["inventory.maker"] == "Axis"
    assert table.sink.rows == 2


def test_a_line_beyond_the_limit_is_refused_without_reading_it_whole():
    with pytest.raises(SourceError, match="a line of more than 1,000 bytes"):
        read_table("Manufacturer,Model\nAxis," + "x" * 5_000 + "\n", Limits(line=1_000))


def test_a_cell_beyond_the_limit_is_cut():
    table = read_table("Manufacturer,Model,Notes\nAxis,P3245-LVE," + "x" * 300 + "\n", Limits(cell=100))
    assert table.of("inventory.description") == ["x" * 100]


def test_a_cut_cell_is_named():
    table = read_table("Manufacturer,Model,Notes\nAxis,P3245-LVE," + "x" * 300 + "\n", Limits(cell=100))
    assert "cut to 100" in table.reasons


def test_columns_beyond_the_limit_are_named_and_the_first_are_read():
    table = read_table(
        ",".join(["Manufacturer", *["x"] * 30]) + "\n" + ",".join(["Axis"] * 31) + "\n", Limits(columns=9)
    )
    assert table.of("inventory.maker") == ["Axis"]
    assert "31 columns; only the first 9" in table.reasons


@pytest.mark.parametrize("content", ["", "\n\n", "  \n\t\n", "\ufeff"])
def test_an_empty_file_says_so(content):
    with pytest.raises(SourceError, match="empty"):
        read_table(content)
