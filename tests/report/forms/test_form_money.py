"""Costs: only what is plainly an amount is added, currency by currency; the rest is told."""

from decimal import Decimal

import pytest

from nameplate.report.forms.money import Amount, amount, total


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("12500", "12500", ""),
        ("12,500 USD", "12500", "USD"),
        ("usd 12 500.50", "12500.50", "USD"),
        ("$900", "900", "$"),
        ("1,234,567.5", "1234567.5", ""),
    ],
)
def test_a_plain_amount_is_read(text, value, currency):
    assert amount(text) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    "text", ["", "about 900", "900-1200", "12.500 EUR", "1,2,3", "$5 USD", "-4", "1e6", "=1+1", "5 k"]
)
def test_anything_else_is_no_amount(text):
    assert amount(text) is None


def test_the_total_parts_currencies_and_counts_what_it_leaves_out():
    assert total(["$900", "$100.50", "12,500 USD", "ask the landlord"]) == (
        "$1,000.50; 12,500.00 USD; 1 cost not a plain amount and not added"
    )
    assert total([]) is None
