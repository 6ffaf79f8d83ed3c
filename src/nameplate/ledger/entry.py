"""An entry: one act, by one person, signed; bound to one ledger and one place in it.

A line of a ledger is `{"entry":{...},"signature":"..."}` in canonical JSON. What is signed is the inner object, exactly
as it stands in the line, after a line that says what is being signed. The leaf of the tree is the hash of the line.
Origin and number stand inside, so that an entry copied to another place or another ledger shows itself.
"""

import base64
import datetime as dt
import re
from typing import Any

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import canonical
from nameplate.ledger import note as notes
from nameplate.ledger.note import Signer, VerifierKey

DOMAIN = b"nameplate/ledger-entry/v1\n"
"""Comes before what is signed: no signature of an entry can pass for one of a note, nor the other way round."""
_BEFORE = len(b'{"entry":')
_AFTER = len(b',"signature":"') + 88 + len(b'"}')
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that belongs to an entry: by its SHA-256 in hexadecimal and its size in bytes."""

    name: str
    sha256: str
    size: int
    media_type: str


class Draft(msgspec.Struct, frozen=True):
    """What somebody wants to enter: `act` on `subject` (a case) at `time` (UTC), with any JSON as `body`."""

    time: dt.datetime
    act: str
    subject: str
    body: Any = None
    attachments: tuple[Attachment, ...] = ()


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft in its place. `sequence` counts from 0; `previous` is the leaf hash before it (hexadecimal) or null;
    `actor` and `key` (four bytes, hexadecimal) name the key that signs."""

    act: str
    actor: str
    attachments: tuple[Attachment, ...]
    body: Any
    key: str
    origin: str
    previous: str | None
    sequence: int
    subject: str
    time: dt.datetime


class SignedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry and its signature: 64 bytes of Ed25519 in base64."""

    entry: Entry
    signature: str


class Place(msgspec.Struct, frozen=True):
    """Where an entry goes: in which ledger, at which number, after which leaf hash."""

    origin: str
    sequence: int
    previous: bytes | None = None


def sign_entry(draft: Draft, place: Place, key: Signer) -> bytes:
    """The line of a signed entry, without a newline.

    Raises `LedgerError` on a time that is not UTC, a body that has no canonical JSON, or a digest that is none.
    """
    if draft.time.utcoffset() != dt.timedelta(0):
        raise LedgerError(f"time {draft.time}: a ledger's times are in UTC")
    for file in draft.attachments:
        check_attachment(file)
    entry = Entry(
        act=draft.act,
        actor=key.verifier.name,
        attachments=draft.attachments,
        body=draft.body,
        key=key.verifier.id.hex(),
        origin=place.origin,
        previous=place.previous.hex() if place.previous else None,
        sequence=place.sequence,
        subject=draft.subject,
        time=draft.time.astimezone(dt.UTC),
    )
    inner = canonical.encode(msgspec.to_builtins(entry))
    return b'{"entry":' + inner + b',"signature":"' + base64.b64encode(key.sign(DOMAIN + inner)) + b'"}'


def read_entry(line: bytes) -> SignedEntry:
    """A signed entry from its line. Raises `LedgerError` unless this is the one right way to write it.

    The signature is only looked at by `signature_holds`.
    """
    value = canonical.decode_canonical(line)
    try:
        signed = msgspec.convert(value, SignedEntry)
    except msgspec.ValidationError as error:
        raise LedgerError(f"not an entry: {error}") from error
    if msgspec.to_builtins(signed.entry.time) != (time := value["entry"]["time"]) or not time.endswith("Z"):
        raise LedgerError("not an entry: its time is not written as UTC with a Z")
    if len(signed.signature) != 88 or len(notes.decode_base64(signed.signature, "signature")) != 64:
        raise LedgerError("not an entry: its signature is not 64 bytes of base64")
    for file in signed.entry.attachments:
        check_attachment(file)
    return signed


def signature_holds(line: bytes, signed: SignedEntry, key: VerifierKey) -> bool:
    """Whether the entry of this line is signed by `key`. The line must have passed `read_entry`."""
    return notes.holds(key, base64.b64decode(signed.signature), DOMAIN + line[_BEFORE:-_AFTER])


def check_attachment(file: Attachment) -> None:
    """Raises `LedgerError` if digest or size of an attachment cannot be those of a file."""
    if not _DIGEST.fullmatch(file.sha256) or file.size < 0:
        raise LedgerError(f"attachment {file.name}: a digest is 64 hexadecimal digits, a size not negative")
