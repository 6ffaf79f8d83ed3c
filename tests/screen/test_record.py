"""The record: screenings and decisions that only grow, what is new, exports."""

import csv
import datetime as dt
import io
import json
import sys

import pypdf
import pytest

from nameplate.errors import UsageError
from nameplate.screen import export
from nameplate.screen.party import Answer, Edition, Match, Query
from nameplate.screen.record import Decision, Record, Screening, new

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
EDITION = Edition("un", "UN", ("un.xml",), "ab" * 32, dt.date(2026, 2, 27), 3, 3, 5)


def screening(name: str, *entries: str, score: float = 0.9) -> Screening:
    matches = tuple(Match("un", entry, f"=cmd {entry} <b>", score, ("a ~ b",)) for entry in entries)
    return Screening(NOON, "anna", Query(1, name), Answer(1, matches), 0.5, (EDITION,), "2026-11-24")


@pytest.fixture
def record(tmp_path):
    kept = Record(tmp_path / "record")
    kept.keep([screening("Orbitek", "un:1", "un:2"), screening("Novum")])
    kept.decide(Decision(NOON, "ben", "Orbitek", "un:1", "other", "another seat"))
    return kept


def test_what_was_kept_is_read_back(record):
    assert [s.query.name for s in record.screenings()] == ["Orbitek", "Novum"]
    assert record.screenings()[0].answer.matches[1].entry == "un:2"
    assert record.decisions()[0].verdict == "other"
    assert record.editions() == [EDITION]


def test_a_record_grows_and_stays_whole(record):
    record.keep([screening("Third")])
    assert len(record.screenings()) == 3
    assert record.broken() == []


def test_a_line_taken_out_or_changed_shows(record):
    record.keep([screening("Third")])
    path = record.folder / "screenings.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], lines[2]]))
    assert "line 2" in record.broken()[0]
    path.write_bytes(lines[0].replace(b"Orbitek", b"Orbitec") + lines[1] + lines[2])
    assert record.broken()


def test_a_decision_on_what_was_never_screened_is_refused(record):
    with pytest.raises(UsageError, match="screen it first"):
        record.decide(Decision(NOON, "ben", "Nobody", "un:1", "same"))
    with pytest.raises(UsageError, match="never matched un:9"):
        record.decide(Decision(NOON, "ben", "Orbitek", "un:9", "same"))


def test_a_damaged_record_is_told_with_its_line(record):
    with (record.folder / "screenings.jsonl").open("ab") as stream:
        stream.write(b"{}\n")
    with pytest.raises(UsageError, match="line 3"):
        record.screenings()


def test_only_entries_that_were_not_there_before_are_new(record):
    answers = [screening("Orbitek", "un:2", "un:3").answer, screening("Novum", "un:4", score=0.3).answer]
    found = new(record.screenings(), answers, ["Orbitek", "Novum"], 0.5)
    assert [(name, [m.entry for m in answer.matches]) for name, answer in found] == [("Orbitek", ["un:3"])]


def test_json_has_everything(record, tmp_path):
    assert export.write(record, tmp_path / "r.json") == 2
    document = json.loads((tmp_path / "r.json").read_text())
    assert document["screenings"][0]["lists"][0]["sha256"] == EDITION.sha256
    assert document["decisions"][0]["person"] == "ben"
    assert document["broken"] == []


def test_csv_has_a_line_a_match_and_no_formula(record, tmp_path):
    export.write(record, tmp_path / "r.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text())))
    assert [(r["name"], r["entry"], r["decision"]) for r in rows] == [
        ("Orbitek", "un:1", "other"),
        ("Orbitek", "un:2", ""),
        ("Novum", "", ""),
    ]
    assert rows[0]["listed name"].startswith("'=")


def test_a_name_confirmed_for_what_it_did_not_match_has_a_line(record, tmp_path):
    record.decide(Decision(NOON, "ben", "Novum", "un:9", "same", "its web site"))
    export.write(record, tmp_path / "r.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text())))
    assert (rows[2]["name"], rows[2]["entry"], rows[2]["decision"]) == ("Novum", "un:9", "same")


def test_the_page_escapes_what_lists_say_and_has_no_script(record, tmp_path):
    export.write(record, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    assert "&lt;b&gt;" in page
    assert "<script" not in page
    assert "http" not in page


def test_a_pdf_has_every_row_and_the_whole_record_attached(record, tmp_path):
    pytest.importorskip("typst")
    export.write(record, tmp_path / "r.pdf")
    pdf = pypdf.PdfReader(tmp_path / "r.pdf")
    text = "".join(page.extract_text() for page in pdf.pages)
    assert all(word in text for word in ("un:1", "un:2", "another seat", "Novum"))
    assert json.loads(pdf.attachments["record.json"][0])["decisions"][0]["person"] == "ben"


def test_without_typst_a_pdf_is_refused_with_the_way_out(record, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError, match=r"nameplate\[pdf\]"):
        export.write(record, tmp_path / "r.pdf")


def test_another_ending_is_refused(record, tmp_path):
    with pytest.raises(UsageError, match=r"\.json, \.csv, \.html, \.pdf"):
        export.write(record, tmp_path / "r.docx")
