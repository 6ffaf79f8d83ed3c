"""Makers, brands and orders as trees for reading: every line with its source, nothing taken for markup."""

import io

import pytest
from reviews import AS_OF, REGISTER
from rich.console import Console

from nameplate.errors import UsageError
from nameplate.report import maker_text, order_text


def shown(tree) -> str:
    out = io.StringIO()
    Console(file=out, width=20_000, force_terminal=False, color_system=None).print(tree)
    return out.getvalue()


def test_a_maker_is_shown_with_companies_dates_brands_and_sources():
    text = shown(maker_text.maker_tree(REGISTER.makers["dahua"], REGISTER))
    for words in ("Dahua  (dahua, seat CN)", "Lorex Technology Inc.", "2022-11-23", "CP Plus", "https://", "as of 20"):
        assert words in text


def test_a_brand_is_shown_with_every_claim_and_what_contradicts_it():
    text = shown(maker_text.brand_tree(REGISTER.brands["speco"], REGISTER))
    assert "Uniview" in text
    assert "Dahua" in text
    assert "contradicted by speco-dahua" in text


def test_a_brand_without_a_known_maker_says_so():
    assert "no maker is known behind it" in shown(maker_text.brand_tree(REGISTER.brands["night-owl"], REGISTER))


@pytest.mark.parametrize("order", sorted(REGISTER.orders))
def test_every_order_can_be_read_with_its_facts(order):
    found = REGISTER.orders[order]
    text = shown(order_text.tree(found, REGISTER, AS_OF))
    assert found.title.split()[0] in text
    assert f"status on {AS_OF}" in text
    assert text.count("as of 20") >= len(found.facts)


@pytest.mark.parametrize("maker", sorted(REGISTER.makers))
def test_every_maker_can_be_read(maker):
    assert f"({maker}, seat" in shown(maker_text.maker_tree(REGISTER.makers[maker], REGISTER))


def test_an_order_is_found_whatever_the_case_and_else_the_nearest_is_named():
    assert order_text.find(REGISTER, "us-889b").id == "US-889B"
    with pytest.raises(UsageError, match="did you mean"):
        order_text.find(REGISTER, "US-889X")
