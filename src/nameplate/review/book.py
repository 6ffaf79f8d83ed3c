"""The book of a review: every act goes through here, is checked, signed into the ledger, and kept with its case.

One transaction an act: the lock on the ledger's tip is taken first, the case is read after it, so that of two who
approve at once the second sees what the first did.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.engine import Connection

from nameplate.errors import RefusedError, StoreError
from nameplate.ledger import chain
from nameplate.ledger.entry import Attachment, Draft
from nameplate.ledger.note import Signer
from nameplate.review import case as cases
from nameplate.review import rules
from nameplate.review.case import NOT_SEEN, PREFIX, WORKFLOW_SET, Case
from nameplate.review.workflow import Workflow
from nameplate.store import case_rows, ledger_rows, people, queries
from nameplate.store.database import Store


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True)
class File:
    """A file to attach: its name as people see it, its content, and its kind."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"

    @property
    def attachment(self) -> Attachment:
        """The file as the ledger names it."""
        return Attachment(self.name, hashlib.sha256(self.content).hexdigest(), len(self.content), self.media_type)

    @classmethod
    def read(cls, path: Path) -> "File":
        """A file from disk. Raises `RefusedError` if it cannot be read."""
        import mimetypes

        try:
            content = path.read_bytes()
        except OSError as error:
            raise RefusedError(f"{path}: this file cannot be attached ({error.strerror})") from error
        return cls(path.name, content, mimetypes.guess_type(path.name)[0] or "application/octet-stream")


def begin(store: Store, origin: str, server: Signer, workflow: Workflow, now: Callable[[], dt.datetime] = _now) -> None:
    """Open the ledger of a new store: the server's key, then the rules by which the review is kept."""
    with store.writing() as connection:
        ledger_rows.begin(connection, chain.open_ledger(origin, server, now()))
        rules_set = Draft(now(), WORKFLOW_SET, workflow.name, msgspec.to_builtins(workflow))
        ledger_rows.append(connection, rules_set, server)


class Book:
    """A store with its workflow. `now` gives the time of entries (UTC)."""

    def __init__(self, store: Store, now: Callable[[], dt.datetime] = _now) -> None:
        self.store = store
        self.now = now
        with store.reading() as connection:
            ledger_rows.tip(connection)
            self.workflow = workflow_of(connection)

    def case(self, identifier: str) -> Case:
        """One case, from its entries. Raises `UsageError` if there is none."""
        with self.store.reading() as connection:
            return self.read(connection, identifier)

    def read(self, connection: Connection, identifier: str) -> Case:
        """One case, within a transaction."""
        case_rows.check_known(connection, identifier)
        found = cases.fold(ledger_rows.of_subject(connection, identifier), self.workflow)
        if found is None:
            raise RefusedError(f"{identifier}: the ledger has no entry on this case")
        return found

    def perform(
        self, identifier: str, act: str, said: Mapping[str, Any], key: Signer, files: Sequence[File] = ()
    ) -> Case:
        """Do one act. Raises `RefusedError` if the rules say no; nothing is entered then."""
        with self.store.writing() as connection:
            ledger_rows.locked_tip(connection)
            roles = people.roles_of(connection, str(key.verifier))
            before = self.read(connection, identifier)
            name, moment = key.verifier.name, self.now()
            rules.check(before, act, said, name, roles, self.workflow, files=len(files), today=moment.date())
            if said.get("by") == NOT_SEEN:
                _check_unseen(connection, before)
            return self.enter(connection, before, act, said, key, files, moment)

    def enter(
        self,
        connection: Connection,
        before: Case,
        act: str,
        said: Mapping[str, Any],
        key: Signer,
        files: Sequence[File] = (),
        moment: dt.datetime | None = None,
    ) -> Case:
        """Sign an act that was checked (at `moment`, or now) into the ledger, and keep what follows for the case."""
        draft = Draft(
            moment or self.now(), PREFIX + act, before.id, dict(said), tuple(file.attachment for file in files)
        )
        contents = {file.attachment.sha256: file.content for file in files}
        signed = ledger_rows.append(connection, draft, key, contents)
        after = cases.advance(before, signed.entry, self.workflow)
        case_rows.change(connection, after.id, **row_of(after, signed.entry.sequence))
        return after

    def perform_all(
        self, identifiers: Sequence[str], act: str, said: Mapping[str, Any], key: Signer, files: Sequence[File] = ()
    ) -> dict[str, str | None]:
        """One act on many cases, each by the same rules and in a transaction of its own; case -> why it was refused."""
        found: dict[str, str | None] = {}
        for identifier in identifiers:
            try:
                self.perform(identifier, act, said, key, files)
                found[identifier] = None
            except RefusedError as error:
                found[identifier] = str(error)
        return found


def _check_unseen(connection: Connection, case: Case) -> None:
    """ "Not seen since" wants an import after the unit was taken away (after it in the ledger: clocks can be wrong) in
    which it is not seen."""
    newest = queries.reviews(connection)[-1]
    taken, away = ledger_rows.of_subject(connection, f"review:{newest['id']}"), case.last("carry_out")
    if away is None or not taken or taken[-1].entry.sequence < away.sequence:
        raise RefusedError(
            f"{case.id}: no review was taken in since the unit was taken away; take in a newer one first"
        )
    still = [d for d, number in queries.last_seen(connection, case.devices).items() if number == newest["number"]]
    if still:
        raise RefusedError(f"{case.id}: seen in the newest review all the same: {', '.join(still[:5])}")


def workflow_of(connection: Connection) -> Workflow:
    """The workflow that the ledger was opened with. Raises `StoreError` if it holds none."""
    entries = ledger_rows.of_act(connection, WORKFLOW_SET)
    if not entries:
        raise StoreError("this ledger holds no workflow, so nothing can be decided in it; see `nameplate ledger check`")
    return msgspec.convert(entries[0].entry.body, Workflow)


def row_of(case: Case, latest: int) -> dict[str, Any]:
    """A case as its row: what lists show and sort by. `latest` is the number of its last entry."""
    return {
        "state": case.state,
        "verdict": case.verdict,
        "decision": (case.decision or {}).get("decision"),
        "until": case.until,
        "updated": latest,
    }
