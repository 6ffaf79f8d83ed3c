"""Stored keys open with their passphrase only; the ledger says who may sign what, and until when."""

import stat

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from ledgers import ADMIN, ALICE, BOB, EVE, ORIGIN, SERVER, START, Book, book, key, record
from nameplate.errors import LedgerError
from nameplate.ledger import keys, registry
from nameplate.ledger.chain import open_ledger
from nameplate.ledger.entry import Draft, Place, read_entry, sign_entry
from nameplate.ledger.keys import KeyRecord
from nameplate.ledger.note import COSIGNATURE
from nameplate.ledger.registry import Registry


@pytest.mark.parametrize("kind", [keys.ED25519, COSIGNATURE])
def test_a_stored_key_comes_back_with_its_passphrase(tmp_path, kind):
    made = keys.generate("alice@example.org", kind)
    keys.save(made, tmp_path / "alice.pem", "a long phrase")
    back = keys.load(tmp_path / "alice.pem", "a long phrase")
    assert back.verifier == made.verifier == keys.stored_verifier(tmp_path / "alice.pem")
    assert back.sign(b"x") == made.sign(b"x")


def test_a_stored_key_is_for_its_owner_only_and_unreadable_without_the_passphrase(tmp_path):
    keys.save(ALICE, tmp_path / "k", "phrase")
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
    assert b"BEGIN ENCRYPTED PRIVATE KEY" in (tmp_path / "k").read_bytes()
    assert ALICE.private.private_bytes_raw() not in (tmp_path / "k").read_bytes()
    with pytest.raises(LedgerError, match="wrong passphrase"):
        keys.load(tmp_path / "k", "Phrase")
    with pytest.raises(LedgerError, match="wrong passphrase"):
        keys.load(tmp_path / "k", "")


def test_no_key_is_stored_without_a_passphrase_or_over_another(tmp_path):
    with pytest.raises(LedgerError, match="passphrase"):
        keys.save(ALICE, tmp_path / "k", "")
    keys.save(ALICE, tmp_path / "k", "phrase")
    with pytest.raises(LedgerError, match="cannot be written"):
        keys.save(BOB, tmp_path / "k", "phrase")
    assert keys.load(tmp_path / "k", "phrase").verifier == ALICE.verifier


def test_a_stored_key_under_another_name_is_refused(tmp_path):
    keys.save(ALICE, tmp_path / "k", "phrase")
    body = (tmp_path / "k").read_bytes().partition(b"\n")[2]
    (tmp_path / "k").write_bytes(f"Nameplate key: {BOB.verifier}\n".encode() + body)
    with pytest.raises(LedgerError, match="not the one"):
        keys.load(tmp_path / "k", "phrase")


@pytest.mark.parametrize("data", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\xff\xfe", b"Nameplate key: x\n"])
def test_other_files_are_no_stored_keys(tmp_path, data):
    (tmp_path / "k").write_bytes(data)
    with pytest.raises(LedgerError):
        keys.load(tmp_path / "k", "phrase")


def test_a_stored_key_without_its_key_is_refused(tmp_path):
    (tmp_path / "k").write_text(f"Nameplate key: {BOB.verifier}\n")
    with pytest.raises(LedgerError, match="does not open"):
        keys.load(tmp_path / "k", "phrase")
    with pytest.raises(LedgerError, match="cannot be read"):
        keys.load(tmp_path / "none", "phrase")


def test_a_stored_key_of_another_kind_is_refused(tmp_path):
    locked = serialization.BestAvailableEncryption(b"phrase")
    pem = X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked
    )
    (tmp_path / "k").write_bytes(f"Nameplate key: {BOB.verifier}\n".encode() + pem)
    with pytest.raises(LedgerError, match="not an Ed25519 key"):
        keys.load(tmp_path / "k", "phrase")


def test_a_name_with_spaces_is_no_name():
    with pytest.raises(LedgerError, match="without spaces"):
        keys.generate("Alice B")


def registry_of(made: Book) -> Registry:
    found = Registry()
    for line in made.lines:
        found.apply(read_entry(line).entry)
    return found


def test_the_ledger_lists_its_keys_with_roles_in_order():
    found = registry_of(book()).records()
    assert [(r.name, r.roles) for r in found] == [
        (SERVER.name, ("server",)),
        (ADMIN.name, ("administrator",)),
        (ALICE.name, ("requester",)),
        (BOB.name, ("approver",)),
    ]


def test_a_key_record_is_json_as_people_read_it():
    assert msgspec.json.decode(msgspec.json.encode(record(ALICE, "requester"))) == {
        "name": "alice@example.org",
        "roles": ["requester"],
        "key": str(ALICE.verifier),
        "valid_from": "2026-11-02T08:00:00Z",
        "revoked_at": None,
        "replaced_by": None,
    }


def test_a_revoked_key_signs_up_to_its_revocation_and_not_after():
    made = book()
    new = key(ALICE.name, seed="2")
    made.add(new, "requester", by=ADMIN)
    made.enter(ADMIN, registry.revoked(record(ALICE), "lost laptop", START, str(new.verifier)))
    revoked_at = len(made.lines) - 1
    known = registry_of(made).find(ALICE.name, ALICE.verifier.id.hex())
    assert known is not None
    assert (known.revoked, known.record.replaced_by, known.record.revoked_at) == (revoked_at, str(new.verifier), START)
    assert known.may_sign(revoked_at - 1) and not known.may_sign(revoked_at + 1) and not known.may_sign(1)


def test_a_person_revokes_her_own_key_but_not_anothers():
    made = book()
    made.enter(ALICE, registry.revoked(record(ALICE), "leaving", START))
    assert registry_of(made).all()[2].revoked == len(made.lines) - 1
    made.enter(BOB, registry.revoked(record(ADMIN), "coup", START))
    with pytest.raises(LedgerError, match="may not revoke"):
        registry_of(made)


def refused(draft: Draft, who: keys.SigningKey) -> str:
    """Why the ledger of `book` does not take in this act on a key."""
    made = book()
    made.enter(who, draft)
    with pytest.raises(LedgerError) as caught:
        registry_of(made)
    return str(caught.value)


def test_who_adds_keys_is_the_server_or_an_administrator():
    assert "may not add" in refused(registry.added(record(EVE, "approver"), START), ALICE)
    assert "not in the ledger" in refused(registry.added(record(EVE, "approver"), START), EVE)


def test_one_key_never_has_two_names():
    twice = KeyRecord("alias", ("approver",), str(keys.SigningKey("alias", ALICE.private).verifier), START)
    assert "key of its own" in refused(registry.added(twice, START), ADMIN)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"name": "x"}, "not an act on a key"),
        (msgspec.to_builtins(KeyRecord("eve", (), str(ALICE.verifier), START)), "another's|alice"),
        (msgspec.to_builtins(KeyRecord(EVE.name, (), str(EVE.verifier), START, START)), "revoked already"),
        ({**msgspec.to_builtins(record(EVE)), "extra": 1}, "not an act on a key"),
    ],
)
def test_other_bodies_add_no_key(body, why):
    made = book()
    made.enter(ADMIN, Draft(START, registry.KEY_ADDED, "x", body))
    with pytest.raises(LedgerError, match=why):
        registry_of(made)


def test_a_key_that_is_not_in_force_is_not_revoked():
    assert "not in force" in refused(registry.revoked(record(EVE), "why", START), ADMIN)
    assert "replaced by one" in refused(registry.revoked(record(ALICE), "why", START, str(EVE.verifier)), ADMIN)


def test_a_ledger_is_opened_by_the_server_itself():
    for who, owner in ((SERVER, ALICE), (ALICE, SERVER)):
        found = Registry()
        line = sign_entry(registry.added(record(owner, "server"), START), Place(ORIGIN, 0), who)
        with pytest.raises(LedgerError, match="opened by entry 0"):
            found.apply(read_entry(line).entry)
    found = Registry()
    with pytest.raises(LedgerError, match="opened by entry 0"):
        found.apply(
            read_entry(sign_entry(registry.added(record(ALICE, "approver"), START), Place(ORIGIN, 0), ALICE)).entry
        )
    found.apply(read_entry(open_ledger(ORIGIN, SERVER, START).line).entry)
    assert found.all()[0].may_sign_head(1) and not found.all()[0].may_sign_head(0)
