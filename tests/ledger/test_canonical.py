"""Canonical JSON: the RFC's own example, and everything that could mean two things refused."""

import json

import msgspec
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from nameplate.errors import LedgerError
from nameplate.ledger import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def test_the_example_of_rfc_8785_section_3_2_3():
    value = {
        "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
        "\U0001f600": "Emoji: Grinning Face", "\x80": "Control", "\u00f6": "Latin Small Letter O With Diaeresis",
    }  # fmt: skip
    order = ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign"]
    order += ["Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"]
    assert list(json.loads(canonical.encode(value)).values()) == order


def test_numbers_are_written_as_ecmascript_does():
    numbers = [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001, -0.0, 1e21, 1e-7]
    assert canonical.encode(numbers) == b"[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21,1e-7]"


@given(VALUES)
def test_what_is_written_is_read_back_and_is_canonical(value):
    data = canonical.encode(value)
    assert canonical.decode_canonical(data) == value
    assert canonical.decode(data) == value


@given(VALUES, st.sampled_from([None, " "]), st.booleans(), st.booleans())
def test_the_quick_look_never_says_yes_where_the_library_says_no(value, gap, ascii_only, in_order):
    text = json.dumps(
        {"a": value}, separators=(",", ":") if gap is None else None, ensure_ascii=ascii_only, sort_keys=in_order
    )
    data = text.encode()
    expected = rfc8785.dumps(json.loads(data)) == data
    try:
        canonical.decode_canonical(data)
    except LedgerError:
        assert not expected
    else:
        assert expected


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53, {1: 2}, {None: 1}, "\ud800", {"\ud800": 1}, b"x", object()]
)
def test_values_without_canonical_text_are_refused(value):
    with pytest.raises(LedgerError, match="canonical"):
        canonical.encode({"a": value})


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":1}', '{"x":{"a":1,"b":2,"a":3}}', "[NaN]", "[-Infinity]", "[1e999]", "{", "\xff", "[" * 100_000],
)
def test_texts_that_could_mean_two_things_are_not_read(text):
    data = text.encode("latin-1")
    for read in (canonical.decode, canonical.decode_canonical):
        with pytest.raises(LedgerError):
            read(data)


@pytest.mark.parametrize(
    "text",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1.0}', '{"a":1e2}', '{"a":-0}', '{"a":"\\u0041"}', '{"a":"\\u001F"}',
     '{"a":"\\/"}',
     '{"a":9007199254740993}', ' {"a":1}', '{"a":1}\n', '1.0', '"\\ud800"',],
)  # fmt: skip
def test_other_layouts_of_a_value_are_not_canonical(text):
    with pytest.raises(LedgerError):
        canonical.decode_canonical(text.encode())


def test_order_of_keys_is_that_of_utf_16():
    value = {"\ufb33": 2, "\U0001f600": 1}
    assert canonical.encode(value) == '{"\U0001f600":1,"\ufb33":2}'.encode()
    by_code_point = msgspec.json.encode(value, order="sorted")
    with pytest.raises(LedgerError):
        canonical.decode_canonical(by_code_point)
