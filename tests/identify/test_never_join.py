"""A wrong join can be forbidden by the holder, in any spelling; and each claim says whether the answer rests on it."""

import pytest

from nameplate.model import NeverJoin
from units import NOBODY, attribution, engine, observations

MAC = "44:19:b6:00:11:22"
ROWS = {
    "a": [{"mac": MAC, "inventory.serial": "SN-0012345", "inventory.asset_tag": "TAG-001", "ip": "10.0.0.4"}],
    "b": [{"mac": MAC}],
    "c": [{"inventory.serial": "SN-0012345"}],
    "d": [{"inventory.asset_tag": "TAG-001"}],
    "e": [{"ip": "10.0.0.4"}],
}


def apart(*never: NeverJoin) -> int:
    return len(engine().identify(observations(ROWS), NOBODY, never=never))


def test_all_rows_are_one_unit_unless_the_holder_says_otherwise():
    assert apart() == 1


@pytest.mark.parametrize(
    "one",
    [
        NeverJoin("mac", "4419.B600.1122", "two cameras were given one address"),
        NeverJoin("serial", "sn0012345"),
        NeverJoin("asset_tag", "tag-001"),
        NeverJoin("ip", "http://10.0.0.4/"),
    ],
    ids=lambda one: one.what,
)
def test_an_identifier_that_must_not_join_joins_nothing(one):
    assert apart(one) == 2


def test_all_of_them_forbidden_leaves_every_row_alone():
    every = [NeverJoin("mac", MAC), NeverJoin("serial", "SN0012345"), NeverJoin("asset_tag", "TAG-001")]
    assert apart(*every, NeverJoin("ip", "10.0.0.4")) == 5


def carrying(**values: str) -> set[str]:
    return {claim.observation.kind for claim in attribution(**values).claims if claim.carries}


def test_the_one_claim_under_an_answer_carries_it():
    assert carrying(**{"http_header.server": "Hikvision-Webs", "inventory.brand": "Generic"}) == {"http_header.server"}


def test_where_several_say_the_same_none_carries_alone():
    assert carrying(**{"http_header.server": "Hikvision-Webs", "mac": MAC}) == set()
