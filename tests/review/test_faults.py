"""What goes wrong while people work: processes killed, a full disk, two at once, a clock that goes back."""

import datetime as dt
import itertools
import random
import threading
from contextlib import ExitStack

import msgspec
import pytest

import store_jobs as jobs
from databases import KINDS, database
from nameplate.errors import RefusedError
from nameplate.ledger.verify import verify_bundle
from nameplate.review import audit, keeping
from nameplate.review.book import Book
from nameplate.store import ledger_rows
from nameplate.store.database import Store, open_store
from team import Clock, Team, begin, key_of, review

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
MOMENTS = random.Random(9)


def entries(store: Store) -> int:
    with store.reading() as connection:
        return len(ledger_rows.leaves(connection))


@pytest.fixture(params=KINDS)
def address(request, tmp_path):
    """A database in which four people keep a review with three cases."""
    with database(request.param, tmp_path) as made:
        store = open_store(made, create=True)
        team = begin(store)
        team.take_in(review())
        team.open()
        store.close()
        yield made


@pytest.fixture
def kept(address):
    """The same database, opened by the test."""
    store = open_store(address)
    yield store
    store.close()


@pytest.fixture(scope="module")
def reviews(tmp_path_factory):
    """Files of reviews, each of other units than the one before it, some of them the same."""
    folder, found = tmp_path_factory.mktemp("reviews"), []
    for number in range(6):
        rows = tuple(
            {"inventory.maker": maker, "inventory.serial": f"{maker}-{n}", "inventory.site": "Gate"}
            for n in range(20 * number, 20 * number + 30)
            for maker in ("Hikvision", "Axis")
        )
        path = folder / f"{number}.json"
        path.write_bytes(msgspec.json.encode(review(rows, source=f"list-{number}.csv")))
        found.append(str(path))
    return found


def test_a_process_killed_at_any_moment_loses_nothing_that_it_told_and_leaves_nothing_half(address, kept):
    for _ in range(5):
        with jobs.running(jobs.acts, address, "c-7") as (process, pipe):
            acknowledged = [pipe.recv() for _ in range(MOMENTS.randint(1, 4))]
            pipe.poll(MOMENTS.random() / 200)
            process.kill()
            acknowledged += jobs.told(pipe)
        assert acknowledged == list(range(acknowledged[0], acknowledged[0] + len(acknowledged)))
        assert audit.check(kept) == []
        assert entries(kept) - acknowledged[-1] in {1, 2}
    after = jobs.act(Book(kept), "c-7")
    assert after == entries(kept) - 1 and audit.check(kept) == []


def test_a_process_killed_after_each_statement_of_an_act_leaves_all_of_it_or_nothing(address, kept):
    for step in range(1, 40):
        before = entries(kept)
        with jobs.running(jobs.acts, address, "c-7", kill_at=step) as (_, pipe):
            acknowledged = jobs.told(pipe)
        assert audit.check(kept) == []
        assert entries(kept) == before + len(acknowledged)
        if len(acknowledged) > 1:
            break
    assert step > 8 and len(acknowledged) == 2


def counts(store: Store) -> tuple[int, int, int, int]:
    with store.reading() as connection:
        names = ("reviews", "devices", "findings", "entries")
        return tuple(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() for name in names)


def test_an_import_killed_at_any_moment_is_all_there_or_not_at_all(address, kept, reviews):
    done = 1
    for _ in range(4):
        before = counts(kept)
        with jobs.running(jobs.imports, address, reviews[done - 1 :]) as (process, pipe):
            pipe.poll(MOMENTS.random() / 5)
            process.kill()
            acknowledged = jobs.told(pipe)
        assert audit.check(kept) == []
        after = counts(kept)
        assert after[0] >= max([before[0], *acknowledged])
        assert after == before if after[0] == before[0] else after[2] > before[2]
        done = min(after[0], 4)
    jobs.take_in(Book(kept), reviews[-1])
    assert audit.check(kept) == []


def test_an_import_killed_after_each_statement_leaves_nothing_and_can_be_repeated(address, kept, reviews):
    before = counts(kept)
    for step in range(1, 60):
        with jobs.running(jobs.imports, address, reviews[:1], kill_at=step) as (_, pipe):
            if jobs.told(pipe):
                break
        assert counts(kept) == before
    assert step > 12 and counts(kept)[0] == 2
    assert audit.check(kept) == []


def test_a_full_disk_is_told_nothing_is_half_and_it_goes_on_when_there_is_room(tmp_path):
    with database("sqlite", tmp_path) as address:
        store = open_store(address, create=True)
        team = begin(store)
        team.take_in(review())
        team.open()
        with jobs.running(jobs.full, address, "c-7", 60_000) as (_, pipe):
            *acknowledged, refusal, last = jobs.told(pipe)
        assert "nothing of this step was kept" in refusal and "full" in refusal
        assert last == acknowledged[-1] + 1 == entries(store) - 1
        assert audit.check(store) == []
        store.close()


@pytest.mark.parametrize("attempt", range(2))
def test_of_two_who_approve_at_once_one_is_refused_and_told_why(address, kept, attempt):
    team = Team(Book(kept, Clock(NOW)), Clock(NOW))
    server = key_of("example.org/review")
    keeping.add_person(team.book, key_of("beth").verifier, ("approver",), server)
    team.do(team.book.case("c-7"), "alice", "assess", says="it stands")
    team.do(team.book.case("c-7"), "alice", "request", decision="remove", why="covered")
    together, answers = threading.Barrier(2), {}

    def approve(who: str) -> None:
        store = open_store(address)
        book = Book(store, Clock(NOW))
        together.wait()
        try:
            answers[who] = book.perform("c-7", "approve", {}, key_of(who)).state
        except RefusedError as error:
            answers[who] = str(error)
        store.close()

    people = [threading.Thread(target=approve, args=(who,)) for who in ("bob", "beth")]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert sorted(answers.values()) == ["c-7: 'approve' comes after second_review; the case is decided", "decided"]
    with kept.reading() as connection:
        assert len(ledger_rows.of_act(connection, "case:approve")) == 1
    assert audit.check(kept) == []


def test_eight_who_write_at_once_lose_nothing_and_stand_in_one_order(address, kept):
    before = entries(kept)
    with ExitStack() as stack:
        writers = [stack.enter_context(jobs.running(jobs.comments, address, f"c-{7 + n % 3}", 15)) for n in range(8)]
        for _, pipe in writers:
            assert pipe.recv() == "ready"
        for _, pipe in writers:
            pipe.send("go")
        numbers = [jobs.told(pipe) for _, pipe in writers]
    assert all(one == sorted(one) and len(one) == 15 for one in numbers)
    assert sorted(itertools.chain.from_iterable(numbers)) == list(range(before, before + 120))
    assert audit.check(kept) == []


def test_a_clock_that_goes_back_leaves_the_order_and_the_verifier_names_the_entry(lone, tmp_path):
    team = lone
    team.take_in(review())
    case = team.open()[0]
    team.do(case, "alice", "assess", says="it stands")
    team.clock.now -= dt.timedelta(days=3)
    back = team.do(case, "alice", "request", decision="remove", why="covered").history[-1]
    team.do(case, "bob", "approve")
    assert audit.check(team.book.store) == []
    keeping.export(team.book, team.server, tmp_path / "b.zip")
    found = verify_bundle(tmp_path / "b.zip")
    assert found.intact
    (warning,) = [check for check in found.of("warning") if check.name == "clock"]
    assert warning.entry == back.sequence and "is before that of the entry before it" in warning.says


def test_not_seen_since_goes_by_the_order_of_entries_and_not_by_a_clock(lone):
    team = lone
    team.clock.now += dt.timedelta(days=30)
    team.take_in(review())
    case = team.open()[0]
    team.clock.now -= dt.timedelta(days=30)
    team.decide(case)
    team.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
    with pytest.raises(RefusedError, match="no review was taken in since"):
        team.do(case, "carol", "verify", by="not_seen_since")
    gone = {row.device for row in case.opening.found}
    rows = tuple(r for r in review().devices if r.id not in gone)
    smaller = msgspec.structs.replace(review(source="later.csv"), devices=rows, findings=())
    team.take_in(smaller, "later")
    assert team.do(case, "carol", "verify", by="not_seen_since").state == "verified_gone"
    assert audit.check(team.book.store) == []
