"""What a reader is: one file in this folder, one object with `name`, `about`, `claim` and `read`.

`claim` looks at the first bytes (never at the file's name alone) and says how sure it is and why;
`read` turns the document into observations through a `Sink`, which enforces what every reader owes:
secrets are dropped and counted, credentials in URLs are cut out, empty values are left out,
a bad place becomes a problem and never an exception. To add a format, copy the shortest reader.
"""

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import polars as pl

from nameplate import frame
from nameplate.model import ColumnUse, Problem, Skipped

_WAITING = 200_000
"""Single observations that wait to become columns: as Python objects they take ten times the memory."""
HEAD_BYTES = 65_536
"""How much of a document `claim` may look at."""

SECRET_NAME = re.compile(
    r"pass(word|wd|wort|phrase)?\b|pass(word|wd)|kennwort|mot[ _-]?de[ _-]?passe|contrase(ñ|n)a|\bpwd\b"
    r"|community|secret|\bkey\b|[a-z]key$|\btoken\b|\bpsk\b|\bpin\b|credential"
    r"|user[ _-]?name\d?$|^user\d?$|\blogin\b|كلمة[ _]المرور",
    re.IGNORECASE,
)
"""Names of columns and fields whose values are credentials: dropped at reading, counted, never written."""

URL_CREDENTIALS = re.compile(r"://[^/\s]*@")
"""`user:password@` in a URL (RFC 3986 section 3.2.1 userinfo), also where the password holds an at sign."""


@dataclass(frozen=True)
class Limits:
    """What a reader may be made to do by a hostile file. Sizes in bytes; `file` is for readers that hold it whole."""

    file: int = 4 << 30
    line: int = 1 << 20
    cell: int = 1 << 16
    columns: int = 4_096
    members: int = 10_000
    unpacked: int = 4 << 30
    ratio: int = 200
    nesting: int = 3
    xml_depth: int = 256
    problems: int = 1_000


@dataclass(frozen=True)
class Document:
    """One file to read: its name in the report, its path on disk, its first bytes.

    Members of archives are documents too; their label is `archive.zip!/inner/name.csv`.
    """

    label: str
    path: Path
    size: int
    head: bytes
    limits: Limits = field(default_factory=Limits)
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """How sure a reader is that a document is its own (0 to 1), and why, in a sentence."""

    score: float
    why: str


class Reader(Protocol):
    """A format. Stateless; the same bytes always give the same observations in the same order.

    A reader that reads piece by piece, so that its memory does not grow with the file, may say so with an attribute
    `streams = True`: then `Limits.file` does not hold for it. One whose `claim` takes long may say by `at_most` how
    sure it can ever be: it is asked last, and not at all where another reader is as sure.
    """

    name: str
    about: str

    def claim(self, document: Document) -> Fit | None:
        """Look at `document.head`; None means "not mine"."""

    def read(self, document: Document, sink: "Sink") -> None:
        """Read to the end. Raises `SourceError` only if nothing at all can be read."""


@functools.lru_cache(maxsize=4_096)
def _secret(kind: str) -> str | None:
    """The last part of a kind, if it is named like a credential."""
    name = kind.rsplit(".", 1)[-1]
    return name if SECRET_NAME.search(name) else None


class Sink:
    """Collects what one reader says about one document."""

    def __init__(self, source: str, limits: Limits | None = None) -> None:
        self.source = source
        self.limits = limits or Limits()
        self.rows = 0
        self.problems: list[Problem] = []
        self.columns: list[ColumnUse] = []
        self.dropped: Counter[str] = Counter()
        self.speaks_of: dt.datetime | None = None
        self.notes: list[str] = []
        self.skipped: list[Skipped] = []
        self._left_out = 0
        self._frames: list[pl.DataFrame] = []
        self._pending: tuple[list[str], list[str], list[str], list[str], list[dt.datetime | None]]
        self._pending = ([], [], [], [], [])

    def observe(
        self,
        subject: str,
        locator: str,
        kind: str,
        value: object,
        observed_at: dt.datetime | None = None,
    ) -> None:
        """One observation. Empty values are left out; a field named like a secret is dropped and counted."""
        text = "" if value is None else str(value).strip()
        if not text:
            return
        if secret := _secret(kind):
            self.dropped[secret] += 1
            return
        if not text.isascii():
            text = text.encode("utf-8", errors="replace").decode("utf-8")  # half a surrogate pair, as JSON may hold
        if "://" in text and "@" in text:
            text, hits = URL_CREDENTIALS.subn("://", text)
            if hits:
                self.dropped["credentials in an address"] += hits
        if len(text) > self.limits.cell:
            self.problem(locator, f"value of {len(text):,} characters cut to {self.limits.cell:,}")
            text = text[: self.limits.cell]
        locators, subjects, kinds, values, times = self._pending
        locators.append(locator)
        subjects.append(subject)
        kinds.append(kind)
        values.append(text)
        times.append(observed_at)
        if len(values) >= _WAITING:
            self._flush()

    def observe_all(
        self,
        subject: str,
        locator: str,
        values: Mapping[str, object],
        observed_at: dt.datetime | None = None,
    ) -> None:
        """Several kinds of one subject at one place."""
        for kind, value in values.items():
            self.observe(subject, locator, kind, value, observed_at)

    def columnar(self, kind: str, subjects: pl.Series, locators: pl.Series, values: pl.Series) -> None:
        """Many observations of one kind at once (for readers of columns, which clean values themselves)."""
        self._flush()
        self._frames.append(frame.from_series(self.source, kind, subjects, locators, values))

    def take(self, rows: pl.DataFrame) -> None:
        """Many observations at once, already clean (see `columnar`): locator, subject, kind, value, observed_at."""
        self._flush()
        self._frames.append(frame.from_rows(self.source, rows))

    def note(self, why: str) -> None:
        """How the reader understood the document, a short sentence for the report."""
        self.notes.append(why)

    def skip(self, locator: str, what: str, count: int) -> None:
        """Places that are no units (blank lines, totals, notes): counted in the report, not a problem."""
        self.skipped.append(Skipped(locator, what, count))

    def problem(self, locator: str, reason: str) -> None:
        """A place that could not be read; the rest goes on. Beyond the limit they are only counted."""
        if len(self.problems) < self.limits.problems:
            self.problems.append(Problem(self.source, locator, reason))
        else:
            self._left_out += 1

    def drop(self, name: str, count: int) -> None:
        """`count` values of a credential column or field were not kept."""
        self.dropped[name] += count

    def column(self, use: ColumnUse) -> None:
        """What became of one column of a table."""
        self.columns.append(use)

    def observations(self) -> pl.DataFrame:
        """All observations so far, in the order they were made."""
        self._flush()
        return frame.concatenate(self._frames)

    def all_problems(self) -> Sequence[Problem]:
        """The problems, with a closing one that counts those beyond the limit."""
        if not self._left_out:
            return self.problems
        more = Problem(self.source, "", f"{self._left_out:,} more problems of this kind were counted")
        return [*self.problems, more]

    def _flush(self) -> None:
        locators, subjects, kinds, values, times = self._pending
        if values:
            self._frames.append(frame.from_columns(self.source, locators, subjects, kinds, values, times))
            self._pending = ([], [], [], [], [])
