"""Who may do what: every act is tried with every role, in every state; four eyes hold whatever roles one person has."""

import datetime as dt

import msgspec
import pytest

from nameplate.errors import RefusedError
from nameplate.review import rules, workflow
from nameplate.review.case import Case, Done, Found, Opening

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
FLOW = workflow.packaged()
FOUND = Found("d-1", "forbidden", {"US-889B": "forbidden"}, {})
OPENING = Opening("one", {"device": "d-1"}, (FOUND,), TODAY, "r", "x")
CASE = Case("c-1", OPENING, "opened", 5, (Done(5, NOON, "zoe", "open", {}),))
EVERY_ROLE = tuple(FLOW.roles)
SAID = {
    "text": "words",
    "date": "2026-11-24",
    "decision": "remove",
    "destination": "destroyed",
}


def said_for(act):
    return {name: SAID[need] if isinstance(need, str) else need[0] for name, need in FLOW.acts[act].needs.items()}


def at(state, **more):
    return msgspec.structs.replace(CASE, state=state, **more)


def ready(act):
    """A case in which the act can be done by somebody with the role."""
    state = FLOW.acts[act].from_[0]
    return at(state, decision={"decision": "remove"}, asked={"decision": "remove"})


def allowed(case, act, person="ann", roles=EVERY_ROLE, said=None, files=1):
    try:
        rules.check(case, act, said_for(act) if said is None else said, person, roles, FLOW, files=files, today=TODAY)
    except RefusedError:
        return False
    return True


ACTS = [name for name in FLOW.acts if name != FLOW.opens]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_an_act_is_for_its_roles_and_for_no_other(act, role):
    assert allowed(ready(act), act, roles=(role,)) is (role in FLOW.acts[act].roles)
    assert not allowed(ready(act), act, roles=())


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", sorted(FLOW.states))
def test_an_act_is_done_in_its_states_and_in_no_other(act, state):
    case = msgspec.structs.replace(ready(act), state=state)
    assert allowed(case, act) is (state in FLOW.acts[act].from_)


APART = [(act, other) for act in ACTS for other in FLOW.acts[act].apart_from]


@pytest.mark.parametrize(("act", "other"), APART)
def test_nobody_does_two_acts_that_want_two_persons(act, other):
    case = ready(act)
    case = msgspec.structs.replace(case, history=(*case.history, Done(6, NOON, "ann", other, {})))
    assert not allowed(case, act, person="ann")
    assert allowed(case, act, person="ben")


def test_what_was_done_before_the_case_was_opened_again_binds_nobody():
    case = ready("approve")
    case = msgspec.structs.replace(case, since=9, history=(*case.history, Done(6, NOON, "ann", "request", {})))
    assert allowed(case, "approve", person="ann")


def test_the_pairs_that_the_review_stands_on_are_apart():
    assert {("approve", "request"), ("receive", "count"), ("receive", "dispose"), ("count", "dispose")} <= set(APART)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_that_is_needed_can_be_left_unsaid_and_nothing_else_is_taken(act):
    whole = said_for(act)
    for name in whole:
        assert not allowed(ready(act), act, said={k: v for k, v in whole.items() if k != name})
        assert not allowed(ready(act), act, said=whole | {name: ""})
    assert not allowed(ready(act), act, said=whole | {"anything": "else"})


@pytest.mark.parametrize(
    ("act", "said", "says"),
    [
        ("request", {"decision": "burn", "why": "x"}, "not one of remove, disconnect"),
        ("request", {"decision": "exception", "why": "x"}, "needs 'until'"),
        ("request", {"decision": "exception", "why": "x", "until": "2026-11-24", "safeguards": "y"}, "over before"),
        ("request", {"decision": "remove", "why": "x", "until": "2027-01-01"}, "has no last day"),
        ("request", {"decision": "exception", "why": "x", "until": "soon", "safeguards": "y"}, "'soon' is no day"),
        ("carry_out", {"day": "2026-11-25", "how": "x"}, "has not come yet"),
        ("dispose", said_for("dispose") | {"destination": "sale"}, "stopped"),
        ("invite", {"whom": "press", "by": "2026-12-01"}, "not one of seller, maker, site"),
    ],
)
def test_what_is_said_is_checked_and_the_refusal_says_why(act, said, says):
    with pytest.raises(RefusedError, match=says):
        rules.check(ready(act), act, said, "ann", EVERY_ROLE, FLOW, files=1, today=TODAY)


def test_what_is_carried_out_was_decided():
    case = at("decided", decision={"decision": "cannot_tell"})
    with pytest.raises(RefusedError, match="'carry_out' is for remove, disconnect, replace; decided was cannot_tell"):
        rules.check(case, "carry_out", said_for("carry_out"), "ann", EVERY_ROLE, FLOW, today=TODAY)


def test_a_disposal_wants_its_record_attached():
    assert not allowed(ready("dispose"), "dispose", files=0)


def test_a_unit_that_no_order_forbids_may_be_given_away():
    free = msgspec.structs.replace(OPENING, found=(msgspec.structs.replace(FOUND, verdict="restricted"),))
    case = msgspec.structs.replace(ready("dispose"), opening=free)
    assert allowed(case, "dispose", said=said_for("dispose") | {"destination": "donation"})


def test_an_unknown_act_is_named_with_those_there_are():
    with pytest.raises(RefusedError, match="'open' is not an act on a case; choose from gather, assess"):
        rules.check(CASE, "open", {}, "ann", EVERY_ROLE, FLOW, today=TODAY)
