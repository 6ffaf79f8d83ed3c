"""When a report is due: from the case's history, in the days of the contracting party, past holidays and weekends."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from played import TECHNICIAN, Play, only

from nameplate.report.forms.write import fill

UTC = dt.UTC


def clock(form, row=0):
    return form.part("clock").table.rows[row]


def first_day(form):
    return {column.key: value for column, value in form.part("clock").fields}["due"]


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (dt.datetime(2026, 11, 24, 15, tzinfo=UTC), dt.date(2026, 11, 25)),
        (dt.datetime(2026, 11, 25, 15, tzinfo=UTC), dt.date(2026, 11, 27)),  # Thanksgiving is the 26th
        (dt.datetime(2026, 11, 27, 15, tzinfo=UTC), dt.date(2026, 11, 30)),  # a weekend
        (dt.datetime(2026, 11, 25, 3, tzinfo=UTC), dt.date(2026, 11, 25)),  # still the 24th in Washington
    ],
)
def test_the_first_report_is_due_one_business_day_after_the_case_was_opened(play: Play, opened, due):
    play.time = opened
    (case,) = play.open("model", model="PD782i")
    assert clock(fill("first_report", play.given(case)))["due"] == due


def test_the_clock_says_when_and_by_whom_and_by_which_entry(play: Play):
    (case,) = play.open("model", model="PD782i")
    row = clock(fill("first_report", play.given(case)))
    assert (row["identified"], row["who"]) == (dt.date(2026, 11, 24), "ana.lyst@example.org")
    assert row["how"] == f"case opened 2026-11-24 15:00 UTC, entry {case.since}"


def test_the_nearest_of_several_cases_stands_first_and_says_when_it_has_passed(play: Play):
    first = play.open("model", model="PD782i")
    play.time += dt.timedelta(days=7)
    later = play.open("model", model="MC801A")
    form = fill("first_report", play.given(*first, *later, today=dt.date(2026, 11, 30)))
    assert first_day(form) == "2026-11-25, which has passed"
    assert [row["due"] for row in form.part("clock").table.rows] == [dt.date(2026, 11, 25), dt.date(2026, 12, 2)]


def test_an_earlier_import_is_told_and_not_silently_used(play: Play):
    play.time += dt.timedelta(days=6)
    (case,) = play.open("model", model="PD782i")
    row = clock(fill("first_report", play.given(case)))
    assert row["due"] == dt.date(2026, 12, 1)
    assert "taken in on 2026-11-24; check which counts" in row["how"]


def test_a_day_that_somebody_named_in_the_case_counts(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="seen on a walk", identified="2026-11-20")
    row = clock(fill("first_report", play.given(case)))
    assert (row["identified"], row["due"]) == (dt.date(2026, 11, 20), dt.date(2026, 11, 23))
    assert row["how"].startswith("as said in entry ")


def test_the_zone_can_be_another(play: Play):
    play.time = dt.datetime(2026, 11, 25, 3, tzinfo=UTC)
    (case,) = play.open("model", model="PD782i")
    given = only(play.given(case), zone="UTC")
    assert clock(fill("first_report", given))["due"] == dt.date(2026, 11, 27)


def test_the_follow_up_counts_ten_business_days_from_submission(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x", reported="2026-11-25")
    assert clock(fill("follow_up", play.given(case)))["due"] == dt.date(2026, 12, 10)


def test_without_the_day_of_submission_there_is_no_due_day_but_a_line_to_fill(play: Play):
    (case,) = play.open("model", model="PD782i")
    form = fill("follow_up", play.given(case))
    assert clock(form)["due"] is None
    assert ("First report submitted on", False) in form.to_fill
    assert "when that was is not in the cases" in first_day(form)


def test_words_that_are_no_day_count_as_not_said(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x", reported="last week")
    assert ("First report submitted on", False) in fill("follow_up", play.given(case)).to_fill


def test_the_holder_files_own_day_of_discovery_is_told(play: Play):
    (case,) = play.open("model", model="PD782i")
    given = play.given(case)
    holder = msgspec.structs.replace(given.holder, discovered=dt.date(2026, 11, 2))
    assert "2026-11-02" in clock(fill("first_report", replace(given, holder=holder, reviews=())))["how"]
    assert TECHNICIAN.name not in clock(fill("first_report", given))["who"]
