"""Recog's fingerprints, whole: its own files, its own answers (https://github.com/rapid7/recog, BSD-2-Clause).

The files are not part of Nameplate; a user names the folder that holds them. For a text of a kind, Recog's answer is
the first fingerprint that matches, in the order of the file, of the databases for that kind, the preferred first.
What an answer says about a maker is in `signs`; whether the files keep their own promises, in `check`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nameplate.errors import DocumentError
from nameplate.identify.matching.matcher import Found, Matcher
from nameplate.identify.recog import xml_file
from nameplate.identify.recog.fingerprint import Answer, Fingerprint
from nameplate.identify.recog.xml_file import Database


@dataclass(frozen=True)
class _Shelf:
    """All databases for one kind of text, the preferred first."""

    databases: tuple[Database, ...]

    @cached_property
    def fingerprints(self) -> list[tuple[Database, Fingerprint]]:
        return [(database, fingerprint) for database in self.databases for fingerprint in database.fingerprints]

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher([fingerprint.expression for _, fingerprint in self.fingerprints])

    def answers(self, values: Sequence[str]) -> list[Answer | None]:
        try:
            found = self.matcher.first_matches(values)
            return [None if f is None else self._answer(value, f) for value, f in zip(values, found, strict=True)]
        except re.error as error:
            raise self._fault() from error

    def _answer(self, value: str, found: Found) -> Answer | None:
        if _behind_the_last_line(found):
            others = (f for f in self.matcher.matches(value) if not _behind_the_last_line(f))
            return next((self._answer(value, f) for f in others), None)
        database, fingerprint = self.fingerprints[found[0]]
        return Answer(
            matches=database.matches,
            file=database.path.stem,
            line=fingerprint.line,
            description=fingerprint.description,
            params=fingerprint.params_of(found[1]),
            certainty=fingerprint.certainty,
        )

    def _fault(self) -> DocumentError:
        """The first pattern that is none, with its place."""
        for database, fingerprint in self.fingerprints:
            try:
                re.compile(*fingerprint.expression)
            except re.error as error:
                return DocumentError(f"{database.path}: line {fingerprint.line}: the pattern cannot be read: {error}")
        return DocumentError("a pattern of Recog's cannot be read; run `nameplate rules check --recog DIR`")


def _behind_the_last_line(found: Found) -> bool:
    """Whether a match is empty and stands after the newline that ends the text: Python's `^` matches there, Ruby's
    does not."""
    start, end = found[1].span()
    return 0 < start == end == len(found[1].string) and found[1].string.endswith("\n")


@dataclass(frozen=True)
class RecogBook:
    """All databases of a folder, by the kind of text that they match."""

    databases: tuple[Database, ...]

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of text that there are databases for."""
        return tuple(sorted(self._shelves))

    def match(self, kind: str, value: str) -> Answer | None:
        """Recog's answer to one text; None if no fingerprint matches or there is no database for the kind."""
        return self.match_many(kind, [value])[0]

    def match_many(self, kind: str, values: Sequence[str]) -> list[Answer | None]:
        """Recog's answer to each of the distinct `values`. Raises `DocumentError` on a pattern that is none."""
        shelf = self._shelves.get(kind)
        return shelf.answers(values) if shelf else [None] * len(values)

    @cached_property
    def _shelves(self) -> dict[str, _Shelf]:
        shelves: dict[str, tuple[Database, ...]] = {}
        for database in sorted(self.databases, key=lambda d: -d.preference):
            shelves[database.matches] = (*shelves.get(database.matches, ()), database)
        return {kind: _Shelf(databases) for kind, databases in shelves.items()}


def load(folder: Path) -> RecogBook:
    """The databases of a folder, in order of name. Raises `DocumentError` with file and line if one is broken."""
    paths = sorted(folder.glob("*.xml"))
    if not paths:
        raise DocumentError(f"{folder}: no XML file in it; name the folder xml/ of a copy of rapid7/recog")
    return RecogBook(tuple(map(xml_file.read, paths)))
