"""What is inside a unit: three component tests and India's inverse one; a chip of one maker in another's camera."""

import datetime as dt

import msgspec
import pytest
from cases import AGENCY, CONTRACTOR, GATE, TODAY, evaluator

from nameplate.model import Component, Holder
from nameplate.policy.ask import ask
from nameplate.register import load
from units import unit

REGISTER = load.load()
CHIP = Component("hisilicon", "chip")
IMPORTER = Holder("Importer", actors=("importer", "seller"), jurisdictions=("US",))
LATER = dt.date(2028, 2, 1)


def found(order, maker, category, parts, holder=CONTRACTOR, acquired=TODAY, as_of=TODAY):
    findings = ask(maker, category, GATE, acquired, evaluator(holder, as_of), REGISTER, tuple(parts))
    return next(one for one in findings if one.order == order)


def with_reading(reading):
    return msgspec.structs.replace(CONTRACTOR, component_reading=reading)


def test_a_chip_in_another_makers_camera_cannot_be_told_until_the_holder_says_how_it_reads_the_law():
    one = found("US-889B", "axis", "camera", [CHIP])
    assert (one.verdict, one.missing) == ("cannot_tell", ("holder.component_reading",))
    assert any("of the chip inside: it names Huawei" in step.says for step in one.chain)
    assert "not settled" in " ".join(step.says for step in one.chain)


@pytest.mark.parametrize(("reading", "verdict"), [("strict", "forbidden"), ("narrow", "not_covered")])
def test_the_holders_reading_decides(reading, verdict):
    assert found("US-889B", "axis", "camera", [CHIP], with_reading(reading)).verdict == verdict


def test_without_a_known_part_the_camera_of_another_maker_is_not_covered():
    assert found("US-889B", "axis", "camera", []).verdict == "not_covered"


def test_a_chip_changes_nothing_where_the_maker_itself_is_named():
    assert found("US-889B", "hikvision", "camera", [CHIP]).verdict == "forbidden"


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], "forbidden_if"),
        ([Component("huawei", "module")], "forbidden"),
        ([Component("quectel", "module")], "not_covered"),
        ([CHIP], "not_covered"),
    ],
)
def test_a_covered_radio_module_bars_the_device_around_it_and_a_chip_is_no_module(parts, verdict):
    assert found("US-FCC-25-71", "axis", "camera", parts, IMPORTER).verdict == verdict


def test_a_module_is_judged_by_its_own_maker():
    assert found("US-FCC-25-71", "huawei", "module", [], IMPORTER).verdict == "forbidden"
    assert found("US-FCC-25-71", "quectel", "module", [], IMPORTER).verdict == "not_covered"


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([], "forbidden_if"),
        ([Component("smic", "chip")], "forbidden"),
        ([CHIP], "not_covered"),
        ([Component("smic", "module")], "not_covered"),
    ],
)
def test_chips_of_the_named_makers_bar_a_purchase_from_the_day_of_the_statute(parts, verdict):
    assert found("US-5949", "axis", "camera", parts, AGENCY, LATER, LATER).verdict == verdict


def test_what_was_bought_before_that_day_is_left_alone():
    bought = dt.date(2027, 12, 22)
    assert found("US-5949", "axis", "camera", [Component("smic", "chip")], AGENCY, bought, LATER).verdict in {
        "not_covered",
        "allowed_by_exception",
    }


def test_software_has_no_chips():
    assert found("US-5949", "kaspersky", "software", [], AGENCY, LATER, LATER).verdict == "not_covered"


def test_india_lets_parts_in_and_keeps_finished_goods_out():
    buyer = Holder("Buyer", actors=("public_body",), jurisdictions=("IN",))
    camera, module = (found("IN-GFR", "hikvision", what, [], buyer) for what in ("camera", "module"))
    assert camera.verdict == "cannot_tell"
    assert module.verdict == "not_covered"
    assert "only finished goods are not" in module.chain[-1].says


def test_the_register_knows_a_line_with_another_makers_chip():
    one = unit(
        inventory__brand="Pelco", inventory__model="GFC", inventory__description="Pelco GFC Professional 4K dome"
    )
    assert CHIP in one.attribution.components
    other = unit(inventory__brand="Pelco", inventory__model="Sarix", inventory__description="Pelco Sarix dome")
    assert other.attribution.components == ()
