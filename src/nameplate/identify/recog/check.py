"""Whether Recog's files keep their own promises: every example must match, with every value that it names.

The same checks as recog-ruby's `recog_verify` (lib/recog/fingerprint.rb, `verify_params` and `verify_tests`).
"""

import re
from collections.abc import Iterator

import msgspec

from nameplate.identify.matching.matcher import SCAN_LIMIT, Search, bounded
from nameplate.identify.recog.book import RecogBook
from nameplate.identify.recog.fingerprint import Fingerprint
from nameplate.identify.recog.xml_file import Example


class RecogFault(msgspec.Struct, frozen=True):
    """One thing that is wrong with one fingerprint."""

    matches: str
    what: str


class RecogCheck(msgspec.Struct, frozen=True):
    """What was checked. `untested` fingerprints have no example; `missing` examples stand in files that are not
    there; neither is a fault."""

    files: int
    fingerprints: int
    examples: int
    untested: int
    missing: int
    faults: tuple[RecogFault, ...]


def check(book: RecogBook) -> RecogCheck:
    """Run every example of every fingerprint. Raises `DocumentError` on one that cannot be read at all."""
    examples = untested = missing = 0
    faults: list[RecogFault] = []
    for database in book.databases:
        for fingerprint, found in database.examples():
            examples += len(found)
            untested += not found
            missing += sum(example.text is None for example in found)
            faults += [
                RecogFault(database.matches, f"{database.path.name}:{line}: {what}")
                for line, what in _faults(fingerprint, found)
            ]
    return RecogCheck(
        files=len(book.databases),
        fingerprints=sum(len(database.fingerprints) for database in book.databases),
        examples=examples,
        untested=untested,
        missing=missing,
        faults=tuple(faults),
    )


def _faults(fingerprint: Fingerprint, examples: list[Example]) -> Iterator[tuple[int, str]]:
    try:
        pattern = re.compile(*fingerprint.expression)
    except re.error as error:
        yield fingerprint.line, f"the pattern cannot be read: {error}"
        return
    for name, group, value in fingerprint.params:
        if bool(group) == bool(value):
            yield fingerprint.line, f"{name} must have either a pos that is not 0, or a value"
        elif group > pattern.groups:
            yield fingerprint.line, f"{name} is read from group {group}, and the pattern has {pattern.groups}"
    search = bounded(pattern) if examples else pattern.search
    for example in examples:
        yield from _example(search, fingerprint, example)


def _example(search: Search, fingerprint: Fingerprint, example: Example) -> Iterator[tuple[int, str]]:
    if example.text is None:
        return
    match = search(example.text[:SCAN_LIMIT])
    if match is None:
        yield example.line, f"the example {example.text[:80]!r} does not match"
        return
    params = fingerprint.params_of(match)
    for name, value in example.expected.items():
        if params.get(name) != value:
            yield example.line, f"{name} should be '{value}' and is '{params.get(name)}'"
