"""Confirmed names: each decision adds one, with its source, and a later one takes it away."""

import datetime as dt

import pytest

from nameplate.errors import UsageError
from nameplate.screen import AT_LEAST, aliases
from nameplate.screen.party import Answer, Edition, Query
from nameplate.screen.record import Decision, Record, Screening
from nameplate.screen.screener import Screener

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def decision(name: str, entry: str, verdict: str = "same", note: str = "") -> Decision:
    return Decision(NOON, "ben", name, entry, verdict, note)


def test_a_confirmed_name_is_found_in_later_screenings_and_says_who_confirmed_it(make_list):
    lists = [make_list({"a:1": ("Orbitek",), "a:2": ("Novum Holding",)})]
    assert Screener(lists).one("蓝星电子").matches == ()
    found = aliases.added(lists, aliases.confirmed([decision("蓝星电子", "a:1", note="its web site")]))
    match = Screener(found).one("蓝星电子").matches[0]
    assert (match.entry, match.score >= AT_LEAST) == ("a:1", True)
    assert "not from the list itself: confirmed by ben, 2026-11-24: its web site" in match.why


def test_the_last_decision_on_a_name_and_an_entry_counts():
    assert aliases.confirmed([decision("Orbitec", "a:1"), decision("Orbitec", "a:1", "other")]) == {}
    assert aliases.confirmed([decision("Orbitec", "a:1"), decision("Orbitec", "a:2", "other")]) == {
        "a:1": {"Orbitec": "confirmed by ben, 2026-11-24"}
    }


def test_words_around_a_name_do_not_go_into_the_alias():
    assert list(aliases.confirmed([decision("Supplier: Blaustern Ltd / inv. 7", "a:1")])["a:1"]) == ["blaustern ltd"]


def test_a_name_that_the_list_has_is_not_added_twice(make_list):
    lists = [make_list({"a:1": ("Orbitek",)})]
    assert aliases.added(lists, aliases.confirmed([decision("Orbitek", "a:1")])) == lists


def test_an_entry_that_left_its_list_is_told(make_list):
    known = aliases.confirmed([decision("Orbitec", "a:9"), decision("Orbitec", "un:9")])
    assert ["a:9 is not on its list" in line for line in aliases.homeless([make_list({})], known)] == [True]


def test_a_name_that_no_spelling_gives_is_confirmed_with_a_note(tmp_path):
    kept = Record(tmp_path)
    edition = Edition("un", "UN", ("un.xml",), "ab" * 32, None, 3, 3, 5)
    kept.keep([Screening(NOON, "anna", Query(1, "蓝星"), Answer(1, ()), AT_LEAST, (edition,), "")])
    with pytest.raises(UsageError, match="--note how it is known"):
        kept.decide(decision("蓝星", "un:7"))
    with pytest.raises(UsageError, match="never matched"):
        kept.decide(decision("蓝星", "eu:7", note="no such list"))
    kept.decide(decision("蓝星", "un:7", note="trade register"))
    assert aliases.confirmed(kept.decisions()) == {"un:7": {"蓝星": "confirmed by ben, 2026-11-24: trade register"}}
