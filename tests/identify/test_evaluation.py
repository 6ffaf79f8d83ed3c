"""Scores on labelled rows: counted by hand here, so that a figure in a report means what it says."""

import pytest

from nameplate.errors import UsageError
from nameplate.identify import evaluation, fuse, labelled
from nameplate.identify.labelled import Labelled
from nameplate.identify.methods import methods
from nameplate.model import Attribution
from nameplate.register import load


def row(maker: str | None, weight: str = "unit", channel: str = "mac") -> Labelled:
    return Labelled((("mac", "44:19:b6:00:11:22"),), maker, channel, weight)


def answer(maker: str | None, probability: float = 0.9) -> Attribution:
    verdict = "identified" if maker and probability >= 0.75 else "cannot_tell"
    return Attribution(maker=maker, probability=probability, verdict=verdict, proof=None)


ROWS = [row("hikvision"), row("dahua"), row("axis", "weak", "title"), row(None), row("hikvision")]
ANSWERS = [answer("hikvision"), answer("hikvision"), answer("axis"), answer("dahua"), answer("hikvision", 0.6)]


def test_each_count_is_what_it_says():
    total = evaluation.evaluate("x", ROWS, ANSWERS, load.load()).total
    assert (total.rows, total.tellable, total.named, total.right, total.found) == (5, 3, 4, 2, 1)
    assert (total.cannot_tell, total.falsely_named) == (1, 1)
    assert total.precision == pytest.approx(2 / 3)
    assert total.recall == pytest.approx(1 / 3)


def test_groups_add_up_to_the_total():
    found = evaluation.evaluate("x", ROWS, ANSWERS, load.load())
    for groups in (found.by_channel, found.by_maker, found.by_weight):
        assert sum(score.rows for score in groups.values()) == 5
    assert found.by_channel["title"].right == 1
    assert sum(b.rows for b in found.calibration) == 4


def test_nothing_named_has_no_precision():
    found = evaluation.evaluate("x", [row("axis")], [answer(None, 0.0)], load.load())
    assert found.total.precision is None
    assert found.total.recall == 0.0


def test_brier_and_calibration_are_of_the_maker_put_first():
    found = evaluation.evaluate(
        "x", [row("axis"), row("axis")], [answer("axis", 0.8), answer("dahua", 0.8)], load.load()
    )
    assert found.brier == pytest.approx((0.2**2 + 0.8**2) / 2)
    assert found.calibration_error == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("said", "truth", "same"),
    [
        ("hikvision", "hikvision", True),
        ("hikvision", "ezviz", True),
        ("axis", "other:Axis", True),
        ("bosch-rexroth", "other:Bosch Rexroth", True),
        ("hikvision", "dahua", False),
    ],
)
def test_a_company_and_its_maker_are_one_answer(said, truth, same):
    assert labelled.same_maker(load.load(), said, truth) is same


def test_both_shapes_of_line_are_read():
    rows = labelled.read(
        [
            b'{"observations": [{"kind": "mac", "value": "44:19:b6:00:11:22"}], "maker": "hikvision"}',
            b"",
            b'{"channel": "dahua-magicbox", "raw": "serialNumber=4X7C5A1ZAG21L3F", "maker": "dahua", "weight": "unit"}',
        ],
        "x",
    )
    assert rows[0].observations == (("mac", "44:19:b6:00:11:22"),)
    assert rows[1].observations == (("magicbox.serialNumber", "4X7C5A1ZAG21L3F"),)
    assert (rows[1].channel, rows[1].weight) == ("dahua-magicbox", "unit")


def test_a_bad_line_is_named():
    with pytest.raises(UsageError, match="x, line 2"):
        labelled.read([b"{}", b"["], "x")


def test_our_answer_stands_beside_the_registry_alone():
    rows = [Labelled((("http_header.server", "Hikvision-Webs"),), "hikvision", "http", "firmware"), row("hikvision")]
    found = {name: method(rows) for name, method in methods(load.load(), None).items()}
    ours, registry = found["nameplate"], found["MAC registry only"]
    assert [a.maker for a in ours] == ["hikvision", "hikvision"]
    assert [a.maker for a in registry] == [None, "hikvision"]


def test_learnt_strengths_carry_their_counts():
    for level, strength in fuse.strengths().strengths.items():
        assert strength.ratio > 1, level
        assert strength.basis == "judged" or strength.right + strength.wrong > 0, level
