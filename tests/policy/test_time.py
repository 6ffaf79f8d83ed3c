"""Time: orders as of a day, lists as of a day, duties in business days of the order's country."""

import datetime as dt

import pytest
from cases import CONTRACTOR, DEPARTMENT, GATE, Holder, evaluator, findings, verdict

from nameplate.policy.calendar import add_business_days
from nameplate.policy.elements import status
from nameplate.register import load

ORDERS = load.load().orders


@pytest.mark.parametrize(
    ("order", "maker", "holder", "day_before", "first_day"),
    [
        ("US-889B", "hikvision", CONTRACTOR, dt.date(2020, 8, 12), dt.date(2020, 8, 13)),
        ("CA-FED-USE", "hikvision", DEPARTMENT, dt.date(2025, 6, 26), dt.date(2025, 6, 27)),
    ],
)
def test_an_order_begins_on_its_day(order, maker, holder, day_before, first_day):
    bought = dt.date(2018, 1, 1)
    early = findings(maker, holder=holder, acquired=bought, as_of=day_before)[order]
    assert early.verdict == "not_covered"
    assert str(first_day) in early.chain[-1].says
    assert verdict(order, maker, holder=holder, acquired=bought, as_of=first_day) == "forbidden"


def test_a_status_is_unknown_after_its_cliff():
    order = ORDERS["CA-ICA-HIK"]
    assert status(order, dt.date(2025, 10, 24)).truth.value is True
    after = status(order, dt.date(2025, 10, 25))
    assert after.truth.value is None
    assert after.truth.missing == ("order.status",)


def test_a_suspended_rule_is_not_in_force_and_unknown_when_its_suspension_ends():
    order = ORDERS["US-BIS-50"]
    seen = {
        day: status(order, dt.date.fromisoformat(day)).truth.value for day in ("2025-10-01", "2026-01-01", "2026-11-24")
    }
    assert seen == {"2025-10-01": True, "2026-01-01": False, "2026-11-24": None}


def test_a_list_is_read_as_of_the_day():
    importer = Holder("Importer", actors=("importer",), jurisdictions=("US",))
    entries = {
        day: verdict("US-FCC-LIST", "kaspersky", "software", holder=importer, as_of=dt.date.fromisoformat(day))
        for day in ("2024-01-01", "2025-01-01")
    }
    assert entries == {"2024-01-01": "not_covered", "2025-01-01": "restricted"}


def test_an_act_of_a_later_year_is_not_forbidden_yet():
    agency = Holder("Agency", actors=("agency",), jurisdictions=("US",))
    found = findings("ymtc", "chip", holder=agency)["US-5949"]
    assert found.verdict == "not_covered"


def test_no_citation_is_used_before_it_is_valid():
    early = findings("hikvision", acquired=dt.date(2018, 1, 1), as_of=dt.date(2020, 8, 13))["US-889B"]
    assert "FAR 52.204-25" in (early.chain[-1].cite or "")


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (dt.date(2026, 11, 24), 1, dt.date(2026, 11, 25)),
        (dt.date(2026, 11, 25), 1, dt.date(2026, 11, 27)),  # Thanksgiving is the 26th
        (dt.date(2026, 11, 25), 10, dt.date(2026, 12, 10)),
        (dt.date(2026, 11, 27), 1, dt.date(2026, 11, 30)),  # a Friday
        (dt.date(2026, 12, 24), 1, dt.date(2026, 12, 28)),  # Christmas is a Friday
        (dt.date(2026, 7, 2), 1, dt.date(2026, 7, 6)),  # the 4th is a Saturday, kept on the 3rd
        (dt.date(2026, 11, 10), 1, dt.date(2026, 11, 12)),  # Veterans Day
        (dt.date(2026, 11, 24), 0, dt.date(2026, 11, 24)),
    ],
)
def test_business_days_leave_out_weekends_and_federal_holidays(start, days, due):
    assert add_business_days(start, days, "US") == due


def test_holidays_are_those_of_the_orders_country():
    assert add_business_days(dt.date(2026, 6, 30), 1, "CA") == dt.date(2026, 7, 2)
    assert add_business_days(dt.date(2026, 6, 30), 1, "US") == dt.date(2026, 7, 1)


def test_a_country_without_a_calendar_still_has_weekends():
    assert add_business_days(dt.date(2026, 11, 27), 1, "XX") == dt.date(2026, 11, 30)


def duties(holder: Holder, as_of: dt.date) -> list[tuple[str, dt.date | None]]:
    found = findings("hikvision", holder=holder, site=GATE, as_of=as_of)["US-889B"]
    return [(duty.verb, duty.due) for duty in found.duties]


def test_the_two_reports_count_from_discovery_and_from_the_first_report():
    assert duties(CONTRACTOR, dt.date(2026, 11, 24)) == [
        ("inquire", None),
        ("represent", None),
        ("report", dt.date(2026, 11, 25)),
        ("report", dt.date(2026, 12, 10)),
    ]


def test_the_day_of_discovery_of_the_holder_file_counts_if_it_is_given():
    earlier = Holder("C", actors=("contractor",), jurisdictions=("US",), discovered=dt.date(2026, 11, 20))
    assert ("report", dt.date(2026, 11, 23)) in duties(earlier, dt.date(2026, 11, 24))


def test_one_evaluator_gives_the_same_answer_twice():
    first = findings("hikvision")
    assert findings("hikvision") == first
    assert evaluator(CONTRACTOR, dt.date(2026, 11, 24)) is evaluator(CONTRACTOR, dt.date(2026, 11, 24))
