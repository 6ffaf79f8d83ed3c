"""Which rows stand for units: totals, notes, titles and repeated headings are counted apart, never lost in silence."""

import pytest
from as_table import read_table

HEADING = "Manufacturer,Model,Quantity,Notes\n"
UNIT = "Hikvision,DS-2CD2143G0-I,4,x\n"


@pytest.mark.parametrize(
    "line", ["Total,,4,", "TOTAL:,,4,", "Grand total,,4,", "Subtotal 4,,,", "Gesamt,,4,", "Totaux,,4,", "المجموع,,4,"]
)
def test_a_line_of_totals_is_no_unit(line):
    table = read_table(HEADING + UNIT + line + "\n")
    assert table.sink.rows == 1
    assert table.skipped == {"a line of totals": "row 3"}


def test_a_maker_whose_name_begins_like_a_total_is_a_unit():
    table = read_table("Manufacturer,Model,Serial\nTotal Security,TS-100,SN0012345\nSumitomo,X-1,SN0067890\n")
    assert table.of("inventory.maker") == ["Total Security", "Sumitomo"]


def test_a_note_below_the_table_is_no_unit():
    table = read_table(HEADING + UNIT + "All cameras were tested in May.,,,\n")
    assert table.sink.rows == 1
    assert table.skipped == {"a note or title": "row 3"}


def test_the_heading_repeated_on_every_page_is_no_unit():
    table = read_table(HEADING + UNIT + HEADING + UNIT)
    assert table.sink.rows == 2
    assert table.skipped == {"a repeat of the heading": "row 3"}


def test_titles_between_groups_become_the_site_of_the_rows_below():
    table = read_table(
        "Manufacturer,Model,Serial,Notes\nNorth High,,,\nHikvision,DS-1,SN0011111,x\nAxis,P3245-LVE,SN0022222,x\n"
        "South High,,,\nSony,SNC-EM630,SN0033333,x\n"
    )
    sites = {row: table.at(row)["inventory.site"] for row in ("row 3", "row 4", "row 6")}
    assert sites == {"row 3": "North High", "row 4": "North High", "row 6": "South High"}


def test_titles_are_no_site_where_the_table_has_a_site_column():
    table = read_table(
        "Manufacturer,Model,Site,Notes\nPhase 1,,,\nHikvision,DS-1,North High,x\n"
        "Phase 2,,,\nAxis,P3245-LVE,South High,x\n"
    )
    assert table.of("inventory.site") == ["North High", "South High"]


def test_a_single_title_above_all_rows_is_no_site():
    table = read_table("Manufacturer,Model,Serial,Notes\nCameras,,,\nHikvision,DS-1,SN0011111,x\n")
    assert table.of("inventory.site") == []


@pytest.mark.parametrize("cell", [",,SN0012345,", ",DS-2CD2143G0-I,,"])
def test_a_row_whose_only_cell_names_a_unit_is_a_unit(cell):
    table = read_table(f"Manufacturer,Model,Serial,Notes\nAxis,P3245-LVE,SN0067890,x\n{cell}\n")
    assert table.sink.rows == 2


def test_a_row_that_only_describes_its_unit_is_a_unit():
    table = read_table("Site,Room,Notes,Category\nNorth,1,Axis dome,camera\n,,Hikvision dome in the hall,\n")
    assert table.at("row 3") == {"inventory.description": "Hikvision dome in the hall"}


def test_a_row_without_a_used_cell_is_counted():
    table = read_table("Manufacturer,Model,Price,Colour\nAxis,P3245-LVE,100,white\n,,200,black\n")
    assert table.sink.rows == 1
    assert table.skipped == {"no cell in a column that is used": "row 3"}


def test_a_blank_table_below_a_heading_has_no_rows():
    table = read_table("Manufacturer,Model,Serial\n,,\n,,\n")
    assert table.sink.rows == 0
    assert table.observed == ()


def test_skipped_rows_are_listed_up_to_five_and_counted_beyond():
    table = read_table(HEADING + (UNIT + "Total,,4,\n") * 8)
    (skipped,) = table.sink.skipped
    assert (skipped.locator, skipped.count) == ("row 3, 5, 7, 9, 11, ...", 8)
