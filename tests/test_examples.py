"""The committed examples are what their generator writes, and the truth beside them is consistent."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
import pytest

from nameplate.model import Holder

EXAMPLES = Path(__file__).parent.parent / "examples"
NAMES = ("district", "contractor", "municipalite")
ZIPPED = {".xlsx", ".ods"}
LEASES = {"dhcp-leases.csv", "baux-kea.csv"}
FORBIDDEN = {"hikvision", "dahua"}
DIRECT = {
    "serial-core",
    "serial-15",
    "serial-nd",
    "update-serial",
    "sadp",
    "realm-serial",
    "certificate",
    "http-server",
    "rtsp-server",
    "firmware+registrant",
}


def truth(name: str) -> list[dict[str, Any]]:
    text = (EXAMPLES / "truth" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def held(name: str) -> list[dict[str, Any]]:
    return [unit for unit in truth(name) if unit["class"] != "neighbour"]


def content(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of each member where the packing depends on the zlib at hand."""
    if path.suffix not in ZIPPED:
        return {"": path.read_bytes()}
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def files_below(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("examples")
    script = EXAMPLES / "make_examples.py"
    subprocess.run([sys.executable, str(script), "--out", str(out)], check=True, timeout=120)
    return out


@pytest.mark.parametrize("name", [*NAMES, "truth"])
def test_generator_writes_the_committed_files_again(made_again: Path, name: str) -> None:
    committed = files_below(EXAMPLES / name)
    assert files_below(made_again / name) == committed
    for path in committed:
        assert content(made_again / name / path) == content(EXAMPLES / name / path), path


def test_examples_are_small_enough_to_commit() -> None:
    folders = [*NAMES, "truth"]
    sizes = [path.stat().st_size for name in folders for path in (EXAMPLES / name).rglob("*") if path.is_file()]
    assert sum(sizes) < 3_000_000


@pytest.mark.parametrize("name", NAMES)
def test_holder_files_follow_the_contract(name: str) -> None:
    holder = msgspec.yaml.decode((EXAMPLES / name / "holder.yaml").read_bytes(), type=Holder)
    ids = [site.id for site in holder.sites]
    assert len(ids) == len(set(ids))
    assert any(site.purposes is None for site in holder.sites)
    assert {unit["site"] for unit in truth(name)} - {None} <= set(ids)


def test_district_has_seven_hundred_units_two_in_five_relabelled() -> None:
    units = held("district")
    assert sum(unit["quantity"] for unit in units) == 700
    assert sum(unit["quantity"] for unit in units if unit["relabelled"]) == 280
    holder = msgspec.yaml.decode((EXAMPLES / "district" / "holder.yaml").read_bytes(), type=Holder)
    assert len(holder.sites) == 12
    assert sum(site.purposes is None for site in holder.sites) == 3


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_unique(name: str) -> None:
    for field in ("unit", "mac", "serial", "asset_tag"):
        values = Counter(unit[field] for unit in truth(name) if unit[field])
        assert [value for value, count in values.items() if count > 1] == [], field


def test_an_address_has_two_holders_only_where_one_is_gone() -> None:
    by_ip: dict[str, list[str]] = {}
    for unit in truth("district"):
        if unit["ip"]:
            by_ip.setdefault(unit["ip"], []).append(unit["status"])
    shared = [sorted(statuses) for statuses in by_ip.values() if len(statuses) > 1]
    assert shared == [["disposed", "in use"]] * 10


@pytest.mark.parametrize("name", NAMES)
def test_relabelled_units_in_use_show_their_maker_somewhere(name: str) -> None:
    for unit in held(name):
        if unit["relabelled"] and unit["scored"] and unit["status"] == "in use":
            assert unit["expect"] == "identified"
            assert DIRECT & set(unit["signs"]), unit


@pytest.mark.parametrize("name", NAMES)
def test_undecidable_units_show_nothing_that_decides(name: str) -> None:
    for unit in held(name):
        if unit["maker"] is None:
            assert unit["expect"] == "cannot_tell"
            assert set(unit["signs"]) <= {"brand", "none"}, unit


def test_no_honest_unit_shows_a_sign_of_a_forbidden_maker() -> None:
    of_one_maker = DIRECT - {"certificate", "firmware+registrant"}
    for name in NAMES:
        for unit in held(name):
            if unit["maker"] not in FORBIDDEN:
                assert not of_one_maker & set(unit["signs"]), unit


def test_rows_of_one_unit_join_except_where_planned() -> None:
    apart = [unit for name in NAMES for unit in held(name) if not unit["joins"]]
    assert {trap for unit in apart for trap in unit["traps"]} >= {"nothing in common"}
    assert all("nothing in common" in unit["traps"] for unit in apart)


def rows_of(path: Path) -> dict[str, str]:
    """Text of every row by locator, as a reader would count them."""
    if path.suffix == ".csv":
        text = path.read_bytes().decode("cp1252" if path.name == "inventaire-ti.csv" else "utf-8-sig")
        delimiter = ";" if path.name == "inventaire-ti.csv" else ","
        found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        unit = "line" if path.name in LEASES else "row"
        return {f"{unit} {number}": " ".join(row) for number, row in enumerate(found, start=1)}
    if path.suffix == ".xml":
        hosts = path.read_text(encoding="utf-8").split("<host ")[1:]
        return {f"host {number}": host for number, host in enumerate(hosts, start=1)}
    sheets = pl.read_excel(path, sheet_id=0, has_header=False, drop_empty_rows=False, infer_schema_length=0)
    return {
        f"{sheet}!row {number}" if len(sheets) > 1 else f"row {number}": " ".join(str(cell) for cell in row)
        for sheet, table in sheets.items()
        for number, row in enumerate(table.rows(), start=1)
    }


@pytest.mark.parametrize("name", NAMES)
def test_locators_point_at_the_unit(name: str) -> None:
    rows = {path.name: rows_of(path) for path in (EXAMPLES / name).iterdir() if path.suffix != ".yaml"}
    for unit in truth(name):
        for place in unit["places"]:
            text = rows[place["file"]][place["locator"]].lower()
            plain = [unit["ip"], unit["serial"], unit["asset_tag"], unit["model"], unit["brand"]]
            bare = "".join(character for character in text if character.isalnum())
            named = any(word.lower() in text for word in plain if word)
            assert named or (unit["mac"] and unit["mac"] in bare), (unit, place, text)


def test_secrets_in_the_examples_are_recognisably_none() -> None:
    with (EXAMPLES / "district" / "milestone-hardware.csv").open(encoding="utf-8", newline="") as handle:
        passwords = {row["Password"] for row in csv.DictReader(handle)}
    assert all(word.startswith("not-a-secret-") for word in passwords)
