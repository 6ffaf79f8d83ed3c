"""What every reader owes, enforced in one place: no secrets, no credentials in addresses, no endless values."""

import datetime as dt

import pytest

from nameplate.sources.interface import Limits, Sink


def values(sink: Sink) -> list[str]:
    return sink.observations()["value"].to_list()


@pytest.mark.parametrize("value", [None, "", "   ", "\n"])
def test_an_empty_value_is_no_observation(value):
    sink = Sink("x")
    sink.observe("a", "line 1", "hostname", value)
    assert sink.observations().is_empty()


@pytest.mark.parametrize(
    "kind",
    ["isapi.password", "onvif.userName", "snmp.community", "x.apiKey", "x.WSSE_Password", "dhip.pwd", "x.secret"],
)
def test_a_field_named_like_a_secret_is_dropped_and_counted(kind):
    sink = Sink("x")
    sink.observe("a", "line 1", kind, "hunter2")
    assert sink.observations().is_empty()
    assert sink.dropped == {kind.split(".")[1]: 1}


def test_credentials_in_an_address_are_cut_out_and_counted():
    sink = Sink("x")
    sink.observe("a", "line 1", "onvif.uri", "rtsp://admin:hunter2@10.0.0.4/a and rtsp://b@10.0.0.5/")
    assert values(sink) == ["rtsp://10.0.0.4/a and rtsp://10.0.0.5/"]
    assert sink.dropped == {"credentials in an address": 2}


def test_an_endless_value_is_cut_and_named():
    sink = Sink("x", Limits(cell=10))
    sink.observe("a", "line 1", "html_title", "x" * 50)
    assert values(sink) == ["x" * 10]
    assert "50 characters cut to 10" in sink.problems[0].reason


def test_observations_keep_their_order_whichever_way_they_were_made():
    sink = Sink("x")
    sink.observe("a", "line 1", "mac", "1")
    more = sink.observations().select("locator", "subject", "value")
    sink.columnar("ip", more["subject"], more["locator"], more["value"])
    sink.observe_all("b", "line 2", {"mac": 2, "hostname": "h"}, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert values(sink) == ["1", "1", "2", "h"]
    assert sink.observations()["subject"].to_list() == ["a", "a", "b", "b"]


def test_problems_beyond_the_limit_are_only_counted():
    sink = Sink("x", Limits(problems=2))
    for number in range(5):
        sink.problem(f"line {number}", "odd")
    assert [p.locator for p in sink.all_problems()] == ["line 0", "line 1", ""]
    assert sink.all_problems()[-1].reason.startswith("3 more problems")


def test_half_a_surrogate_pair_is_no_reason_to_stop():
    sink = Sink("x")
    sink.observe("a", "line 1", "inventory.maker", "Hikvision\ud800")
    assert values(sink)[0].startswith("Hikvision")
