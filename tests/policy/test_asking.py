"""`ask`: every order's answer for a device that need not exist; and findings of devices that do."""

import datetime as dt

import pytest
from cases import BOUGHT, CONTRACTOR, DISTRICT, GATE, TODAY, UNSAID, evaluator, findings

from nameplate.model import Holder, Site
from nameplate.pipeline import verdicts
from nameplate.policy import findings as of_devices
from nameplate.policy import questions
from nameplate.policy.ask import ask
from nameplate.policy.subject import of_device
from nameplate.register import load
from units import devices, unit

REGISTER = load.load()


def test_every_order_answers_with_a_reason_strictest_first():
    found = ask("hikvision", "camera", GATE, BOUGHT, evaluator(CONTRACTOR, TODAY), REGISTER)
    assert {one.order for one in found} == set(REGISTER.orders)
    assert all(one.chain[-1].says for one in found)
    ranks = [one.verdict for one in found]
    assert ranks.index("forbidden") < ranks.index("not_covered")
    assert set(ranks[ranks.index("not_covered") :]) == {"not_covered"}


@pytest.mark.parametrize("named", ["hikvision", "ezviz", "lts", "some-new-maker"])
def test_a_maker_a_company_a_brand_and_a_stranger_can_be_asked_about(named):
    found = findings(named)
    assert found["US-889B"].verdict == ("not_covered" if named == "some-new-maker" else "forbidden")
    assert found["US-889B"].chain[0].says.startswith("asked: a camera of ")


def test_a_brand_of_several_makers_is_judged_for_all_of_them():
    found = findings("honeywell", acquired=dt.date(2021, 1, 1))["US-889B"]
    assert (found.verdict, found.missing) == ("cannot_tell", ("device.maker",))
    assert "Dahua" in found.conditions[0]
    assert "Hikvision" in found.conditions[0]


def test_every_step_of_a_verdict_rests_on_a_fact_with_its_source():
    found = findings("hikvision")["US-889B"]
    facts = [step.fact for step in found.chain if step.fact]
    assert {"US-889B/status", "US-889B/bound", "US-889B/targets", "US-889B/acts"} <= set(facts)
    assert all(step.cite and "http" in step.cite for step in found.chain if step.fact)


SITE = Site("gate", "Gate", purposes=("government_facility",))
HOLDER = Holder("h", actors=("contractor",), jurisdictions=("US",), sites=(SITE,))


def judged(found, holder=HOLDER):
    return of_devices.of_devices(found, holder, evaluator(holder, TODAY), REGISTER)


def test_a_devices_finding_begins_with_what_was_read_and_ends_with_the_verdict():
    row = {
        "inventory.site": "Gate",
        "inventory.category": "camera",
        "mac": "44:19:b6:00:11:22",
        "inventory.brand": "LTS",
    }
    covering, _ = judged(devices([row], HOLDER))
    found = next(one for one in covering if one.order == "US-889B")
    assert found.verdict == "forbidden"
    assert found.chain[0].observation is not None
    assert found.chain[0].observation.locator == "row 1"
    assert any(step.says.startswith("made by Hikvision") for step in found.chain)
    assert found.chain[-1].says.startswith("forbidden: ")


def test_what_does_not_cover_is_counted_once_per_order_and_reason():
    rows = [{"inventory.maker": "Axis", "inventory.category": "camera", "inventory.quantity": "5"}]
    covering, left_out = judged(devices(rows))
    assert not any(one.order == "US-889B" for one in covering)
    (entry,) = [one for one in left_out if one.order == "US-889B"]
    assert entry.units == 5
    assert entry.reason


def test_a_component_of_a_forbidden_maker_never_makes_its_unit_forbidden():
    found = unit(inventory__maker="Axis", mac="20:f4:1b:00:11:22", inventory__category="camera")
    covering, _ = judged([found])
    assert "forbidden" not in {one.verdict for one in covering}


def test_a_device_counts_under_its_strictest_finding():
    row = {"mac": "44:19:b6:00:11:22", "inventory.category": "camera", "inventory.site": "Gate"}
    covering, _ = judged(devices([row], HOLDER))
    assert {one.verdict for one in covering} > {"forbidden"}
    assert set(verdicts(covering).values()) == {"forbidden"}


def test_money_is_the_units_own_before_the_sites_before_the_holders():
    holder = Holder("h", sites=(Site("a", funding=("e_rate",)),), funding=("own_funds",))
    sites = {site.id: site for site in holder.sites}
    rows = (
        {"inventory.site": "a", "inventory.funding": "ESSER II"},
        {"inventory.site": "a", "inventory.maker": "Axis"},
        {"inventory.site": "elsewhere", "inventory.maker": "Axis"},
    )
    paid = [of_device(one, sites, holder, REGISTER).funding for one in devices(rows, holder)]
    assert paid == [("federal_award", "federal_funds"), ("e_rate",), ("own_funds",)]


def test_every_question_ends_as_one_and_says_where_the_answer_goes():
    for name, question in questions.table().items():
        assert "?" in question.ask, name
        assert question.where, name


def test_a_missing_input_becomes_a_question_about_its_site():
    missing = findings("hikvision", holder=DISTRICT, site=UNSAID)["US-LA"].missing
    assert "North High" in questions.ask(missing[0], "North High")
    assert questions.ask("nothing.known") == "What is nothing.known?"
