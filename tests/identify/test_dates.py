"""Dates of acquisition: a full date in a usual form is read, nothing else; a wrong date would decide an order."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.identify import dates

MARCH_4, APRIL_3 = dt.date(2021, 3, 4), dt.date(2021, 4, 3)


def parsed(*texts: str, month_first: bool = True) -> list[dt.date | None]:
    schema = {"source": pl.String, "value": pl.String}
    frame = pl.DataFrame({"source": ["list.csv"] * len(texts), "value": list(texts)}, schema=schema)
    return dates.parse(frame, month_first=month_first)["date"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-04",
        "2021/3/4",
        "2021.03.04",
        "20210304",
        "2021-03-04T10:00:00Z",
        "2021-03-04 10:30:00",
        "4-Mar-2021",
        "4 Mar 2021",
        "March 4, 2021",
        "Mar 4 2021",
        " 2021-03-04 ",
    ],
)
@pytest.mark.parametrize("month_first", [True, False])
def test_a_date_that_can_only_be_read_one_way_is_read(text, month_first):
    assert parsed(text, month_first=month_first) == [MARCH_4]


@pytest.mark.parametrize("text", ["03/04/2021", "3/4/21", "03-04-2021", "3.4.2021", "3/4/2021 10:00 AM"])
def test_where_nothing_tells_the_holders_country_decides(text):
    assert parsed(text, month_first=True) == [MARCH_4]
    assert parsed(text, month_first=False) == [APRIL_3]


def test_one_telling_date_tells_for_its_whole_source():
    assert parsed("13/04/2021", "03/04/2021", month_first=True) == [dt.date(2021, 4, 13), APRIL_3]
    assert parsed("04/13/2021", "03/04/2021", month_first=False) == [dt.date(2021, 4, 13), MARCH_4]


def test_another_sources_habit_does_not_count():
    frame = pl.DataFrame({"source": ["a", "b"], "value": ["13/04/2021", "03/04/2021"]})
    assert dates.parse(frame, month_first=True)["date"].to_list() == [dt.date(2021, 4, 13), MARCH_4]


@pytest.mark.parametrize(
    "text",
    ["", "2021", "March 2021", "04/2021", "FY2021", "2021-13-40", "30/02/2021", "13/13/2021", "1979-12-31", "1/1/1900"],
)
def test_what_is_no_full_sensible_date_is_not_used(text):
    assert parsed(text) == [None]


def test_a_two_digit_year_is_never_in_the_far_future():
    assert parsed("12/31/99")[0] in {None, dt.date(1999, 12, 31)}


@pytest.mark.parametrize("text", ["4 March 2021", "04 March 2021"])
def test_a_month_written_out_after_the_day_is_read(text):
    assert parsed(text) == [MARCH_4]


def test_arabic_digits_are_digits():
    assert parsed("٠٤/٠٣/٢٠٢١", month_first=False) == [MARCH_4]


days = st.dates(dt.date(1980, 1, 1), dt.date(2068, 12, 31))


@given(day=days, form=st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y", "%b %d %Y"]))
def test_what_is_written_in_a_telling_form_is_read_back(day, form):
    assert parsed(day.strftime(form)) == [day]


@given(day=days, month_first=st.booleans(), mark=st.sampled_from("/.-"))
def test_what_a_country_writes_its_own_way_is_read_back(day, month_first, mark):
    form = mark.join(["%m", "%d", "%Y"] if month_first else ["%d", "%m", "%Y"])
    telling = f"12{mark}28{mark}2020" if month_first else f"28{mark}12{mark}2020"
    assert parsed(day.strftime(form), telling, month_first=month_first)[0] == day


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_text_gives_a_sensible_date_or_none(texts):
    for day in parsed(*texts):
        assert day is None or 1980 <= day.year <= 2100
