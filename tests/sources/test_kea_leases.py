"""Kea lease files: escapes, the last row of an address, times, both versions of IP."""

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.interface import Document
from nameplate.sources.kea_leases import READER

FOUR = """address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id
10.4.0.9,44:19:b6:00:11:22,01:44:19:b6:00:11:22,3600,1700003600,1,0,0,cam-1.example.org,0,,0
10.4.0.10,,01:44:19:b6:00:11:23,3600,1700003600,1,0,0,hall&#x2c north,0,{ "a": 1&#x2c "b": 2 },0
10.4.0.11,,,3600,1700003600,1,0,0,,1,,0
10.4.0.9,44:19:b6:00:11:22,,3600,1700007200,1,0,0,cam-1.example.org,2,,0
10.4.0.12,44:19
"""
SIX = """address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,\
hostname,hwaddr,state
2001:db8::5,00:03:00:01:44:19:b6:00:11:22,3600,1700003600,1,1800,0,1,128,0,0,cam,,0
2001:db8:1::,00:03:00:01:44:19:b6:00:11:23,3600,1700003600,1,1800,2,1,56,0,0,,,0
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_a_lease_gives_address_mac_and_host_name_at_the_time_the_client_spoke(read):
    frame, _ = read(READER, FOUR)
    found = facts(frame, "10.4.0.9")
    assert found["mac"] == "44:19:b6:00:11:22"
    assert found["hostname"] == "cam-1.example.org"
    assert found["dhcp.state"] == "expired"
    times = frame.filter(pl.col("subject") == "10.4.0.9")["observed_at"].unique().to_list()
    assert times == [dt.datetime(2023, 11, 14, 23, 13, 20, tzinfo=dt.UTC)]


def test_a_comma_inside_a_field_is_an_escape_without_a_semicolon(read):
    frame, _ = read(READER, FOUR)
    found = facts(frame, "10.4.0.10")
    assert found["hostname"] == "hall, north"
    assert found["dhcp.user_context"] == '{ "a": 1, "b": 2 }'
    assert found["mac"] == "44:19:b6:00:11:23"


def test_rows_that_are_replaced_empty_or_cut_off_are_told_apart(read):
    frame, sink = read(READER, FOUR)
    assert sink.rows == 5
    assert {(s.what, s.count) for s in sink.skipped} == {
        ("addresses without a client", 1),
        ("rows that a later row of the same address replaces", 1),
    }
    assert [p.locator for p in sink.problems] == ["line 6"]
    assert frame["subject"].n_unique() == 2


def test_ipv6_leases_have_the_mac_address_of_their_duid(read):
    frame, _ = read(READER, SIX)
    assert facts(frame, "2001:db8::5")["mac"] == "44:19:b6:00:11:22"
    assert facts(frame, "2001:db8:1::")["dhcp.prefix"] == "2001:db8:1::/56"


def test_numbers_too_large_for_a_date_leave_the_time_open(read):
    frame, _ = read(READER, FOUR.replace("1700007200", "9" * 400))
    assert frame.filter(pl.col("subject") == "10.4.0.9")["observed_at"].to_list() == [None] * 4


def test_a_row_that_ends_before_its_address_is_a_problem(read):
    first = ",".join(
        reversed(["address", "hwaddr", "client_id", "valid_lifetime", "expire", "subnet_id", "hostname", "state"])
    )
    frame, sink = read(READER, f"{first}\n0,cam,1,1700003600,3600\n")
    assert frame.is_empty()
    assert ["no lease" in problem.reason for problem in sink.problems] == [True]


def test_another_table_is_not_claimed(tmp_path):
    other = b"lease_id,ip_address,subnet_id,state,mac_address,hostname\n1,10.0.0.1,1,0,00:11:22:33:44:55,x\n"
    assert READER.claim(Document("x", tmp_path, len(other), other)) is None
    assert READER.claim(Document("x", tmp_path, len(FOUR), FOUR.encode())) is not None


@few
@given(damaged(FOUR.encode(), SIX.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


@pytest.mark.shared
def test_keas_own_reference_file_is_read(shared: Path, read):
    path = next((shared / "samples/dhcp-leases").rglob("lease4_dump_test.reference.csv"))
    frame, sink = read(READER, path)
    assert facts(frame, "0.0.0.12")["hostname"] == "three,example,com"
    assert frame["subject"].n_unique() == 3
    assert not sink.problems
