"""The picture of `evaluate`: well-formed, with a point for each tenth that has answers, and nothing unescaped."""

import msgspec
import pytest
from lxml import etree

from nameplate.identify.evaluation import Bin, evaluate
from nameplate.identify.labelled import Labelled
from nameplate.model import Attribution
from nameplate.register import load
from nameplate.report import calibration_picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def evaluation():
    rows = [Labelled((("mac", "x"),), maker, "oui", "registrant") for maker in ("hikvision", "hikvision", "axis", None)]
    said = [("hikvision", 0.97), ("hikvision", 0.96), ("dahua", 0.85), ("axis", 0.9)]
    answers = [Attribution(maker, p, "identified", "registrant") for maker, p in said]
    return evaluate("ours <b>", rows, answers, load.load())


def drawn(evaluations, tmp_path):
    calibration_picture.write(evaluations, tmp_path / "x.svg")
    return etree.parse(tmp_path / "x.svg").getroot()


def test_each_tenth_with_answers_has_its_point_where_it_belongs(evaluation, tmp_path):
    points = drawn([evaluation], tmp_path).findall(f".//{SVG}circle")
    assert [(p.get("cx"), p.get("cy")) for p in points] == [("306.0", "360.0"), ("347.4", "0.0")]


def test_a_methods_name_is_escaped_and_its_error_stands_in_the_description(evaluation, tmp_path):
    root = drawn([evaluation], tmp_path)
    assert "ours <b>: calibration error" in root.find(f"{SVG}desc").text
    assert root.find(f".//{SVG}b") is None


def test_no_answers_draw_no_diagram(evaluation, tmp_path):
    empty = msgspec.structs.replace(evaluation, calibration=(Bin(0, 0.0, 0.0),) * 10)
    assert drawn([empty], tmp_path).findall(f".//{SVG}circle") == []
