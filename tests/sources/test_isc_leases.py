"""dhcpd.leases: the last block counts, what a client said of itself, escapes, IPv6, damage."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.interface import Document
from nameplate.sources.isc_leases import READER

LEASES = r"""# The format of this file is documented in the dhcpd.leases(5) manual page.
server-duid "\000\001\000\001\036\031\350\241\000\014)\345\0202";

lease 10.4.0.9 {
  starts 1 2026/11/23 08:00:00;
  ends 1 2026/11/23 20:00:00;
  cltt 1 2026/11/23 08:00:00;
  binding state active;
  next binding state free;
  hardware ethernet 44:19:b6:00:11:22;
  uid "\001D\031\266\000\021\"";
  set vendor-class-identifier = "udhcp 1.20";
  client-hostname "cam-1";
}
lease 10.4.0.10 {
  starts 1 2026/11/23 09:00:00;
  binding state abandoned;
}
lease 10.4.0.11 {
  starts 1 2026/11/23 09:00:00;
  cltt 1 2026/11/23 09:30:00;
  uid "\001\274\365\254\001\002\003";
  on expiry { set x = "y"; }
  option agent.circuit-id "Gi1/0/7";
}
lease 10.4.0.9 {
  starts 2 2026/11/24 08:00:00;
  cltt 2 2026/11/24 08:00:01;
  binding state free;
  hardware ethernet 44:19:b6:00:11:22;
}
"""

IPV6 = r"""ia-na "\001\000\000\000\000\001\000\001\034\367\020\245\000'\"3+4" {
  cltt 3 2026/11/18 14:50:34;
  iaaddr 2001:db8:10::106 {
    binding state active;
    ends 3 2026/11/18 15:04:58;
    set clientduid = "0100011cf710a5002722332b34";
    on expiry {
      log (debug, "gone");
    }
  }
}
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_the_last_block_of_an_address_counts_and_earlier_ones_are_counted(read):
    frame, sink = read(READER, LEASES)
    assert sink.rows == 4
    assert frame.filter((pl.col("subject") == "10.4.0.9") & (pl.col("kind") == "ip")).height == 1
    assert facts(frame, "10.4.0.9")["dhcp.binding"] == "free"
    assert ("lease blocks that a later block of the same address replaces", 1) in [
        (s.what, s.count) for s in sink.skipped
    ]


def test_what_a_client_said_before_its_lease_was_freed_is_not_lost(read):
    frame, _ = read(READER, LEASES)
    assert facts(frame, "10.4.0.9")["dhcp_vendor_class"] == "udhcp 1.20"
    said = frame.filter(pl.col("kind").cast(pl.String) == "hostname").row(0, named=True)
    assert said["value"] == "cam-1"
    assert said["locator"] == "line 13"
    assert said["observed_at"] == dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


def test_an_address_was_that_of_the_client_when_it_last_spoke(read):
    frame, _ = read(READER, LEASES)
    address = frame.filter((pl.col("subject") == "10.4.0.9") & (pl.col("kind") == "ip"))
    assert address["observed_at"].to_list() == [dt.datetime(2026, 11, 24, 8, 0, 1, tzinfo=dt.UTC)]


def test_a_mac_address_inside_an_identifier_is_found(read):
    frame, _ = read(READER, LEASES)
    assert facts(frame, "10.4.0.11")["mac"] == "bc:f5:ac:01:02:03"
    assert facts(frame, "10.4.0.11")["dhcp.agent.circuit-id"] == "Gi1/0/7"


def test_an_address_that_nobody_has_is_no_device(read):
    frame, sink = read(READER, LEASES)
    assert "10.4.0.10" not in frame["subject"].to_list()
    assert ("addresses without a client", 1) in [(s.what, s.count) for s in sink.skipped]


def test_a_unit_that_lost_its_address_to_another_is_kept_by_its_mac_address(read):
    later = "lease 10.4.0.9 {\n  starts 3 2026/11/25 08:00:00;\n  hardware ethernet aa:00:00:00:00:01;\n}\n"
    frame, _ = read(READER, LEASES + later)
    assert facts(frame, "10.4.0.9")["mac"] == "aa:00:00:00:00:01"
    gone = facts(frame, "44:19:b6:00:11:22")
    assert gone["mac"] == "44:19:b6:00:11:22"
    assert gone["dhcp.earlier_address"] == "10.4.0.9"
    assert "ip" not in gone


def test_an_ipv6_lease_has_the_mac_address_of_its_duid(read):
    frame, sink = read(READER, IPV6)
    found = facts(frame, "2001:db8:10::106")
    assert found["mac"] == "00:27:22:33:2b:34"
    assert found["ip"] == "2001:db8:10::106"
    assert frame["observed_at"].unique().to_list() == [dt.datetime(2026, 11, 18, 14, 50, 34, tzinfo=dt.UTC)]
    assert not sink.problems


def test_a_block_that_breaks_off_is_read_so_far_and_named(read):
    frame, sink = read(READER, LEASES.replace('  uid "\\001\\274', 'lease 10.4.0.12 {\n  uid "\\001\\274'))
    assert facts(frame, "10.4.0.12")["mac"] == "bc:f5:ac:01:02:03"
    assert [p.locator for p in sink.problems] == ["line 19"]
    frame, sink = read(READER, LEASES[:-3])
    assert facts(frame, "10.4.0.9")["mac"] == "44:19:b6:00:11:22"
    assert "ends inside the block of 10.4.0.9" in sink.problems[0].reason


def test_an_escape_that_is_no_octal_number_stands_for_its_character(read):
    frame, _ = read(READER, LEASES.replace("cam-1", "cam" + chr(92) + "8" + chr(92) + '"x'))
    assert facts(frame, "10.4.0.9")["hostname"] == 'cam8"x'


def test_prose_around_the_blocks_does_no_harm(read):
    frame, _ = read(READER, "# MAC addresses of the rack\n* red: unknown; see below\n\n" + LEASES)
    assert facts(frame, "10.4.0.9")["mac"] == "44:19:b6:00:11:22"


def test_a_host_name_in_latin_1_is_read_and_named(read):
    frame, sink = read(READER, LEASES.replace("cam-1", "Caméra").encode("latin-1"))
    assert facts(frame, "10.4.0.9")["hostname"] == "Caméra"
    assert sink.problems[0].locator == "line 13"


@pytest.mark.parametrize("content", [b"", b"lease { interface eth0; }", b'{"lease": "10.0.0.1"}', b"\0" * 50])
def test_other_text_is_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(LEASES.encode(), IPV6.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


@pytest.mark.shared
def test_real_files_give_every_lease(shared: Path, read):
    expected = {"backup.leases": 1, "debian7.leases": 5, "dhcpd6-4.3.3.leases": 4, "static.leases": 1, "MAC.md": 4}
    expected["dhcpd.leases"] = 10
    found = {p.name: p for p in (shared / "samples/dhcp-leases").rglob("*") if p.name in expected}
    assert found.keys() == expected.keys()
    for name, path in found.items():
        frame, sink = read(READER, path)
        assert frame["subject"].n_unique() == expected[name], name
        assert not sink.problems
