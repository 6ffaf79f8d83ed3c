"""What a verification says: checks with outcomes, heads with their witnesses, signers; and its collector."""

import datetime as dt
from collections import Counter
from typing import Literal

import msgspec

Outcome = Literal["ok", "failed", "warning", "not_checked"]
Name = Literal[
    "bundle",
    "entries",
    "signatures",
    "keys",
    "attachments",
    "clock",
    "heads",
    "witnesses",
    "held keys",
    "held heads",
    "rules",
]
MOST = 100
"""Of each kind so many are listed; the rest is counted."""


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that was looked at: what came out, in words, and where: the entry's number or the bundle's file."""

    name: Name
    outcome: Outcome
    says: str
    entry: int | None = None
    file: str | None = None


class Witness(msgspec.Struct, frozen=True):
    """Who outside the ledger vouches for a head, and since when (by the witness's clock; null: not stated)."""

    kind: Literal["cosignature", "time_stamp", "held"]
    name: str
    time: dt.datetime | None = None


class HeadReport(msgspec.Struct, frozen=True):
    """A head that these entries lead to: number of entries, root (base64), keys that signed, witnesses."""

    size: int
    root: str
    signed_by: tuple[str, ...]
    witnesses: tuple[Witness, ...] = ()


class SignerReport(msgspec.Struct, frozen=True):
    """A key of the ledger and the entries that it signed; `trusted` if the auditor holds it."""

    name: str
    roles: tuple[str, ...]
    key: str
    entries: int
    added: int
    revoked: int | None
    trusted: bool


class Verification(msgspec.Struct, frozen=True):
    """The whole answer. `witnessed` entries are under a witnessed head; for the others only the keeper vouches."""

    intact: bool
    origin: str | None
    entries: int
    witnessed: int
    heads: tuple[HeadReport, ...]
    signers: tuple[SignerReport, ...]
    checks: tuple[Check, ...]

    def of(self, outcome: Outcome) -> tuple[Check, ...]:
        """The checks that came out so."""
        return tuple(check for check in self.checks if check.outcome == outcome)


class Report:
    """Collects checks. A name without a failure ends in one `ok` that says what was found right."""

    def __init__(self) -> None:
        self._checks: list[Check] = []
        self._counts: Counter[tuple[Name, Outcome]] = Counter()

    def add(self, check: Check) -> None:
        """Take a check in; beyond `MOST` of one name and outcome it is only counted."""
        self._counts[check.name, check.outcome] += 1
        if self._counts[check.name, check.outcome] <= MOST:
            self._checks.append(check)

    def fail(self, name: Name, says: str, entry: int | None = None, file: str | None = None) -> None:
        """Something is wrong."""
        self.add(Check(name, "failed", says, entry, file))

    def warn(self, name: Name, says: str, entry: int | None = None, file: str | None = None) -> None:
        """Something to know, which breaks nothing."""
        self.add(Check(name, "warning", says, entry, file))

    def skip(self, name: Name, says: str, entry: int | None = None, file: str | None = None) -> None:
        """Something could not be checked; `says` tells what it would take."""
        self.add(Check(name, "not_checked", says, entry, file))

    def passed(self, name: Name, says: str) -> None:
        """What was found right under this name, unless something failed or nothing could be checked."""
        if not self.failed(name) and not self._counts[name, "not_checked"]:
            self.add(Check(name, "ok", says))

    def failed(self, name: Name) -> bool:
        """Whether something under this name is wrong."""
        return self._counts[name, "failed"] > 0

    def checks(self) -> tuple[Check, ...]:
        """All checks, with a closing one for each kind that had more than are listed."""
        more = [
            Check(name, outcome, f"{count - MOST:,} more like these")
            for (name, outcome), count in self._counts.items()
            if count > MOST
        ]
        return (*self._checks, *more)
