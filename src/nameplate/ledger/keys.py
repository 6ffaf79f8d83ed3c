"""Ed25519 keys of persons and of the server, and what a ledger says of each of them.

A private key is stored as PKCS#8 (RFC 5958) in PEM, encrypted with a passphrase, its verifier key in a line before
(explanatory text, RFC 7468 section 5.2), so that the file says whose it is without being opened.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import note as notes
from nameplate.ledger.note import ED25519, VerifierKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SERVER = "server"
"""Role of the key that opens a ledger and signs its heads."""
ADMINISTRATOR = "administrator"
"""Role of a person who may add and revoke keys, as the server may."""
_LABEL = "Nameplate key: "


class KeyRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public key in the ledger's own words. `key` and `replaced_by` are verifier keys, times are UTC."""

    name: str
    roles: tuple[str, ...]
    key: str
    valid_from: dt.datetime
    revoked_at: dt.datetime | None = None
    replaced_by: str | None = None

    @property
    def verifier(self) -> VerifierKey:
        """The key itself. Raises `LedgerError` if it is none, or another's."""
        verifier = notes.parse_key(self.key)
        if verifier.name != self.name or verifier.kind != ED25519:
            raise LedgerError(f"key of {self.name}: this is {verifier.name}'s, or not one to sign entries with")
        return verifier


@dataclass(frozen=True)
class SigningKey:
    """A private key in memory, with its name and the type of signature that it makes."""

    name: str
    private: "Ed25519PrivateKey"
    kind: int = ED25519

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw(), self.kind)

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 signature (RFC 8032)."""
        return self.private.sign(message)


def generate(name: str, kind: int = ED25519) -> SigningKey:
    """A new key. Raises `LedgerError` on a name with spaces or plus signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    notes.check_name(name)
    return SigningKey(name, Ed25519PrivateKey.generate(), kind)


def save(key: SigningKey, path: Path, passphrase: str) -> None:
    """Write the private key, encrypted; only its owner may read the file (mode 0600), and none is overwritten.

    Raises `LedgerError` on an empty passphrase or a file that exists or cannot be written.
    """
    from cryptography.hazmat.primitives import serialization as forms

    if not passphrase:
        raise LedgerError(f"{path}: a key wants a passphrase; without one whoever has the file can sign as {key.name}")
    locked = forms.BestAvailableEncryption(passphrase.encode())
    pem = key.private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, locked)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise LedgerError(f"{path}: the key cannot be written there ({error.strerror})") from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(f"{_LABEL}{key.verifier}\n".encode() + pem)


def load(path: Path, passphrase: str) -> SigningKey:
    """Read a private key back. Raises `LedgerError` on a wrong passphrase or a file that is no such key."""
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    stated, pem = stored_verifier(path), path.read_bytes()
    try:
        private = forms.load_pem_private_key(pem[pem.index(b"-----BEGIN") :], passphrase.encode())
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{path}: the key does not open: wrong passphrase, or the file was changed") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise LedgerError(f"{path}: not an Ed25519 key")
    key = SigningKey(stated.name, private, stated.kind)
    if key.verifier != stated:
        raise LedgerError(f"{path}: the key in it is not the one that its first line names")
    return key


def stored_verifier(path: Path) -> VerifierKey:
    """The public half of a stored key, without its passphrase. Raises `LedgerError` if the file is no such key."""
    try:
        first = path.read_bytes().partition(b"\n")[0].decode()
    except OSError as error:
        raise LedgerError(f"{path}: the key cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise LedgerError(f"{path}: not a key that Nameplate stored") from error
    if not first.startswith(_LABEL):
        raise LedgerError(f"{path}: not a key that Nameplate stored: its first line does not name it")
    return notes.parse_key(first.removeprefix(_LABEL))
