"""findings.csv, walk-list.csv and findings.xlsx: complete, and nothing in them is a formula to any program."""

import csv
import zipfile

import polars as pl
import pytest
from reviews import AS_OF, FORMULAS, PLAIN, hostile_table, written

from nameplate.report import cells

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return written(tmp_path_factory.mktemp("plain"), PLAIN)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return written(tmp_path_factory.mktemp("hostile"), hostile_table())


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_findings_have_one_line_per_unit_and_order_with_its_place(plain):
    found = rows(plain / "findings.csv")
    assert {row["row"] for row in found} == {"row 2", "row 3", "row 5", "row 6"}
    lts = next(row for row in found if row["row"] == "row 2" and row["order"] == "US-889B")
    assert (lts["verdict"], lts["maker"], lts["brand"], lts["site"]) == ("forbidden", "Hikvision", "LTS", "north")
    assert (lts["serial"], lts["acquired"], lts["supplier"]) == ("SN0011111", "2022-03-01", "Acme")
    assert lts["due"] > AS_OF.isoformat()


def test_the_walk_list_holds_what_a_plate_must_decide_with_room_for_the_answer(plain):
    (annke,) = rows(plain / "walk-list.csv")
    assert (annke["brand"], annke["serial"], annke["possible_makers"]) == ("Annke", "SN0044444", "Dahua, Hikvision")
    assert annke["read_off_the_plate"]
    assert annke["plate_text"] == annke["walked_by"] == annke["date"] == ""


def test_csv_begins_with_a_mark_for_spreadsheet_programs(plain):
    assert (plain / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", ["findings.csv", "walk-list.csv"])
def test_no_cell_of_a_csv_begins_like_a_formula(hostile, name):
    found = rows(hostile / name)
    assert found
    assert [cell for row in found for cell in row.values() if cell.startswith(DANGEROUS)] == []


def test_a_neutral_cell_keeps_its_text_behind_an_apostrophe():
    frame = pl.DataFrame({"a": [*FORMULAS, "plain", None], "n": range(len(FORMULAS) + 2)})
    assert cells.neutral(frame)["a"].to_list() == [*("'" + f for f in FORMULAS), "plain", None]
    assert cells.neutral(frame)["n"].to_list() == frame["n"].to_list()


def members(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_workbook_holds_no_formula_and_no_link(hostile):
    parts = members(hostile / "findings.xlsx")
    sheets = {name: content for name, content in parts.items() if name.startswith("xl/worksheets/")}
    assert len(sheets) >= 8
    assert [name for name, content in sheets.items() if b"<f>" in content or b"<f " in content] == []
    assert [name for name in parts if "externalLink" in name or "hyperlink" in name.lower()] == []
    assert all(b"<hyperlink" not in content for content in sheets.values())


def test_the_workbook_opens_and_shows_every_unit(plain):
    sheets = pl.read_excel(plain / "findings.xlsx", sheet_id=0)
    assert {"Summary", "Units", "Walk list", "Sites", "Makers", "Orders", "Sources"} <= set(sheets)
    assert sheets["Units"].height == 5
    assert sheets["Units"]["quantity"].sum() == 7


def test_the_workbook_is_the_same_bytes_from_the_same_review(tmp_path):
    first = (written(tmp_path / "x", PLAIN) / "findings.xlsx").read_bytes()
    again = (written(tmp_path / "x", PLAIN) / "findings.xlsx").read_bytes()
    assert first == again


def test_credentials_are_in_no_file(plain):
    for path in plain.iterdir():
        parts = members(path) if path.suffix == ".xlsx" else {path.name: path.read_bytes()}
        assert [name for name, content in parts.items() if b"hunter" in content] == []
    assert "hunter" not in str(pl.read_parquet(plain / "observations.parquet").rows())
