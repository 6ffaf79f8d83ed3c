"""Which keys a ledger knows, from its own entries: keys are added and revoked by entries like any other act.

The first entry adds the server's key and is signed by it. After that the server and administrators add keys; they, and
the owner, revoke them. What counts is the order of entries, not the clock: a key signs from its own entry on, up to
the entry that revokes it.
"""

import datetime as dt
from typing import Any

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger.entry import Draft, Entry
from nameplate.ledger.keys import ADMINISTRATOR, SERVER, KeyRecord
from nameplate.ledger.note import VerifierKey

KEY_ADDED = "key_added"
KEY_REVOKED = "key_revoked"
KEEPERS = frozenset({SERVER, ADMINISTRATOR})
"""Roles that may add keys, and revoke those of others."""


class Known(msgspec.Struct, frozen=True):
    """A key that the ledger knows: the numbers of the entries that added and revoked it."""

    record: KeyRecord
    verifier: VerifierKey
    added: int
    revoked: int | None = None

    def may_sign(self, sequence: int) -> bool:
        """Whether it may sign the entry of this number; the entry that revokes it may still be its own."""
        return self.added <= sequence and (self.revoked is None or sequence <= self.revoked)

    def may_sign_head(self, size: int) -> bool:
        """Whether it may sign a head over this many entries."""
        return SERVER in self.record.roles and self.added < size and (self.revoked is None or size <= self.revoked)


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of the entry that revokes a key. `key` and `replaced_by` are verifier keys."""

    key: str
    reason: str
    replaced_by: str | None = None


def added(record: KeyRecord, time: dt.datetime) -> Draft:
    """The draft that adds a key."""
    return Draft(time, KEY_ADDED, record.name, msgspec.to_builtins(record))


def revoked(record: KeyRecord, reason: str, time: dt.datetime, replaced_by: str | None = None) -> Draft:
    """The draft that revokes a key; the key that replaces it is added first."""
    return Draft(time, KEY_REVOKED, record.name, msgspec.to_builtins(Revocation(record.key, reason, replaced_by)))


class Registry:
    """The keys so far. Feed it every entry in order; those that are not about keys pass through."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Known] = {}

    def apply(self, entry: Entry) -> None:
        """Take in an entry whose signature holds. Raises `LedgerError` if its actor may not do that."""
        if entry.act == KEY_ADDED:
            self._add(entry, _convert(entry.body, KeyRecord))
        elif entry.act == KEY_REVOKED:
            self._revoke(entry, _convert(entry.body, Revocation))

    def find(self, name: str, key_id: str) -> Known | None:
        """The key of this name and these four bytes (hexadecimal)."""
        return self._known.get((name, key_id))

    def all(self) -> tuple[Known, ...]:
        """Every key, in the order in which they were added."""
        return tuple(self._known.values())

    def records(self) -> list[KeyRecord]:
        """Every key as people read it, for keys.json."""
        return [known.record for known in self._known.values()]

    def signer(self, entry: Entry) -> Known:
        """The key that an entry says it is signed with. Raises `LedgerError` if it may not sign that entry."""
        known = self.find(entry.actor, entry.key)
        if known is None:
            raise LedgerError(f"{entry.actor} with key {entry.key} is not in the ledger")
        if not known.may_sign(entry.sequence):
            raise LedgerError(refusal(known, entry.sequence))
        return known

    def _add(self, entry: Entry, record: KeyRecord) -> None:
        verifier = record.verifier
        if any(k.verifier.public == verifier.public for k in self._known.values()):
            raise LedgerError(f"the key of {record.name} is in the ledger already; each name wants a key of its own")
        if record.revoked_at or record.replaced_by:
            raise LedgerError(f"the key of {record.name} is added as one that is revoked already")
        if self._known:
            self._check_keeper(entry, f"add the key of {record.name}")
        elif entry.sequence or SERVER not in record.roles or (entry.actor, entry.key) != _named(verifier):
            raise LedgerError("a ledger is opened by entry 0, with which the server adds its own key")
        self._known[_named(verifier)] = Known(record, verifier, entry.sequence)

    def _revoke(self, entry: Entry, revocation: Revocation) -> None:
        by_text = {known.record.key: known for known in self._known.values()}
        known = by_text.get(revocation.key)
        if known is None or known.revoked is not None:
            raise LedgerError(f"the key {revocation.key} cannot be revoked: it is not in force")
        if revocation.replaced_by is not None and revocation.replaced_by not in by_text:
            raise LedgerError(f"the key of {known.record.name} is replaced by one that the ledger does not know")
        if (entry.actor, entry.key) != _named(known.verifier):
            self._check_keeper(entry, f"revoke the key of {known.record.name}")
        record = msgspec.structs.replace(known.record, revoked_at=entry.time, replaced_by=revocation.replaced_by)
        self._known[_named(known.verifier)] = Known(record, known.verifier, known.added, entry.sequence)

    def _check_keeper(self, entry: Entry, what: str) -> None:
        signer = self.signer(entry)
        if not KEEPERS & set(signer.record.roles):
            raise LedgerError(f"{entry.actor} may not {what}: that is for the server or an administrator")


def refusal(known: Known, sequence: int) -> str:
    """Why a key may not sign the entry of this number, in words."""
    if sequence < known.added:
        return f"the key of {known.record.name} was added by entry {known.added}, after this one"
    return f"the key of {known.record.name} was revoked by entry {known.revoked}, before this one"


def _named(verifier: VerifierKey) -> tuple[str, str]:
    return verifier.name, verifier.id.hex()


def _convert(body: Any, shape: Any) -> Any:
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError as error:
        raise LedgerError(f"not an act on a key: {error}") from error
