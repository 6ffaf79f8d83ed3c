"""The entries: each line in its one right form, in its place, after the one before it, signed by a key in force.

Lines are checked in slices that know nothing of each other, so that several processes can share the work; signatures
are nearly all of it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger.checks.findings import Check
from nameplate.ledger.entry import Attachment, Entry, SignedEntry, read_entry, signature_holds
from nameplate.ledger.merkle import leaf_hash
from nameplate.ledger.registry import Known, Registry, refusal

SLICE = 2_000
"""Lines that go to a process at once: about a fifth of a second of work."""
_KEY_ACT = b'{"entry":{"act":"key_'
"""Begins the line of each entry about keys: `act` is the first of an entry's names."""

KeyTable = dict[tuple[str, str], Known]


class Slice(msgspec.Struct):
    """Consecutive lines, the number of the first, the line before them, and the keys of the whole ledger."""

    origin: str
    first: int
    lines: Sequence[bytes]
    before: bytes | None
    keys: KeyTable


class Checked(msgspec.Struct):
    """What came out: leaf hashes one after the other, problems, attachments by entry, uses of keys."""

    leaves: bytes
    problems: list[Check]
    attachments: list[tuple[int, Attachment]]
    uses: Counter[tuple[str, str]]


def key_table(lines: Iterable[bytes]) -> tuple[Registry, list[Check]]:
    """The keys that the entries about keys make, in one quick pass, and those of these entries that may not do so."""
    registry, problems = Registry(), []
    for number, line in enumerate(lines):
        if line.startswith(_KEY_ACT):
            try:
                registry.apply(read_entry(line).entry)
            except LedgerError as error:
                problems.append(Check("keys", "failed", str(error), number))
    return registry, problems


def slices(origin: str, lines: Sequence[bytes], registry: Registry) -> Iterator[Slice]:
    """The work, cut."""
    keys = {(known.verifier.name, known.verifier.id.hex()): known for known in registry.all()}
    for first in range(0, len(lines), SLICE):
        before = lines[first - 1] if first else None
        yield Slice(origin, first, lines[first : first + SLICE], before, keys)


def check(work: Slice) -> Checked:
    """Check one slice."""
    done = Checked(b"", [], [], Counter())
    leaves = [leaf_hash(line) for line in work.lines]
    previous = leaf_hash(work.before) if work.before is not None else None
    times: list[tuple[int, dt.datetime | None]] = [(work.first - 1, _time(work.before))]
    for number, line in enumerate(work.lines, work.first):
        try:
            signed = read_entry(line)
        except LedgerError as error:
            done.problems.append(Check("entries", "failed", str(error), number))
        else:
            _place(signed.entry, work.origin, number, previous, done)
            _signature(line, signed, number, work.keys, done)
            done.attachments += [(number, file) for file in signed.entry.attachments]
            times.append((number, signed.entry.time))
        previous = leaves[number - work.first]
    done.leaves = b"".join(leaves)
    _clock(times, done)
    return done


def _place(entry: Entry, origin: str, number: int, previous: bytes | None, done: Checked) -> None:
    wrong = []
    if entry.origin != origin:
        wrong.append(f"it was made for the ledger {entry.origin}")
    if entry.sequence != number:
        wrong.append(f"it was made as entry {entry.sequence}")
    if wrong:
        says = f"replayed or moved: {' and '.join(wrong)}, and stands as entry {number} of {origin}"
        done.problems.append(Check("entries", "failed", says, number))
    elif entry.previous is not None and (previous is None or entry.previous != previous.hex()):
        says = "it follows another entry than the one that stands before it"
        done.problems.append(Check("entries", "failed", says, number))


def _signature(line: bytes, signed: SignedEntry, number: int, keys: KeyTable, done: Checked) -> None:
    named = signed.entry.actor, signed.entry.key
    known = keys.get(named)
    if known is None:
        says = f"signed as {named[0]} with key {named[1]}, which is not in the ledger"
    elif not signature_holds(line, signed, known.verifier):
        says = f"the signature is not {named[0]}'s: the entry was changed, or somebody else signed it"
    elif not known.may_sign(number):
        says = refusal(known, number)
    else:
        done.uses[named] += 1
        return
    done.problems.append(Check("signatures", "failed", says, number))


def _clock(times: list[tuple[int, dt.datetime | None]], done: Checked) -> None:
    for (_, before), (number, time) in pairwise(times):
        if before and time and time < before:
            says = f"its time, {time:%Y-%m-%d %H:%M:%S}, is before that of the entry before it ({before - time} back)"
            done.problems.append(Check("clock", "warning", says, number))


def _time(line: bytes | None) -> dt.datetime | None:
    try:
        return read_entry(line).entry.time if line is not None else None
    except LedgerError:
        return None
