"""Learning an input never turns a definite verdict into another: what is unknown is never counted as "no" or "yes"."""

import datetime as dt

import pytest
from cases import TODAY, evaluator
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nameplate.model import Holder, Site
from nameplate.policy.subject import Subject
from nameplate.register import load

few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PURPOSES = ("public_safety", "commercial", "core_network", "telecom_network")
site_answers = {
    "purposes": st.lists(st.sampled_from(PURPOSES), min_size=1, max_size=2, unique=True).map(tuple),
    "sensitive": st.booleans(),
}
holder_answers = {
    "actors": st.lists(
        st.sampled_from(["agency", "contractor", "grantee", "public_body", "operator", "importer", "seller"]),
        min_size=1,
        max_size=2,
        unique=True,
    ).map(tuple),
    "jurisdictions": st.sampled_from([("US",), ("US", "US-LA"), ("CA", "CA-QC"), ("GB",), ("AU",), ("IN",)]),
    "sectors": st.sampled_from([(), ("telecom",), ("state_government",), ("electricity",)]),
}
subject_answers = {
    "maker": st.sampled_from(["hikvision", "dahua", "huawei", "kaspersky", "dji", "tp-link", "axis", "some-new-maker"]),
    "category": st.sampled_from(["camera", "recorder", "network", "radio", "drone", "software", "other"]),
    "acquired": st.dates(dt.date(2015, 1, 1), dt.date(2026, 11, 1)),
    "funding": st.sampled_from([("own_funds",), ("federal_award",), ("e_rate",)]),
}
answers = st.fixed_dictionaries({**site_answers, **holder_answers, **subject_answers})
asked = st.sets(st.sampled_from([*site_answers, *holder_answers, *subject_answers]))


def judge(values: dict, *, known: set[str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Verdict and missing inputs of every order, with only the `known` inputs filled in."""
    given_ = {name: value for name, value in values.items() if name in known}
    site = Site("s", purposes=given_.get("purposes"), sensitive=given_.get("sensitive"))
    holder = Holder("h", given_.get("actors", ()), given_.get("jurisdictions", ()), sectors=given_.get("sectors"))
    subject = Subject(
        maker=given_.get("maker"),
        certain="maker" in known,
        candidates=(),
        open="maker" not in known,
        entity=None,
        category=given_.get("category"),
        acquired=given_.get("acquired"),
        site=site,
        funding=given_.get("funding"),
    )
    return {j.order: (j.verdict, j.missing) for j in evaluator(holder, TODAY).judge(subject)}


NO_HOLDER = {
    "purposes": ("public_safety",),
    "sensitive": False,
    "actors": ("contractor",),
    "jurisdictions": ("US",),
    "sectors": (),
    "maker": "hikvision",
    "category": "camera",
    "acquired": dt.date(2022, 1, 1),
    "funding": ("own_funds",),
}


@example(values=NO_HOLDER, known=set(NO_HOLDER) - {"actors"})
@few
@given(values=answers, known=asked)
def test_a_definite_verdict_stays_when_more_is_known(values, known):
    before, after = judge(values, known=known), judge(values, known=set(values))
    for order, (verdict, missing) in before.items():
        if not missing:
            assert (order, after[order][0]) == (order, verdict)


@few
@given(values=answers)
def test_with_everything_known_nothing_is_missing_but_what_the_register_itself_lacks(values):
    for verdict, missing in judge(values, known=set(values)).values():
        askable = {"device.provided", "device.certificate", "device.production_country"}
        askable |= {"device.components", "device.in_performance"}
        assert set(missing) <= askable | {"order.status", "order.reading", "maker.seat"}
        assert missing or verdict != "forbidden_if"


@few
@given(values=answers, known=asked)
def test_a_verdict_short_of_certain_always_says_what_is_missing(values, known):
    for verdict, missing in judge(values, known=known).values():
        assert bool(missing) or verdict not in {"forbidden_if", "cannot_tell"}
        assert not missing or verdict not in {"forbidden", "not_covered", "allowed_by_exception"}


@pytest.mark.parametrize("order", ["US-889A", "US-889B", "US-889-GRANT"])
def test_a_holder_of_whom_nothing_is_known_is_never_told_not_covered(order):
    found = judge(NO_HOLDER, known={"maker", "category", "acquired"})
    assert found[order][0] in {"forbidden_if", "cannot_tell"}


def test_every_missing_input_has_a_question():
    from nameplate.policy import questions

    asked_for = {
        missing
        for known in (set(), {"maker"}, {"maker", "category"}, set(NO_HOLDER))
        for _, names in judge(NO_HOLDER, known=known).values()
        for missing in names
    }
    assert asked_for <= set(questions.table())


def test_no_condition_is_an_unfinished_sentence():
    bare = [
        order.id for order in load.load().orders.values() for one in order.targets if not one.settled and not one.note
    ]
    assert bare == []
