"""questions.yaml and questions.html: the same questions, safe whatever a list calls a site, and readable as answers."""

import re

import pytest
import yaml
from lxml import html
from reviews import AS_OF, FORMULAS, HOSTILE, PLAIN, REGISTER, written

from nameplate.model import Holder
from nameplate.policy import answers

ODD = (*HOSTILE, *FORMULAS, "NO", "on", "- x: [1]", "Łódź 学校 🏫", "a/b", "#1", "x: y", "null", "2024-01-01")


def document(folder):
    return yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))


def page(folder):
    return html.fromstring((folder / "questions.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return written(tmp_path_factory.mktemp("plain"), PLAIN)


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    lines = [f"Hikvision;DS-2CD2143G0-I;SN00{n:05};camera;{name}".replace("\t", " ") for n, name in enumerate(ODD)]
    holder = Holder("<b>District</b>", actors=("public_body",), jurisdictions=("US", "US-LA"))
    text = "Manufacturer;Model;Serial;Category;Site\n" + "\n".join(
        f'{line[: line.rindex(";")]};"{_quoted(line)}"' for line in lines
    )
    return written(tmp_path_factory.mktemp("odd"), text, holder)


def _quoted(line: str) -> str:
    return line[line.rindex(";") + 1 :].replace('"', '""')


def test_both_files_ask_the_same_questions_most_units_first(plain):
    asked = document(plain)["questions"]
    assert [q["id"] for q in asked] == [f.get("data-id") for f in page(plain).iter("fieldset")]
    assert [q["units"] for q in asked] == sorted((q["units"] for q in asked), reverse=True)
    assert all(q["orders"] and q["allowed"] and q["answer"] is None for q in asked)


def test_every_control_has_a_label_and_every_group_its_question(plain):
    found = page(plain)
    assert all(f.find("legend").text_content().strip() for f in found.iter("fieldset"))
    controls = list(found.iter("input", "textarea"))
    labels = {label.get("for") for label in found.iter("label")}
    assert [c for c in controls if c.getparent().tag != "label" and c.get("id") not in labels] == []
    for control in found.xpath("//*[@aria-describedby]"):
        assert found.get_element_by_id(control.get("aria-describedby")) is not None


def test_the_page_needs_nothing_from_outside_and_sends_nothing(plain):
    text = (plain / "questions.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["'](?!#)""", text) == []
    assert "default-src 'none'" in text
    assert "form-action 'none'" in text
    assert not re.search(r"https?://|fetch\(|XMLHttpRequest", text)


def test_odd_names_of_sites_come_back_as_they_were(odd, tmp_path):
    ids = [q["id"] for q in document(odd)["questions"] if q["id"].startswith("site.purposes/")]
    named = {identifier.partition("/")[2] for identifier in ids}
    assert {"NO", "on", "- x: [1]", "Łódź 学校 🏫", "a/b", "2024-01-01"} <= named
    assert any("<script>" in name for name in named)
    assert {f.get("data-id") for f in page(odd).iter("fieldset")} >= set(ids)
    filled = document(odd)
    for question in filled["questions"]:
        if question["id"] in ids:
            question["answer"] = ["commercial"]
    (tmp_path / "filled.yaml").write_text(yaml.safe_dump(filled), encoding="utf-8")
    found = answers.load(tmp_path / "filled.yaml", REGISTER, AS_OF)
    assert set(found.given) == set(ids)
    assert len(answers.merge(Holder("x"), found, None).sites) == len(ids)


def test_nothing_from_a_list_becomes_markup(odd):
    found = page(odd)
    assert len(list(found.iter("script"))) == 1
    assert list(found.iter("img")) == []
    assert found.xpath("//h1/b") == []
    assert not [e for e in found.iter() if any(str(a).startswith("on") for a in getattr(e, "attrib", {}))]


def test_a_review_that_leaves_nothing_open_says_so(tmp_path):
    folder = written(tmp_path, "Manufacturer,Model,Serial,Category\nAxis,P3245-LVE,ACCC8E112233,camera\n")
    assert document(folder)["questions"] == []
    assert "No question is open" in page(folder).text_content()
