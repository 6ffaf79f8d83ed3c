"""One made-up order through the evaluator: each verdict, exceptions that open, duties that follow, and the chain."""

import datetime as dt

import msgspec
import pytest
from cases import GATE, SHOP, UNSAID

from nameplate.model import Holder, Site
from nameplate.policy.evaluate import Evaluator, Judgement
from nameplate.policy.subject import Subject
from nameplate.register.evidence import Citation
from nameplate.register.load import Register
from nameplate.register.orders import Act, Bound, Exemption, Fact, Order, OrderDuty, StatusChange, Target, Within
from nameplate.register.who import Maker

DAY = dt.date(2026, 11, 24)
EVIDENCE = {"cite": ("book",), "as_of": dt.date(2026, 1, 1), "confidence": "high", "basis": "text_seen"}
ACME = Maker(id="acme", name="Acme", seat="CN", **EVIDENCE)
HOLDER = Holder("h", actors=("agency",), jurisdictions=("US",))
SUBJECT = Subject("acme", True, (), False, None, "camera", dt.date(2022, 1, 1), GATE, ("own_funds",))
USE = Act("use", from_=dt.date(2020, 1, 1))


def order(**more: object) -> Order:
    plain = {
        "bound": (Bound(("agency",)),),
        "acts": (USE,),
        "targets": (Target("entity", entities=("acme",)),),
        "facts": (Fact(field="status", says="it is so", **EVIDENCE), Fact(field="acts", says="use", **EVIDENCE)),
    }
    history = (StatusChange(dt.date(2020, 1, 1), "in_force"),)
    values = {**plain, **more}
    return Order(
        "X-1", "The rule", "US", "issuer", "order", "summary", (), history, True, values.pop("facts"), **values
    )


def judge(one: Order, subject: Subject = SUBJECT, holder: Holder = HOLDER) -> Judgement:
    cited = Citation("The book", "https://example.org/book", dt.date(2026, 1, 1))
    register = Register({"acme": ACME}, {}, {"X-1": one}, {"book": cited}, {}, "v")
    (judgement,) = Evaluator(register, holder, DAY).judge(subject)
    return judgement


def test_all_elements_true_is_forbidden_and_the_chain_names_each():
    found = judge(order())
    assert found.verdict == "forbidden"
    assert [step.says.split(":")[0].split(" ")[0] for step in found.chain] == ["X-1,", "it", "it", "to", "forbidden"]
    assert found.chain[0].fact == "X-1/status"
    assert found.chain[0].cite == "The book (https://example.org/book)"


def test_a_fact_that_nobody_verified_is_no_source():
    unverified = {**EVIDENCE, "basis": "unverified"}
    found = judge(order(facts=(Fact(field="status", says="x", **unverified),)))
    assert found.chain[0].fact is None


def test_a_recommendation_is_restricted_and_says_so():
    found = judge(order(acts=(msgspec.structs.replace(USE, strength="consider"),)))
    assert found.verdict == "restricted"
    assert any("not forbidden outright" in step.says for step in found.chain)


def test_a_ban_goes_before_a_recommendation():
    assert judge(order(acts=(msgspec.structs.replace(USE, strength="consider"), USE))).verdict == "forbidden"


def test_an_order_without_acts_forbids_nothing():
    found = judge(order(acts=()))
    assert (found.verdict, found.reason) == ("not_covered", "it forbids nothing that a holder does")


def test_an_order_that_touches_no_holdings_says_why():
    found = judge(order(touches_holdings=False, why_not="it is about money"))
    assert (found.verdict, found.reason) == ("not_covered", "it is about money")


@pytest.mark.parametrize(
    ("acquired", "verdict", "missing"),
    [
        (dt.date(2019, 1, 1), "allowed_by_exception", ()),
        (dt.date(2022, 1, 1), "forbidden", ()),
        (None, "forbidden_if", ("device.acquired",)),
    ],
)
def test_a_grandfather_clause_is_decided_by_the_date(acquired, verdict, missing):
    clause = Exemption("old", "grandfather", "units of before 2020", acquired_before=dt.date(2020, 1, 1))
    found = judge(order(exceptions=(clause,)), msgspec.structs.replace(SUBJECT, acquired=acquired))
    assert (found.verdict, found.missing) == (verdict, missing)
    if verdict == "allowed_by_exception":
        assert found.chain[-2].says == "exception: units of before 2020"
    if verdict == "forbidden_if":
        assert found.conditions == ("not: the unit was acquired before 2020-01-01",)


def test_an_exception_that_has_run_out_is_not_offered():
    clause = Exemption("w", "waiver", "a waiver", until=dt.date(2020, 1, 1), evidence="the waiver")
    found = judge(order(exceptions=(clause,)))
    assert found.verdict == "forbidden"
    assert not any("waiver" in step.says for step in found.chain)


def test_duties_are_those_of_the_holders_kind_and_of_the_verdict():
    duties = (
        OrderDuty("report", "report", within=Within(1, "business_day"), after="discovery"),
        OrderDuty("remove", "remove", by_date=dt.date(2027, 1, 1)),
        OrderDuty("certify", "certify", after="offer", within=Within(5, "day")),
        OrderDuty("assess", "assess", within=Within(1, "month"), actors=("contractor",)),
        OrderDuty("inquire", "inquire", applies_when=("cannot_tell",)),
    )
    found = judge(order(duties=duties))
    assert [(duty.verb, duty.due) for duty in found.duties] == [
        ("report", dt.date(2026, 11, 25)),
        ("remove", dt.date(2027, 1, 1)),
        ("certify", None),
    ]
    open_maker = msgspec.structs.replace(SUBJECT, maker=None, certain=False, candidates=("acme",))
    assert [duty.verb for duty in judge(order(duties=duties), open_maker).duties] == ["inquire"]


def test_a_term_in_days_counts_every_day():
    duties = (OrderDuty("report", "r", within=Within(5, "day"), after="discovery"),)
    assert judge(order(duties=duties)).duties[0].due == dt.date(2026, 11, 29)


@pytest.mark.parametrize(("site", "verdict"), [(GATE, "forbidden"), (SHOP, "not_covered"), (UNSAID, "forbidden_if")])
def test_a_purpose_decides_or_asks(site, verdict):
    one = order(targets=(Target("entity", entities=("acme",), purposes=("government_facility",)),))
    assert judge(one, msgspec.structs.replace(SUBJECT, site=site)).verdict == verdict


def test_conditions_that_must_all_hold_stay_apart():
    one = order(
        targets=(Target("entity", entities=("acme",), products=("camera",), purposes=("government_facility",)),)
    )
    found = judge(one, msgspec.structs.replace(SUBJECT, site=Site("s"), category=None))
    assert found.missing == ("device.category", "site.purposes")
    assert len(found.conditions) == 2
    assert " or" not in " ".join(found.conditions)
