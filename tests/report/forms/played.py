"""A review of the contractor's example as four people play it, on a real store; and what forms are filled from then."""

import datetime as dt
import hashlib
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nameplate import yamlfile
from nameplate.identify.readers import reader_for
from nameplate.ledger import note
from nameplate.ledger.keys import SigningKey
from nameplate.ledger.note import ED25519
from nameplate.model import Device, Holder
from nameplate.pipeline import Job, Review, run
from nameplate.register import load
from nameplate.report.forms.given import FormInput, Options
from nameplate.review import book as books
from nameplate.review import intake, keeping, opening
from nameplate.review.case import Case
from nameplate.review.workflow import Workflow, packaged
from nameplate.store import queries
from nameplate.store.database import Store, open_store

REGISTER = load.load()
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "contractor"
AS_OF = dt.date(2026, 11, 24)
ORIGIN = "example.org/review"
MORE = {
    "assess": ("contract_orders", "supplier_uei", "proposed_use", "responsible", "identified", "reported", "prevented")
}
"""What a holder may add to its workflow, so that people can say it in a case."""


def key(name: str) -> SigningKey:
    """A key that is the same in every run."""
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()), ED25519)


SERVER = key(ORIGIN)
ROLES = {
    "ana.lyst@example.org": ("analyst",),
    "apro.ver@example.org": ("approver",),
    "tech.nician@example.org": ("technician",),
    "inven.tory@example.org": ("inventory_taker",),
}
ANALYST, APPROVER, TECHNICIAN, TAKER = map(key, ROLES)


def workflow() -> Workflow:
    """The packaged workflow, in which more may be said when a case is assessed."""
    plain = packaged()
    acts = dict(plain.acts)
    for act, fields in MORE.items():
        acts[act] = msgspec.structs.replace(acts[act], optional=acts[act].optional | dict.fromkeys(fields, "text"))
    return msgspec.structs.replace(plain, acts=acts)


def review_of(paths: list[Path], holder: Holder, as_of: dt.date = AS_OF) -> Review:
    """Review files, as the command does it."""
    return run(Job(paths, holder, REGISTER, reader_for(REGISTER), as_of))[0]


def example() -> Review:
    """The contractor's example, reviewed."""
    holder = yamlfile.load(EXAMPLE / "holder.yaml", Holder)
    return review_of([p for p in sorted(EXAMPLE.iterdir()) if p.suffix != ".yaml"], holder)


@dataclass
class Play:
    """A store with one review taken in (a copy of `begun` if there is one), and a clock that a test sets."""

    folder: Path
    review: Review
    time: dt.datetime = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
    begun: Path | None = None
    store: Store = field(init=False)
    book: books.Book = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.begun:
            shutil.copy(self.begun, self.folder / "store.db")
            self.store = open_store(str(self.folder / "store.db"))
            self.book = books.Book(self.store, self.now)
            return
        self.store = open_store(str(self.folder / "store.db"), create=True)
        books.begin(self.store, ORIGIN, SERVER, workflow(), self.now)
        self.book = books.Book(self.store, self.now)
        for name, roles in ROLES.items():
            keeping.add_person(self.book, key(name).verifier, roles, SERVER)
        intake.take_in(self.book, self.review, self.digest, REGISTER, ANALYST)

    def now(self) -> dt.datetime:
        return self.time

    @property
    def digest(self) -> str:
        return hashlib.sha256(msgspec.json.encode(self.review)).hexdigest()

    def open(self, by: str = "model", **where: str) -> list[Case]:
        return opening.open_cases(self.book, ANALYST, REGISTER, by=by, where=where)

    def act(self, case: Case, act: str, who: SigningKey = ANALYST, /, **said: str) -> Case:
        return self.book.perform(case.id, act, said, who)

    def decide(self, case: Case, **asked: str) -> Case:
        """Assess, ask, approve: by two people."""
        if case.state in {"opened", "reopened"}:
            self.act(case, "assess", says="the evidence holds")
        self.act(case, "request", **{"why": "it is covered", **asked})
        return self.act(case, "approve", APPROVER)

    def given(self, *cases: Case, **changed: Any) -> FormInput:
        """What a command would read from the store for these cases, with all devices of the review."""
        with self.store.reading() as connection:
            imports = queries.reviews(connection)
            devices = {one: queries.device(connection, one) for one in queries.matching(connection, {})}
            findings = queries.findings(connection, list(devices))
        parts: dict[str, Any] = {
            "holder": self.review.holder,
            "cases": tuple(self.book.case(case.id) for case in cases),
            "devices": devices,
            "findings": tuple(findings),
            "reviews": tuple(imports),
            "sources": self.review.sources,
            "register": REGISTER,
            "today": AS_OF,
            "head": note.write(keeping.sign_head(self.book, SERVER)).decode(),
            "workflow": self.book.workflow,
        }
        return FormInput(**(parts | changed))


def only(given: FormInput, said: Mapping[str, str] | None = None, **options: Any) -> FormInput:
    """With what a person adds."""
    return replace(given, options=Options(said=said or {}, **options))


def text_of(path: Path) -> str:
    """All text of a page, or of every sheet of a workbook."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def holds(text: str, value: str) -> bool:
    """Whether a value stands in a text as a word of its own, whatever its case."""
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE) is not None


def unlike(device: Device, **changed: Any) -> Device:
    """A device with other values."""
    return msgspec.structs.replace(device, **changed)
