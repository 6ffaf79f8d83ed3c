"""The table of kinds: every line can be reached, and a kind means the same whatever its case."""

import fnmatch

import pytest

from nameplate import frame, kinds


def test_no_line_stands_twice_or_behind_one_that_takes_everything_of_it():
    patterns = [line.pattern for line in kinds.TABLE]
    assert len(patterns) == len(set(patterns))
    for number, line in enumerate(kinds.TABLE):
        shadow = [e.pattern for e in kinds.TABLE[:number] if fnmatch.fnmatchcase(line.pattern, e.pattern)]
        assert shadow == [], line.pattern


def test_patterns_are_lower_case_and_meanings_are_there():
    for line in kinds.TABLE:
        assert line.pattern == line.pattern.lower()
        assert line.meaning


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("inventory.maker", "maker"),
        ("onvif.manufacturer", "maker"),
        ("ONVIF.GetDeviceInformation.Manufacturer", "maker"),
        ("sadp.DeviceSN", "serial"),
        ("isapi.deviceInfo.macAddress", "mac"),
        ("http_header.server", "banner"),
        ("mac.vendor", "mac_vendor"),
        ("zebra.stripes", "evidence"),
        ("", "evidence"),
    ],
)
def test_a_kind_has_its_role(kind, role):
    assert kinds.role(kind) == role


def test_the_last_line_takes_everything():
    assert kinds.lookup("anything at all").pattern == "*"


def test_frames_of_many_sources_come_together_in_order():
    one = frame.from_columns("a", ["1"], ["s"], ["mac"], ["x"], [None])
    two = frame.from_columns("b", ["1"], ["s"], ["mac"], ["y"], [None])
    together = frame.concatenate([one, frame.empty(), two])
    assert together["value"].to_list() == ["x", "y"]
    assert dict(together.schema) == dict(frame.empty().schema)
    assert frame.concatenate([]).is_empty()
