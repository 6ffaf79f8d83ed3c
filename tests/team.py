"""Four people and a server who keep a review; reviews for them to take in."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nameplate.identify.engine import Engine
from nameplate.identify.readers import reader_for
from nameplate.identify.signs import SignReader
from nameplate.ledger.keys import SigningKey
from nameplate.model import Holder, Site, SiteMatch, SourceReport
from nameplate.pipeline import RegisterNote, Review, totals
from nameplate.policy import findings as policy
from nameplate.policy.evaluate import Evaluator
from nameplate.register import load
from nameplate.review import book, intake, keeping, opening, workflow
from nameplate.review.book import Book
from nameplate.review.case import Case
from nameplate.store.database import Store
from units import observations

REGISTER = load.load()
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ROLES = {
    "alice": ("analyst", "technician"),
    "bob": ("approver", "receiver"),
    "carol": ("inventory_taker",),
    "dan": ("disposer", "auditor"),
}
HOLDER = Holder(
    "Contractor",
    actors=("contractor",),
    jurisdictions=("US",),
    sites=(Site("gate", "Gate", match=SiteMatch(site=("Gate",)), purposes=("government_facility",)),),
)


@cache
def key_of(name: str) -> SigningKey:
    """A person's key, the same in every process."""
    secret = hashlib.sha256(name.encode()).digest()
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(secret))


@dataclass
class Clock:
    """A clock that goes on by a minute each time it is read."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now


@dataclass
class Team:
    """A book with its people."""

    book: Book
    clock: Clock
    server: SigningKey = field(default_factory=lambda: key_of("example.org/review"))

    def take_in(self, review: Review, digest: str = "", by: str = "alice") -> intake.Outcome:
        """Take in a review."""
        return intake.take_in(
            self.book, review, digest or f"{review.as_of}-{len(review.devices)}", REGISTER, key_of(by)
        )

    def open(self, by: str = "device", **where: str) -> list[Case]:
        """Open cases."""
        return opening.open_cases(self.book, key_of("alice"), REGISTER, by=by, where=where)

    def do(self, case: Case, who: str, act: str, files: tuple[book.File, ...] = (), **said: str) -> Case:
        """One act of one person."""
        return self.book.perform(case.id, act, said, key_of(who), files)

    def decide(self, case: Case, decision: str = "remove", **said: str) -> Case:
        """From opened to decided, by two people."""
        self.do(case, "alice", "assess", says="the evidence stands")
        self.do(case, "alice", "request", decision=decision, why="covered", **said)
        return self.do(case, "bob", "approve")

    def remove(self, case: Case) -> Case:
        """From opened to closed: decided, carried out, shown to be gone."""
        self.decide(case)
        self.do(case, "alice", "carry_out", day="2026-11-24", how="unplugged")
        self.do(case, "carol", "verify", by="plate")
        return self.do(case, "bob", "close")


def begin(store: Store, clock: Clock | None = None) -> Team:
    """Open a ledger in an empty store and let four people in."""
    clock = clock or Clock()
    server = key_of("example.org/review")
    book.begin(store, "example.org/review", server, workflow.packaged(), clock)
    team = Team(Book(store, clock), clock)
    for name, roles in ROLES.items():
        keeping.add_person(team.book, key_of(name).verifier, roles, server)
    return team


def _row(maker: str, model: str, serial: str, **more: str) -> dict[str, str]:
    named = {"maker": maker, "model": model, "serial": serial, "site": "Gate", **more}
    return {f"inventory.{name}": value for name, value in named.items()}


ROWS = (
    _row("Hikvision", "DS-2CD2142FWD-I", "KX4410001"),
    _row("Dahua", "IPC-HFW1230S", "KX4410002"),
    _row("Axis", "P3245-LVE", "KX4410003"),
    _row("Hikvision", "DS-2CD2142FWD-I", "KX4410004", status="to donate"),
)


def review(
    rows: tuple[dict[str, str], ...] = ROWS,
    *,
    source: str = "list.csv",
    day: str = "2026-11-24",
    holder: Holder = HOLDER,
) -> Review:
    """A review of some rows of one source, judged on a day."""
    as_of = dt.date.fromisoformat(day)
    devices = Engine(REGISTER, _reader()).identify(observations({source: rows}), holder)
    found, left_out = policy.of_devices(devices, holder, Evaluator(REGISTER, holder, as_of), REGISTER)
    sources = (SourceReport(source, f"digest of {source}", "csv", len(rows), 0),)
    return Review(
        schema="nameplate/review/1",
        as_of=as_of,
        holder=holder,
        register=RegisterNote(REGISTER.version, as_of),
        sources=sources,
        devices=tuple(devices),
        findings=tuple(found),
        not_covered=tuple(left_out),
        problems=(),
        totals=totals(devices, found, sources),
    )


@cache
def _reader() -> SignReader:
    return reader_for(REGISTER)
