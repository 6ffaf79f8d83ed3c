"""Which findings of a real review would change if a proposal were accepted."""

import json

import pytest

from nameplate.cli.main import run

HOLDER = """\
name: A Texas agency
actors: [agency]
jurisdictions: [US, US-TX]
sites:
  - {id: a, name: A, purposes: [government_facility]}
"""
HELD = "Manufacturer,Model,Serial,Category,Site\nUniview,IPC3614,U1,camera,A\nAxis,P3245,X1,camera,A\n"


@pytest.fixture
def review(tmp_path, monkeypatch, capsys):
    (tmp_path / "holder.yaml").write_text(HOLDER)
    (tmp_path / "held.csv").write_text(HELD)
    out = tmp_path / "review"
    arguments = [
        "review",
        tmp_path / "held.csv",
        "--holder",
        tmp_path / "holder.yaml",
        "--out",
        out,
        "--format",
        "json",
    ]
    monkeypatch.setattr("sys.argv", ["nameplate", *map(str, arguments), "--as-of", "2026-02-01"])
    with pytest.raises(SystemExit) as stop:
        run()
    assert stop.value.code in {0, 1}
    capsys.readouterr()
    return out


def test_a_new_ban_flips_the_devices_of_its_maker_only(review, tmp_path, nameplate):
    (tmp_path / "a.txt").write_text(
        "Date: 2026-01-27\n\nThe United States bans the use of Uniview cameras by agencies.\n"
    )
    nameplate("read", tmp_path / "a.txt", "--proposals", tmp_path / "p", "--quiet")
    arguments = ("pending", "--proposals", tmp_path / "p", "--review", review, "--as-of", "2026-02-01")
    code, out, _ = nameplate(*arguments, "--json")
    told = json.loads(out)
    (change,) = told["proposals"][0]["register_changes"]
    (flip,) = told["flips"][change["id"]]
    assert code == 0
    assert (flip["before"], flip["order"]) == ("not_covered", change["order"])
    assert flip["after"] in {"forbidden", "forbidden_if"}
    assert f"{change['id']} would flip 1 findings" in nameplate(*arguments)[1]
