"""Levels of evidence stay apart: a unit's answer outranks its label, a registrant is no maker, a dispute is shown."""

from hypothesis import given
from hypothesis import strategies as st

from nameplate.identify import fuse
from nameplate.identify.fuse import Sign
from nameplate.model import Holder, MarketShare
from units import attribution, devices

HIK_MAC, DAHUA_MAC, LTS_MAC = "44:19:b6:00:11:22", "90:02:a9:00:11:22", "14:2f:fd:00:11:22"
HIK_SERIAL = "DS-2CD2142FWD-I20180319BBWRC10320726"
SERVER = {"http_header.server": "Hikvision-Webs"}


def test_a_relabel_is_the_firmwares_with_the_label_as_brand():
    found = attribution(inventory__brand="LTS", **SERVER)
    assert (found.maker, found.verdict, found.proof) == ("hikvision", "identified", "firmware")
    assert (found.brand, found.firmware_family) == ("lts", "hikvision")
    assert found.contradictions == ()


def test_a_label_of_another_maker_never_outvotes_the_unit():
    found = attribution(inventory__maker="Axis", inventory__brand="Axis", inventory__description="Axis dome", **SERVER)
    assert (found.maker, found.verdict) == ("hikvision", "identified")
    assert any("a list names axis" in sentence for sentence in found.contradictions)


def test_a_serial_of_the_makers_own_grammar_is_proof_of_the_unit():
    found = attribution(inventory__brand="Annke", inventory__serial=HIK_SERIAL)
    assert (found.maker, found.proof, found.brand) == ("hikvision", "unit", "annke")


def test_answers_of_one_rank_for_two_makers_decide_nothing_and_say_so():
    found = attribution(mac=DAHUA_MAC, **SERVER)
    assert found.verdict == "cannot_tell"
    assert "speaks for different makers" in found.contradictions[0]
    assert {found.maker, *(a.maker for a in found.alternatives)} >= {"hikvision", "dahua"}
    assert found.would_settle


def test_a_registrant_alone_identifies_where_it_sells_no_interfaces():
    found = attribution(mac=HIK_MAC)
    assert (found.maker, found.verdict, found.proof) == ("hikvision", "identified", "registrant")


def test_the_block_of_a_module_seller_identifies_nothing():
    found = attribution(mac="20:f4:1b:00:11:22", inventory__category="camera")
    assert found.maker is None
    assert found.verdict == "cannot_tell"


def test_a_relabellers_own_block_does_not_make_it_the_maker():
    found = attribution(mac=LTS_MAC, **SERVER)
    assert (found.maker, found.brand, found.proof) == ("hikvision", "lts", "firmware")


def test_a_label_alone_is_a_claim_by_whoever_wrote_it():
    found = attribution(inventory__maker="Axis")
    assert (found.maker, found.proof) == ("axis", "brand")


def test_free_text_alone_is_weaker_than_a_maker_cell():
    cell, text = attribution(inventory__maker="Axis"), attribution(inventory__description="Axis dome")
    assert text.probability < cell.probability


def test_the_proof_named_is_the_strongest_level():
    assert attribution(inventory__maker="Axis", mac="ac:cc:8e:11:22:33").proof == "registrant"
    assert attribution(mac=HIK_MAC, **SERVER).proof == "firmware"


def test_a_camera_of_no_known_maker_cannot_be_told_and_a_printer_is_nothing():
    assert attribution(inventory__category="camera").verdict == "cannot_tell"
    assert attribution(inventory__category="printer").verdict == "nothing_known"


def test_a_typed_model_is_what_a_list_says_not_what_a_unit_shows():
    found = attribution(inventory__model="DS-2CD2143G0-I")
    assert (found.maker, found.proof) == ("hikvision", "brand")
    answered = attribution(**{"onvif.model": "DS-2CD2143G0-I"})
    assert (answered.maker, answered.proof) == ("hikvision", "unit")


def test_signs_of_one_cause_count_once():
    one = attribution(**SERVER)
    two = attribution(**SERVER, **{"html_title": "index", "http_header.wwwauth": 'Digest realm="Hikvision"'})
    assert two.maker == one.maker == "hikvision"
    assert two.probability <= 0.995


def test_every_claim_names_its_rule_its_place_and_its_words():
    found = attribution(mac=HIK_MAC, inventory__brand="LTS", **SERVER)
    assert len(found.claims) >= 3
    for claim in found.claims:
        assert claim.rule
        assert claim.says
        assert claim.observation.locator == "row 1"
        assert claim.strength > 1


def sign(maker: str, level: fuse.Level, cause: str = "a", *, about="maker", basis="seen") -> Sign:
    return Sign(about, maker, f"{level}.{maker}", level, cause, basis=basis)


def test_what_is_not_verified_decides_nothing():
    verdict = fuse.fuse([sign("hikvision", "unit", basis="unverified")], [])
    assert (verdict.maker, verdict.verdict) == (None, "nothing_known")


def test_a_lower_level_explains_at_most_a_little():
    weak = [sign("dahua", "text", cause) for cause in "abcdefgh"]
    verdict = fuse.fuse([sign("hikvision", "firmware"), *weak], [])
    assert (verdict.maker, verdict.verdict) == ("hikvision", "identified")


levels = st.sampled_from(sorted(fuse.strengths().strengths)).filter(lambda level: level != "lineage")
makers = st.sampled_from(["hikvision", "dahua", "axis"])
signs = st.lists(st.builds(sign, makers, levels, st.sampled_from("abc")), max_size=6)


@given(signs)
def test_probabilities_are_shares_and_a_named_maker_leads_them(found):
    verdict = fuse.fuse(found, [])
    assert all(0 <= p <= 0.995 for _, p in verdict.makers)
    assert sum(p for _, p in verdict.makers) <= 1.0001
    if verdict.verdict == "identified":
        assert verdict.maker == verdict.makers[0][0]
        assert verdict.probability >= fuse.strengths().decide
        assert verdict.proof is not None


@given(signs, st.randoms())
def test_the_order_of_signs_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    first, again = fuse.fuse(found, []), fuse.fuse(shuffled, [])
    assert (first.maker, first.verdict, first.makers) == (again.maker, again.verdict, again.makers)


@given(signs, makers, levels)
def test_more_of_the_same_cause_never_changes_who_is_named(found, maker, level):
    once = sign(maker, level, "z")
    assert fuse.fuse([*found, once], []).makers == fuse.fuse([*found, once, once], []).makers


@given(signs)
def test_a_label_never_names_a_maker_against_firmware(found):
    loud = [s for s in found if s.level in {"brand", "text", "vendor", "block", "written", "tool", "supporting"}]
    verdict = fuse.fuse([sign("uniview", "firmware", "z"), *loud], [])
    assert verdict.maker in {"uniview", None}
    assert verdict.verdict != "identified" or verdict.maker == "uniview"


@given(signs, st.dictionaries(makers, st.floats(0.01, 0.9)))
def test_a_market_names_no_maker_that_the_evidence_alone_does_not(found, market):
    bare, weighed = fuse.fuse(found, []), fuse.fuse(found, [], market)
    if weighed.verdict == "identified":
        assert weighed.maker in {m for m, p in bare.makers if p >= fuse.strengths().decide}


def test_a_market_moves_the_probability_of_its_makers():
    found = [sign("hikvision", "text")]
    bare, common, rare = (fuse.fuse(found, [], m) for m in ({}, {"hikvision": 0.3}, {"hikvision": 0.001}))
    assert rare.probability < bare.probability < common.probability
    assert bare.verdict == "identified"
    assert rare.verdict == "cannot_tell"


def test_a_market_orders_the_makers_that_a_relabelling_brand_may_have():
    holder = Holder(name="x", market=(MarketShare("dahua", 0.4), MarketShare("hikvision", 0.01)))
    row = {"inventory.brand": "Honeywell", "inventory.model": "zzz", "inventory.category": "IP camera"}
    (bare,), (weighed,) = devices([row]), devices([row], holder)
    before, after = ({a.maker: a.probability for a in d.attribution.alternatives} for d in (bare, weighed))
    assert weighed.attribution.verdict == "cannot_tell"
    assert after["dahua"] > before["dahua"]
