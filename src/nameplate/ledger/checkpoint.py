"""Checkpoints (C2SP tlog-checkpoint): the head of a ledger as a signed note: origin, size, root.

A witness adds its cosignature to the note. Whoever holds a checkpoint can tell whether a ledger shown later
still begins with the same entries.
"""

import base64
import datetime as dt
import re

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import note as notes
from nameplate.ledger.note import Note, Signer

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Head(msgspec.Struct, frozen=True):
    """What a checkpoint states: the root over the first `size` entries of the ledger named `origin`."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The note's text: a line each (C2SP tlog-checkpoint, Note text)."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "\n".join(lines) + "\n"


def check_origin(origin: str) -> None:
    """Raises `LedgerError` if `origin` cannot name a ledger: it is a key name, such as `example.org/review`."""
    notes.check_name(origin)


def read_text(text: str) -> Head:
    """A head from a note's text. Raises `LedgerError` if it is none."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or "" in lines or not _SIZE.fullmatch(lines[1]):
        raise LedgerError("not a head: it wants lines with origin, size and root")
    origin, size, root, *extensions = lines
    head = Head(origin, int(size), notes.decode_base64(root, "root"), tuple(extensions))
    if len(head.root) != 32 or head.text != text:
        raise LedgerError("not a head: the root is not 32 bytes of base64")
    return head


def sign(head: Head, *signers: Signer) -> Note:
    """The checkpoint of a head, signed by each."""
    return Note(head.text, tuple(notes.signature(head.text, signer) for signer in signers))


def cosign(note: Note, witness: Signer, time: dt.datetime) -> Note:
    """The checkpoint with a witness's cosignature added; the witness must have checked that the ledger only grew."""
    read_text(note.text)
    return Note(note.text, (*note.signatures, notes.cosignature(note.text, witness, time)))
