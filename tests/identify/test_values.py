"""Identifiers in one spelling: what is the same becomes equal, what identifies nothing becomes null."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nameplate.identify import values

MAC = "001122334455"


def mac(text: str) -> list[str]:
    return values.macs(pl.Series([text]))["mac"].to_list()


def one(function, text: str) -> str | None:
    return pl.DataFrame({"x": [text]}).select(function(pl.col("x"))).item()


@pytest.mark.parametrize(
    "spelling",
    [
        "00:11:22:33:44:55",
        "00-11-22-33-44-55",
        "0011.2233.4455",
        "0011-2233-4455",
        "001122-334455",
        "001122334455",
        "0:11:22:33:44:55",
        "00:11:22:33:44:55 (VLAN 4)",
        "MAC/00:11:22:33:44:55",
    ],
)
def test_every_spelling_of_an_address_is_one(spelling):
    assert mac(spelling) == [MAC]


def test_leading_zeros_that_a_program_lost_come_back():
    assert mac("0:e:5:d1:27:e3") == ["000e05d127e3"]
    assert mac("a:b:c:d:e:f") == ["0a0b0c0d0e0f"]


def test_case_and_several_addresses_in_a_cell():
    assert mac("AC:CC:8E:11:22:33; ac-cc-8e-11-22-34") == ["accc8e112233", "accc8e112234"]


@pytest.mark.parametrize(
    "text", ["", "none", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:16", "aaaa-aaaa", "2021-08-01 12:30"]
)
def test_what_is_no_units_address_is_none(text):
    assert mac(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("44:19:b6:00:11:22", True),
        ("a6:63:9e:00:11:22", False),
        ("02:42:ac:11:00:02", False),
        ("00:00:5e:00:01:05", False),
    ],
)
def test_local_and_virtual_addresses_are_not_unique(text, expected):
    (found,) = mac(text)
    assert pl.DataFrame({"mac": [found]}).select(values.is_global(pl.col("mac"))).item() is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3ac4:e8ff:fe03:b3e2", "38c4e803b3e2"),
        ("211:22ff:fe33:4455", "001122334455"),
        ("not one", "not one"),
    ],
)
def test_an_interface_identifier_holds_the_address(text, expected):
    assert values.from_eui64(text) == expected


@pytest.mark.parametrize("spelling", ["SN-0012345", "sn 0012345", "SN0012345", " Sn00-12345 "])
def test_a_serial_is_compared_without_case_blanks_and_dashes(spelling):
    assert one(values.serial, spelling) == "SN0012345"


@pytest.mark.parametrize("text", ["", "1234", "00000000", "XXXXXXXX", "1111111", "123456789", "****", "ABCXXXXXX9"])
def test_a_serial_that_identifies_nothing_is_null(text):
    assert one(values.serial, text) is None


@pytest.mark.parametrize("text", ["see notes below", "illegible (high up)", "no label"])
def test_words_are_no_serial(text):
    assert one(values.serial, text) is None


def test_a_tag_is_compared_without_leading_zeros():
    assert one(values.asset_tag, "000123A") == one(values.asset_tag, "123a ") == "123A"


@pytest.mark.parametrize("text", ["", "7", "123", "0007"])
def test_a_bare_short_number_is_no_tag(text):
    assert one(values.asset_tag, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.0.0.4", "10.0.0.4"),
        ("http://10.0.0.4:80/", "10.0.0.4"),
        ("10.0.0.4/24", "10.0.0.4"),
        ("FE80::1%eth0", "fe80::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("0.0.0.0", None),
        ("127.0.0.1", None),
        ("239.255.255.250", None),
        ("ff02::1", None),
        ("V5.4.5", None),
        ("1.2.3.4.5", None),
        ("300.1.1.1", None),
        ("", None),
    ],
)
def test_an_address_is_found_in_a_cell_or_there_is_none(text, expected):
    assert one(values.ip, text) == expected


@pytest.mark.parametrize("text", ["12:30:45", "44:19:b6:00:11:22", "1:2:3"])
def test_times_and_macs_are_no_addresses(text):
    assert one(values.ip, text) is None


@given(st.integers(0, 2**48 - 1).map(lambda n: f"{n:012x}").filter(lambda h: h[1] in "048c" and h != "0" * 12))
def test_every_spelling_of_any_address_is_read_back(digits):
    pairs = [digits[i : i + 2] for i in range(0, 12, 2)]
    quads = [digits[i : i + 4] for i in range(0, 12, 4)]
    short = ":".join(format(int(pair, 16), "x") for pair in pairs)
    for spelling in (":".join(pairs), "-".join(pairs), ".".join(quads), "-".join(quads), short, digits.upper()):
        assert mac(spelling) == [digits]


@given(st.text(max_size=40))
def test_normal_forms_are_stable(text):
    for function in (values.serial, values.asset_tag, values.ip):
        found = one(function, text)
        assert found is None or one(function, found) == found
