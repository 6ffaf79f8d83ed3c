"""Appending: the state of a ledger is small, and each entry gives the next state.

Where lines and leaf hashes are stored is the caller's business, and so is that nobody else appends in between.
"""

import datetime as dt

import msgspec

from nameplate.ledger import checkpoint, registry
from nameplate.ledger.checkpoint import Head
from nameplate.ledger.entry import Draft, Place, sign_entry
from nameplate.ledger.keys import KeyRecord
from nameplate.ledger.merkle import Frontier, leaf_hash
from nameplate.ledger.note import Signer


class Tip(msgspec.Struct, frozen=True):
    """The end of a ledger: its name, its tree, and the leaf hash of its last entry; about 1 kB."""

    origin: str
    frontier: Frontier = Frontier()
    previous: bytes | None = None

    @property
    def head(self) -> Head:
        """What a checkpoint of this moment states."""
        return Head(self.origin, self.frontier.size, self.frontier.root())


class Appended(msgspec.Struct, frozen=True):
    """One entry more: the line (no newline) and leaf hash to store under `sequence`, and the state that follows."""

    sequence: int
    line: bytes
    leaf: bytes
    tip: Tip


def append(tip: Tip, draft: Draft, key: Signer) -> Appended:
    """Sign a draft into the place at the tip. Raises `LedgerError` as `sign_entry` does."""
    sequence = tip.frontier.size
    line = sign_entry(draft, Place(tip.origin, sequence, tip.previous), key)
    return append_line(tip, line)


def append_line(tip: Tip, line: bytes) -> Appended:
    """The next state for a line signed elsewhere; that it fits its place is for the caller or the verifier to check."""
    leaf = leaf_hash(line)
    return Appended(tip.frontier.size, line, leaf, Tip(tip.origin, tip.frontier.append(leaf), leaf))


def open_ledger(origin: str, server: Signer, time: dt.datetime) -> Appended:
    """The first entry of a new ledger: the server adds its own key. Raises `LedgerError` if `origin` is no name."""
    checkpoint.check_origin(origin)
    record = KeyRecord(server.verifier.name, ("server",), str(server.verifier), time)
    return append(Tip(origin), registry.added(record, time), server)
