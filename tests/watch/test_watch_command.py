"""`nameplate watch`: from an article to a file in the user's register, by a person's decision only."""

import json
from pathlib import Path

import pytest

from nameplate.cli.main import run

ARTICLE = Path(__file__).with_name("canada_ar.txt").read_text(encoding="utf-8")


@pytest.fixture
def kept(tmp_path: Path, nameplate) -> tuple[Path, dict]:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    code, out, _ = nameplate("read", path, "--proposals", tmp_path / "p", "--json")
    assert code == 0
    return tmp_path / "p", json.loads(out)["proposals"][0]


def test_a_machine_translated_article_becomes_dated_attributed_events(kept):
    told = {(e["type"], e["jurisdiction"], e["stance"]) for e in kept[1]["events"]}
    assert told == {
        ("order_cease_operations", "CA", "asserted"),
        ("use_prohibited", "CA", "asserted"),
        ("procurement_prohibited", "CA", "asserted"),
        ("holdings_review", "CA", "asserted"),
        ("objection", "CA", "asserted"),
        ("listed", "US", "asserted"),
    }
    by_type = {e["type"]: e for e in kept[1]["events"]}
    assert by_type["order_cease_operations"]["date"] == "2025-06-27"
    assert by_type["use_prohibited"]["attributed_to"] == "جولي"
    assert by_type["objection"]["attributed_to"] == "hikvision"
    assert (by_type["listed"]["date"], by_type["listed"]["date_precision"]) == ("2019-01-01", "year")
    assert kept[1]["source"]["quoted_from"] == "رويترز"
    assert kept[1]["source"]["translated"]
    assert any("order's text" in question for question in kept[1]["questions"])


def test_a_span_leads_back_to_the_words(kept):
    text = (kept[0] / f"{kept[1]['id']}.txt").read_text(encoding="utf-8")
    for event in kept[1]["events"]:
        assert text[slice(*event["span"])] == event["text"]


def test_accepting_writes_files_that_pass_the_check(kept, tmp_path, nameplate, monkeypatch, capsys):
    own = tmp_path / "own"
    code, out, _ = nameplate(
        "accept", kept[1]["id"], "--who", "A. Lee", "--why", "Read it", "--register", own, "--proposals", kept[0]
    )
    assert code == 0 and "citations.yaml" in out
    monkeypatch.setattr("sys.argv", ["nameplate", "orders", "check", "--register", str(own)])
    with pytest.raises(SystemExit) as stop:
        run()
    assert not stop.value.code
    capsys.readouterr()
    assert json.loads(nameplate("pending", "--proposals", kept[0], "--json")[1])["proposals"] == []


def test_nothing_is_applied_unasked(kept, tmp_path):
    assert not (tmp_path / "own").exists()


def test_a_blank_reason_is_refused_and_nothing_written(kept, tmp_path, nameplate):
    own = tmp_path / "own"
    assert (
        nameplate("accept", kept[1]["id"], "--who", "A", "--why", " ", "--register", own, "--proposals", kept[0])[0]
        == 2
    )
    assert not own.exists()


def test_a_rejected_proposal_stays_and_is_not_pending(kept, nameplate):
    assert nameplate("reject", kept[1]["id"], "--who", "A. Lee", "--why", "Not so", "--proposals", kept[0])[0] == 0
    assert (kept[0] / f"{kept[1]['id']}.json").exists()
    assert json.loads(nameplate("pending", "--proposals", kept[0], "--json")[1])["proposals"] == []


def test_an_unreadable_file_is_named_and_the_others_are_read(tmp_path, nameplate):
    good, bad = tmp_path / "a.txt", tmp_path / "b.zip"
    good.write_text("Canada ordered Hikvision to cease operations.", encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04rest")
    code, out, err = nameplate("read", good, bad, "--proposals", tmp_path / "p", "--json")
    assert code == 3 and "b.zip" in err and len(json.loads(out)["proposals"]) == 1
