"""`nameplate verify`: exit codes, what it prints for people at any width, and for programs."""

import os

import pytest

from ledgers import ALICE, ORIGIN, SERVER, WITNESS, book, change, cosigned, folder


@pytest.fixture
def bundle(tmp_path):
    made = book()
    (tmp_path / "keys.txt").write_text(f"{SERVER.verifier}\n")
    (tmp_path / "witness.txt").write_text(f"{WITNESS.verifier}\n")
    (tmp_path / "head.note").write_bytes(made.checkpoints[1])
    return folder(tmp_path / "bundle", made.contents(witnesses={"w1.note": cosigned(made.checkpoints[0])}))


def test_an_intact_bundle_exits_0_and_says_what_nobody_vouches_for(nameplate, bundle):
    found = nameplate("verify", bundle)
    assert found.code == 0
    assert found.out.startswith(f"INTACT: the ledger {ORIGIN} with 13 entries.")
    assert "Nobody you know vouches for it but its keeper" in found.out
    assert "not checked" in found.out


def test_with_what_the_auditor_holds(nameplate, bundle):
    at = bundle.parent
    options = ("--key", at / "keys.txt", "--witness", at / "witness.txt", "--head", at / "head.note")
    found = nameplate("verify", bundle, *options)
    assert found.code == 0
    assert "vouches for the first 13" in found.out
    assert f"cosigned by {WITNESS.name}, 2026-11-02 18:00 UTC" in found.out
    assert "held by you: head.note" in found.out
    assert "not checked" not in found.out


def test_a_broken_bundle_exits_1_and_names_the_entry(nameplate, bundle):
    change(bundle, "entries.jsonl", lambda data: data.replace(b'"number":2', b'"number":3'))
    found = nameplate("verify", bundle)
    assert found.code == 1
    assert "BROKEN" in found.out and f"entry 9: the signature is not {ALICE.name}'s" in found.out


def test_json_for_programs(nameplate, bundle):
    found = nameplate("verify", bundle, "--json", "--head", bundle.parent / "head.note")
    assert found.code == 0
    assert (found.json["intact"], found.json["entries"], found.json["witnessed"]) == (True, 13, 13)
    assert found.json["heads"][1]["witnesses"] == [{"kind": "held", "name": "head.note", "time": None}]
    assert {"name": "entries", "outcome": "ok", "says": "13 entries, each in its form and in its place"} in found.json[
        "checks"
    ]


def test_quiet_says_it_with_the_exit_code(nameplate, bundle):
    assert nameplate("verify", bundle, "--quiet").out == ""


@pytest.mark.parametrize("arguments", [("none.zip",), ("bundle", "--key", "none"), ("bundle", "--head", "keys.txt")])
def test_wrong_usage_exits_2(nameplate, bundle, monkeypatch, arguments):
    monkeypatch.chdir(bundle.parent)
    found = nameplate("verify", *arguments)
    assert found.code == 2
    assert found.err.startswith("nameplate: ") and found.err.count("\n") == 1


@pytest.mark.parametrize("columns", ["80", "160"])
def test_it_is_readable_at_any_width(nameplate, bundle, monkeypatch, columns):
    change(bundle, "entries.jsonl", lambda data: data.replace(b'"number":2', b'"number":3'))
    monkeypatch.setenv("COLUMNS", columns)
    found = nameplate("verify", bundle)
    assert max(map(len, found.out.splitlines())) <= int(columns)
    assert "13" in found.out and "alice@example.org" in found.out


def test_nothing_from_a_bundle_drives_the_terminal(nameplate, tmp_path):
    made = book()
    made.act(ALICE, "decide")
    made.checkpoint()
    path = folder(tmp_path / "b", made.contents())
    (path / "checkpoints" / "[red]\x1b[2Jx").write_bytes(os.urandom(9))
    found = nameplate("verify", path)
    assert "\x1b" not in found.out and "[red]" in found.out
