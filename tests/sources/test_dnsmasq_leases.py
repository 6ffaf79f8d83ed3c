"""dnsmasq lease files: stars for nothing, IPv6, libvirt's extra field, lines that are none."""

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.dnsmasq_leases import READER
from nameplate.sources.interface import Document

LEASES = """1700003600 44:19:b6:00:11:22 10.4.0.9 cam-1 01:44:19:b6:00:11:22
1700003600 44:19:b6:00:11:23 10.4.0.10 * *
1700003600 44:19:b6:00:11:24 12345 10.4.0.11 host-3 *
0 44:19:b6:00:11:25 10.4.0.12 forever ff:b6:22:0f:eb:00:01:00:01:1d:34:4c:00:44:19:b6:00:11:25
duid 00:01:00:01:26:f7:81:88:00:0c:01:02:03:04
1700003600 5678 2001:db8::5 six 00:03:00:01:44:19:b6:00:11:26
1700003600 44:19:b6:00
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_each_line_is_a_lease(read):
    frame, _ = read(READER, LEASES)
    assert facts(frame, "10.4.0.9") == {
        "ip": "10.4.0.9",
        "mac": "44:19:b6:00:11:22",
        "hostname": "cam-1",
        "dhcp.expires": "2023-11-14T23:13:20+00:00",
    }
    assert frame["observed_at"].null_count() == frame.height


def test_a_star_is_nothing(read):
    frame, _ = read(READER, LEASES)
    assert "hostname" not in facts(frame, "10.4.0.10")


def test_an_extra_field_for_the_iaid_is_passed_over(read):
    frame, _ = read(READER, LEASES)
    assert facts(frame, "10.4.0.11")["hostname"] == "host-3"


def test_an_ipv6_lease_has_the_mac_address_of_its_duid(read):
    frame, _ = read(READER, LEASES)
    assert facts(frame, "2001:db8::5")["mac"] == "44:19:b6:00:11:26"


def test_a_line_that_is_no_lease_is_named(read):
    _, sink = read(READER, LEASES)
    assert [(p.locator) for p in sink.problems] == ["line 7"]


@pytest.mark.parametrize(
    "content", [b"", b"1700003600 hello world 1 2\n", b"dhcp-host=44:19:b6:00:11:22,10.0.0.1\n", b"\xff\xfe\0\0"]
)
def test_other_text_is_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(LEASES.encode()))
def test_no_damage_raises(content):
    survives(READER, content)
