"""What the verifier finds: every way to change a bundle or to write history anew, and what it cannot see alone."""

import datetime as dt
import hashlib
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledgers import (
    ADMIN,
    ALICE,
    BOB,
    EVE,
    LETTER,
    ORIGIN,
    PHOTO,
    SERVER,
    START,
    WITNESS,
    Book,
    attachment,
    book,
    change,
    cosigned,
    folder,
    key,
    record,
    sums,
)
from nameplate.errors import LedgerError
from nameplate.ledger import canonical, checkpoint, note, registry, timestamp
from nameplate.ledger.chain import append, append_line
from nameplate.ledger.checks import lines
from nameplate.ledger.checks.findings import MOST, Verification, Witness
from nameplate.ledger.entry import Draft, Place, sign_entry
from nameplate.ledger.trust import HeldFile, Trust, read_keys, read_trust
from nameplate.ledger.verify import verify_bundle

HELD = Trust(keys=(SERVER.verifier,), witnesses=(WITNESS.verifier,))


def faults(found: Verification) -> list[tuple[str, int | None, str]]:
    return [(check.name, check.entry, check.says) for check in found.of("failed")]


def names(found: Verification) -> set[str]:
    return {check.name for check in found.of("failed")}


def verified(tmp_path, made: Book, trust: Trust | None = None, **changed: object) -> Verification:
    return verify_bundle(folder(tmp_path / "b", made.contents(**changed)), trust)


def test_an_intact_bundle_says_what_was_checked_and_what_was_not(bundle):
    found = verify_bundle(bundle)
    assert (found.intact, found.origin, found.entries, found.witnessed) == (True, ORIGIN, 13, 0)
    assert {c.name for c in found.of("ok")} == {
        "bundle",
        "entries",
        "signatures",
        "keys",
        "attachments",
        "clock",
        "heads",
    }
    assert {c.name for c in found.of("not_checked")} == {"held keys", "held heads", "witnesses"}


def test_with_the_keys_it_says_who_witnessed_which_head_and_what_came_after(bundle):
    found = verify_bundle(bundle, HELD)
    assert found.intact
    first, last = found.heads
    assert first.witnesses == (Witness("cosignature", WITNESS.name, START + dt.timedelta(minutes=600)),)
    assert (first.size, last.size, last.witnesses, found.witnessed) == (6, 13, (), 6)
    (warning,) = found.of("warning")
    assert (warning.name, warning.entry) == ("witnesses", 6)
    assert "6 to 12 came after" in warning.says


def test_it_says_who_signed_what(bundle):
    signers = {s.name: (s.entries, s.roles, s.trusted) for s in verify_bundle(bundle, HELD).signers}
    assert signers == {
        SERVER.name: (2, ("server",), True),
        ADMIN.name: (2, ("administrator",), False),
        ALICE.name: (5, ("requester",), False),
        BOB.name: (4, ("approver",), False),
    }


PARTS = ["entries.jsonl", "checkpoints/000000000006.note", "checkpoints/000000000013.note", "keys.json", "SHA256SUMS"]
PARTS += [f"attachments/{hashlib.sha256(data).hexdigest()}" for data in (PHOTO, LETTER)]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    return folder(tmp_path_factory.mktemp("spoilt") / "b", book().contents())


@pytest.mark.parametrize("name", PARTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_found(spoilt, name, data):
    whole = (spoilt / name).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    turned = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    try:
        (spoilt / name).write_bytes(whole[:at] + turned + whole[at + 1 :])
        assert not verify_bundle(spoilt).intact
    finally:
        (spoilt / name).write_bytes(whole)


@pytest.mark.parametrize("name", [part for part in PARTS if part != "SHA256SUMS"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_byte_is_found_by_what_is_signed_when_the_sums_are_written_anew(spoilt, name, data):
    whole = (spoilt / name).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    turned = bytes([whole[at] ^ data.draw(st.integers(1, 255))])
    try:
        (spoilt / name).write_bytes(whole[:at] + turned + whole[at + 1 :])
        sums(spoilt)
        assert names(verify_bundle(spoilt)) - {"bundle"}
    finally:
        (spoilt / name).write_bytes(whole)
        sums(spoilt)


def test_a_changed_entry_is_named_by_number(bundle):
    change(bundle, "entries.jsonl", lambda data: data.replace(b'"number":2', b'"number":3'))
    found = faults(verify_bundle(bundle))
    assert (
        "signatures",
        9,
        f"the signature is not {ALICE.name}'s: the entry was changed, or somebody else signed it",
    ) in found
    assert ("entries", 10, "it follows another entry than the one that stands before it") in found
    assert any(name == "heads" and "rewritten" in says for name, _, says in found)


def test_a_tail_cut_off_under_its_head_is_found(bundle):
    change(bundle, "entries.jsonl", lambda data: b"".join(data.splitlines(keepends=True)[:-2]))
    assert any("its tail was cut off" in says for _, _, says in faults(verify_bundle(bundle)))


def shortened(tmp_path, made: Book, size: int) -> Book:
    """The ledger as its keeper would show it without its tail: an earlier state, head and all."""
    short = Book()
    for line in made.lines[1:size]:
        short.take(append_line(short.tip, line))
    short.checkpoint()
    return short


def test_a_tail_cut_off_with_its_head_is_found_only_through_a_later_head_that_somebody_holds(tmp_path, ledger):
    short = shortened(tmp_path, ledger, 8)
    path = folder(tmp_path / "b", short.contents())
    assert verify_bundle(path, HELD).intact
    for held in (ledger.checkpoints[-1], cosigned(ledger.checkpoints[-1]), ledger.tip.head.text.encode()):
        found = verify_bundle(path, Trust(heads=(HeldFile("mine", held),)))
        assert any(name == "held heads" and "13 entries; the bundle has 8" in says for name, _, says in faults(found))


def rewritten() -> Book:
    """The same people, but an earlier decision is another one, all signed anew by whoever has every key."""
    made = Book()
    made.add(ADMIN, "administrator")
    made.add(ALICE, "requester", by=ADMIN)
    made.add(BOB, "approver", by=ADMIN)
    made.act(ALICE, "open", {"because": "nothing to see"})
    made.act(ALICE, "evidence", attachments=(attachment("plate.jpg", PHOTO),))
    made.checkpoint()
    made.act(BOB, "reply", attachments=(attachment("letter.txt", LETTER, "text/plain"),))
    made.checkpoint()
    return made


def test_a_rewritten_history_agrees_with_itself_and_not_with_a_witness(tmp_path, ledger, bundle):
    other = folder(tmp_path / "other", rewritten().contents())
    assert verify_bundle(other, HELD).intact
    held = Trust(heads=(HeldFile("mine", ledger.checkpoints[0]),))
    assert any("history was rewritten" in says for _, _, says in faults(verify_bundle(other, held)))
    inside = folder(tmp_path / "inside", rewritten().contents(witnesses={"w.note": cosigned(ledger.checkpoints[0])}))
    assert names(verify_bundle(inside)) == {"witnesses"}


def test_a_head_that_the_auditor_holds_counts_as_a_witness(bundle, ledger):
    for data in (ledger.checkpoints[0], note.read(ledger.checkpoints[0]).text.encode()):
        found = verify_bundle(bundle, Trust(heads=(HeldFile("mine.txt", data),)))
        assert found.intact and found.witnessed == 6
        assert found.heads[0].witnesses == (Witness("held", "mine.txt"),)
        assert any(check.name == "held heads" for check in found.of("ok"))


def test_a_head_of_another_ledger_does_not_fit(bundle, ledger):
    head = checkpoint.Head("example.org/other", 6, bytes(32))
    found = verify_bundle(bundle, Trust(heads=(HeldFile("mine", head.text.encode()),)))
    assert any("the ledger example.org/other" in says for _, _, says in faults(found))


@pytest.mark.parametrize("data", [b"", b"\xff", b"a\nb\nc\n", "a\n\n— b c\n".encode()])
def test_a_held_head_that_is_none_is_the_auditors_mistake(bundle, data):
    with pytest.raises(LedgerError, match="mine"):
        verify_bundle(bundle, Trust(heads=(HeldFile("mine", data),)))


def test_an_entry_played_again_is_found(tmp_path, ledger):
    ledger.take(append_line(ledger.tip, ledger.lines[8]))
    ledger.checkpoint()
    found = faults(verified(tmp_path, ledger, keys=book().records()))
    assert ("entries", 13, f"replayed or moved: it was made as entry 8, and stands as entry 13 of {ORIGIN}") in found


def test_an_entry_of_another_ledger_is_found(tmp_path, ledger):
    line = sign_entry(Draft(START, "decide", "case-1"), Place("example.org/other", 13), ALICE)
    ledger.take(append_line(ledger.tip, line))
    ledger.checkpoint()
    assert any("made for the ledger example.org/other" in says for _, _, says in faults(verified(tmp_path, ledger)))


def test_a_forged_signer_is_found(tmp_path, ledger):
    honest = append(ledger.tip, Draft(START, "decide", "case-1"), ALICE).line
    value = json.loads(honest)
    forged = append(ledger.tip, Draft(START, "decide", "case-1"), EVE).line
    value["signature"] = json.loads(forged)["signature"]
    ledger.take(append_line(ledger.tip, canonical.encode(value)))
    ledger.act(EVE)
    namesake = key(ALICE.name, seed="eve's")
    ledger.act(namesake)
    ledger.checkpoint()
    found = {entry: says for name, entry, says in faults(verified(tmp_path, ledger)) if name == "signatures"}
    assert set(found) == {13, 14, 15}
    assert "not alice@example.org's" in found[13]
    assert "not in the ledger" in found[14] and "not in the ledger" in found[15]


def test_a_revoked_key_signs_no_more_and_its_successor_does(tmp_path, ledger):
    new = key(ALICE.name, seed="2")
    ledger.act(ALICE)
    ledger.add(new, "requester", by=ADMIN)
    ledger.enter(ADMIN, registry.revoked(record(ALICE), "lost", START, str(new.verifier)))
    ledger.act(new)
    ledger.checkpoint()
    assert verify_bundle(folder(tmp_path / "good", ledger.contents())).intact
    ledger.act(ALICE)
    ledger.checkpoint()
    found = verified(tmp_path, ledger)
    assert faults(found) == [("signatures", 17, f"the key of {ALICE.name} was revoked by entry 15, before this one")]
    assert [s.revoked for s in found.signers if s.name == ALICE.name] == [15, None]


def test_a_key_does_not_sign_before_it_is_added(tmp_path, ledger):
    ledger.act(EVE)
    ledger.add(EVE, "approver", by=ADMIN)
    ledger.checkpoint()
    assert faults(verified(tmp_path, ledger)) == [
        ("signatures", 13, f"the key of {EVE.name} was added by entry 14, after this one")
    ]


def test_the_servers_key_is_replaced_and_the_old_one_signs_no_more_heads(tmp_path, ledger):
    new = key(ORIGIN, seed="2")
    ledger.add(new, "server")
    ledger.enter(SERVER, registry.revoked(record(SERVER), "yearly", START, str(new.verifier)))
    ledger.checkpoint(new)
    assert verify_bundle(folder(tmp_path / "good", ledger.contents())).intact
    ledger.act(ALICE)
    ledger.checkpoint(SERVER)
    assert any(
        "not signed by a key of the server that was in force" in says
        for _, _, says in faults(verified(tmp_path, ledger))
    )


def test_a_head_signed_by_a_person_is_none(tmp_path, ledger):
    ledger.act(ALICE)
    ledger.checkpoint(ALICE)
    found = verified(tmp_path, ledger)
    assert any("signed by alice@example.org" in says for _, _, says in faults(found))


def test_entries_under_no_head_are_told(tmp_path, ledger):
    ledger.act(ALICE)
    assert any("no head over all 14" in says for _, _, says in faults(verified(tmp_path, ledger)))


def test_a_person_who_may_not_add_keys_adds_none(tmp_path, ledger):
    keys = ledger.records()
    ledger.add(EVE, "approver", by=ALICE)
    ledger.act(EVE)
    ledger.checkpoint()
    found = faults(verified(tmp_path, ledger, keys=keys))
    assert (
        "keys",
        13,
        f"{ALICE.name} may not add the key of {EVE.name}: that is for the server or an administrator",
    ) in found
    assert any(name == "signatures" and entry == 14 for name, entry, _ in found)


def test_a_clock_that_goes_back_is_told_and_breaks_nothing(tmp_path, ledger):
    ledger.act(ALICE, minutes=1)
    ledger.checkpoint()
    found = verified(tmp_path, ledger, HELD)
    assert found.intact
    assert [(c.name, c.entry) for c in found.of("warning")] == [("clock", 13)]
    assert not any(check.name == "clock" for check in found.of("ok")) or found.of("warning")


def test_a_listed_key_that_the_entries_do_not_make_is_found(bundle):
    swapped = str(key(ALICE.name, seed="swap").verifier).encode()
    change(bundle, "keys.json", lambda data: data.replace(str(ALICE.verifier).encode(), swapped))
    assert any(name == "keys" and ALICE.name in says for name, _, says in faults(verify_bundle(bundle)))


def test_an_attachment_that_is_missing_changed_or_strange_is_found(bundle):
    photo, letter = (bundle / "attachments" / hashlib.sha256(data).hexdigest() for data in (PHOTO, LETTER))
    photo.unlink()
    letter.write_bytes(b"Dear colleagues, we agree.")
    (bundle / "attachments" / ("f" * 64)).write_bytes(b"who put me here")
    sums(bundle)
    found = [(entry, says) for name, entry, says in faults(verify_bundle(bundle)) if name == "attachments"]
    assert found == [
        (5, "'plate.jpg' is missing"),
        (6, "'letter.txt' was changed: its digest is another"),
        (None, "no entry names this file"),
    ]


def test_an_attachments_size_is_checked_too(tmp_path, ledger):
    lying = attachment("plate.jpg", PHOTO)
    lying = type(lying)(lying.name, lying.sha256, lying.size + 1, lying.media_type)
    ledger.act(ALICE, attachments=(lying,))
    ledger.checkpoint()
    assert any("another size" in says for _, _, says in faults(verified(tmp_path, ledger)))


def test_a_file_that_has_no_place_or_no_sum_is_told(bundle):
    (bundle / "extra.txt").write_text("x")
    assert names(verify_bundle(bundle)) == {"bundle"}
    sums(bundle)
    assert [says for _, _, says in faults(verify_bundle(bundle))] == ["this file has no place in a bundle"]


@pytest.mark.parametrize("name", ["entries.jsonl", "keys.json", "SHA256SUMS", "README.txt", "verify.html"])
def test_a_missing_file_is_told(bundle, name):
    (bundle / name).unlink()
    assert not verify_bundle(bundle).intact


def test_a_bundle_of_nothing_is_broken(tmp_path):
    (tmp_path / "b").mkdir()
    assert {"bundle", "entries", "keys", "heads"} <= names(verify_bundle(tmp_path / "b"))


@pytest.mark.parametrize(
    "edit", [lambda _: b"", lambda d: d[:-1], lambda d: b"\n" + d, lambda d: d * 2, lambda d: b"{}\n" + d]
)
def test_other_forms_of_the_entries_are_broken(bundle, edit):
    change(bundle, "entries.jsonl", edit)
    assert "entries" in names(verify_bundle(bundle))


def test_a_cosignature_by_a_stranger_is_not_counted(bundle):
    stranger = key("witness.example.net/w2", note.COSIGNATURE)
    found = verify_bundle(bundle, Trust(witnesses=(stranger.verifier,)))
    assert found.witnessed == 0
    assert any(WITNESS.name in check.says for check in found.of("not_checked"))


def test_a_witnesss_signature_that_does_not_hold_is_found(bundle):
    def edit(data: bytes) -> bytes:
        read = note.read(data)
        *rest, last = read.signatures
        broken = note.Signature(last.name, last.id, last.value[:-1] + bytes([last.value[-1] ^ 1]))
        return note.write(note.Note(read.text, (*rest, broken)))

    change(bundle, "witnesses/w1.note", edit)
    assert names(verify_bundle(bundle, HELD)) == {"witnesses"}
    assert verify_bundle(bundle).intact  # without the witness's key nobody can tell


def test_keys_that_the_auditor_holds_are_compared(bundle):
    assert any("opened the ledger is one that you hold" in c.says for c in verify_bundle(bundle, HELD).of("ok"))
    found = verify_bundle(bundle, Trust(keys=(key(ALICE.name, seed="real").verifier,)))
    assert faults(found) == [("held keys", None, f"the ledger's key of {ALICE.name} is not the one that you hold")]
    only_alice = verify_bundle(bundle, Trust(keys=(ALICE.verifier,)))
    assert any("who opened the ledger" in c.says for c in only_alice.of("not_checked"))


def test_time_stamps_witness_their_head(tmp_path, ledger, authority):
    stamp = authority.answer(timestamp.request(checkpoint.read_text(note.read(ledger.checkpoints[0]).text)))
    path = folder(tmp_path / "b", ledger.contents(witnesses={"may.tsr": stamp}))
    trust = Trust(authorities=timestamp.read_certificates(authority.root.read_bytes()))
    found = verify_bundle(path, trust)
    assert found.intact and found.witnessed == 6
    assert [(w.kind, w.name) for w in found.heads[0].witnesses] == [("time_stamp", "CN=Stamps")]
    without = verify_bundle(path)
    assert without.intact and without.witnessed == 0
    assert any("time stamp of" in check.says for check in without.of("not_checked"))


def test_a_time_stamp_that_the_auditor_holds_finds_a_cut_tail(tmp_path, ledger, authority):
    stamp = authority.answer(timestamp.request(ledger.tip.head))
    path = folder(tmp_path / "b", shortened(tmp_path, ledger, 8).contents())
    found = verify_bundle(path, Trust(stamps=(HeldFile("mine.tsr", stamp),)))
    assert any("neither in the bundle nor held" in says for _, _, says in faults(found))


def test_a_damaged_time_stamp_is_found(tmp_path, ledger):
    path = folder(tmp_path / "b", ledger.contents(witnesses={"may.tsr": b"no stamp"}))
    assert names(verify_bundle(path)) == {"witnesses"}


def test_many_faults_are_counted(bundle):
    change(bundle, "entries.jsonl", lambda data: data + b"x\n" * 500)
    found = verify_bundle(bundle)
    listed = [check for check in found.of("failed") if check.name == "entries"]
    assert len(listed) == MOST + 1
    assert listed[-1].says == "400 more like these"


def test_a_line_that_cannot_be_read_hides_nothing_after_it(tmp_path, monkeypatch, ledger):
    path = folder(tmp_path / "b", ledger.contents())
    change(path, "entries.jsonl", lambda data: data.replace(b'"number":0', b'"number": 0'))
    monkeypatch.setattr(lines, "SLICE", 8)  # the next slice begins after the bad line
    found = [(name, entry) for name, entry, _ in faults(verify_bundle(path)) if entry is not None]
    assert found == [("entries", 7), ("entries", 8)]


def test_several_processes_find_the_same(tmp_path, monkeypatch):
    made = book(60)
    made.act(ALICE, minutes=1)
    made.act(EVE)
    made.checkpoint()
    path = folder(tmp_path / "b", made.contents())
    alone = verify_bundle(path, workers=1)
    monkeypatch.setattr(lines, "SLICE", 7)
    monkeypatch.setattr("nameplate.ledger.verify.ALONE", 20)
    done: list[tuple[int, int]] = []
    assert verify_bundle(path, workers=2, progress=lambda *now: done.append(now)) == alone
    assert done[-1] == (69, 69) and len(done) == 10


def test_what_an_auditor_holds_is_known_by_its_content(tmp_path, ledger, authority):
    stamp = authority.answer(timestamp.request(ledger.tip.head))
    files = {
        "keys": f"# ours\n\n{SERVER.verifier}\n{WITNESS.verifier}\n".encode(),
        "witness": f"{WITNESS.verifier}\n".encode(),
        "cosigned": cosigned(ledger.checkpoints[0]),
        "stamp": stamp,
        "head": ledger.checkpoints[1],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    at = {name: tmp_path / name for name in files}
    trust = read_trust([at["keys"]], [at["witness"], authority.root, at["cosigned"], at["stamp"]], [at["head"]])
    assert (trust.keys, set(trust.witnesses)) == ((SERVER.verifier,), {WITNESS.verifier})
    assert [held.name for held in trust.heads] == ["head", "cosigned"]
    assert [held.data for held in trust.stamps] == [stamp]
    assert [c.subject.rfc4514_string() for c in trust.authorities] == ["CN=Root"]


@pytest.mark.parametrize("data", [b"", b"# nothing\n", b"not a key\n", b"\xff"])
def test_other_files_are_no_keys(data):
    with pytest.raises(LedgerError, match="mine"):
        read_keys("mine", data)


def test_files_of_an_auditor_that_are_not_there_or_too_large(tmp_path):
    with pytest.raises(LedgerError, match="cannot be read"):
        read_trust([tmp_path / "none"])
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(17 << 20)
    with pytest.raises(LedgerError, match="too large"):
        read_trust(heads=[tmp_path / "large"])


def test_verifying_changes_nothing(bundle, tmp_path):
    shutil.copytree(bundle, tmp_path / "before")
    verify_bundle(bundle, HELD)
    for path in (tmp_path / "before").rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (bundle / path.relative_to(tmp_path / "before")).read_bytes()
