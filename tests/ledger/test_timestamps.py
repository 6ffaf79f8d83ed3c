"""Time stamps by a real authority, made on this machine; no network."""

import datetime as dt
import shlex
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers import ORIGIN, Authority
from nameplate.errors import LedgerError
from nameplate.ledger import timestamp
from nameplate.ledger.checkpoint import Head

HEAD = Head(ORIGIN, 7, bytes(range(32)))


@pytest.fixture(scope="module")
def answer(authority):
    return authority.answer(timestamp.request(HEAD))


def certificates(authority):
    return timestamp.read_certificates(authority.root.read_bytes())


def test_a_stamp_of_a_head_holds_and_says_when_and_by_whom(authority, answer):
    found = timestamp.verify(answer, HEAD, certificates(authority))
    assert found.authority == "CN=Stamps"
    assert abs(found.time - dt.datetime.now(dt.UTC)) < dt.timedelta(hours=1)
    assert timestamp.claimed_time(answer) == found.time


def test_it_is_the_same_to_openssl(authority, answer, tmp_path):
    (tmp_path / "head.txt").write_text(HEAD.text)
    (tmp_path / "a.tsr").write_bytes(answer)
    command = ["openssl", "ts", "-verify", "-data", "head.txt", "-in", "a.tsr", "-CAfile", str(authority.root)]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, timeout=60)
    assert "Verification: OK" in done.stdout + done.stderr


def test_a_stamp_is_of_one_head(authority, answer):
    other = Head(ORIGIN, 8, HEAD.root)
    assert timestamp.stamps(answer, HEAD) and not timestamp.stamps(answer, other)
    with pytest.raises(LedgerError, match="does not hold"):
        timestamp.verify(answer, other, certificates(authority))


def test_without_the_authoritys_certificate_it_is_unknown_not_wrong(answer, tmp_path):
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -days 9 -subj /CN=Other -batch"
    subprocess.run(shlex.split(command), cwd=tmp_path, check=True, capture_output=True, timeout=60)
    with pytest.raises(timestamp.UnknownAuthorityError):
        timestamp.verify(answer, HEAD, timestamp.read_certificates((tmp_path / "c").read_bytes()))
    with pytest.raises(timestamp.UnknownAuthorityError):
        timestamp.verify(answer, HEAD, ())


def test_an_authority_of_the_same_name_with_another_key_does_not_pass(answer, tmp_path):
    (tmp_path / "second").mkdir()
    namesake = Authority(tmp_path / "second")
    with pytest.raises(LedgerError, match="does not hold"):
        timestamp.verify(answer, HEAD, certificates(namesake))


@given(st.data())
def test_any_damaged_answer_is_refused_or_says_the_same(authority, answer, data):
    at = data.draw(st.integers(0, len(answer) - 1))
    changed = answer[:at] + bytes([answer[at] ^ data.draw(st.integers(1, 255))]) + answer[at + 1 :]
    try:
        found = timestamp.verify(changed, HEAD, certificates(authority))
    except LedgerError:
        return
    assert found == timestamp.verify(answer, HEAD, certificates(authority))


@pytest.mark.parametrize("data", [b"", b"0", b"\x30\x03\x02\x01\x02", b"\x30\x05\x30\x03\x02\x01\x02", b"\x00" * 99])
def test_other_bytes_are_no_answer(data):
    with pytest.raises(LedgerError):
        timestamp.claimed_time(data)


def test_two_requests_are_not_alike():
    assert timestamp.request(HEAD) != timestamp.request(HEAD)


def test_other_bytes_are_no_certificates():
    with pytest.raises(LedgerError, match="PEM"):
        timestamp.read_certificates(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")


def test_no_certificate_in_an_answer_lends_it_another_authoritys_name(authority, answer):
    """The signer's certificate can stand in an answer twice; it is verified with one of them."""
    known, at = certificates(authority), answer.find(b"Stamps")
    while at >= 0:
        forged = answer[:at] + b"Famous" + answer[at + 6 :]
        with pytest.raises(LedgerError):
            timestamp.verify(forged, HEAD, known)
        at = answer.find(b"Stamps", at + 1)
