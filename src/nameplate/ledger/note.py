"""Signed notes (C2SP signed-note): a text that one or several Ed25519 keys sign, readable by people.

A key is named by its verifier key, `name+hash+base64`. Two kinds of signature are used: plain Ed25519 (type 0x01) and
the cosignature of a witness with its time (type 0x04, C2SP tlog-cosignature). A signature by a key that nobody named is
ignored but listed; one by a known key that does not hold is an error.
"""

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import msgspec

from nameplate.errors import LedgerError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 0x01
"""Signature type: Ed25519 over the note's text."""
COSIGNATURE = 0x04
"""Signature type: a witness's Ed25519 signature with the time at which it saw the head."""
MOST_SIGNATURES = 64
_DASH = "— "
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class VerifierKey(msgspec.Struct, frozen=True):
    """A public key with its name: `public` are the 32 bytes of RFC 8032, `kind` is the signature type."""

    name: str
    public: bytes
    kind: int = ED25519

    def __post_init__(self) -> None:
        """Raises `LedgerError` on a name with spaces or plus, another length, or a type that is not used here."""
        check_name(self.name)
        if len(self.public) != 32 or self.kind not in (ED25519, COSIGNATURE):
            raise LedgerError(f"key {self.name}: not an Ed25519 key of type 0x01 or 0x04")

    @property
    def id(self) -> bytes:
        """The four bytes that stand in a signature line (C2SP signed-note, Signatures)."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def __str__(self) -> str:
        """The key as people pass it on: `name+hash+base64`."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


class Signer(Protocol):
    """Whatever can sign: a key in memory, or one in a device."""

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 signature (RFC 8032) over the message."""


class Signature(msgspec.Struct, frozen=True):
    """One signature line: the key's name, its four bytes, and what follows them."""

    name: str
    id: bytes
    value: bytes


class Note(msgspec.Struct, frozen=True):
    """A text ending in a newline, and its signatures."""

    text: str
    signatures: tuple[Signature, ...] = ()


class SignedBy(msgspec.Struct, frozen=True):
    """A signature that holds; `time` is that of a cosignature, by the witness's clock."""

    key: VerifierKey
    time: dt.datetime | None = None


class Opened(msgspec.Struct, frozen=True):
    """What the signatures of a note say: by whom, and which keys nobody here knows."""

    signed_by: tuple[SignedBy, ...]
    unknown: tuple[str, ...]


def check_name(name: str) -> None:
    """Raises `LedgerError` if `name` cannot name a key (C2SP signed-note, Format)."""
    if not _NAME.fullmatch(name):
        raise LedgerError(f"'{name}' cannot name a key: it must be without spaces, plus signs and control characters")


def parse_key(text: str) -> VerifierKey:
    """A verifier key from `name+hash+base64`. Raises `LedgerError` if it is none or its hash does not fit."""
    name, _, rest = text.strip().partition("+")
    stated, _, encoded = rest.partition("+")
    material = decode_base64(encoded, f"key {name}")
    key = VerifierKey(name, material[1:], material[0] if material else 0)
    if key.id.hex() != stated:
        raise LedgerError(f"key {name}: its hash is {key.id.hex()}, not {stated}; it was copied wrongly or changed")
    return key


def signature(text: str, signer: Signer) -> Signature:
    """The plain signature of a text (type 0x01)."""
    return Signature(signer.verifier.name, signer.verifier.id, signer.sign(text.encode()))


def cosignature(text: str, signer: Signer, time: dt.datetime) -> Signature:
    """A witness's signature of a head's text, at `time` (C2SP tlog-cosignature, type 0x04)."""
    key, seconds = signer.verifier, int(time.timestamp())
    if key.kind != COSIGNATURE:
        raise LedgerError(f"key {key.name}: a witness signs with a key of type 0x04")
    return Signature(key.name, key.id, seconds.to_bytes(8, "big") + signer.sign(_cosigned(text, seconds)))


def write(note: Note) -> bytes:
    """The note as UTF-8 (C2SP signed-note, Format)."""
    lines = [f"{_DASH}{s.name} {base64.b64encode(s.id + s.value).decode()}\n" for s in note.signatures]
    return (note.text + "\n" + "".join(lines)).encode()


def read(data: bytes) -> Note:
    """A note from its bytes. Raises `LedgerError` on any other form."""
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LedgerError(f"not a signed note: not UTF-8 at byte {error.start}") from error
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n") or _CONTROL.search(whole):
        raise LedgerError("not a signed note: it wants a text, an empty line, and lines of signatures")
    signed = lines[:-1].split("\n")
    if len(signed) > MOST_SIGNATURES:
        raise LedgerError(f"a signed note with {len(signed):,} signatures; at most {MOST_SIGNATURES} are read")
    return Note(text + "\n", tuple(map(_read_line, signed)))


def verify(note: Note, keys: Iterable[VerifierKey]) -> Opened:
    """Who signed, of these keys. Raises `LedgerError` if a signature by one of them does not hold."""
    known = {(key.name, key.id): key for key in keys}
    signed, unknown = [], []
    for one in note.signatures:
        key = known.get((one.name, one.id))
        if key:
            signed.append(_verify_one(note.text, one, key))
        else:
            unknown.append(one.name)
    return Opened(tuple(signed), tuple(unknown))


def holds(key: VerifierKey, value: bytes, message: bytes) -> bool:
    """Whether the 64 bytes `value` are the key's Ed25519 signature over `message` (RFC 8032 section 5.1.7)."""
    from cryptography.exceptions import InvalidSignature

    try:
        _public_key(key.public).verify(value, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=1_024)
def _public_key(public: bytes) -> "Ed25519PublicKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public)


def decode_base64(text: str, what: str) -> bytes:
    """Base64 (RFC 4648 section 4) in its one right spelling. Raises `LedgerError` on any other."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LedgerError(f"{what}: not base64") from error
    if base64.b64encode(data).decode() != text:
        raise LedgerError(f"{what}: base64 with stray bits")
    return data


def _read_line(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH):
        raise LedgerError("not a signed note: a line of signature starts with an em dash and a space")
    check_name(name)
    value = decode_base64(encoded, f"signature of {name}")
    if len(value) < 5:
        raise LedgerError(f"signature of {name}: too short")
    return Signature(name, value[:4], value[4:])


def _verify_one(text: str, one: Signature, key: VerifierKey) -> SignedBy:
    time, message, value = None, text.encode(), one.value
    if key.kind == COSIGNATURE:
        seconds, value = int.from_bytes(value[:8], "big"), value[8:]
        message, time = _cosigned(text, seconds), _moment(seconds, key)
    if not holds(key, value, message):
        raise LedgerError(f"the signature of {key.name} does not hold: the text or the signature was changed")
    return SignedBy(key, time)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _moment(seconds: int, key: VerifierKey) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise LedgerError(f"the cosignature of {key.name} has no time that exists") from error
