"""`nameplate ledger check`: a store against its own ledger, and the rules in `nameplate verify`."""

import pytest

from databases import fresh
from nameplate.ledger.entry import Draft
from nameplate.review import keeping
from nameplate.store import ledger_rows
from team import begin, key_of, review


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A store in which a decision is asked for."""
    with fresh("sqlite", tmp_path) as store:
        team = begin(store)
        team.take_in(review())
        case = team.open()[0]
        team.do(case, "alice", "assess", says="it stands")
        team.do(case, "alice", "request", decision="remove", why="covered")
        monkeypatch.setenv("NAMEPLATE_DB", store.url)
        yield team


def test_a_store_that_is_as_its_ledger_says_has_no_fault(kept, nameplate):
    found = nameplate("ledger", "check")
    assert (found.code, found.out) == (0, "12 entries, 3 cases: no faults\n")
    assert nameplate("ledger", "check", "--json").json == {"entries": 12, "cases": 3, "faults": []}


def test_it_says_what_differs_and_exits_1(kept, nameplate):
    with kept.book.store.writing() as connection:
        connection.exec_driver_sql("UPDATE cases SET state = 'closed' WHERE id = 'c-7'")
    found = nameplate("ledger", "check")
    assert found.code == 1
    assert found.out.splitlines() == [
        "cases: c-7: state is closed; the ledger says second_review",
        "12 entries, 3 cases: 1 fault",
    ]
    assert nameplate("ledger", "check", "--json").json["faults"] == [
        {"where": "cases", "says": "c-7: state is closed; the ledger says second_review"}
    ]


def test_an_act_against_the_rules_is_named_by_check_and_verify(kept, nameplate, tmp_path):
    with kept.book.store.writing() as connection:
        ledger_rows.append(connection, Draft(kept.clock(), "case:approve", "c-7", {}), key_of("alice"))
    found = nameplate("ledger", "check")
    says = "alice (analyst, technician) may not do 'approve'; that is for approver"
    assert found.code == 1 and f"rules, entry 12: {says}" in found.out
    keeping.export(kept.book, kept.server, tmp_path / "b.zip")
    verified = nameplate("verify", tmp_path / "b.zip", "--json")
    assert verified.code == 1 and not verified.json["intact"]
    assert [check for check in verified.json["checks"] if check["outcome"] == "failed"] == [
        {"name": "rules", "outcome": "failed", "says": says, "entry": 12}
    ]


def test_a_bundle_that_was_kept_by_the_rules_says_so(kept, nameplate, tmp_path):
    keeping.export(kept.book, kept.server, tmp_path / "b.zip")
    found = nameplate("verify", tmp_path / "b.zip")
    assert found.code == 0 and "every act was allowed by the workflow" in found.out


def test_a_store_without_a_ledger_is_wrong_usage(nameplate, tmp_path):
    with fresh("sqlite", tmp_path) as store:
        found = nameplate("ledger", "check", "--db", store.url)
    assert found.code == 2 and "has no ledger yet" in found.err
