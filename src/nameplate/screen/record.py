"""The record of screenings: what was asked, of which editions, what came out, who decided what and when.

A folder with two files of JSON lines that only grow. Each line carries the digest of the line before it, so that a
line taken out or changed shows (`broken`). A decision speaks of one name and one entry and never changes a screening.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from nameplate.errors import UsageError
from nameplate.screen.party import Answer, Edition, Query

Verdict = Literal["same", "other", "open"]
"""A person's decision: the name means the listed party, it does not, or it is not settled."""
SCREENINGS, DECISIONS = "screenings.jsonl", "decisions.jsonl"
FIRST = "0" * 64


class Screening(msgspec.Struct, frozen=True):
    """One name screened: with which editions (without troubles), from which score a match was one, by whom, when."""

    time: dt.datetime
    person: str
    query: Query
    answer: Answer
    at_least: float
    lists: tuple[Edition, ...]
    weights: str
    before: str = FIRST


class Decision(msgspec.Struct, frozen=True):
    """What a person decided on one name and one entry."""

    time: dt.datetime
    person: str
    name: str
    entry: str
    verdict: Verdict
    note: str = ""
    before: str = FIRST


T = TypeVar("T", Screening, Decision)


class Record:
    """A folder of screenings and decisions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def screenings(self) -> list[Screening]:
        """All screenings, oldest first."""
        return list(self._read(SCREENINGS, Screening))

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return list(self._read(DECISIONS, Decision))

    def keep(self, screenings: Sequence[Screening]) -> None:
        """Append screenings."""
        self._append(SCREENINGS, screenings)

    def decide(self, decision: Decision) -> None:
        """Append a decision on a name that was screened. Raises `UsageError` if it was not, or not with that entry.

        A name that matched by no spelling can be confirmed for an entry of a list of the record, with a note that says
        how it is known: it becomes an alias.
        """
        matches = [s.answer.matches for s in self.screenings() if s.query.name == decision.name]
        if not matches:
            raise UsageError(f"--decide: '{decision.name}' is not in the record {self.folder}; screen it first")
        known = sorted({match.entry for found in matches for match in found})
        if decision.entry not in known and not self._told(decision):
            matched = ", ".join(known) or "nothing"
            raise UsageError(
                f"--decide: '{decision.name}' never matched {decision.entry}; it matched {matched}."
                " To confirm it all the same, say with --note how it is known"
            )
        self._append(DECISIONS, [decision])

    def _told(self, decision: Decision) -> bool:
        """Whether a decision confirms a name from knowledge: with its source, for an entry of a list of the record."""
        lists = {edition.list for edition in self.editions()}
        return decision.verdict == "same" and bool(decision.note.strip()) and decision.entry.split(":", 1)[0] in lists

    def broken(self) -> list[str]:
        """Lines whose predecessor is not what it was, in words; nothing if the record is whole."""
        out = []
        for name in (SCREENINGS, DECISIONS):
            digest = FIRST
            for number, line in enumerate(self._lines(name), 1):
                if msgspec.json.decode(line)["before"] != digest:
                    out.append(f"{name} line {number}: the line before it was changed or taken out")
                digest = hashlib.sha256(line).hexdigest()
        return out

    def editions(self) -> list[Edition]:
        """The editions screened last, one of each list."""
        last = {edition.list: edition for screening in self.screenings() for edition in screening.lists}
        return list(last.values())

    def _lines(self, name: str) -> list[bytes]:
        path = self.folder / name
        try:
            return path.read_bytes().splitlines() if path.exists() else []
        except OSError as error:
            raise UsageError(f"{path}: cannot be read ({error.strerror})") from error

    def _read(self, name: str, shape: type[T]) -> Iterator[T]:
        for number, line in enumerate(self._lines(name), 1):
            try:
                yield msgspec.json.decode(line, type=shape)
            except msgspec.MsgspecError as error:
                raise UsageError(f"{self.folder / name}: line {number} is not of a record ({error})") from error

    def _append(self, name: str, items: Iterable[Screening] | Iterable[Decision]) -> None:
        lines = self._lines(name)
        digest = hashlib.sha256(lines[-1]).hexdigest() if lines else FIRST
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / name).open("ab") as stream:
                for item in items:
                    line = msgspec.json.encode(msgspec.structs.replace(item, before=digest), order="sorted")
                    digest = hashlib.sha256(line).hexdigest()
                    stream.write(line + b"\n")
        except OSError as error:
            raise UsageError(f"--record {self.folder}: cannot be written ({error.strerror})") from error


def new(
    before: Sequence[Screening], now: Sequence[Answer], names: Sequence[str], at_least: float
) -> list[tuple[str, Answer]]:
    """Of answers to `names`, those with entries that no earlier screening of that name had, with only these entries."""
    seen = {(s.query.name, m.entry) for s in before for m in s.answer.matches if m.score >= s.at_least}
    out = []
    for name, answer in zip(names, now, strict=True):
        fresh = tuple(m for m in answer.matches if m.score >= at_least and (name, m.entry) not in seen)
        if fresh:
            out.append((name, msgspec.structs.replace(answer, matches=fresh)))
    return out
