"""Each element of an order on its own, on small made-up orders: status, who is bound, whose goods, which act."""

import datetime as dt

import msgspec
import pytest
from cases import GATE, SHOP, UNSAID

from nameplate.model import Holder, Site
from nameplate.policy import elements, targets
from nameplate.policy.subject import Subject
from nameplate.register import load
from nameplate.register.orders import Act, Bound, Exemption, Order, StatusChange, Target

DAY, BEFORE, AFTER = dt.date(2024, 1, 1), dt.date(2023, 6, 1), dt.date(2024, 6, 1)
REGISTER = load.load()
HOLDER = Holder("h", actors=("agency",), jurisdictions=("US",), sectors=("telecom",))
SUBJECT = Subject("hikvision", True, (), False, None, "camera", DAY, GATE, ("own_funds",))


def order(**more: object) -> Order:
    return Order("X", "t", "US", "i", "order", "s", (), (StatusChange(BEFORE, "in_force"),), True, (), **more)


def history(*changes: tuple[dt.date, str]) -> Order:
    return msgspec.structs.replace(order(), status_history=tuple(StatusChange(d, s) for d, s in changes))


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ([(BEFORE, "in_force")], True),
        ([(BEFORE, "announced")], True),
        ([(BEFORE, "remanded")], True),
        ([(BEFORE, "proposed")], False),
        ([(BEFORE, "in_force"), (DAY, "suspended")], False),
        ([(BEFORE, "in_force"), (DAY, "repealed")], False),
        ([(BEFORE, "in_force"), (DAY, "unknown")], None),
        ([(AFTER, "in_force")], False),
        ([(BEFORE, "in_force"), (AFTER, "repealed")], True),
    ],
)
def test_the_last_status_of_the_day_counts(changes, value):
    assert elements.status(history(*changes), DAY).truth.value is value


@pytest.mark.parametrize(
    ("more", "value"), [({"effective": AFTER}, False), ({"end": BEFORE}, False), ({"end": AFTER}, True)]
)
def test_an_order_holds_from_its_effect_to_its_end(more, value):
    assert elements.status(order(**more), DAY).truth.value is value


@pytest.mark.parametrize(
    ("one", "holder", "value", "missing"),
    [
        (Bound(("agency",)), HOLDER, True, ()),
        (Bound(("contractor",)), HOLDER, False, ()),
        (Bound(("anyone",)), HOLDER, True, ()),
        (Bound(("agency",)), Holder("h", jurisdictions=("US",)), None, ("holder.actors",)),
        (Bound(("agency",)), Holder("h", actors=("agency",)), None, ("holder.jurisdictions",)),
        (Bound(("agency",)), Holder("h", actors=("agency",), jurisdictions=("GB",)), False, ()),
        (Bound(("agency",), anywhere=True), Holder("h", actors=("agency",), jurisdictions=("GB",)), True, ()),
        (Bound(("agency",)), Holder("h", actors=("agency",), jurisdictions=("US-LA",)), True, ()),
        (Bound(("agency",), sectors=("energy",)), HOLDER, False, ()),
        (
            Bound(("agency",), sectors=("energy",)),
            msgspec.structs.replace(HOLDER, sectors=None),
            None,
            ("holder.sectors",),
        ),
        (Bound(("agency",), site_class="sensitive"), HOLDER, None, ("site.sensitive",)),
        (Bound(("named_company",), entity="hikvision-canada"), HOLDER, False, ()),
        (
            Bound(("named_company",), entity="x"),
            Holder("X", actors=("named_company",), jurisdictions=("US",), entity="x"),
            True,
            (),
        ),
    ],
)
def test_who_is_bound(one, holder, value, missing):
    judged = elements.bound(order(bound=(one,)), holder, UNSAID)
    assert judged.truth.value is value
    assert judged.truth.missing == missing


def test_an_order_without_addressees_binds_nobody():
    assert elements.bound(order(), HOLDER, GATE).truth.value is False


def target(one: Target, subject: Subject = SUBJECT, as_of: dt.date = DAY) -> elements.Judged:
    return targets.target(order(targets=(one,)), subject, REGISTER, HOLDER, as_of)


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (Target("entity", entities=("hikvision",)), True),
        (Target("entity", entities=("dahua",)), False),
        (Target("entity", entities=("hikvision",), products=("camera",)), True),
        (Target("entity", entities=("hikvision",), products=("radio",)), False),
        (Target("entity", entities=("hikvision",), purposes=("government_facility",)), True),
        (Target("entity", entities=("hikvision",), purposes=("commercial",)), False),
        (Target("entity", entities=("hikvision",), purposes=("any",)), True),
        (Target("entity", entities=("hikvision",), from_=AFTER), False),
        (Target("entity", entities=("hikvision",), to=BEFORE), False),
        (Target("entity", entities=("hikvision",), settled=False, note="n"), None),
        (Target("legal_test", countries=("CN",)), True),
        (Target("legal_test", countries=("RU",)), False),
        (Target("country_of_origin", outside=("US",)), True),
        (Target("country_of_origin", outside=("CN",)), False),
        (Target("country_of_production", countries=("CN",)), None),
        (Target("certification", test="certified"), None),
    ],
)
def test_whose_goods(one, value):
    judged = target(one)
    assert judged.truth.value is value
    assert judged.says


@pytest.mark.parametrize(
    ("changes", "value", "missing"),
    [
        ({"category": None}, None, ("device.category",)),
        ({"site": UNSAID}, None, ("site.purposes",)),
        ({"site": SHOP}, False, ()),
        ({"maker": None, "certain": False, "candidates": ("hikvision", "axis")}, None, ("device.maker",)),
        ({"maker": None, "certain": False, "candidates": ("axis",)}, False, ()),
        ({"maker": None, "certain": False, "open": True}, None, ("device.maker",)),
    ],
)
def test_what_is_not_known_of_the_unit_is_missing(changes, value, missing):
    one = Target("entity", entities=("hikvision",), products=("camera",), purposes=("government_facility",))
    judged = target(one, msgspec.structs.replace(SUBJECT, **changes))
    assert judged.truth.value is value
    assert judged.truth.missing == missing


@pytest.mark.parametrize(
    ("one", "value", "missing"),
    [
        (Act("use", from_=BEFORE), True, ()),
        (Act("use", from_=AFTER), False, ()),
        (Act("use", until=BEFORE), False, ()),
        (Act("procure", from_=BEFORE), True, ()),
        (Act("procure", from_=AFTER), False, ()),
        (Act("deploy", applies_to="new", from_=DAY), True, ()),
        (Act("use", object="securities"), False, ()),
        (Act("use", object="company"), False, ()),
        (Act("import"), False, ()),
        (Act("export_to"), False, ()),
        (Act("fund", funding=("federal_award",)), False, ()),
        (Act("fund", funding=("own_funds",)), True, ()),
        (Act("connect", scope=("core_network",)), False, ()),
    ],
)
def test_which_act(one, value, missing):
    judged = elements.act(order(), one, SUBJECT, HOLDER, DAY)
    assert judged.truth.value is value
    assert judged.truth.missing == missing
    assert judged.says


@pytest.mark.parametrize(
    ("one", "changes", "missing"),
    [
        (Act("procure", from_=BEFORE), {"acquired": None}, ("device.acquired",)),
        (Act("fund", funding=("e_rate",)), {"funding": None}, ("site.funding",)),
        (Act("connect", scope=("core_network",)), {"site": UNSAID}, ("site.purposes",)),
    ],
)
def test_an_act_asks_for_what_decides_it(one, changes, missing):
    judged = elements.act(order(), one, msgspec.structs.replace(SUBJECT, **changes), HOLDER, DAY)
    assert judged.truth.missing == missing


@pytest.mark.parametrize(
    ("one", "acquired", "value"),
    [
        (Exemption("a", "technical", "t"), DAY, False),
        (Exemption("a", "waiver", "t", until=BEFORE), DAY, False),
        (Exemption("a", "grandfather", "t", acquired_before=AFTER), DAY, True),
        (Exemption("a", "grandfather", "t", acquired_before=BEFORE), DAY, False),
        (Exemption("a", "stock", "t", acquired_before=AFTER), None, None),
        (Exemption("a", "grandfather", "t", acquired_before=AFTER, products=("radio",)), DAY, False),
    ],
)
def test_only_dates_and_kinds_open_an_exception(one, acquired, value):
    subject = msgspec.structs.replace(SUBJECT, acquired=acquired)
    assert elements.exemption(one, subject, DAY).truth.value is value


def test_the_reason_names_what_is_not_so():
    one = Bound(("agency",), site_class="sensitive")
    says = elements.bound(order(bound=(one,)), HOLDER, Site("s", sensitive=False)).says
    assert "sensitive" in says
