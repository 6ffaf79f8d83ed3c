"""Judging each half of an order once changes no judgement: every subject is judged as if it were the first."""

import datetime as dt

from cases import AGENCY, CONTRACTOR, DEPARTMENT, DISTRICT, MINISTRY, NOBODY, QUEBEC, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from nameplate.model import Component, Site
from nameplate.policy.evaluate import Evaluator
from nameplate.policy.subject import Subject
from nameplate.register import load

REGISTER = load.load()
HOLDERS = (AGENCY, CONTRACTOR, DEPARTMENT, DISTRICT, MINISTRY, NOBODY, QUEBEC)
EVALUATORS = {holder.name: Evaluator(REGISTER, holder, TODAY) for holder in HOLDERS}
"""Kept for all examples: what an earlier subject left in the cache must never answer for a later one."""
MAKERS = ("hikvision", "dahua", "huawei", "kaspersky", "dji", "axis", "quectel", "tp-link", "micron")
KINDS = ("camera", "recorder", "network", "drone", "software", "chip", "module", "other", None)
WORDS = ("public_safety", "commercial", "core_network", "telecom_network", "none_of_these")

sites = st.builds(
    Site,
    id=st.sampled_from(("a", "b")),
    purposes=st.none() | st.lists(st.sampled_from(WORDS), max_size=2, unique=True).map(tuple),
    sensitive=st.sampled_from((None, True, False)),
)
parts = st.builds(Component, maker=st.sampled_from(MAKERS), category=st.sampled_from(("chip", "module", "camera")))
components = st.lists(parts, max_size=2).map(tuple)


@st.composite
def subjects(draw) -> Subject:
    certain = draw(st.booleans())
    maker = draw(st.sampled_from(MAKERS)) if certain else None
    candidates = () if certain else tuple(sorted(draw(st.sets(st.sampled_from(MAKERS), max_size=2))))
    companies = [e for e, (m, _) in REGISTER.entities.items() if m.id == maker]
    return Subject(
        maker=maker,
        certain=certain,
        candidates=candidates,
        open=not certain and not candidates and draw(st.booleans()),
        entity=draw(st.none() | st.sampled_from(companies)) if companies else None,
        category=draw(st.sampled_from(KINDS)),
        acquired=draw(st.none() | st.dates(dt.date(2012, 1, 1), dt.date(2026, 12, 31))),
        site=draw(sites),
        funding=draw(st.sampled_from((None, ("own_funds",), ("federal_award",), ("e_rate", "federal_funds")))),
        components=draw(components),
        relabelled=draw(st.booleans()),
    )


@settings(max_examples=250)
@given(st.sampled_from(HOLDERS), st.lists(subjects(), min_size=1, max_size=4))
def test_a_subject_is_judged_as_if_it_were_the_first(holder, some):
    judge = EVALUATORS[holder.name]
    for subject in some:
        first = [judge._judge(order, subject) for order in REGISTER.orders.values()]
        assert list(judge.judge(subject)) == first


def test_subjects_that_are_judged_alike_share_what_was_judged():
    judge = Evaluator(REGISTER, DISTRICT, TODAY)
    one, other = (
        Subject("axis", True, (), False, None, "camera", day, Site("x", purposes=("commercial",)), ("own_funds",))
        for day in (dt.date(2015, 3, 1), dt.date(2022, 3, 1))
    )
    assert judge.judge(one) is judge.judge(other)
