"""The first report and the follow-up: the fields of the clause, one row per item, nothing made up."""

import pytest
from played import APPROVER, TECHNICIAN, Play, only

from nameplate.errors import UsageError
from nameplate.report.forms.filled import Blank
from nameplate.report.forms.write import fill


def rows(form, part):
    return [dict(row) for row in form.part(part).table.rows]


def test_alike_units_are_one_item_with_their_number(play: Play):
    (case,) = play.open("model", model="DS-2CD2T46G2-ISU/SL")
    (row,) = rows(fill("first_report", play.given(case)), "items")
    assert (row["brand"], row["model"], row["supplier"]) == (
        "Hikvision", "DS-2CD2T46G2-ISU/SL", "Capital Network Resale",
    )  # fmt: skip
    assert row["description"].startswith("camera; made by Hikvision (identified with ")
    assert row["description"].endswith("; 4 units")


def test_a_relabelled_unit_keeps_its_label_as_brand_and_names_its_maker(play: Play):
    (case,) = play.open("model", model="CMIP1142W-28")
    row = rows(fill("first_report", play.given(case)), "items")[0]
    assert (row["brand"], row["model"]) == ("LTS", "CMIP1142W-28")
    assert "made by Hikvision" in row["description"]


def test_units_from_two_suppliers_are_two_items(play: Play):
    (case,) = play.open("model", model="DS-7616NI-Q2/16P")
    found = rows(fill("first_report", play.given(case)), "items")
    assert {row["supplier"] for row in found} == {"Tidewater Supply Co.", "Federal Video Partners LLC"}


def test_what_the_case_does_not_hold_is_a_line_to_fill_counted_once(play: Play):
    (case,) = play.open("model", model="DS-7616NI-Q2/16P")
    form = fill("first_report", play.given(case))
    assert form.to_fill["Contract number", False] == [f"case {case.id}"]
    assert form.to_fill["Supplier's CAGE code", True] == [
        "supplier Tidewater Supply Co.", "supplier Federal Video Partners LLC",
    ]  # fmt: skip
    assert form.to_fill["Kind of number", False] == ["Hikvision DS-7616NI-Q2/16P"]
    assert form.left == "8 fields to fill (5 of them only if known)"


def test_what_was_said_in_the_case_fills_it_and_the_newest_statement_counts(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x", contract="OLD-1", mitigation="switched off", contract_orders="0004")
    play.act(case, "assess", says="y", contract="W912DR-24-C-0031")
    play.act(case, "request", decision="remove", why="covered", mitigation="switched off and boxed")
    given = play.given(case)
    form = fill("first_report", given)
    row = rows(form, "items")[0]
    assert (row["contract"], row["orders"]) == ("W912DR-24-C-0031", "0004")
    assert row["mitigation"] == "switched off and boxed"
    entries = {line["field"]: (line["entry"], line["who"]) for line in rows(form, "statements")}
    assert entries["Contract number"] == (case.since + 2, "ana.lyst@example.org")
    assert entries["Mitigation done or recommended"][0] == case.since + 3


def test_what_the_person_adds_fills_every_case_but_never_over_its_own_words(play: Play):
    one, two = play.open("model", model="PD782i") + play.open("model", model="MC801A")
    play.act(one, "assess", says="x", contract="ITS-OWN")
    given = only(play.given(one, two), said={"contract": "FOR-ALL"})
    assert {row["contract"] for row in rows(fill("first_report", given), "items")} == {"ITS-OWN", "FOR-ALL"}


def test_an_item_that_hangs_on_an_open_question_says_so(play: Play):
    (case,) = play.open("model", model="IPC-HDBW2241E-S")
    form = fill("first_report", play.given(case))
    (line,) = rows(form, "unsettled")
    assert line["item"] == 1 and line["condition"]


def test_a_case_without_a_covered_unit_is_told_and_starts_no_clock(play: Play):
    covered, undecided = play.open("model", model="PD782i") + play.open("model", model="C9200L-24P-4G")
    form = fill("first_report", play.given(covered, undecided))
    assert [row["case"] for row in rows(form, "clock")] == [covered.id]
    assert [row["case"] for row in rows(form, "others")] == [undecided.id]


def test_nothing_covered_gives_a_sentence_and_no_row(play: Play):
    (case,) = play.open("model", model="C9200L-24P-4G")
    form = fill("first_report", play.given(case))
    assert rows(form, "items") == rows(form, "clock") == []
    assert form.to_fill == {}


def test_the_follow_up_has_the_three_answers_and_what_the_case_records(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x", contract="C-1", mitigation="switched off", prevented="purchase list changed")
    play.act(case, "request", decision="disconnect", why="covered")
    play.act(case, "approve", APPROVER)
    play.act(case, "carry_out", TECHNICIAN, day="2026-11-24", how="battery out")
    form = fill("follow_up", play.given(case))
    (row,) = rows(form, "answers")
    assert (row["mitigation"], row["prevented"]) == ("switched off", "purchase list changed")
    assert row["will_prevent"] == Blank(f"case {case.id}")
    assert row["items"] == "Hytera PD782i (5)"
    record = [(line["who"], line["what"]) for line in rows(form, "record")]
    assert record == [
        ("apro.ver@example.org", "decided: disconnect"),
        ("tech.nician@example.org", "carry out (day: 2026-11-24; how: battery out)"),
    ]


def test_a_unit_that_was_not_given_is_named(play: Play):
    (case,) = play.open("model", model="PD782i")
    with pytest.raises(UsageError, match=f"{case.id}: its unit .* is not among the devices given"):
        fill("first_report", play.given(case, devices={}))


def test_a_form_that_is_none_is_refused(play: Play):
    with pytest.raises(UsageError, match="choose from first_report, follow_up"):
        fill("sf_86", play.given())


def test_only_statements_that_the_report_repeats_are_listed(play: Play):
    covered, undecided = play.open("model", model="PD782i") + play.open("model", model="C9200L-24P-4G")
    play.act(covered, "assess", says="x", contract="C-1")
    play.act(undecided, "assess", says="x", contract="C-2")
    assert {line["case"] for line in rows(fill("first_report", play.given(covered, undecided)), "statements")} == {
        covered.id
    }
