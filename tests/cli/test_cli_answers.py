"""From open questions to definite findings: review, answer what questions.yaml asks, review again."""

import json
from pathlib import Path

import pytest
import yaml

DISTRICT = Path(__file__).resolve().parents[2] / "examples" / "district"
AS_OF = ("--as-of", "2026-11-01", "--quiet")
OPEN = {"site.purposes", "site.funding", "device.acquired", "device.category"}


def review(nameplate, out, *more: object):
    return nameplate("review", DISTRICT, "--holder", DISTRICT / "holder.yaml", "--out", out, *more, *AS_OF)


def findings(out):
    return json.loads((out / "review.json").read_text(encoding="utf-8"))["findings"]


def asked(out):
    return yaml.safe_load((out / "questions.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def first(nameplate, tmp_path):
    """The district's first review: three sites have no purposes, nobody has said which money pays."""
    assert review(nameplate, tmp_path / "first", "--format", "json,questions").code == 1
    return tmp_path / "first"


def fill(out) -> None:
    """Answer every question in questions.yaml itself."""
    document = asked(out)
    answer = {"site.purposes": ["commercial"], "holder.funding": ["own_funds"], "device.acquired": "2022-03-01"}
    for question in document["questions"]:
        question["answer"] = answer.get(question["id"].partition("/")[0], "camera")
    (out / "questions.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")


def test_answers_make_findings_definite_and_the_next_run_asks_nothing_again(nameplate, first):
    assert any(f["verdict"] == "forbidden_if" for f in findings(first))
    assert {m for f in findings(first) for m in f["missing"]} > OPEN
    fill(first)
    second = first.parent / "second"
    review(nameplate, second, "--answers", first / "questions.yaml", "--format", "json,questions")
    found = findings(second)
    assert not {m for f in found for m in f["missing"]} & OPEN
    assert not [f for f in found if f["verdict"] == "forbidden_if"]
    assert {f["order"] for f in found if f["verdict"] == "forbidden"} == {"US-LA"} | {
        f["order"] for f in findings(first) if f["verdict"] == "forbidden"
    }
    assert asked(second)["questions"] == []
    assert len(asked(second)["answered"]) == len(asked(first)["questions"])


def test_a_few_answers_leave_fewer_questions_and_are_kept_for_the_next_round(nameplate, first, tmp_path):
    (tmp_path / "answers.yaml").write_text("questions: [{id: site.purposes/annex, answer: [government_facility]}]")
    review(nameplate, tmp_path / "out", "--answers", tmp_path / "answers.yaml")
    before, after = ({q["id"] for q in asked(out)["questions"]} for out in (first, tmp_path / "out"))
    assert before - after == {"site.purposes/annex"}
    assert asked(tmp_path / "out")["answered"] == [{"id": "site.purposes/annex", "answer": ["government_facility"]}]
    again = review(nameplate, tmp_path / "out", "--answers", tmp_path / "out" / "questions.yaml")
    assert again.code == 1
    assert "site.purposes/annex" not in {q["id"] for q in asked(tmp_path / "out")["questions"]}


def test_the_review_says_which_answers_were_used(nameplate, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("questions: [{id: site.purposes/annex, answer: [government_facility]}]")
    shown = nameplate(
        "review",
        DISTRICT,
        "--holder",
        DISTRICT / "holder.yaml",
        "--out",
        tmp_path / "out",
        "--answers",
        path,
        *AS_OF[:2],
    )
    assert "1 answers of" in " ".join(shown.out.split())
    document = json.loads((tmp_path / "out" / "review.json").read_text(encoding="utf-8"))
    assert document["answers"]["given"] == {"site.purposes/annex": ["government_facility"]}
    assert str(path) not in {s["path"] for s in document["sources"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("questions: [{id: site.purposes/store, answer: [education]}]", "contradicts"),
        ("questions: [{id: site.purposes/annex, answer: [educaton]}]", "did you mean 'education'"),
        ("questions: [{id: site.purposes/annexe, answer: [education]}]", "did you mean 'annex'"),
        ("questions: [", "not valid YAML"),
    ],
)
def test_wrong_answers_end_before_anything_is_read(nameplate, tmp_path, text, says):
    (tmp_path / "answers.yaml").write_text(text)
    found = review(nameplate, tmp_path / "out", "--answers", tmp_path / "answers.yaml")
    assert found.code == 2
    assert says in found.err
    assert "answers.yaml" in found.err
    assert not (tmp_path / "out" / "review.json").exists()
