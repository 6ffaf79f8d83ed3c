"""What changed between two days: nothing is lost or doubled, whatever day the reader stops at in between."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.policy import changes
from nameplate.policy.elements import status
from nameplate.register import load
from nameplate.register.orders import Act, Code, Exemption, Target

REGISTER = load.load()
MAY = dt.date(2024, 5, 1)
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2029, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def between(first: str, last: str, maker: str | None = None, register: load.Register = REGISTER):
    return {o.order: o for o in changes.between(register, day(first), day(last), maker)}


def told(found: changes.OrderChanges) -> set[tuple[str, str]]:
    return {(str(c.date), c.what) for c in found.changes}


def only(**parts: object) -> load.Register:
    """A register with one order, changed."""
    order = msgspec.structs.replace(REGISTER.orders["US-BIS-EL-2023"], **parts)
    return replace(REGISTER, orders={order.id: order})


@settings(max_examples=60)
@given(st.lists(DAYS, min_size=3, max_size=3).map(sorted))
def test_two_steps_tell_what_one_step_tells(days):
    first, middle, last = days

    def all_of(begin: dt.date, end: dt.date) -> Counter[tuple[str, changes.Change]]:
        return Counter((o.order, c) for o in changes.between(REGISTER, begin, end) for c in o.changes)

    assert all_of(first, last) == all_of(first, middle) + all_of(middle, last)


@settings(max_examples=60)
@given(st.lists(DAYS, min_size=2, max_size=2).map(sorted))
def test_an_order_whose_status_differs_on_the_two_days_is_there_with_the_turn(days):
    first, last = days
    found = {o.order: o for o in changes.between(REGISTER, first, last)}
    turns = {True: "came_into_force", False: "ended", None: "became_unknown"}
    for order in REGISTER.orders.values():
        before, after = (status(order, d).truth.value for d in days)
        if before is not after:
            assert (found[order.id].before, found[order.id].after) == (before, after)
            last_turn = [c.what for c in found[order.id].changes if c.what in turns.values()][-1]
            assert last_turn == turns[after]


def test_nothing_changes_within_one_day():
    assert between("2025-12-22", "2025-12-22") == {}


def test_what_a_known_year_brought():
    found = between("2025-01-01", "2025-12-31")
    assert ("2025-06-27", "came_into_force") in told(found["CA-FED-USE"])
    assert {("2025-06-27", "came_into_force"), ("2025-10-25", "became_unknown")} <= told(found["CA-ICA-HIK"])
    assert (found["CA-ICA-HIK"].before, found["CA-ICA-HIK"].after) == (False, None)
    assert ("2025-11-10", "ended") in told(found["US-BIS-50"])
    assert ("2025-12-22", "act_begins") in told(found["US-ASDA"])
    assert "US-LA" not in found


def test_phases_of_a_removal_are_told_when_their_day_has_come():
    phases = between("2023-01-28", "2023-12-31")["UK-DVD-HUAWEI"]
    assert told(phases) == {("2023-10-31", "milestone"), ("2023-12-31", "milestone")}
    assert ("2027-12-31", "milestone") in told(between("2027-12-30", "2027-12-31")["UK-DVD-HUAWEI"])


def test_an_order_ends_the_day_after_its_last():
    assert told(between("2028-12-21", "2028-12-22")["US-ASDA"]) == {("2028-12-22", "ended")}


def test_with_a_maker_only_orders_and_entries_that_name_it():
    found = between("2019-01-01", "2026-11-24", "hikvision")
    assert {"US-FCC-LIST", "CA-FED-USE", "US-BIS-EL-2019"} <= set(found)
    assert "UK-DVD-HUAWEI" not in found
    says = [c.says for o in found.values() for c in o.changes if c.what == "target_added"]
    assert says
    assert all("Hikvision" in text or "Haishi" in text for text in says)
    assert between("2019-01-01", "2026-11-24", "ezviz") == found


def test_every_change_of_a_part_that_is_evaluated_has_its_source():
    found = between("2018-01-01", "2029-12-31")
    bare = [(o, c.what) for o, one in found.items() for c in one.changes
            if c.cite is None and c.what in {"target_added", "act_begins", "exception_ended"}]  # fmt: skip
    assert bare == []
    for order, one in found.items():
        assert all(c.fact is None or c.fact.startswith(f"{order}/") for c in one.changes)


def test_the_fact_that_speaks_of_the_day_goes_before_the_first():
    (change,) = [c for c in between("2023-12-31", "2024-12-31")["US-FCC-22-84"].changes if c.what == "status"]
    assert "No. 23-1032" in (change.cite or "")


@pytest.mark.parametrize(
    ("parts", "first", "last", "what"),
    [
        ({"targets": (Target("entity", ("dahua",), to=MAY),)}, "2024-05-01", "2024-05-02", "target_removed"),
        ({"acts": (Act("use", until=MAY),)}, "2024-05-01", "2024-05-02", "act_ends"),
        ({"exceptions": (Exemption("x", "use", "Use it.", MAY),)}, "2024-05-01", "2024-06-01", "exception_ended"),
        ({"citations": (Code("A", to=MAY),)}, "2024-04-01", "2024-06-01", "clause_ended"),
        ({"citations": (Code("B", MAY),)}, "2024-04-01", "2024-06-01", "clause_added"),
    ],
)
def test_what_ends_is_told_from_the_day_after_on(parts, first, last, what):
    register = only(**parts)
    found = between(first, last, register=register)["US-BIS-EL-2023"]
    assert told(found) == {("2024-05-01", what)}
    assert between(last, "2025-01-01", register=register) == {}


def test_a_clause_that_begins_when_another_ends_has_moved():
    codes = (
        Code("48 CFR old", to=MAY),
        Code("48 CFR new", day("2024-05-02")),
        Code("C", day("2024-07-01")),
    )
    found = between("2024-01-01", "2024-12-31", register=only(citations=codes))["US-BIS-EL-2023"]
    assert [(str(c.date), c.what, c.says) for c in found.changes] == [
        ("2024-05-02", "clause_moved", "cited as 48 CFR new, before as 48 CFR old"),
        ("2024-07-01", "clause_added", "cited as C"),
    ]
