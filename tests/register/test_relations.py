"""Who is reached by a name on a list: one graph of companies, read as each order reads it, on the unit's date."""

import datetime as dt

import pytest

from nameplate.register import load
from nameplate.register.load import Register
from nameplate.register.orders import Target, Threshold
from nameplate.register.relations import controlled, covers, named_only, owned_at_least, subsidiary_or_affiliate
from nameplate.register.who import Entity, Maker, Stake

DAY = dt.date(2026, 11, 24)
EVIDENCE = {"cite": ("x",), "as_of": dt.date(2026, 1, 1), "confidence": "high", "basis": "text_seen"}


def company(identifier: str, relation: str, **more: object) -> Entity:
    return Entity(id=identifier, name=identifier, relation=relation, **{**EVIDENCE, **more})


ACME = Maker(
    id="acme",
    name="Acme",
    entities=(
        company("acme-inc", "self"),
        company("daughter", "subsidiary", percent=100.0),
        company("half", "subsidiary", percent=49.9),
        company("cousin", "affiliate"),
        company("venture", "joint_venture"),
        company("owner", "parent"),
        company("rumour", "subsidiary", basis="unverified"),
        company("sold", "subsidiary", from_=dt.date(2018, 1, 1), to=dt.date(2022, 11, 23)),
        company("later", "subsidiary", from_=dt.date(2027, 1, 1)),
        company("left", "divested"),
    ),
    **EVIDENCE,
)
REGISTER = Register(makers={"acme": ACME})
NAMED = Target("entity", entities=("acme",))
PLUS = Target("entity_plus", entities=("acme",), extends_to=("subsidiary", "affiliate"))
OWNED = Target("ownership_threshold", entities=("acme",), threshold=Threshold(50, aggregate=True, basis="ownership"))


def reached(target: Target, entity: str | None, acquired: dt.date | None = None) -> bool | None:
    return covers(REGISTER, target, "acme", entity, DAY, acquired)


@pytest.mark.parametrize("target", [NAMED, PLUS, OWNED])
def test_the_maker_itself_is_always_reached(target):
    assert reached(target, None) is True
    assert reached(target, "acme-inc") is True
    assert covers(REGISTER, target, "other", None, DAY) is False


@pytest.mark.parametrize(
    ("entity", "by_name", "with_affiliates", "by_share"),
    [
        ("daughter", False, True, True),
        ("half", False, True, False),
        ("cousin", False, True, None),
        ("venture", False, True, None),
        ("owner", False, True, False),
        ("rumour", False, False, False),
        ("later", False, False, False),
        ("left", False, False, False),
    ],
)
def test_each_order_reads_the_graph_its_own_way(entity, by_name, with_affiliates, by_share):
    assert [reached(t, entity) for t in (NAMED, PLUS, OWNED)] == [by_name, with_affiliates, by_share]


def test_a_list_that_names_a_company_reaches_that_company_only():
    only = Target("entity", entities=("daughter",))
    assert covers(REGISTER, only, "acme", "daughter", DAY) is True
    assert covers(REGISTER, only, "acme", "cousin", DAY) is False
    assert covers(REGISTER, only, "acme", None, DAY) is False


@pytest.mark.parametrize(
    ("acquired", "value"),
    [
        (dt.date(2017, 12, 31), False),
        (dt.date(2018, 1, 1), True),
        (dt.date(2022, 11, 23), True),
        (dt.date(2022, 11, 24), False),
        (None, None),
    ],
)
def test_a_sold_company_is_judged_by_the_units_date(acquired, value):
    assert reached(PLUS, "sold", acquired) is value


@pytest.mark.parametrize(
    ("shares", "others", "alone", "together"),
    [
        ((50.0,), (), True, True),
        ((49.9,), (), False, False),
        ((30.0,), (("other", 25.0),), False, True),
        ((30.0,), (("stranger", 25.0),), False, False),
        ((30.0,), (("other", None),), None, None),
        ((60.0,), (("other", None),), True, True),
        ((None,), (), None, None),
    ],
)
def test_shares_count_alone_or_together_and_one_not_known_is_unknown(shares, others, alone, together):
    stakes = tuple(Stake(owner, percent) for owner, percent in others)
    one = company("firm", "subsidiary", percent=shares[0], also_owned=stakes)
    assert owned_at_least(one, ("acme", "other"), 50, aggregate=False) is alone
    assert owned_at_least(one, ("acme", "other"), 50, aggregate=True) is together


CASES = [
    # company, its maker, named only, subsidiary or affiliate, 50 per cent owned, controlled
    ("ezviz", "hikvision", False, True, None, True),
    ("prama-hikvision-india", "hikvision", False, True, None, None),
    ("dahua-usa", "dahua", False, True, None, True),
    ("dahua-europe", "dahua", False, True, True, True),
    ("lorex-technology", "dahua", False, True, None, True),
    ("huacheng", "dahua", False, True, None, True),
    ("sepura", "hytera", False, True, None, True),
    ("teltronic", "hytera", False, True, None, True),
    ("honor-former", "huawei", False, True, None, True),
    ("xfusion-former", "huawei", False, True, None, True),
]


@pytest.mark.parametrize(("name", "maker", "only", "group", "owned", "control"), CASES)
def test_four_readings_of_one_company(name, maker, only, group, owned, control):
    register = load.load()
    found, itself = register.entities[name]
    assert found.id == maker
    assert named_only(register, (maker,), maker, name) is only
    assert subsidiary_or_affiliate(itself) is group
    assert owned_at_least(itself, (maker,), 50, aggregate=True) is owned
    assert controlled(itself) is control
