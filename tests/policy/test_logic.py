"""Kleene's strong tables, by hand; and that an unknown always says what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.policy.logic import FALSE, TRUE, Truth, both, either, unknown

U = unknown("site.purposes", "the site is used for x")
V = unknown("holder.actors", "the holder is an agency")
T, F = TRUE, FALSE


@pytest.mark.parametrize(
    ("left", "right", "conjunction", "disjunction"),
    [
        (T, T, True, True),
        (T, F, False, True),
        (T, U, None, True),
        (F, F, False, False),
        (F, U, False, None),
        (U, U, None, None),
        (U, V, None, None),
    ],
)
def test_the_tables(left, right, conjunction, disjunction):
    for pair in ((left, right), (right, left)):
        assert both(pair).value is conjunction
        assert either(pair).value is disjunction


def test_of_nothing_all_hold_and_none_does():
    assert both([]) == TRUE
    assert either([]) == FALSE


def test_an_unknown_keeps_every_missing_input_once_and_in_order():
    found = both([U, TRUE, V, U])
    assert found.missing == ("site.purposes", "holder.actors")
    assert found.conditions == ("the site is used for x", "the holder is an agency")


def test_what_is_decided_asks_for_nothing():
    assert both([U, FALSE]) == FALSE
    assert either([U, TRUE]) == TRUE


def test_alternatives_are_one_condition():
    assert len(either([U, V]).conditions) == 1


truths = st.sampled_from([TRUE, FALSE, U, V])
many = st.lists(truths, max_size=5)


def filled(found: list[Truth], answer: bool) -> list[Truth]:
    """The same with every unknown answered."""
    return [one if one.value is not None else Truth(answer) for one in found]


@given(many, st.booleans())
def test_learning_an_input_never_turns_a_definite_value(found, answer):
    for connective in (both, either):
        before, after = connective(found).value, connective(filled(found, answer)).value
        assert after is not None
        assert before is None or before is after


@given(many)
def test_an_unknown_can_still_become_either(found):
    for connective in (both, either):
        if connective(found).value is None:
            assert {connective(filled(found, answer)).value for answer in (True, False)} == {True, False}
            assert connective(found).missing
            assert connective(found).conditions


@given(many)
def test_order_and_repetition_do_not_matter(found):
    for connective in (both, either):
        assert connective(found).value is connective([*reversed(found), *found]).value


def test_conditions_of_one_alternative_stay_conditions_that_all_must_hold():
    assert either([both([U, V]), FALSE]).conditions == (*U.conditions, *V.conditions)


def test_an_alternative_of_two_conditions_is_told_from_two_alternatives():
    third = unknown("device.category", "the unit is a radio")
    assert either([both([U, V]), third]).conditions != either([U, V, third]).conditions
