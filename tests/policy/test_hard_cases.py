"""The hard cases of the facts (orders.md section 4), each as one sentence that the evaluation must keep."""

import datetime as dt

import pytest
from cases import (
    AGENCY,
    CONTRACTOR,
    COUNCIL,
    DEPARTMENT,
    DISTRICT,
    GATE,
    MINISTRY,
    QUEBEC,
    SHOP,
    UNSAID,
    covering,
    findings,
    verdict,
)

from nameplate.model import Holder, Site

MONEY_AND_EXPORTS = ("US-CMIC", "US-BIS-EL-2019", "US-BIS-EL-2023", "US-BIS-50")


# 1. Affiliate and subsidiary: one graph, read differently.
@pytest.mark.parametrize("company", ["ezviz", "hikmicro", "hikvision-usa", "prama-hikvision-india", "hikvision-canada"])
def test_section_889_reaches_subsidiaries_and_affiliates(company):
    assert verdict("US-889B", company) == "forbidden"


def test_an_order_that_names_one_company_leaves_its_subsidiaries_open():
    assert verdict("CA-FED-USE", "hikvision", holder=DEPARTMENT) == "forbidden"
    found = findings("ezviz", holder=DEPARTMENT)["CA-FED-USE"]
    assert (found.verdict, found.missing) == ("cannot_tell", ("order.reading",))


def test_a_relation_that_nobody_verified_covers_nothing():
    assert verdict("US-889B", "pyronix") == "not_covered"


# 2. Purpose-limited: forbidden at the gate, not in the shop, and never allowed for want of an answer.
def test_the_same_camera_is_forbidden_at_the_gate_and_not_in_the_shop():
    assert verdict("US-889B", "hikvision", site=GATE) == "forbidden"
    assert verdict("US-889B", "hikvision", site=SHOP) == "not_covered"


@pytest.mark.parametrize("site", [UNSAID, None])
def test_a_purpose_not_given_is_a_condition(site):
    found = findings("hikvision", site=site)["US-889B"]
    assert found.verdict == "forbidden_if"
    assert found.missing == ("site.purposes",)
    assert "government facility" in found.conditions[0]


def test_huawei_network_equipment_is_forbidden_for_any_purpose():
    assert verdict("US-889B", "huawei", "network", site=SHOP) == "forbidden"


# 5. An exception needs evidence; it never applies by silence.
def test_an_exception_is_named_with_what_would_show_it_and_does_not_apply():
    found = findings("hikvision")["US-889B"]
    assert found.verdict == "forbidden"
    assert any("exception not shown to apply" in step.says and "to use it, show" in step.says for step in found.chain)


# 6. Divested companies: what was made before is the old owner's, what came later is not.
@pytest.mark.parametrize(
    ("company", "category", "before", "after"),
    [
        ("lorex-technology", "camera", dt.date(2020, 1, 1), dt.date(2024, 1, 1)),
        ("dahua-usa", "camera", dt.date(2022, 1, 1), dt.date(2025, 1, 1)),
        ("sepura", "radio", dt.date(2020, 1, 1), dt.date(2024, 1, 1)),
        ("teltronic", "radio", dt.date(2024, 1, 1), dt.date(2026, 5, 1)),
    ],
)
def test_a_sold_company_is_judged_by_the_units_date(company, category, before, after):
    assert verdict("US-889B", company, category, acquired=before) == "forbidden"
    late = findings(company, category, acquired=after)["US-889B"]
    assert late.verdict == "not_covered"
    assert "had been sold by" in late.chain[-1].says


def test_a_unit_older_than_the_purchase_of_its_company_is_not_the_buyers():
    assert verdict("US-889B", "sepura", "radio", acquired=dt.date(2015, 1, 1)) == "not_covered"


def test_a_brand_after_its_sale_cannot_be_told():
    assert verdict("US-889B", "imou", acquired=dt.date(2024, 1, 1)) == "forbidden"
    assert verdict("US-889B", "imou", acquired=dt.date(2026, 6, 1)) == "cannot_tell"
    assert verdict("US-889B", "luminys", acquired=dt.date(2026, 1, 1)) == "cannot_tell"


# 8. Unknown stays unknown, with the reason.
def test_a_reading_that_is_not_settled_cannot_be_told():
    found = findings("huawei", "camera")["US-889B"]
    assert (found.verdict, found.missing) == ("cannot_tell", ("order.reading",))
    assert "not settled" in found.conditions[0]


def test_a_maker_that_one_source_adds_cannot_be_told():
    assert verdict("CA-QC", "hikvision", holder=QUEBEC, acquired=dt.date(2025, 1, 1)) == "forbidden"
    assert verdict("CA-QC", "dahua", holder=QUEBEC, acquired=dt.date(2025, 1, 1)) == "cannot_tell"


def test_an_order_whose_text_was_not_seen_in_force_cannot_be_told():
    georgia = Holder("Agency", actors=("agency",), jurisdictions=("US", "US-GA"))
    found = findings("hikvision", holder=georgia)["US-GA"]
    assert found.verdict == "cannot_tell"
    assert "order.status" in found.missing


# 9. Orders about a company, money, securities or exports never colour a camera.
@pytest.mark.parametrize("holder", [CONTRACTOR, AGENCY, DISTRICT, DEPARTMENT, QUEBEC, COUNCIL], ids=lambda h: h.name)
def test_orders_on_exports_and_securities_do_not_touch_what_is_held(holder):
    found = findings("hikvision", holder=holder)
    assert {found[order].verdict for order in MONEY_AND_EXPORTS} == {"not_covered"}
    assert all(found[order].chain[-1].says for order in MONEY_AND_EXPORTS)


def test_an_order_to_one_company_binds_nobody_else():
    found = findings("hikvision", holder=DEPARTMENT)["CA-ICA-HIK"]
    assert found.verdict == "not_covered"
    assert "not about its goods" in found.chain[-1].says


def test_award_money_decides_under_the_grant_rule_and_own_money_is_free():
    bought_with = {
        money: verdict(
            "US-889-GRANT", "hikvision", holder=DISTRICT, site=Site("s", purposes=("public_safety",), funding=f)
        )
        for money, f in {"award": ("federal_award",), "own": ("own_funds",), "unsaid": None}.items()
    }
    assert bought_with == {"award": "forbidden", "own": "not_covered", "unsaid": "forbidden_if"}


# Rules and advice, and who is bound at all.
def test_no_order_binds_a_local_authority_in_britain():
    assert covering("hikvision", holder=COUNCIL, site=Site("s", purposes=("public_safety",), sensitive=True)) == {}


def test_american_law_does_not_reach_a_holder_elsewhere():
    assert not any(order.startswith("US-") for order in covering("hikvision", holder=QUEBEC))
    assert not any(order.startswith("CA-") for order in covering("hikvision", holder=CONTRACTOR))


def test_british_sensitive_sites_go_by_the_makers_law_not_its_name():
    sensitive = Site("s", purposes=("government_facility",), sensitive=True)
    assert verdict("UK-WMS-2022", "hikvision", holder=MINISTRY, site=sensitive) == "restricted"
    assert verdict("UK-WMS-2022", "tiandy", holder=MINISTRY, site=sensitive) == "restricted"
    assert verdict("UK-WMS-2022", "axis", holder=MINISTRY, site=sensitive) == "not_covered"
    assert verdict("UK-WMS-2022", "hikvision", holder=MINISTRY, site=GATE) == "not_covered"


def test_a_state_ban_on_buying_leaves_older_units_alone():
    assert verdict("US-LA", "hikvision", holder=DISTRICT, acquired=dt.date(2020, 1, 1)) == "not_covered"
    assert verdict("US-LA", "hikvision", holder=DISTRICT, acquired=dt.date(2022, 1, 1)) == "forbidden"


def test_a_province_asks_for_an_assessment_of_older_units():
    found = findings("hikvision", holder=QUEBEC, acquired=dt.date(2020, 1, 1))["CA-QC"]
    assert found.verdict == "restricted"
    assert [duty.verb for duty in found.duties] == ["assess"]


def test_what_was_bought_earlier_may_still_be_provided_to_the_government():
    assert verdict("US-889A", "hikvision", acquired=dt.date(2018, 1, 1)) == "forbidden_if"


@pytest.mark.parametrize("maker", ["axis", "hanwha", "bosch", "some-new-maker"])
@pytest.mark.parametrize("holder", [CONTRACTOR, AGENCY, DISTRICT, DEPARTMENT, QUEBEC, MINISTRY], ids=lambda h: h.name)
def test_a_maker_that_no_order_names_is_never_forbidden(maker, holder):
    assert "forbidden" not in covering(maker, holder=holder).values()
    assert not any(v == "forbidden_if" for o, v in covering(maker, holder=holder).items() if o.startswith("US-889"))
