"""The file of a review that names suppliers, makers and certificate holders who stand on a list."""

import csv
import io

import polars as pl
import pytest

from nameplate.report import names_to_look_at

SAID = [
    ("inventory.supplier", "Orbitek Ltd"),
    ("inventory.supplier", "Orbitek Ltd"),
    ("onvif.manufacturer", "ORBITEK"),
    ("x509.subject", "CN=cam.local, O=Orbitek, C=CN"),
    ("x509.issuer", "/C=CN/O=Orbitek/CN=ca"),
    ("inventory.note", "Orbitek"),
    ("inventory.supplier", "Seaside Bakery"),
    ("inventory.supplier", "=Orbitek()"),
    ("inventory.supplier", " "),
]


@pytest.fixture
def rows(make_list, tmp_path):
    observations = pl.DataFrame(SAID, schema=["kind", "value"], orient="row")
    listing = make_list({"a:1": ("Orbitek", "=2+5"), "a:2": ("Novum Shipping",)})
    path = names_to_look_at.write(observations, [listing], tmp_path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_every_role_that_names_somebody_is_screened_and_counted(rows):
    found = {(row["name"], row["said_as"], row["times"]) for row in rows}
    assert {("Orbitek Ltd", "inventory.supplier", "2"), ("ORBITEK", "onvif.manufacturer", "1")} <= found
    assert {("Orbitek", "x509.subject", "1"), ("Orbitek", "x509.issuer", "1")} <= found
    assert all(row["said_as"] != "inventory.note" and row["name"] != "Seaside Bakery" for row in rows)


def test_each_line_has_probability_entry_and_reasons(rows):
    assert all(row["entry"] == "a:1" and float(row["score"]) >= 0.7 and row["why"] for row in rows)


def test_a_name_that_a_spreadsheet_would_run_is_harmless(rows):
    assert [row["name"] for row in rows if "(" in row["name"]] == ["'=Orbitek()"]


def test_names_that_stand_on_no_list_leave_an_empty_file(make_list, tmp_path):
    observations = pl.DataFrame([("inventory.supplier", "Seaside Bakery")], schema=["kind", "value"], orient="row")
    path = names_to_look_at.write(observations, [make_list({"a:1": ("Novum Shipping",)})], tmp_path)
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["name,said_as,times,score,list,entry,listed_name,why"]
