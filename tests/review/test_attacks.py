"""What somebody could do who writes into the database, changes the program, or has keys: and what finds it."""

import datetime as dt
import sqlite3

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from databases import database
from ledgers import book as other
from ledgers import folder
from nameplate.errors import LedgerError, NameplateError, RefusedError
from nameplate.ledger import canonical, checkpoint, note
from nameplate.ledger.chain import Tip, append, append_line, open_ledger
from nameplate.ledger.entry import Draft, Place, read_entry, sign_entry
from nameplate.ledger.trust import HeldFile, Trust
from nameplate.ledger.verify import verify_bundle
from nameplate.review import audit, bundle_rules, intake, keeping, lawful, opening, workflow
from nameplate.review.audit import Fault
from nameplate.review.book import File
from nameplate.store import ledger_rows
from nameplate.store import tables as t
from nameplate.store.database import Store, open_store
from team import REGISTER, Team, begin, key_of, review

PHOTO = File("plate.jpg", b"\xff\xd8 a photo of a plate", "image/jpeg")
DAY = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


def played(team: Team) -> Team:
    """A review with everything in it: three cases, one closed, one kept as an exception, a file, two heads."""
    team.take_in(review())
    first, second, third = team.open()
    team.do(first, "alice", "gather", (PHOTO,), what="the plate")
    keeping.sign_head(team.book, team.server)
    team.remove(first)
    team.decide(second, "exception", until="2027-01-31", safeguards="a network of its own")
    team.do(third, "alice", "assess", says="it stands")
    team.do(third, "alice", "request", decision="remove", why="covered")
    keeping.sign_head(team.book, team.server)
    return team


@pytest.fixture
def kept(lone):
    """A played review on SQLite."""
    return played(lone)


def write(store: Store, *statements: str) -> None:
    """What somebody does who has the database's password."""
    with store.writing() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def entered(team: Team, who: str, act: str, subject: str, body: object, files: tuple[File, ...] = ()) -> int:
    """An entry by a program without rules: signed and chained as it should be. Its number."""
    with team.book.store.writing() as connection:
        named = tuple(file.attachment for file in files)
        contents = {file.attachment.sha256: file.content for file in files}
        draft = Draft(team.clock(), act, subject, body, named)
        return ledger_rows.append(connection, draft, key_of(who), contents).entry.sequence


def exported(team: Team, path, trust: Trust | None = None):
    """A bundle, verified as `nameplate verify` does it: by the ledger's checks, and by these and the rules."""
    keeping.export(team.book, team.server, path)
    found = verify_bundle(path, trust)
    return found, bundle_rules.judged(found, path)


def broken(found) -> set[tuple[str, int | None]]:
    return {(check.name, check.entry) for check in found.of("failed")}


def test_a_review_that_was_kept_by_the_rules_has_no_fault(team, tmp_path):
    played(team)
    assert audit.check(team.book.store) == []
    ledger, rules = exported(team, tmp_path / "b.zip")
    assert ledger.intact and rules.intact
    assert [check.says for check in rules.of("ok") if check.name == "rules"] == [
        "every act was allowed by the workflow, to who signed it (cases: 3)"
    ]


# Bytes in the database


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The file of a played review, written back to one file."""
    with database("sqlite", tmp_path_factory.mktemp("file")) as path:
        store = open_store(path, create=True)
        played(begin(store))
        store.close()
        yield path


COLUMNS = [
    ("entries", "line"),
    ("entries", "leaf"),
    ("entries", "act"),
    ("entries", "subject"),
    ("tips", "tip"),
    ("tips", "origin"),
    ("people", "roles"),
    ("people", "key"),
    ("people", "name"),
    ("checkpoints", "note"),
    ("attachments", "content"),
    ("attachments", "sha256"),
    ("cases", "state"),
    ("cases", "title"),
    ("cases", "decision"),
    ("case_devices", "device"),
    ("reviews", "holder"),
    ("reviews", "sources"),
    ("devices", "payload"),
    ("devices", "verdict"),
    ("findings", "verdict"),
]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_of_what_is_kept_is_found(file, table, column, data):
    with sqlite3.connect(file) as raw:
        rows = raw.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
    rowid, before = data.draw(st.sampled_from(rows))
    whole = before.encode() if isinstance(before, str) else before
    at = data.draw(st.integers(0, len(whole) - 1))
    turned = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    kind = "TEXT" if isinstance(before, str) else "BLOB"
    change = f"UPDATE {table} SET {column} = CAST(? AS {kind}) WHERE rowid = ?"
    store = open_store(file)
    try:
        put(file, change, turned, rowid)
        assert audit.check(store)
    finally:
        put(file, change, whole, rowid)
        store.close()


def put(file: str, change: str, value: bytes, rowid: int) -> None:
    with sqlite3.connect(file) as raw:
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute(change, (value, rowid))


def test_no_fault_is_left_when_every_byte_is_back(file):
    store = open_store(file)
    assert audit.check(store) == []
    store.close()


# Rows in the database

EXCHANGE = ((12, 99), (13, 12), (99, 13))
CHANGES = {
    "roles": ("people", "UPDATE people SET roles = '[\"approver\"]' WHERE name = 'alice'"),
    "a revocation undone": ("people", "UPDATE people SET revoked = 1 WHERE name = 'dan'"),
    "a person let in": (
        "people",
        "INSERT INTO people (key, name, roles, added) VALUES ('eve+0+0', 'eve', '[\"approver\"]', 3)",
    ),
    "a person removed": ("people", "DELETE FROM people WHERE name = 'carol'"),
    "a state": ("cases", "UPDATE cases SET state = 'decided' WHERE id = 'c-9'"),
    "a decision": ("cases", "UPDATE cases SET decision = 'not_covered' WHERE id = 'c-7'"),
    "a last day": ("cases", "UPDATE cases SET until = '2036-01-31' WHERE id = 'c-8'"),
    "a verdict": ("cases", "UPDATE cases SET verdict = 'not_covered' WHERE id = 'c-7'"),
    "a case removed": ("cases", "DELETE FROM case_devices WHERE \"case\" = 'c-9'; DELETE FROM cases WHERE id = 'c-9'"),
    "a unit taken out": ("case_devices", "DELETE FROM case_devices WHERE \"case\" = 'c-7'"),
    "a file swapped": ("attachments", "UPDATE attachments SET content = zeroblob(22) WHERE length(content) < 99"),
    "a file removed": ("attachments", "DELETE FROM attachments WHERE length(content) < 99"),
    "a file more": ("attachments", "INSERT INTO attachments VALUES (hex(zeroblob(32)), CAST('x' AS BLOB))"),
    "an entry removed": ("entries", "DELETE FROM entries WHERE sequence = 12"),
    "the last entry removed": ("tips", "DELETE FROM entries WHERE sequence = (SELECT max(sequence) FROM entries)"),
    "two entries exchanged": (
        "entries",
        "; ".join(f"UPDATE entries SET sequence = {new} WHERE sequence = {old}" for old, new in EXCHANGE),
    ),
    "an act hidden": ("entries", "UPDATE entries SET act = 'case:comment' WHERE act = 'case:approve'"),
    "the tip removed": ("tips", "DELETE FROM tips"),
    "a review": ("reviews", "UPDATE reviews SET as_of = '2019-01-01'"),
    "a review removed": ("reviews", "DELETE FROM reviews"),
    "a finding removed": ("findings", 'DELETE FROM findings WHERE rowid = 1'),
    "a unit's verdict": ("devices", "UPDATE devices SET verdict = 'not_covered' WHERE verdict = 'forbidden'"),
    "a unit's maker": ("devices", "UPDATE devices SET maker = 'axis' WHERE maker = 'hikvision'"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_row_is_found_and_its_table_named(kept, what):
    where, statements = CHANGES[what]
    write(kept.book.store, "PRAGMA defer_foreign_keys = ON", *statements.split("; "))
    assert where in {fault.where for fault in audit.check(kept.book.store)}


def test_who_was_given_a_role_in_the_database_alone_is_found_in_the_bundle_too(kept, tmp_path):
    write(kept.book.store, "UPDATE people SET roles = '[\"analyst\", \"approver\"]' WHERE name = 'carol'")
    number = kept.do(kept.book.case("c-9"), "carol", "approve").history[-1].sequence
    write(kept.book.store, "UPDATE people SET roles = '[\"inventory_taker\"]' WHERE name = 'carol'")
    says = "carol (inventory_taker) may not do 'approve'; that is for approver"
    assert audit.check(kept.book.store) == [Fault("rules", says, number)]
    ledger, rules = exported(kept, tmp_path / "b.zip")
    assert ledger.intact and broken(rules) == {("rules", number)}


def moved_back(team: Team, size: int) -> None:
    """The ledger as it was at an earlier moment: entries, tip and cases, and no head that is over more."""
    with team.book.store.writing() as connection:
        lines = list(ledger_rows.lines(connection))[:size]
        connection.execute(t.entries.delete().where(t.entries.c.sequence >= size))
        tip = Tip(team.server.name)
        for line in lines:
            tip = append_line(tip, line).tip
        connection.execute(t.tips.update().values(tip=msgspec.json.encode(tip)))
        last = ledger_rows.of_subject(connection, "c-9")[-1].entry.sequence
        connection.execute(t.cases.update().where(t.cases.c.id == "c-9").values(state="assessed", updated=last))


def test_a_tail_cut_off_with_the_tip_moved_back_is_found_through_a_kept_head_or_a_held_one(kept, tmp_path):
    store = kept.book.store
    held = HeldFile("mine", note.write(keeping.sign_head(kept.book, kept.server)))
    with store.reading() as connection:
        size = ledger_rows.tip(connection).frontier.size
    moved_back(kept, size - 1)
    assert {fault.where for fault in audit.check(store)} == {"checkpoints"}
    write(store, f"DELETE FROM checkpoints WHERE size >= {size - 1}")
    _, alone = exported(kept, tmp_path / "alone.zip")
    assert alone.intact
    found = verify_bundle(tmp_path / "alone.zip", Trust(heads=(held,)))
    assert any(check.name == "held heads" and "its tail was cut off" in check.says for check in found.of("failed"))


def test_a_history_written_anew_with_all_keys_is_found_only_through_a_head_that_somebody_holds(tmp_path):
    def told(kind: str, reason: str) -> Team:
        team = begin(open_store(str(tmp_path / f"{kind}.db"), create=True))
        team.take_in(review())
        case = team.open()[0]
        team.do(case, "alice", "assess", says=reason)
        team.do(case, "alice", "request", decision="remove", why="covered")
        team.do(case, "bob", "approve")
        return team

    true, false = told("true", "the board says Hikvision"), told("false", "the seller says so")
    held = HeldFile("mine", note.write(keeping.sign_head(true.book, true.server)))
    assert audit.check(false.book.store) == []
    _, alone = exported(false, tmp_path / "b.zip", Trust(keys=(false.server.verifier,)))
    assert alone.intact and alone.witnessed == 0
    found = verify_bundle(tmp_path / "b.zip", Trust(heads=(held,)))
    assert any(check.name == "held heads" and "history was rewritten" in check.says for check in found.of("failed"))
    _, honest = exported(true, tmp_path / "a.zip", Trust(heads=(held,)))
    assert honest.intact and honest.witnessed == honest.entries
    true.book.store.close()
    false.book.store.close()


def forced(team: Team, line: bytes) -> int:
    """Write a line after the last, leaf and tip with it, whoever signed it. Its number."""
    with team.book.store.writing() as connection:
        done = append_line(ledger_rows.tip(connection), line)
        entry = read_entry(line).entry
        row = {"sequence": done.sequence, "line": line, "leaf": done.leaf, "act": entry.act, "subject": entry.subject}
        connection.execute(t.entries.insert(), row)
        connection.execute(t.tips.update().values(tip=msgspec.json.encode(done.tip)))
        return done.sequence


def test_an_entry_played_again_is_found(kept, tmp_path):
    with kept.book.store.reading() as connection:
        line = list(ledger_rows.lines(connection))[-1]
    number = forced(kept, line)
    assert ("entries", number) in {(fault.where, fault.entry) for fault in audit.check(kept.book.store)}
    ledger, _ = exported(kept, tmp_path / "b.zip")
    assert ("entries", number) in broken(ledger)


@pytest.mark.parametrize("signer", ["eve", "carol"])
def test_a_forged_signer_is_found(kept, tmp_path, signer):
    """An entry that says bob, with the signature of a key that nobody knows, or of another person."""
    with kept.book.store.reading() as connection:
        tip = ledger_rows.tip(connection)
    place = Place(tip.origin, tip.frontier.size, tip.previous)
    draft = Draft(DAY, "case:approve", "c-9", {})
    value = canonical.decode(sign_entry(draft, place, key_of("bob")))
    value["signature"] = canonical.decode(sign_entry(draft, place, key_of(signer)))["signature"]
    number = forced(kept, canonical.encode(value))
    assert ("entries", number) in {(fault.where, fault.entry) for fault in audit.check(kept.book.store)}
    ledger, _ = exported(kept, tmp_path / "b.zip")
    assert ("signatures", number) in broken(ledger)


def test_a_key_that_is_not_in_the_ledger_signs_nothing(kept, tmp_path):
    number = entered(kept, "eve", "case:comment", "c-9", {"says": "I was here"})
    assert ("rules", number) in {(fault.where, fault.entry) for fault in audit.check(kept.book.store)}
    ledger, _ = exported(kept, tmp_path / "b.zip")
    assert ("signatures", number) in broken(ledger)


# Entries by a program without rules: rightly signed by who is in the ledger, and against the workflow

UNLAWFUL = {
    "approves what she asked for": ("alice", "approve", "c-9", {}, "alice (analyst, technician) may not do 'approve'"),
    "approves what nobody asked for": ("bob", "approve", "c-7", {}, "'approve' comes after second_review"),
    "does another's work": ("carol", "assess", "c-7", {"says": "x"}, "carol (inventory_taker) may not do 'assess'"),
    "closes too early": ("bob", "close", "c-9", {}, "'close' comes after decided, verified_gone"),
    "leaves out what must be said": ("alice", "reopen", "c-7", {"says": "x"}, "'reopen' needs 'because'"),
    "says what is not asked": ("bob", "approve", "c-9", {"found": "x"}, "'approve' takes no 'found'"),
    "says something that is no word": ("bob", "comment", "c-9", {"says": ["x"]}, "not in words"),
    "says nothing in order": ("bob", "comment", "c-9", "x", "not in words"),
    "acts on no case": ("bob", "comment", "c-999", {"says": "x"}, "on a case that was not opened"),
    "does what there is not": ("bob", "forgive", "c-9", {}, "'forgive' is not an act of the workflow"),
    "gives an exception that is over": (
        "alice", "request", "c-9", {"decision": "exception", "why": "x", "until": "2026-01-01", "safeguards": "x"},
        "'request' comes after assessed, answer_invited"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNLAWFUL)
def test_an_act_against_the_workflow_is_found_in_store_and_bundle(kept, tmp_path, what):
    who, act, case, body, says = UNLAWFUL[what]
    number = entered(kept, who, f"case:{act}", case, body)
    found = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert [fault.entry for fault in found] == [number] and says in found[0].says
    ledger, rules = exported(kept, tmp_path / "b.zip")
    assert ledger.intact and broken(rules) == {("rules", number)} and not rules.intact


def test_a_forbidden_unit_given_away_is_found(kept):
    case = kept.do(kept.book.case("c-9"), "bob", "approve")
    kept.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
    body = {"serial": "S3", "destination": "donation", "to": "a school", "day": "2026-11-24"}
    number = entered(kept, "dan", "case:dispose", "c-9", body, (PHOTO,))
    (fault,) = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert fault.entry == number and "must not be given away" in fault.says


def test_one_person_who_does_what_two_must_do_is_found(kept):
    kept.do(kept.book.case("c-9"), "bob", "approve")
    kept.do(kept.book.case("c-9"), "alice", "carry_out", day="2026-11-24", how="unplugged")
    keeping.add_person(kept.book, key_of("fay").verifier, ("receiver", "disposer", "inventory_taker"), kept.server)
    kept.do(kept.book.case("c-9"), "fay", "receive", serial="S3", where="store")
    number = entered(kept, "fay", "case:count", "c-9", {"serial": "S3"})
    (fault,) = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert fault.entry == number and "must be done by another person" in fault.says


def opened_as(team: Team, **changed: object) -> dict[str, object]:
    """What opens the first case, changed."""
    return {**msgspec.to_builtins(team.book.case("c-9").opening), **changed}


def softened(team: Team) -> list[dict[str, object]]:
    found = msgspec.to_builtins(team.book.case("c-9").opening.found)
    return [{**one, "verdict": "not_covered"} for one in found]


def test_a_case_opened_with_a_softer_verdict_than_its_orders_give_is_found(kept):
    subject = f"c-{size_of(kept)}"
    number = entered(kept, "alice", "case:open", subject, opened_as(kept, found=softened(kept)))
    found = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert [fault.entry for fault in found] == [number] and "its orders say forbidden" in found[0].says


def size_of(team: Team) -> int:
    with team.book.store.reading() as connection:
        return ledger_rows.tip(connection).frontier.size


OPENINGS = {
    "by whom": ("bob", {}, "may not do 'open'"),
    "from no review": ("alice", {"review": "0" * 64}, "was not taken in before"),
    "on another day": ("alice", {"as_of": "2019-01-01"}, "the review says otherwise"),
    "with no shape": ("alice", {"found": "x"}, "does not say what it must"),
}


@pytest.mark.parametrize("what", OPENINGS)
def test_a_case_opened_against_the_rules_is_found(kept, what):
    who, changed, says = OPENINGS[what]
    number = entered(kept, who, "case:open", f"c-{size_of(kept)}", opened_as(kept, **changed))
    found = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert [fault.entry for fault in found] == [number] and says in found[0].says


@pytest.mark.parametrize(
    ("who", "act", "subject", "says"),
    [
        ("alice", "workflow_set", "mine", "set the workflow a second time"),
        ("carol", "import", "review:0", "carol (inventory_taker) may not do 'open'"),
        ("alice", "decide", "c-9", "is no act of a review"),
        ("alice", "case:open", "c-9", "opened a second time"),
        ("alice", "case:open", "c-1", "named after the entry that opens it"),
    ],
)
def test_other_entries_against_the_rules_are_found(kept, who, act, subject, says):
    body = opened_as(kept) if act == "case:open" else msgspec.to_builtins(workflow.packaged())
    number = entered(kept, who, act, subject, body)
    found = [fault for fault in audit.check(kept.book.store) if fault.where == "rules"]
    assert [fault.entry for fault in found] == [number] and says in found[0].says
    assert kept.book.workflow == workflow.packaged()


def test_a_workflow_that_was_set_a_second_time_is_not_followed(kept):
    mine = msgspec.to_builtins(workflow.packaged())
    mine["acts"]["approve"]["roles"] = ["analyst"]
    entered(kept, "alice", "workflow_set", "mine", mine)
    again = Team(type(kept.book)(kept.book.store, kept.clock), kept.clock)
    with pytest.raises(RefusedError):
        again.do(again.book.case("c-9"), "alice", "approve")


def test_a_ledger_that_begins_with_a_workflow_without_four_eyes_is_found():
    server = key_of("example.org/review")
    loose = msgspec.to_builtins(workflow.packaged())
    loose["acts"]["approve"]["apart_from"] = []
    first = open_ledger("example.org/review", server, DAY)
    second = append(first.tip, Draft(DAY, "workflow_set", "loose", loose), server)
    (one,) = lawful.course(lawful.decode([first.line, second.line])).unlawful
    assert one.entry == 1 and "must not do 'approve'" in one.says


def test_an_entry_before_the_workflow_is_against_every_rule():
    server = key_of("example.org/review")
    first = open_ledger("example.org/review", server, DAY)
    second = append(first.tip, Draft(DAY, "case:open", "c-1", {}), server)
    (one,) = lawful.course(lawful.decode([first.line, second.line])).unlawful
    assert (one.entry, "before the workflow" in one.says) == (1, True)


# Keys


def test_a_revoked_key_is_refused_for_every_act_and_the_new_one_works(team, tmp_path):
    played(team)
    old, new = key_of("alice"), renewed("alice")
    keeping.revoke(team.book, "alice", "the laptop was stolen", team.server, new.verifier)
    before = size_of(team)
    for act in (
        lambda: team.do(team.book.case("c-9"), "alice", "comment", says="x"),
        lambda: team.take_in(review(day="2026-12-01")),
        team.open,
        lambda: intake.expire(team.book, REGISTER, old),
        lambda: keeping.add_person(team.book, key_of("eve").verifier, ("approver",), old),
        lambda: keeping.revoke(team.book, "bob", "x", old),
        lambda: keeping.sign_head(team.book, old),
        lambda: keeping.export(team.book, old, tmp_path / "x.zip"),
    ):
        with pytest.raises(NameplateError, match="revoked"):
            act()
    assert size_of(team) == before
    after = team.book.perform("c-9", "comment", {"says": "with the new key"}, new)
    assert after.history[-1].actor == "alice"
    assert audit.check(team.book.store) == []
    ledger, rules = exported(team, tmp_path / "b.zip")
    assert ledger.intact and rules.intact
    assert [signer.revoked is None for signer in ledger.signers if signer.name == "alice"] == [False, True]


def renewed(name: str):
    """Another key of the same person."""
    key = key_of(f"{name} renewed".replace(" ", "-"))
    return type(key)(name, key.private)


def test_four_eyes_hold_through_a_new_key(kept):
    """Whoever asked with one key does not approve with another."""
    new = renewed("alice")
    keeping.revoke(kept.book, "alice", "lost", kept.server, new.verifier)
    keeping.revoke(kept.book, "alice", "other duties", kept.server)
    both = type(new)("alice", key_of("third").private)
    keeping.add_person(kept.book, both.verifier, ("approver",), kept.server)
    with pytest.raises(RefusedError, match="alice did 'request'"):
        kept.book.perform("c-9", "approve", {}, both)


def test_a_key_is_replaced_only_by_one_of_the_same_person(kept):
    with pytest.raises(RefusedError, match="bob"):
        keeping.revoke(kept.book, "alice", "lost", kept.server, renewed("bob").verifier)
    assert audit.check(kept.book.store) == []


def test_a_stranger_does_nothing(kept, tmp_path):
    eve = key_of("eve")
    for act in (
        lambda: kept.book.perform("c-9", "comment", {"says": "x"}, eve),
        lambda: intake.take_in(kept.book, review(day="2026-12-01"), "x", REGISTER, eve),
        lambda: opening.open_cases(kept.book, eve, REGISTER, by="device", where={}),
        lambda: intake.expire(kept.book, REGISTER, eve),
        lambda: keeping.add_person(kept.book, key_of("mallory").verifier, ("approver",), eve),
        lambda: keeping.revoke(kept.book, "bob", "x", eve),
        lambda: keeping.sign_head(kept.book, eve),
        lambda: keeping.export(kept.book, eve, tmp_path / "x.zip"),
    ):
        with pytest.raises((RefusedError, LedgerError), match=r"not in (this|the) ledger"):
            act()
    assert audit.check(kept.book.store) == []


def test_a_head_signed_by_a_person_is_found(kept):
    with kept.book.store.writing() as connection:
        head = ledger_rows.tip(connection).head
        ledger_rows.add_checkpoint(connection, head.size, note.write(checkpoint.sign(head, key_of("alice"))))
    (fault,) = audit.check(kept.book.store)
    assert fault.where == "checkpoints" and "signed by the server" in fault.says


def test_a_ledger_of_another_kind_is_not_judged_by_rules_and_that_is_told(tmp_path):
    path = folder(tmp_path / "b", other().contents())
    found = bundle_rules.judged(verify_bundle(path), path)
    assert found.intact
    assert [(check.name, check.outcome) for check in found.checks if check.name == "rules"] == [("rules", "warning")]


def test_entries_that_cannot_be_read_are_not_judged(tmp_path):
    path = folder(tmp_path / "b", other().contents())
    (path / "entries.jsonl").unlink()
    found = bundle_rules.judged(verify_bundle(path), path)
    assert not found.intact
    assert [(check.name, check.outcome) for check in found.checks if check.name == "rules"] == [
        ("rules", "not_checked")
    ]


def test_a_group_of_many_units_becomes_several_cases(lone, monkeypatch):
    """Each unit stands in the entry that opens its case, and a line of a ledger has a limit."""
    monkeypatch.setattr(opening, "MOST_UNITS", 2)
    lone.take_in(review())
    opened = lone.open("site")
    assert [len(case.devices) for case in opened] == [2, 1]
    assert len({device for case in opened for device in case.devices}) == 3
    assert audit.check(lone.book.store) == []
