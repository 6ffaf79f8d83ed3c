"""For any observations of any kind: every row is in one device, ids differ, every order answers, nothing fails."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nameplate import kinds
from nameplate.model import Holder, Site, SiteMatch
from nameplate.policy import findings
from nameplate.policy.evaluate import Evaluator
from nameplate.register import load
from units import devices

KINDS = [line.pattern.replace("*", "x") for line in kinds.TABLE]
ODD = (
    "44:19:b6:00:11:22",
    "44-19-B6-00-11-22 / 44-19-B6-00-11-23",
    "a6:63:9e:00:11:22",
    "10.0.0.4",
    "fe80::1%eth0",
    "SN0012345",
    "DS-2CD2142FWD-I20180319BBWRC10320726",
    "Hikvision",
    "هيكفيجن",
    "٠٣/٠٤/٢٠٢١",
    "2021-02-30",
    "1,000",
    "-1",
    "99999999999999999999",
    "00000000",
    "[x",
    "ß İ ﷺ",
)
values = st.text(min_size=1, max_size=30) | st.sampled_from(ODD)
rows = st.lists(st.dictionaries(st.sampled_from(KINDS), values, min_size=1, max_size=6), min_size=1, max_size=5)
SITE = Site("a", "A", SiteMatch(site=("N*", "[x"), network=("10.0.0.0/8", "fe80::/10"), hostname=("c[*",)))
HOLDER = Holder("h", actors=("agency",), jurisdictions=("US",), sites=(SITE,))
DAY = dt.date(2026, 11, 24)
EVALUATOR = Evaluator(load.load(), HOLDER, DAY)

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(rows)
def test_any_observations_become_devices_and_every_order_answers(found):
    named = devices({"a": found[:3], "b": found[3:]} if found[3:] else found, HOLDER)
    assert sum(len(device.subjects) for device in named) == len(found)
    assert len({device.id for device in named}) == len(named)
    covering, left_out = findings.of_devices(named, HOLDER, EVALUATOR, load.load())
    answered = {finding.order for finding in covering} | {entry.order for entry in left_out}
    assert answered == set(load.load().orders)


@few
@given(rows)
def test_an_attribution_never_says_more_than_its_claims(found):
    for device in devices(found, HOLDER):
        attribution = device.attribution
        assert 0 <= attribution.probability <= 0.995
        assert (attribution.proof is not None) == (attribution.verdict == "identified")
        if attribution.verdict == "identified":
            assert attribution.claims
        if attribution.verdict == "cannot_tell":
            assert attribution.would_settle
        for claim in attribution.claims:
            assert any(claim.observation.locator == place.locator for place in device.subjects)
