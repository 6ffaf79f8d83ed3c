"""The heading is found wherever it stands and in whatever language; a table without one is read by its values."""

import pytest
from as_table import read_table

UNIT = "Hikvision,DS-2CD2143G0-I,SN0012345,North High\n"
HEADING = "Manufacturer,Model,Serial,Site\n"
READ = {
    "inventory.maker": "Hikvision",
    "inventory.model": "DS-2CD2143G0-I",
    "inventory.serial": "SN0012345",
    "inventory.site": "North High",
}


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("", "row 2"),
        ("Camera inventory of Example District\n", "row 3"),
        ("Camera inventory\nPrinted 2026-01-01 by J. Doe\n\n,,,\n", "row 6"),
        ("Total units: 1,,,\nAs of,2026-01-01,,\n", "row 4"),
        ("\n" * 30, "row 32"),
    ],
)
def test_the_heading_need_not_be_the_first_row(above, row):
    assert read_table(above + HEADING + UNIT).at(row) == READ


@pytest.mark.parametrize(
    "heading",
    [
        "MANUFACTURER,MODEL NO.,SERIAL #,BUILDING",
        "manufacturer_name,model_number,serial_number,site_name",
        "  Mfr ,Model   Number,S/N,School/Site",
        "Fabricant,Modèle,N° de série,Emplacement",
        "Fabricante,Modelo,Número de serie,Ubicación",
        "Hersteller,Modellbezeichnung,Seriennummer,Standort",
        "الشركة المصنعة,الموديل,الرقم التسلسلي,الموقع",
        "Produttore,Modello,Numero di serie,Ubicazione",
    ],
)
def test_headings_are_known_in_many_spellings_and_languages(heading):
    assert read_table(f"{heading}\n{UNIT}").at("row 2") == READ


def test_a_group_line_above_the_heading_is_passed_over():
    table = read_table(",Camera,,Network\nSite,Make,Model,IP Address\nNorth,Hikvision,DS-1,10.0.0.4\n")
    assert table.at("row 3") == {
        "inventory.site": "North",
        "inventory.maker": "Hikvision",
        "inventory.model": "DS-1",
        "ip": "10.0.0.4",
    }


def test_a_name_in_the_line_above_fills_a_column_without_one():
    table = read_table("Site,,,Serial Number\n,Make,Model,\nNorth,Hikvision,DS-1,SN0012345\n")
    assert table.at("row 3")["inventory.serial"] == "SN0012345"
    assert table.at("row 3")["inventory.site"] == "North"


def test_a_second_heading_line_below_is_no_unit():
    table = read_table("Site,Unit,Unit,Unit\n,Manufacturer,Model,Serial\nNorth,Hikvision,DS-1,SN0012345\n")
    assert table.sink.rows == 1
    assert table.at("row 3")["inventory.maker"] == "Hikvision"


def test_a_heading_broken_over_two_lines_is_joined():
    table = read_table("Asset,Serial,Purchase,\nTag,Number,Date,Make\n00012,SN0012345,2021-01-01,Hikvision\n")
    assert table.at("row 3") == {
        "inventory.asset_tag": "00012",
        "inventory.serial": "SN0012345",
        "inventory.acquired": "2021-01-01",
        "inventory.maker": "Hikvision",
    }


def test_a_doubled_heading_is_read_twice_and_named():
    table = read_table("Manufacturer,Category,Category,Serial\nHikvision,Camera,Dome,SN0012345\n")
    assert table.of("inventory.category") == ["Camera", "Dome"]
    assert "'Category' stands there twice" in table.reasons


def test_a_table_without_heading_is_read_by_its_values():
    table = read_table("44:19:b6:00:11:22,10.0.0.4,DS-2CD2143G0-I\n44:19:b6:00:11:23,10.0.0.5,DS-2CD2385FWD-I\n")
    assert table.at("row 1") == {"mac": "44:19:b6:00:11:22", "ip": "10.0.0.4", "inventory.model": "DS-2CD2143G0-I"}
    assert table.sink.rows == 2
    assert "no heading row" in table.sink.notes[0]


def test_a_list_of_one_column_is_read_by_its_values():
    table = read_table("44:19:b6:00:11:22\n44:19:b6:00:11:23\n")
    assert table.of("mac") == ["44:19:b6:00:11:22", "44:19:b6:00:11:23"]


def test_an_unknown_heading_is_taken_as_heading_and_its_columns_by_their_values():
    table = read_table("Thing,Where\nDS-2CD2143G0-I,10.0.0.4\nDS-2CD2385FWD-I,10.0.0.5\n")
    assert table.columns == {"Thing": "inventory.model", "Where": "ip"}


def test_a_column_of_addresses_is_read_as_such_whatever_its_heading_says():
    table = read_table("Make,MAC\nHikvision,10.0.0.4\nAxis,10.0.0.5\n")
    assert table.of("ip") == ["10.0.0.4", "10.0.0.5"]
    assert any("whatever the heading says" in use.why for use in table.sink.columns)


def test_a_column_of_times_is_no_column_of_addresses():
    table = read_table("Make,Last reboot\nHikvision,12:30:45\nAxis,07:05:10\n")
    assert table.columns["Last reboot"] is None


def test_a_table_in_which_nothing_is_recognised_says_what_to_do():
    table = read_table("Foo,Bar\nhello,world\n")
    assert table.observed == ()
    assert "--mapping" in table.reasons


def test_every_column_is_accounted_for_with_a_reason():
    table = read_table("Manufacturer,Price,Zebra\nHikvision,100,stripes\n")
    assert table.columns == {"Manufacturer": "inventory.maker", "Price": None, "Zebra": None}
    assert all(use.why for use in table.sink.columns)


def test_the_users_mapping_goes_before_everything_else():
    mapping = {"col a": "inventory.maker", "Serial": "", "Model": "inventory.description"}
    table = read_table("Col A,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345\n", mapping=mapping)
    assert table.at("row 2") == {"inventory.maker": "Hikvision", "inventory.description": "DS-2CD2143G0-I"}
    assert {use.why for use in table.sink.columns} == {"by your mapping file"}


def test_the_users_own_headings_are_headings():
    mapping = {"Foo": "inventory.maker", "Bar": "inventory.category"}
    table = read_table("Foo,Bar\nHikvision,camera\nAxis,camera\n", mapping=mapping)
    assert table.of("inventory.maker") == ["Hikvision", "Axis"]


def test_a_column_of_streets_is_no_column_of_network_addresses():
    table = read_table("Manufacturer,Model,Address\nAxis,P3245-LVE,12 Main Street\nSony,SNC-EM630,4 Oak Lane\n")
    assert "ip" not in table.kinds


def test_a_list_of_people_holds_no_units():
    table = read_table("First Name,Last Name,Location,State\nJo,Doe,North High,LA\nAn,Roe,Annex,LA\n")
    assert table.sink.rows == 0
