"""What an auditor holds that does not come from the bundle: keys, witnesses' keys and certificates, heads, stamps.

A file is known by its content, not its name: verifier keys (a line each, `#` starts a comment), certificates (PEM),
a head (three lines), a signed or cosigned head (C2SP note), an answer of a time-stamp authority (RFC 3161).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nameplate.errors import LedgerError
from nameplate.ledger import note, timestamp
from nameplate.ledger.note import COSIGNATURE, VerifierKey

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MOST_BYTES = 16 << 20


@dataclass(frozen=True)
class HeldFile:
    """A file that the auditor holds: its name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Trust:
    """`keys` of persons and servers, `witnesses` that cosign, `authorities` that stamp, `heads` and `stamps` held."""

    keys: tuple[VerifierKey, ...] = ()
    witnesses: tuple[VerifierKey, ...] = ()
    authorities: tuple["Certificate", ...] = ()
    heads: tuple[HeldFile, ...] = ()
    stamps: tuple[HeldFile, ...] = ()


def read_trust(keys: Iterable[Path] = (), witnesses: Iterable[Path] = (), heads: Iterable[Path] = ()) -> Trust:
    """Everything an auditor names, from files. Raises `LedgerError` on a file that is none of these."""
    people = [key for path in keys for key in read_keys(path.name, _bytes(path))]
    outside = [key for key in people if key.kind == COSIGNATURE]
    certificates: list[Certificate] = []
    held = [HeldFile(path.name, _bytes(path)) for path in heads]
    stamps: list[HeldFile] = []
    for path in witnesses:
        file = HeldFile(path.name, _bytes(path))
        if file.data.startswith(b"\x30"):
            stamps.append(file)
        elif b"-----BEGIN CERTIFICATE-----" in file.data:
            certificates += timestamp.read_certificates(file.data)
        elif "\n— ".encode() in file.data:
            held.append(file)
        else:
            outside += read_keys(file.name, file.data)
    inside = tuple(key for key in people if key.kind != COSIGNATURE)
    return Trust(inside, tuple(outside), tuple(certificates), tuple(held), tuple(stamps))


def read_keys(name: str, data: bytes) -> tuple[VerifierKey, ...]:
    """Verifier keys, a line each. Raises `LedgerError` if there are none, or a line is something else."""
    try:
        lines = [line.strip() for line in data.decode("utf-8").splitlines()]
        found = tuple(note.parse_key(line) for line in lines if line and not line.startswith("#"))
    except (UnicodeDecodeError, LedgerError) as error:
        raise LedgerError(f"{name}: not a list of keys (name+hash+base64, a line each): {error}") from error
    if not found:
        raise LedgerError(f"{name}: no key in it")
    return found


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise LedgerError(f"{path}: cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise LedgerError(f"{path}: too large for a key, a head or a stamp")
    return data
