"""Words of inventories as orders use them: kinds of product, money that paid; and the steps that settle a doubt."""

from typing import get_args

import pytest

from nameplate.identify import categories, funding, fuse, settle
from nameplate.model import Category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Dome camera", "camera"),
        ("IP Cameras", "camera"),
        ("Caméra", "camera"),
        ("Überwachungskamera", "camera"),
        ("كاميرا", "camera"),
        ("NVR 16 channel", "recorder"),
        ("Enregistreur vidéo", "recorder"),
        ("camera NVR", "recorder"),
        ("Video doorbell", "intercom"),
        ("Network switch", "network"),
        ("VoIP phone", "phone"),
        ("access_control", "access_control"),
        ("Laser printer", "other"),
    ],
)
def test_a_kind_of_product_in_its_own_words(text, category):
    assert categories.of_text(text) == category


@pytest.mark.parametrize("text", ["", "cameraman", "scampi", "Switzerland", "captured"])
def test_other_words_are_no_kind_of_product(text):
    assert categories.of_text(text) is None


@pytest.mark.parametrize("category", get_args(Category))
def test_the_registers_own_word_is_understood(category):
    assert categories.of_text(category) == category


@pytest.mark.parametrize(
    ("texts", "money"),
    [
        (("ESSER II",), {"federal_award", "federal_funds"}),
        (("E-Rate Category 2",), {"e_rate", "universal_service", "federal_funds"}),
        (("General Fund",), {"own_funds"}),
        (("Bond 2019", "ARP-ESSER"), {"own_funds", "federal_award", "federal_funds"}),
    ],
)
def test_money_in_the_words_of_ledgers(texts, money):
    assert set(funding.of_texts(texts) or ()) == money


@pytest.mark.parametrize("text", ["", "unknown", "PO 4711", "carefree", "ideal"])
def test_money_that_says_nothing_is_no_answer(text):
    assert funding.of_texts((text,)) is None


def verdict(brand: str | None, needs: tuple[str, ...] = ()) -> fuse.Verdict:
    return fuse.Verdict(None, 0.3, "cannot_tell", None, brand, None, "camera", (), (), needs, ())


def test_steps_ask_first_for_what_the_lineage_needs():
    steps = settle.steps(verdict("honeywell", ("when the unit was made",)), ())
    assert steps[0] == "find out when the unit was made"
    assert any("serial number" in step for step in steps)
    assert any("MAC address" in step for step in steps)


def test_steps_never_ask_for_what_is_known():
    steps = settle.steps(verdict("honeywell"), ("serial", "mac"))
    assert not any(step.startswith(("read the full serial", "read the MAC")) for step in steps)
    assert any("FCC ID" in step for step in steps)


def test_there_is_always_a_step():
    assert settle.steps(verdict(None), ("serial", "mac", "ip"))
