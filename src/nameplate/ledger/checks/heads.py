"""The heads: those in the bundle and those that the auditor holds, against the root that the entries lead to.

All entries are there, so the root at each head's size is computed anew: that is consistency (RFC 9162 section 2.1.4)
without a proof. A head counts as witnessed only by a key, certificate or file that did not come with the bundle.
"""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nameplate.errors import LedgerError
from nameplate.ledger import checkpoint, timestamp
from nameplate.ledger import note as notes
from nameplate.ledger.checkpoint import Head
from nameplate.ledger.checks.findings import HeadReport, Name, Report, Witness
from nameplate.ledger.merkle import roots
from nameplate.ledger.note import Note, SignedBy
from nameplate.ledger.registry import Registry
from nameplate.ledger.trust import HeldFile, Trust


@dataclass(frozen=True)
class Shown:
    """A head as a file shows it: `where` is the check it belongs to; `note` has no signatures if it is bare text."""

    where: Name
    file: str
    head: Head
    note: Note


@dataclass
class _Seen:
    """What is known of the head of one size, once its root is right."""

    head: Head
    signed_by: dict[str, None] = field(default_factory=dict)
    witnesses: dict[Witness, None] = field(default_factory=dict)


class Heads:
    """Checks heads one by one and remembers what is known of each size."""

    def __init__(self, origin: str, entries: int, registry: Registry, trust: Trust, report: Report) -> None:
        self._origin, self._entries, self._registry = origin, entries, registry
        self._trust, self._report = trust, report
        self._seen: dict[int, _Seen] = {}
        self._texts: list[Head] = []

    def check(self, shown: Sequence[Shown], leaves: Sequence[bytes]) -> None:
        """Root, place and signatures of every head."""
        found = roots(leaves, {one.head.size for one in shown})
        for one in shown:
            self._texts.append(one.head)
            if self._root_is_right(one, found):
                self._signatures(one)
        if self._entries not in self._seen or not self._seen[self._entries].signed_by:
            self._report.fail("heads", f"no head over all {self._entries:,} entries: the last ones are under none")

    def stamp(self, file: HeldFile) -> None:
        """One time stamp: of which head, and whether it holds."""
        try:
            head = next((h for h in self._texts if timestamp.stamps(file.data, h)), None)
            if head is None:
                raise LedgerError("stamps a head that is neither in the bundle nor held by you")
            found = timestamp.verify(file.data, head, self._trust.authorities)
        except timestamp.UnknownAuthorityError as error:
            time = timestamp.claimed_time(file.data)
            says = f"time stamp of {time:%Y-%m-%d %H:%M:%S} UTC: {error}; name one with --witness"
            self._report.skip("witnesses", says, file=file.name)
        except LedgerError as error:
            self._report.fail("witnesses", str(error), file=file.name)
        else:
            if head.size in self._seen and self._seen[head.size].head == head:
                self._seen[head.size].witnesses[Witness("time_stamp", found.authority, found.time)] = None

    def reports(self) -> tuple[HeadReport, ...]:
        """The heads whose root is right, smallest first."""
        return tuple(
            HeadReport(size, base64.b64encode(seen.head.root).decode(), tuple(seen.signed_by), tuple(seen.witnesses))
            for size, seen in sorted(self._seen.items())
        )

    def _root_is_right(self, one: Shown, found: Mapping[int, bytes]) -> bool:
        head, says = one.head, None
        if head.origin != self._origin:
            says = f"a head of the ledger {head.origin}; this one is {self._origin}"
        elif head.size > self._entries:
            says = f"a head of {head.size:,} entries; the bundle has {self._entries:,}: its tail was cut off"
        elif head.root != found[head.size]:
            says = f"the first {head.size:,} entries are not those under this head: the history was rewritten"
        if says:
            self._report.fail(one.where, says, file=one.file)
            return False
        self._seen.setdefault(head.size, _Seen(head))
        return True

    def _signatures(self, one: Shown) -> None:
        seen = self._seen[one.head.size]
        servers = [k.verifier for k in self._registry.all() if k.may_sign_head(one.head.size)]
        try:
            opened = notes.verify(one.note, [*servers, *self._trust.witnesses])
        except LedgerError as error:
            self._report.fail(one.where, str(error), file=one.file)
            return
        by_witness = [signed for signed in opened.signed_by if signed.key in self._trust.witnesses]
        by_server = [signed.key for signed in opened.signed_by if signed.key in servers]
        if not by_server and one.where != "held heads":
            signers = ", ".join(signature.name for signature in one.note.signatures) or "nobody"
            says = f"not signed by a key of the server that was in force then; signed by {signers}"
            self._report.fail(one.where, says, file=one.file)
            return
        seen.signed_by |= dict.fromkeys(str(key) for key in by_server)
        seen.witnesses |= dict.fromkeys(self._witnesses(one, by_witness))
        self._unknown(one, opened.unknown)

    def _witnesses(self, one: Shown, signed: Sequence[SignedBy]) -> Iterator[Witness]:
        yield from (Witness("cosignature", by.key.name, by.time) for by in signed)
        if one.where == "held heads":
            yield Witness("held", one.file)

    def _unknown(self, one: Shown, names: Sequence[str]) -> None:
        if names:
            says = f"signed by {', '.join(dict.fromkeys(names))}, whose key you did not give; name it with --witness"
            self._report.skip("witnesses", says, file=one.file)


def read_note(where: Name, file: str, data: bytes) -> Shown:
    """A head from a signed note. Raises `LedgerError` if it is none."""
    note = notes.read(data)
    return Shown(where, file, checkpoint.read_text(note.text), note)


def read_held(file: HeldFile) -> Shown:
    """A head that the auditor holds: a note, or only its three lines. Raises `LedgerError` if it is neither."""
    try:
        if "\n— ".encode() in file.data:
            return read_note("held heads", file.name, file.data)
        text = file.data.decode("utf-8").replace("\r\n", "\n").strip("\n") + "\n"
        return Shown("held heads", file.name, checkpoint.read_text(text), Note(text))
    except (UnicodeDecodeError, LedgerError) as error:
        raise LedgerError(f"{file.name}: {error}") from error
