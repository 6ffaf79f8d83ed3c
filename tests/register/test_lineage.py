"""From the brand on the box to the makers behind it: by line and by date of making; what sources dispute stays open."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.model import Category
from nameplate.register import load
from nameplate.register.lineage import Unit, makers_behind
from units import attribution

BRANDS = load.load().brands
CONTRADICTED = {
    # brand -> the makers between whom its sources do not decide (facts: lineage.md section 7)
    "Speco": {"uniview", "dahua"},
    "Advidia": {"hikvision", "dahua"},
    "Lorex": {"dahua", "hikvision", "raysharp"},
    "FLIR": {"dahua"},
    "Honeywell": {"dahua", "hikvision"},
    "Annke": {"hikvision", "dahua"},
    "Godrej": {"dahua", "xiongmai"},
    "Foscam": {"uniview"},
    "CP Plus": {"dahua"},
    "Luma": {"hikvision", "uniview"},
    "Stanley": {"hikvision", "dahua"},
    "Swann": {"hikvision", "raysharp"},
}
MANY_OPEN = {"Honeywell", "Annke", "Speco", "Godrej", "Luma", "Stanley", "Swann"}


def candidates(found) -> set[str]:
    return {other.maker for other in found.alternatives} | ({found.maker} - {None})


@pytest.mark.parametrize("brand", CONTRADICTED)
def test_a_brand_that_sources_dispute_is_not_decided_by_its_name(brand):
    found = attribution(inventory__brand=brand)
    assert found.verdict == "cannot_tell"
    assert candidates(found) == CONTRADICTED[brand]
    assert found.would_settle


@pytest.mark.parametrize("category", ["camera", "recorder", "doorbell"])
@pytest.mark.parametrize("brand", sorted(MANY_OPEN))
def test_nor_by_the_kind_of_product(brand, category):
    assert attribution(inventory__brand=brand, inventory__category=category).verdict == "cannot_tell"


@pytest.mark.parametrize(("brand", "maker"), [("EZVIZ", "hikvision"), ("VIGI", "tp-link"), ("LTS", "hikvision")])
def test_a_brand_that_one_maker_builds_leads_to_it_with_its_fact(brand, maker):
    found = attribution(inventory__brand=brand)
    assert (found.maker, found.verdict, found.proof) == (maker, "identified", "lineage")
    (claim,) = found.claims
    assert any(load.load().lineages[fact][1].maker == maker for fact in claim.facts)


def honeywell(**more: str):
    return attribution(inventory__brand="Honeywell", inventory__model="HQA3", **more)


def test_honeywell_performance_bought_while_dahua_built_it_is_dahuas():
    found = honeywell(inventory__acquired="2021-05-01")
    assert (found.maker, found.verdict, found.proof) == ("dahua", "identified", "lineage")


def test_honeywell_performance_bought_soon_after_may_be_from_stock():
    found = honeywell(inventory__acquired="2022-09-01")
    assert found.verdict == "cannot_tell"
    assert "dahua" in candidates(found)
    assert any("from stock" in step for step in found.would_settle)


def test_honeywell_performance_bought_long_after_is_not_dahuas():
    assert "dahua" not in candidates(honeywell(inventory__acquired="2025-09-01"))


def test_honeywell_performance_without_a_date_asks_for_the_date():
    found = honeywell()
    assert found.verdict == "cannot_tell"
    assert any("when the unit was made" in step for step in found.would_settle)


def test_a_model_of_one_line_makes_its_maker_the_likeliest():
    found = attribution(inventory__brand="Honeywell", inventory__model="HRGX161", inventory__acquired="2015-01-01")
    assert found.maker in {"hikvision", None}


def test_a_line_of_two_models_is_not_likely_where_the_model_is_not_known():
    found = attribution(inventory__brand="Lorex", inventory__acquired="2020-01-01", inventory__category="camera")
    assert {o.maker: o.probability for o in found.alternatives}["hikvision"] < 0.2


def test_cp_plus_is_dahuas_in_its_orange_line_only():
    assert attribution(inventory__brand="CP Plus", inventory__description="Orange Line dome").maker == "dahua"
    other = attribution(inventory__brand="CP Plus", inventory__model="EZ-C31Q")
    assert other.verdict == "cannot_tell"


def test_what_a_source_denies_for_this_line_is_no_candidate():
    found = attribution(inventory__brand="Honeywell", inventory__model="HN35080200", inventory__acquired="2020-01-01")
    assert "dahua" not in candidates(found)


def test_godrej_recorders_lean_to_the_maker_of_their_series():
    leaning = {
        series: max(found.alternatives, key=lambda o: o.probability).maker
        for series, found in {
            "STE-UR08": attribution(inventory__brand="Godrej", inventory__model="STE-UR08", inventory__category="NVR"),
            "SeeThru Eco": attribution(inventory__brand="Godrej", inventory__description="SeeThru Eco recorder"),
        }.items()
    }
    assert leaning == {"STE-UR08": "dahua", "SeeThru Eco": "xiongmai"}


def test_a_relabellers_own_mac_block_says_the_brand_and_decides_nothing():
    found = attribution(mac="9c:8e:cd:00:11:22")
    assert (found.brand, found.verdict) == ("amcrest", "cannot_tell")
    assert candidates(found) == {"dahua"}


def test_the_mac_block_of_a_divested_company_says_the_brand_only():
    found = attribution(mac="00:1f:54:00:11:22")
    assert found.brand == "lorex"
    assert found.verdict == "cannot_tell"


units = st.builds(
    Unit,
    models=st.lists(st.from_regex(r"[A-Z]{1,3}-?[A-Z0-9]{2,8}", fullmatch=True), max_size=2).map(tuple),
    text=st.text(max_size=20) | st.sampled_from(["Performance Series", "Orange Line", "HD-CVI", "SeeThru Eco"]),
    category=st.none() | st.sampled_from(Category.__args__),
    acquired=st.none() | st.dates(dt.date(2005, 1, 1), dt.date(2030, 1, 1)),
)


@given(brand=st.sampled_from(sorted(BRANDS)), unit=units)
def test_a_mix_a_dispute_or_a_weak_source_never_decides_alone(brand, unit):
    for behind in makers_behind(BRANDS[brand], unit):
        _, line = load.load().lineages[behind.fact]
        if behind.decides:
            assert line.state not in {"mix", "unknown"}
            assert line.confidence != "low"
            assert not line.contradicted_by
            assert line.role in {"own_brand", "relabel"}
            assert not (line.from_ and unit.acquired and unit.acquired < line.from_)


@given(brand=st.sampled_from(sorted(BRANDS)), unit=units)
def test_at_most_one_maker_decides_and_nothing_unverified_counts(brand, unit):
    found = makers_behind(BRANDS[brand], unit)
    assert len({b.maker for b in found if b.decides}) <= 1
    assert len({b.maker for b in found}) == len(found)
    assert all(load.load().lineages[b.fact][1].basis != "unverified" for b in found)


@given(brand=st.sampled_from(sorted(BRANDS)), unit=units, day=st.dates(dt.date(2005, 1, 1), dt.date(2030, 1, 1)))
def test_learning_the_date_never_adds_a_maker(brand, unit, day):
    undated = Unit(unit.models, unit.text, unit.category, None)
    dated = Unit(unit.models, unit.text, unit.category, day)
    before = {b.maker for b in makers_behind(BRANDS[brand], undated)}
    assert {b.maker for b in makers_behind(BRANDS[brand], dated)} <= before
