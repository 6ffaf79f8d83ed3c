"""Several orders at once: the strictest and the one with the first date are named."""

import datetime as dt

from cases import AGENCY, CONTRACTOR, DEPARTMENT, SHOP, findings

from nameplate.policy.foremost import foremost, in_words
from nameplate.register import load

REGISTER = load.load()


def of(maker, **more):
    return foremost(list(findings(maker, **more).values()), REGISTER)


def test_an_outright_ban_goes_before_a_condition_and_the_first_report_has_the_first_date():
    found = of("hikvision")
    assert (found.strictest, found.verdict) == ("US-889B", "forbidden")
    assert (found.nearest, found.duty, found.due) == ("US-889A", "report", dt.date(2026, 11, 25))
    assert "first date: 2026-11-25, report under US-889A" in in_words(found)


def test_of_two_outright_bans_the_one_on_use_is_stricter_than_the_one_on_buying():
    found = of("dji", category="drone", holder=AGENCY, acquired=dt.date(2026, 1, 1))
    covering = {o: f.verdict for o, f in findings("dji", "drone", holder=AGENCY, acquired=dt.date(2026, 1, 1)).items()}
    assert covering[found.strictest] == found.verdict


def test_what_no_order_covers_has_neither():
    assert of("axis", site=SHOP) is None


def test_an_order_without_a_date_is_named_without_one():
    found = of("hikvision", holder=DEPARTMENT)
    assert (found.strictest, found.due) == ("CA-FED-USE", None)
    assert in_words(found).endswith("no date")


def test_a_contractor_is_reached_by_an_order_on_performance_only_there():
    found = findings("kaspersky", "software", holder=CONTRACTOR)["US-FAR-KAS"]
    assert found.verdict == "forbidden_if"
    assert "device.in_performance" in found.missing


def test_a_text_that_is_silent_on_labels_leaves_a_relabelled_unit_open():
    plain, relabelled = (findings(name, holder=DEPARTMENT)["CA-FED-USE"] for name in ("hikvision", "lts"))
    assert plain.verdict == "forbidden"
    assert (relabelled.verdict, relabelled.missing) == ("forbidden_if", ("order.relabels",))
    assert findings("hilook", holder=DEPARTMENT)["CA-FED-USE"].verdict == "forbidden"


def test_a_text_that_means_whoever_produced_it_reaches_a_relabelled_unit():
    assert findings("lts")["US-889B"].verdict == "forbidden"
