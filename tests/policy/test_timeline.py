"""The timeline of orders, and the days that tell units apart: judging between two of them is judging on the day."""

import datetime as dt

import msgspec
import pytest
from cases import AGENCY, CONTRACTOR, DISTRICT, GATE, QUEBEC, TODAY, evaluator
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.policy.subject import Subject
from nameplate.policy.timeline import timeline
from nameplate.register import load

REGISTER = load.load()
PLAIN = Subject("hikvision", True, (), False, None, "camera", None, GATE, None)
COMPANIES = [None, "ezviz", "lorex-technology", "sepura", "dahua-usa"]


@settings(max_examples=150, deadline=None)
@given(
    day=st.dates(dt.date(2010, 1, 1), dt.date(2027, 12, 31)),
    holder=st.sampled_from([CONTRACTOR, DISTRICT, QUEBEC, AGENCY]),
    entity=st.sampled_from(COMPANIES),
)
def test_units_bought_between_two_telling_days_are_judged_as_on_their_own_day(day, holder, entity):
    maker = REGISTER.maker_of(entity) if entity else "hikvision"
    subject = msgspec.structs.replace(PLAIN, acquired=day, maker=maker, entity=entity)
    judge = evaluator(holder, TODAY)
    own_day = [judge._judge(order, subject) for order in REGISTER.orders.values()]
    assert list(judge.judge(subject)) == own_day


@pytest.mark.parametrize("shift", [-1, 0, 1])
@pytest.mark.parametrize("order", ["US-LA", "US-889-GRANT", "CA-QC"])
def test_the_day_before_and_the_day_itself_are_told_apart(order, shift):
    start = min(act.from_ for act in REGISTER.orders[order].acts if act.from_ and act.strength == "forbid")
    holder = QUEBEC if order == "CA-QC" else DISTRICT
    subject = msgspec.structs.replace(PLAIN, acquired=start + dt.timedelta(days=shift), funding=("federal_award",))
    found = {j.order: j.verdict for j in evaluator(holder, TODAY).judge(subject)}
    assert (found[order] == "forbidden") is (shift >= 0)


def test_events_are_in_order_of_date_and_none_stands_twice():
    events = timeline(REGISTER)
    assert [e.date for e in events] == sorted(e.date for e in events)
    assert len(events) == len(set(events))
    assert {e.order for e in events} <= set(REGISTER.orders)


def test_a_makers_timeline_holds_only_orders_that_name_it():
    orders = {e.order for e in timeline(REGISTER, "hikvision")}
    assert {"US-889B", "CA-FED-USE", "CA-ICA-HIK", "US-BIS-EL-2019"} <= orders
    assert "US-5949" not in orders
    assert {e.order for e in timeline(REGISTER, "ezviz")} == orders


def test_what_is_still_to_come_is_on_the_timeline():
    assert any(e.date > TODAY for e in timeline(REGISTER))


def test_begin_and_cliff_of_an_order_are_events():
    says = {(str(e.date), e.says.split(":")[0]) for e in timeline(REGISTER) if e.order == "CA-ICA-HIK"}
    assert ("2025-06-27", "in force") in says
    assert ("2025-10-25", "unknown") in says
