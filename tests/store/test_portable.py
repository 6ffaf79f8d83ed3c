"""Everything as lines and back: into the other kind of database, whole or not at all."""

import base64
import json

import pytest

from databases import KINDS, fresh
from nameplate.errors import StoreError, UsageError
from nameplate.review import audit
from nameplate.review.book import Book, File
from nameplate.store import portable
from nameplate.store.database import Store
from team import Clock, Team, begin, review


def dumped(store: Store) -> list[bytes]:
    with store.reading() as connection:
        return list(portable.dump(connection))


def loaded(store: Store, lines: list[bytes]) -> int:
    with store.writing() as connection:
        return portable.load(connection, lines)


@pytest.fixture(scope="module")
def lines(tmp_path_factory) -> list[bytes]:
    """A store with a review, cases, a decision and a file, as lines."""
    with fresh("sqlite", tmp_path_factory.mktemp("dumped")) as store:
        team = begin(store)
        team.take_in(review())
        first, second, *_ = team.open()
        team.do(first, "alice", "gather", (File("plate.jpg", b"\xff\xd8 a photo"),), what="the plate")
        team.remove(first)
        team.decide(second, "exception", until="2027-01-31", safeguards="a network of its own")
        return dumped(store)


@pytest.mark.parametrize("way", [("sqlite", "postgresql", "sqlite"), ("postgresql", "sqlite")])
def test_a_store_moves_from_one_database_to_the_other_and_back_line_for_line(tmp_path, lines, way):
    carried = lines
    for kind in way:
        with fresh(kind, tmp_path) as store:
            assert loaded(store, carried) == len(lines) - 1
            assert audit.check(store) == []
            carried = dumped(store)
    assert carried == lines


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_that_was_moved_goes_on(tmp_path, lines, kind):
    with fresh(kind, tmp_path) as store:
        loaded(store, lines)
        clock = Clock()
        Team(Book(store, clock), clock).take_in(review(day="2026-12-01"))
        assert audit.check(store) == []


def test_a_store_that_is_not_empty_takes_nothing_in(tmp_path, lines):
    with fresh("sqlite", tmp_path) as store:
        begin(store)
        before = dumped(store)
        with pytest.raises(UsageError, match="not empty"):
            loaded(store, lines)
        assert dumped(store) == before


def row_of(lines: list[bytes], table: str) -> int:
    return next(i for i, line in enumerate(lines) if f'"table":"{table}"'.encode() in line)


def edited(given: bytes, **values: object) -> bytes:
    found = json.loads(given)
    found["row"].update(values)
    return json.dumps(found).encode()


BAD = {
    "no JSON": lambda line: line[:-1],
    "not UTF-8": lambda line: b"\xff" + line,
    "no such table": lambda line: line.replace(b'"table":"entries"', b'"table":"secrets"'),
    "no such column": lambda line: edited(line, more=1),
    "no table": lambda _: b"{}",
    "a list": lambda _: b"[]",
    "bytes that are no base64": lambda line: edited(line, leaf="*"),
    "words for a number": lambda line: edited(line, sequence="first"),
    "nothing where something must be": lambda line: edited(line, act=None),
    "a column left out": lambda line: json.dumps(
        {"table": "entries", "row": {k: v for k, v in json.loads(line)["row"].items() if k != "line"}}
    ).encode(),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_named_and_nothing_is_kept(tmp_path, lines, kind, what):
    at = row_of(lines, "entries") + 2
    bad = [*lines[:at], BAD[what](lines[at]), *lines[at + 1 :]]
    with fresh(kind, tmp_path) as store:
        with pytest.raises(StoreError, match=f"line {at + 1}: "):
            loaded(store, bad)
        assert len(dumped(store)) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", ["entries", "findings", "case_devices"])
def test_a_row_that_contradicts_another_is_refused(tmp_path, lines, kind, table):
    at = row_of(lines, table)
    bad = {
        "entries": [*lines, lines[at]],
        "findings": [*lines, edited(lines[at], device="d-nowhere")],
        "case_devices": [*lines, edited(lines[at], case="c-999")],
    }[table]
    with fresh(kind, tmp_path) as store:
        with pytest.raises(StoreError, match=f"a row of '{table}' does not fit"):
            loaded(store, bad)
        assert len(dumped(store)) == 1


def test_another_file_is_no_store(tmp_path):
    with fresh("sqlite", tmp_path) as store, pytest.raises(StoreError, match="line 1: not a store"):
        loaded(store, [b'{"schema":"nameplate/review/1"}'])


def test_a_dump_whose_ledger_was_changed_loads_and_is_found(tmp_path, lines):
    at = next(i for i, line in enumerate(lines) if b'"act":"case:approve"' in line)
    row = json.loads(lines[at])["row"]
    line = base64.b64decode(row["line"]).replace(b'"actor":"bob"', b'"actor":"dan"')
    forged = edited(lines[at], line=base64.b64encode(line).decode())
    with fresh("sqlite", tmp_path) as store:
        loaded(store, [*lines[:at], forged, *lines[at + 1 :]])
        found = {(fault.where, fault.entry) for fault in audit.check(store)}
        assert ("entries", row["sequence"]) in found
        assert ("rules", row["sequence"]) in found
