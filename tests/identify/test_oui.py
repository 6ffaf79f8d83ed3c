"""The MAC registry: the longest registered prefix counts, and the list says how old it is."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from nameplate.identify import oui


def registrant(mac: str) -> str | None:
    found = oui.look_up(pl.Series([mac]))
    return found["registrant"][0] if found.height else None


def test_a_block_names_its_registrant():
    assert "Hikvision" in (registrant("4419b6001122") or "")
    assert "Dahua" in (registrant("9002a9001122") or "")


def test_addresses_of_nobodys_block_are_left_out():
    assert registrant("a6639e001122") is None
    assert registrant("01005e000016") is None
    assert registrant("000000000000") != "Hangzhou Hikvision"


def test_the_longest_prefix_counts():
    longest = oui.table().filter(pl.col("prefix").str.len_chars() == 9).sort("prefix").row(0, named=True)
    found = oui.look_up(pl.Series([longest["prefix"] + "000"]))
    assert found["prefix"].to_list() == [longest["prefix"]]
    assert found["registrant"].to_list() == [longest["registrant"]]


def test_the_list_is_no_older_than_two_years_and_as_long_as_it_says():
    note = oui.note()
    assert note.as_of >= dt.date(2025, 1, 1)
    assert note.source
    assert oui.table().height == note.blocks


def test_prefixes_are_unique_lower_case_hex_of_the_three_lengths():
    prefixes = oui.table()["prefix"]
    assert prefixes.n_unique() == len(prefixes)
    assert set(prefixes.str.len_chars().unique()) == {6, 7, 9}
    assert prefixes.str.contains(r"^[0-9a-f]+$").all()


@given(st.integers(0, 2**48 - 1).map(lambda n: f"{n:012x}"))
def test_an_address_lies_in_at_most_one_block(mac):
    found = oui.look_up(pl.Series([mac, mac]))
    assert found.height <= 1
    assert all(mac.startswith(prefix) for prefix in found["prefix"])
