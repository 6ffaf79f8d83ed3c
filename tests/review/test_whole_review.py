"""A whole review by four people, on both databases, with a second import in the middle and an auditor at the end."""

import datetime as dt

import msgspec
import pytest

from nameplate.errors import RefusedError
from nameplate.ledger.verify import verify_bundle
from nameplate.review import intake, keeping, opening
from nameplate.review.book import File
from nameplate.review.replay import replay
from nameplate.store import ledger_rows, queries
from team import REGISTER, ROWS, key_of, review

RECORD = File("shredded.pdf", b"%PDF-1.7 record", "application/pdf")


def case_of(cases, maker):
    return next(case for case in cases if case.opening.found[0].subject["maker"] == maker)


def test_from_finding_to_proof_and_an_auditor_who_has_only_the_bundle(team, tmp_path):
    team.take_in(review())
    cases = team.open()
    assert len(cases) == 3  # the camera that no order covers has no case
    case = case_of(cases, "dahua")
    team.do(case, "carol", "gather", (File("plate.jpg", b"jpg"),), what="photo of the plate")
    team.do(case, "alice", "assess", says="the model is the maker's own")
    team.do(case, "alice", "invite", whom="maker", by="2026-12-01")
    team.do(case, "alice", "answer", (File("letter.txt", b"we disagree"),), whom="maker", says="We disagree.")
    team.do(case, "alice", "request", decision="remove", why="section 889")
    team.take_in(review(day="2026-11-25"))
    team.do(case, "bob", "approve")
    team.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
    team.do(case, "bob", "receive", serial="KX4410002", where="store room")
    team.do(case, "carol", "count", serial="KX4410002")
    team.do(
        case, "dan", "dispose", (RECORD,), serial="KX4410002", destination="destroyed", to="Shred Ltd", day="2026-11-24"
    )
    team.do(case, "carol", "verify", by="disposal")
    done = team.do(case, "bob", "close")
    assert (done.state, done.decision["decision"]) == ("closed", "remove")
    assert [a.said["says"] for a in done.answers] == ["We disagree."]
    assert replay(team.book, done) == []
    keeping.export(team.book, team.server, tmp_path / "bundle.zip")
    verified = verify_bundle(tmp_path / "bundle.zip", workers=1)
    assert verified.intact, verified.of("failed")
    assert verified.entries == len(list(entries(team)))


def entries(team):
    with team.book.store.reading() as connection:
        yield from ledger_rows.lines(connection)


def test_a_decision_outlives_the_same_and_a_newer_review(team):
    first = team.take_in(review())
    case = team.decide(case_of(team.open(), "dahua"), "exception", until="2027-06-30", safeguards="no network")
    again = team.take_in(review())
    newer = team.take_in(review(day="2026-11-26"))
    assert (first.taken.number, again.taken.known, newer.taken.number) == (1, True, 2)
    assert newer.reopened == {}
    kept = team.book.case(case.id)
    assert (kept.state, kept.until) == ("decided", dt.date(2027, 6, 30))


def test_a_unit_that_was_gone_and_stands_in_a_new_source_opens_its_case_again(team):
    team.take_in(review())
    case = team.remove(case_of(team.open(), "dahua"))
    assert team.take_in(review(day="2026-11-25")).reopened == {}  # the same old list proves nothing new
    outcome = team.take_in(review(source="scan.csv", day="2026-12-01"))
    assert list(outcome.reopened) == [case.id]
    again = team.book.case(case.id)
    assert (again.state, again.decision) == ("reopened", None)
    assert "new source" in again.history[-1].said["says"]


def test_new_evidence_opens_a_decided_case_and_is_told_in_an_open_one(team):
    team.take_in(review())
    cases = team.open()
    decided, opened = team.decide(case_of(cases, "dahua"), "remove"), case_of(cases, "hikvision")
    free = msgspec.structs.replace(review().holder, actors=("operator",))
    outcome = team.take_in(review(holder=free, day="2026-12-01"))
    assert decided.id in outcome.reopened
    assert opened.id in outcome.told
    assert team.book.case(decided.id).opening.found[0].verdict != "forbidden"
    assert team.book.case(opened.id).history[-1].act == "comment"


def test_an_exception_that_has_ended_opens_its_case_again(team):
    team.take_in(review())
    case = team.decide(case_of(team.open(), "dahua"), "exception", until="2026-12-31", safeguards="no network")
    assert intake.expire(team.book, REGISTER, key_of("alice")) == {}
    team.clock.now += dt.timedelta(days=60)
    assert list(intake.expire(team.book, REGISTER, key_of("alice"))) == [case.id]
    assert team.book.case(case.id).state == "reopened"


def test_not_seen_since_wants_a_newer_review_in_which_it_is_not_seen(team):
    team.take_in(review())
    case = team.decide(case_of(team.open(), "dahua"))
    team.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
    with pytest.raises(RefusedError, match="no review was taken in since"):
        team.do(case, "carol", "verify", by="not_seen_since")
    team.take_in(review(source="scan.csv", day="2026-12-01"))
    with pytest.raises(RefusedError, match="seen in the newest review all the same"):
        team.do(case, "carol", "verify", by="not_seen_since")
    team.take_in(review(tuple(row for row in ROWS if row["inventory.maker"] != "Dahua"), source="scan2.csv"))
    assert team.do(case, "carol", "verify", by="not_seen_since").state == "verified_gone"


def test_a_unit_on_its_way_to_another_holder_is_stopped(team):
    team.take_in(review())
    team.open()
    with team.book.store.reading() as connection:
        stopped = [row["title"] for row in queries.cases(connection, {}) if row["stopped"]]
    assert len(stopped) == 1
    case = next(c for c in (team.book.case(row) for row in ids(team)) if c.opening.title == stopped[0] and c.devices)
    team.decide(case)
    team.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
    with pytest.raises(RefusedError, match="stopped: a unit that is forbidden must not be given away"):
        team.do(
            case,
            "dan",
            "dispose",
            (RECORD,),
            serial="KX4410004",
            destination="donation",
            to="a school",
            day="2026-11-24",
        )


def ids(team):
    with team.book.store.reading() as connection:
        return [row["id"] for row in queries.cases(connection, {})]


@pytest.mark.parametrize(("by", "count"), [("device", 3), ("model", 2), ("maker", 2), ("site", 1), ("supplier", 1)])
def test_cases_are_opened_by_what_units_have_in_common_and_never_twice(team, by, count):
    team.take_in(review())
    opened = team.open(by)
    assert len(opened) == count
    assert sum(len(case.devices) for case in opened) == 3
    with pytest.raises(RefusedError, match="no unit fits that is not in an open case already"):
        team.open(by)


def test_only_units_that_fit_get_a_case(team):
    team.take_in(review())
    (case,) = team.open(by="maker", maker="dahua")
    assert case.opening.group == {"maker": "dahua"}


def test_many_cases_go_by_the_same_rules_and_what_is_refused_is_listed(team):
    team.take_in(review())
    cases = team.open()
    for case in cases[:2]:
        team.do(case, "alice", "assess", says="stands")
        team.do(case, "alice", "request", decision="remove", why="covered")
    found = team.book.perform_all([case.id for case in cases], "approve", {}, key_of("bob"))
    assert [bool(found[case.id]) for case in cases] == [False, False, True]
    assert "comes after second_review" in found[cases[2].id]


def test_cases_cannot_be_opened_before_a_review_or_by_anybody(team):
    with pytest.raises(RefusedError, match="no review was taken in yet"):
        team.open()
    with pytest.raises(RefusedError, match=r"bob .* may not do 'open'"):
        team.take_in(review(), by="bob")
    with pytest.raises(RefusedError, match="may not do 'open'"):
        opening.open_cases(team.book, key_of("bob"), REGISTER, by="device", where={})
