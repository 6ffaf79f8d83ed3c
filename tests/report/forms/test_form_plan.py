"""The removal plan and the request for an exception."""

import datetime as dt

from played import APPROVER, REGISTER, TAKER, TECHNICIAN, Play

from nameplate.report.forms.filled import Blank
from nameplate.report.forms.write import fill


def rows(form, part):
    return [dict(row) for row in form.part(part).table.rows]


def fields(form, part):
    return {column.key: value for column, value in form.part(part).fields}


def test_units_stand_by_site_with_decision_orders_and_dates_nearest_first(play: Play):
    cases = play.open("model", order="US-889B")
    radios = next(case for case in cases if "PD782i" in case.opening.title)
    play.decide(radios, decision="remove", cost="2,500 USD")
    form = fill("removal_plan", play.given(*cases))
    found = rows(form, "units")
    dates = [row["due"] or dt.date.max for row in found]
    assert dates == sorted(dates) and dates[0] == dt.date(2026, 11, 25)
    assert [row["number"] for row in found] == list(range(1, len(found) + 1))
    assert form.part("units").table.group == "site"
    radio = next(row for row in found if row["case"] == radios.id)
    assert (radio["decision"], radio["state"], radio["duty"]) == ("remove", "decided", "report (US-889A)")
    assert "US-889B" in radio["orders"]


def test_a_case_line_has_cost_decision_day_who_answers_and_where_it_goes(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x", responsible="Facilities")
    play.decide(play.book.case(case.id), decision="remove", cost="2,500 USD", destination="destroyed")
    (row,) = rows(fill("removal_plan", play.given(case)), "cases")
    assert (row["cost"], row["responsible"], row["destination"]) == ("2,500 USD", "Facilities", "destroyed")
    assert (row["units"], row["decided"]) == (5, dt.date(2026, 11, 24))


def test_who_answers_and_what_it_costs_are_never_made_up(play: Play):
    (case,) = play.open("model", model="PD782i")
    (row,) = rows(fill("removal_plan", play.given(case)), "cases")
    assert row["cost"] == row["responsible"] == row["destination"] == Blank(f"case {case.id}")
    assert row["decision"] == "not decided"


def test_totals_count_each_case_once_and_say_what_is_missing(play: Play):
    one, two, three = (play.open("model", model=model)[0] for model in ("PD782i", "MC801A", "MF286D"))
    play.decide(one, decision="remove", cost="2,500 USD")
    play.decide(two, decision="replace", cost="400 USD")
    play.act(one, "carry_out", TECHNICIAN, day="2026-11-24", how="boxed")
    total = fields(fill("removal_plan", play.given(one, two, three)), "totals")
    assert total["cost"] == "2,900.00 USD; 1 of 3 cases without a cost"
    assert (total["units"], total["cases"], total["undecided"], total["done"]) == (12, 3, 1, 5)


def test_exceptions_and_units_that_are_gone_are_not_in_the_plan_but_told(play: Play):
    kept, gone = (play.open("model", model=model)[0] for model in ("PD782i", "MC801A"))
    play.decide(kept, decision="exception", until="2027-03-31", safeguards="locked away")
    play.decide(gone, decision="remove")
    play.act(gone, "carry_out", TECHNICIAN, day="2026-11-24", how="boxed")
    play.act(gone, "verify", TAKER, by="plate")
    form = fill("removal_plan", play.given(kept, gone))
    assert rows(form, "units") == []
    assert [(row["case"], row["why"]) for row in rows(form, "others")] == [
        (kept.id, "decided: exception until 2027-03-31"), (gone.id, "verified gone"),
    ]  # fmt: skip


def test_an_exception_request_says_why_until_when_with_what_safeguards_and_who(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.act(case, "assess", says="x")
    play.act(case, "request", decision="exception", why="lease ends", until="2027-03-31", safeguards="off the network")
    found = fields(fill("exception_request", play.given(case)), "request")
    assert (found["why"], found["until"], found["safeguards"]) == (
        "lease ends", dt.date(2027, 3, 31), "off the network",
    )  # fmt: skip
    assert found["who_asks"].startswith("ana.lyst@example.org, 2026-11-24 (entry ")
    assert found["who_approves"] == "a person with the role approver, but not ana.lyst@example.org"
    assert found["approved"] == "not yet"
    play.act(case, "approve", APPROVER)
    approved = fields(fill("exception_request", play.given(case)), "request")["approved"]
    assert approved.startswith("by apro.ver@example.org, 2026-11-24 (entry ")


def test_a_case_that_asks_for_no_exception_leaves_the_request_to_fill(play: Play):
    (case,) = play.open("model", model="PD782i")
    play.decide(case, decision="remove", why="must go")
    found = fields(fill("exception_request", play.given(case)), "request")
    assert found["why"] == found["until"] == found["safeguards"] == found["who_asks"] == Blank(f"case {case.id}")
    assert found["approved"] == "not yet"


def test_every_exception_of_every_covering_order_stands_with_the_evidence_it_asks_for(play: Play):
    (case,) = play.open("model", model="PD782i")
    found = rows(fill("exception_request", play.given(case)), "exceptions")
    orders = {row["order"] for row in found}
    assert "US-889B" in orders
    for order in orders:
        expected = [(e.test, e.evidence or None) for e in REGISTER.orders[order].exceptions] or [(None, None)]
        assert [(row["test"], row["asks"]) for row in found if row["order"] == order] == expected


def test_until_it_is_decided_only_covered_units_of_a_case_are_planned(play: Play):
    (case,) = play.open("site", site="harbor-street")
    form = fill("removal_plan", play.given(case))
    assert all(row["orders"] for row in rows(form, "units"))
    (left,) = rows(form, "others")
    assert left["why"] == "not decided, and no order is known to cover them"
    assert left["units"] + fields(form, "totals")["units"] == sum(
        play.given(case).devices[one].quantity for one in case.devices
    )


def test_what_was_decided_is_planned_whatever_the_orders_say(play: Play):
    (case,) = play.open("model", model="C9200L-24P-4G")
    play.decide(case, decision="replace")
    assert fields(fill("removal_plan", play.given(case)), "totals")["units"] == 2
