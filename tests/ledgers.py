"""A small ledger with everything in it, its bundle, its witnesses, and a real time-stamp authority on this machine."""

import datetime as dt
import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nameplate.ledger import checkpoint, note, registry
from nameplate.ledger.bundle import Contents, write_bundle
from nameplate.ledger.chain import Appended, Tip, append, open_ledger
from nameplate.ledger.entry import Attachment, Draft, read_entry
from nameplate.ledger.keys import KeyRecord, SigningKey
from nameplate.ledger.note import COSIGNATURE, ED25519
from nameplate.ledger.registry import Registry

ORIGIN = "example.org/review"
START = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
PHOTO, LETTER = b"\xff\xd8 a photo of a plate", b"Dear colleagues, we object."


def key(name: str, kind: int = ED25519, seed: str = "") -> SigningKey:
    """A key that is the same in every run."""
    secret = hashlib.sha256(f"{name}{seed}".encode()).digest()
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(secret), kind)


SERVER = key(ORIGIN)
ADMIN, ALICE, BOB, EVE = (key(f"{name}@example.org") for name in ("admin", "alice", "bob", "eve"))
WITNESS = key("witness.example.net/w1", COSIGNATURE)


def record(who: SigningKey, *roles: str) -> KeyRecord:
    return KeyRecord(who.name, roles, str(who.verifier), START)


def attachment(name: str, data: bytes, media_type: str = "image/jpeg") -> Attachment:
    return Attachment(name, hashlib.sha256(data).hexdigest(), len(data), media_type)


@dataclass
class Book:
    """A ledger that is being written: its lines and leaves, as a store would keep them, and its checkpoints."""

    server: SigningKey = SERVER
    origin: str = ORIGIN
    lines: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    checkpoints: list[bytes] = field(default_factory=list)
    tip: Tip = field(default_factory=lambda: Tip(ORIGIN))

    def __post_init__(self) -> None:
        self.take(open_ledger(self.origin, self.server, START))

    def take(self, done: Appended) -> None:
        self.lines.append(done.line)
        self.leaves.append(done.leaf)
        self.tip = done.tip

    def enter(self, who: SigningKey, draft: Draft) -> None:
        self.take(append(self.tip, draft, who))

    def act(
        self, who: SigningKey, act: str = "decide", body: object = None, minutes: int | None = None, **more: object
    ) -> None:
        after = dt.timedelta(minutes=len(self.lines) if minutes is None else minutes)
        self.enter(who, Draft(START + after, act, "case-1", body, **more))  # type: ignore[arg-type]

    def add(self, who: SigningKey, *roles: str, by: SigningKey | None = None) -> None:
        self.enter(by or self.server, registry.added(record(who, *roles), START))

    def checkpoint(self, signer: SigningKey | None = None) -> bytes:
        self.checkpoints.append(note.write(checkpoint.sign(self.tip.head, signer or self.server)))
        return self.checkpoints[-1]

    def records(self) -> list[KeyRecord]:
        found = Registry()
        for line in self.lines:
            found.apply(read_entry(line).entry)
        return found.records()

    def contents(self, **changed: object) -> Contents:
        parts: dict[str, object] = {
            "entries": self.lines,
            "checkpoints": self.checkpoints,
            "keys": () if "keys" in changed else self.records(),
            "attachments": {hashlib.sha256(data).hexdigest(): data for data in (PHOTO, LETTER)},
            **changed,
        }
        return Contents(**parts)  # type: ignore[arg-type]


def book(acts: int = 6, server: SigningKey = SERVER) -> Book:
    """Four people, two attachments, some acts, a head in the middle and one at the end."""
    made = Book(server)
    made.add(ADMIN, "administrator")
    made.add(ALICE, "requester", by=ADMIN)
    made.add(BOB, "approver", by=ADMIN)
    made.act(ALICE, "open", {"because": "label says one maker, firmware another", "score": 0.25, "naïve": "日本"})
    made.act(ALICE, "evidence", attachments=(attachment("plate.jpg", PHOTO),))
    made.checkpoint()
    made.act(BOB, "reply", attachments=(attachment("letter.txt", LETTER, "text/plain"),))
    for number in range(acts):
        made.act((ALICE, BOB)[number % 2], "decide", {"number": number})
    made.checkpoint()
    return made


def cosigned(data: bytes, minutes: int = 600, witness: SigningKey = WITNESS) -> bytes:
    """A checkpoint as a witness gives it back."""
    return note.write(checkpoint.cosign(note.read(data), witness, START + dt.timedelta(minutes=minutes)))


def folder(path: Path, contents: Contents) -> Path:
    """A bundle as a folder."""
    write_bundle(path, contents, folder=True)
    return path


def change(path: Path, name: str, edit: Callable[[bytes], bytes]) -> None:
    """Change a file of a bundle as somebody would who knows the format: with new sums."""
    (path / name).write_bytes(edit((path / name).read_bytes()))
    sums(path)


def sums(path: Path) -> None:
    """Write SHA256SUMS anew."""
    files = sorted(p for p in path.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    text = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(path).as_posix()}\n" for p in files)
    (path / "SHA256SUMS").write_text(text)


class Authority:
    """A time-stamp authority made with the openssl command: a root, a signer, and answers to requests."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._run("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -subj /CN=Root -batch")
        self._run("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Stamps -batch")
        (home / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
        self._run(
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile ext -out tsa.pem"
        )
        (home / "tsa.cnf").write_text(
            "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=tsa.key\nsigner_digest=sha256\n"
            "default_policy=1.2.3.4\ndigests=sha256,sha384,sha512\naccuracy=secs:1\ncerts=tsa.pem\ness_cert_id_alg=sha256\n"
        )

    @property
    def root(self) -> Path:
        """The certificate that an auditor would be given."""
        return self.home / "root.pem"

    def answer(self, request: bytes) -> bytes:
        (self.home / "q.tsq").write_bytes(request)
        self._run("ts -reply -config tsa.cnf -section t -queryfile q.tsq -out a.tsr")
        return (self.home / "a.tsr").read_bytes()

    def _run(self, arguments: str) -> None:
        subprocess.run(["openssl", *arguments.split()], cwd=self.home, check=True, capture_output=True, timeout=60)
