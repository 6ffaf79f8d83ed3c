"""An entry is bound to its ledger and place, has one right form, and is signed over exactly what stands there."""

import datetime as dt
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_canonical import VALUES

from ledgers import ALICE, BOB, ORIGIN, PHOTO, SERVER, START, attachment, book
from nameplate.errors import LedgerError
from nameplate.ledger import canonical, note
from nameplate.ledger.chain import Tip, append, open_ledger
from nameplate.ledger.entry import DOMAIN, Attachment, Draft, Place, read_entry, sign_entry, signature_holds
from nameplate.ledger.merkle import frontier, leaf_hash

DRAFT = Draft(START, "decide", "case-7", {"verdict": "remove"}, (attachment("plate.jpg", PHOTO),))
PLACE = Place(ORIGIN, 3, bytes(32))
LINE = sign_entry(DRAFT, PLACE, ALICE)


def test_an_entry_says_who_did_what_when_where():
    entry = read_entry(LINE).entry
    assert (entry.actor, entry.act, entry.subject, entry.time) == (ALICE.name, "decide", "case-7", START)
    assert (entry.origin, entry.sequence, entry.previous) == (ORIGIN, 3, "00" * 32)
    assert (entry.body, entry.attachments) == ({"verdict": "remove"}, DRAFT.attachments)


def test_a_signature_holds_for_its_key_only():
    signed = read_entry(LINE)
    assert signature_holds(LINE, signed, ALICE.verifier)
    assert not signature_holds(LINE, signed, BOB.verifier)


def test_what_is_signed_is_the_inner_text_after_its_domain():
    inner = canonical.encode(json.loads(LINE)["entry"])
    assert note.holds(ALICE.verifier, note.decode_base64(read_entry(LINE).signature, "s"), DOMAIN + inner)
    assert not note.holds(ALICE.verifier, note.decode_base64(read_entry(LINE).signature, "s"), inner)


@given(VALUES)
def test_any_json_may_be_the_body(body):
    line = sign_entry(Draft(START, "note", "case-1", body), PLACE, ALICE)
    signed = read_entry(line)
    assert signed.entry.body == body
    assert signature_holds(line, signed, ALICE.verifier)


@given(st.integers(0, len(LINE) - 1), st.integers(0, 7))
def test_any_turned_bit_breaks_form_or_signature(at, bit):
    changed = bytearray(LINE)
    changed[at] ^= 1 << bit
    line = bytes(changed)
    try:
        signed = read_entry(line)
    except LedgerError:
        return
    assert not signature_holds(line, signed, ALICE.verifier)


def edited(**changes: object) -> bytes:
    value = json.loads(LINE)
    value["entry"] |= changes
    return canonical.encode(value)


@pytest.mark.parametrize(
    "line",
    [
        edited(time="2026-11-02T08:00:00+00:00"), edited(time="2026-11-02T10:00:00+02:00"), edited(time="2026-11-02"),
        edited(time="2026-11-02T08:00:00.5Z"), edited(time="2026-11-02T08:00:00"), edited(sequence="3"),
        edited(extra=1),
        edited(attachments=[{"name": "x", "sha256": "00", "size": 1, "media_type": "a/b"}]), edited(body=0.5)[:-1],
        edited(attachments=[{"name": "x", "sha256": "0" * 64, "size": -1, "media_type": "a/b"}]),
        LINE + b" ", LINE.replace(b'"entry":', b'"entry": '), b"{}", b"[]", b"",
        canonical.encode({**json.loads(LINE), "more": 1}), canonical.encode({**json.loads(LINE), "signature": "AAAA"}),
        canonical.encode({**json.loads(LINE), "signature": "A" * 85 + "B=="}),
    ],
)  # fmt: skip
def test_other_forms_are_no_entries(line):
    with pytest.raises(LedgerError):
        read_entry(line)


def test_times_are_utc():
    with pytest.raises(LedgerError, match="UTC"):
        sign_entry(msgspec.structs.replace(DRAFT, time=dt.datetime(2026, 1, 1)), PLACE, ALICE)  # noqa: DTZ001
    east = dt.timezone(dt.timedelta(hours=2))
    with pytest.raises(LedgerError, match="UTC"):
        sign_entry(msgspec.structs.replace(DRAFT, time=START.astimezone(east)), PLACE, ALICE)


@pytest.mark.parametrize(
    "change", [{"body": {1: 2}}, {"body": float("nan")}, {"attachments": (Attachment("x", "zz", 1, "a/b"),)}]
)
def test_what_cannot_stand_in_a_ledger_is_not_signed(change):
    with pytest.raises(LedgerError):
        sign_entry(msgspec.structs.replace(DRAFT, **change), PLACE, ALICE)


def test_appending_gives_the_next_place():
    first = open_ledger(ORIGIN, SERVER, START)
    second = append(first.tip, DRAFT, SERVER)
    entry = read_entry(second.line).entry
    assert (first.sequence, second.sequence, entry.sequence) == (0, 1, 1)
    assert entry.previous == first.leaf.hex() == leaf_hash(first.line).hex()
    assert second.tip.frontier == frontier([first.leaf, second.leaf])


def test_the_same_acts_make_the_same_ledger():
    assert book().lines == book().lines


def test_the_state_of_a_ledger_can_be_stored():
    tip = book(20).tip
    assert msgspec.json.decode(msgspec.json.encode(tip), type=Tip) == tip
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(tip), type=Tip) == tip
    assert tip.head.size == 27


def test_a_ledger_needs_a_name():
    with pytest.raises(LedgerError, match="cannot name"):
        open_ledger("the ledger", SERVER, START)
