"""Signed notes, cosignatures and checkpoints: published examples, strict forms, and who signed what."""

import base64
import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers import ALICE, BOB, ORIGIN, SERVER, START, WITNESS, key
from nameplate.errors import LedgerError
from nameplate.ledger import checkpoint, note
from nameplate.ledger.checkpoint import Head
from nameplate.ledger.note import COSIGNATURE, Note, VerifierKey

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
""".encode()
"""The example of the note format's first implementation (Go's sumdb/note)."""
SOFA = "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8="
W1 = "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
C2SP_CHECKPOINT = f"""\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa {SOFA}
— witness.example.com/w1 {W1}
""".encode()
"""The example of C2SP tlog-cosignature."""
HEAD = Head(ORIGIN, 7, bytes(range(32)))
CHECKPOINT = note.write(checkpoint.cosign(checkpoint.sign(HEAD, SERVER), WITNESS, START))


def test_a_published_note_opens_with_its_published_key():
    opened = note.verify(note.read(PETERS_NOTE), [note.parse_key(PETER)])
    assert [str(signed.key) for signed in opened.signed_by] == [PETER]


def test_a_published_checkpoint_is_read_and_written_the_same():
    read = note.read(C2SP_CHECKPOINT)
    head = checkpoint.read_text(read.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert int.from_bytes(read.signatures[1].value[:8], "big") == 1679315147
    assert note.write(read) == C2SP_CHECKPOINT
    assert head.text == read.text


def test_a_signature_by_an_unknown_key_is_listed_and_not_more():
    opened = note.verify(note.read(CHECKPOINT), [SERVER.verifier])
    assert [signed.key for signed in opened.signed_by] == [SERVER.verifier]
    assert opened.unknown == (WITNESS.name,)


def test_a_key_of_the_same_name_is_another_key():
    namesake = key(SERVER.name, seed="another")
    opened = note.verify(note.read(CHECKPOINT), [namesake.verifier])
    assert (opened.signed_by, opened.unknown) == ((), (SERVER.name, WITNESS.name))


def test_a_known_key_whose_signature_does_not_hold_is_an_error():
    changed = CHECKPOINT.replace(b"\n7\n", b"\n8\n")
    for known in (SERVER, WITNESS):
        with pytest.raises(LedgerError, match=r"does not hold"):
            note.verify(note.read(changed), [known.verifier])


def test_a_cosignature_says_when():
    (signed,) = note.verify(note.read(CHECKPOINT), [WITNESS.verifier]).signed_by
    assert signed.time == START


def test_the_time_of_a_cosignature_is_signed():
    read = note.read(CHECKPOINT)
    one = read.signatures[1]
    later = note.Signature(one.name, one.id, (int(START.timestamp()) + 60).to_bytes(8, "big") + one.value[8:])
    with pytest.raises(LedgerError, match="does not hold"):
        note.verify(Note(read.text, (later,)), [WITNESS.verifier])


def test_a_cosignature_beyond_all_times_is_no_crash():
    read = note.read(CHECKPOINT)
    one = read.signatures[1]
    never = note.Signature(one.name, one.id, b"\xff" * 8 + one.value[8:])
    with pytest.raises(LedgerError, match="no time"):
        note.verify(Note(read.text, (never,)), [WITNESS.verifier])


def test_a_witness_needs_a_key_of_its_own_kind():
    with pytest.raises(LedgerError, match="0x04"):
        checkpoint.cosign(checkpoint.sign(HEAD, SERVER), ALICE, START)


def test_several_people_sign_one_note():
    text = "We agree.\n"
    signed = Note(text, tuple(note.signature(text, who) for who in (ALICE, BOB)))
    opened = note.verify(note.read(note.write(signed)), [BOB.verifier, ALICE.verifier])
    assert [one.key.name for one in opened.signed_by] == [ALICE.name, BOB.name]


def test_a_note_may_hold_empty_lines():
    text = "Ognuno sta solo\n\ned è subito sera.\n"
    assert note.read(note.write(Note(text, (note.signature(text, ALICE),)))).text == text


LINE = CHECKPOINT.split(b"\n\n")[1].split(b"\n")[0]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"text\n", b"text\n\n", b"text\n\nno dash\n", b"text\n\n" + LINE, b"te\x07xt\n\n" + LINE + b"\n",
        b"text\r\n\n" + LINE + b"\n", b"text\n\n" + LINE.replace(b"= ", b" ") + b"=\n", b"\xff\n\n" + LINE + b"\n",
        "text\n\n— name AAAA\n".encode(), "text\n\n— na+me AAAAAAAA\n".encode(), "text\n\n—  AAAAAAAA\n".encode(),
        b"text\n\n" + (LINE + b"\n") * 65, "text\n\n— name AAAAAAB=\n".encode(),
    ],
)  # fmt: skip
def test_other_forms_are_no_notes(data):
    with pytest.raises(LedgerError):
        note.read(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_note_or_refused(data):
    for whole in (data, b"a\n\n" + data, "a\n\n— ".encode() + data + b"\n"):
        with contextlib.suppress(LedgerError):
            assert note.write(note.read(whole)) == whole


@pytest.mark.parametrize("kind", [note.ED25519, COSIGNATURE])
def test_a_key_is_passed_on_as_text(kind):
    verifier = VerifierKey("a.example/b", bytes(32), kind)
    assert note.parse_key(str(verifier)) == verifier


@pytest.mark.parametrize(
    "text",
    [
        "", "name", "name+00000000+", "name+00000000+AQ==", PETER.replace("c74f", "c75f"),
        PETER.replace("Peter", "Petra"),
        PETER + "=", PETER.replace("ARpc", "AhpC"), "na me+" + PETER.partition("+")[2],
        "name+00000000+" + base64.b64encode(b"\x06" + bytes(1312)).decode(),
    ],
)  # fmt: skip
def test_other_texts_are_no_keys(text):
    with pytest.raises(LedgerError):
        note.parse_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", f"a\n1\n{'A' * 43}=", f"a\n01\n{'A' * 43}=\n", f"a\n-1\n{'A' * 43}=\n", f"a\n1\n{'A' * 44}\n",
        f"\n1\n{'A' * 43}=\n", f"a\n1\n{'A' * 43}=\n\n", f"a\n1\n{'A' * 42}B=\n", f"a\n+1\n{'A' * 43}=\n", "a\n1\n\n",
        f"a\n{'9' * 20}\n{'A' * 43}=\n",
    ],
)  # fmt: skip
def test_other_texts_are_no_heads(text):
    with pytest.raises(LedgerError, match=r"not a head|root"):
        checkpoint.read_text(text)


def test_extension_lines_are_kept_and_signed():
    head = Head(ORIGIN, 0, bytes(32), ("by hand",))
    assert checkpoint.read_text(head.text) == head
    assert note.verify(checkpoint.sign(head, SERVER), [SERVER.verifier]).signed_by


def test_a_ledger_is_named_like_a_key():
    checkpoint.check_origin(ORIGIN)
    with pytest.raises(LedgerError, match="cannot name"):
        checkpoint.check_origin("my ledger")


def test_times_of_cosignatures_are_whole_seconds_in_utc():
    read = checkpoint.cosign(checkpoint.sign(HEAD, SERVER), WITNESS, START + dt.timedelta(milliseconds=700))
    (signed,) = note.verify(read, [WITNESS.verifier]).signed_by
    assert signed.time == START
