"""Every act of a ledger, tried again: was it allowed by the workflow, to this person, with these roles, at this point?

The program refuses what the rules forbid before it is entered. A program that was changed, or somebody who writes into
the database, does not. So whoever checks a ledger folds it anew, with the rules of its own workflow and the keys and
roles of each moment. Signatures and places are for `nameplate.ledger` to check; nothing here needs a store.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from nameplate.errors import DocumentError, LedgerError, RefusedError
from nameplate.ledger import registry
from nameplate.ledger.entry import Entry, SignedEntry
from nameplate.ledger.keys import ADMINISTRATOR, SERVER, KeyRecord
from nameplate.ledger.registry import Registry
from nameplate.policy.foremost import STRICTEST
from nameplate.review import case as cases
from nameplate.review import rules
from nameplate.review import workflow as workflows
from nameplate.review.case import IMPORTED, NOT_SEEN, PREFIX, WORKFLOW_SET, Anew, Case, Found, Opening
from nameplate.review.workflow import Workflow

_RANK: dict[str, int] = {verdict: place for place, verdict in enumerate(STRICTEST)}


class Unlawful(msgspec.Struct, frozen=True):
    """An entry that the rules did not allow: its number, and why not."""

    entry: int
    says: str


@dataclass
class Course:
    """What the entries so far lead to. `latest` is the number of each case's last entry, `unlawful` what was wrong."""

    registry: Registry = field(default_factory=Registry)
    workflow: Workflow | None = None
    cases: dict[str, Case] = field(default_factory=dict)
    latest: dict[str, int] = field(default_factory=dict)
    imports: dict[str, Entry] = field(default_factory=dict)
    unlawful: list[Unlawful] = field(default_factory=list)

    def follow(self, entry: Entry) -> None:
        """One entry more. What is against the rules is noted, and followed all the same, as a store would do."""
        try:
            self._try(entry)
        except (RefusedError, LedgerError, DocumentError) as error:
            self._note(entry, str(error))
        except (msgspec.ValidationError, ValueError, TypeError, KeyError) as error:
            self._note(entry, f"'{entry.act}' does not say what it must ({error})")

    def _note(self, entry: Entry, says: str) -> None:
        self.unlawful.append(Unlawful(entry.sequence, says))

    def _try(self, entry: Entry) -> None:
        acts: dict[str, Callable[[Entry], None]] = {
            registry.KEY_ADDED: self._key,
            registry.KEY_REVOKED: self._key,
            WORKFLOW_SET: self._set_workflow,
            IMPORTED: self._import,
        }
        if entry.act in acts:
            acts[entry.act](entry)
        elif self.workflow is None:
            if entry.act.startswith(PREFIX):
                raise RefusedError(f"'{entry.act}' was entered before the workflow by which it is to be judged")
        elif not entry.act.startswith(PREFIX):
            raise RefusedError(f"'{entry.act}' is no act of a review")
        elif entry.act == PREFIX + self.workflow.opens:
            self._open(entry, self.workflow)
        else:
            self._step(entry, self.workflow)

    def _key(self, entry: Entry) -> None:
        self.registry.apply(entry)
        if entry.act == registry.KEY_ADDED and self.workflow:
            roles = set(msgspec.convert(entry.body, KeyRecord).roles)
            strange = roles - {*self.workflow.roles, ADMINISTRATOR, SERVER}
            if strange:
                raise RefusedError(f"{entry.subject} was given a role that there is not: {', '.join(sorted(strange))}")

    def _set_workflow(self, entry: Entry) -> None:
        if self.workflow is not None:
            raise RefusedError(f"{entry.actor} set the workflow a second time")
        self.workflow = msgspec.convert(entry.body, Workflow)
        workflows.checked(self.workflow, "the workflow")
        if SERVER not in self._roles(entry):
            raise RefusedError(f"{entry.actor} set the workflow; the server does that when it opens the ledger")

    def _import(self, entry: Entry) -> None:
        if self.workflow is None:
            raise RefusedError("a review was taken in before there was a workflow")
        review = entry.subject.removeprefix("review:")
        known = review in self.imports
        self.imports[review] = entry
        rules.check_role(self.workflow.opens, entry.actor, self._roles(entry), self.workflow)
        if known:
            raise RefusedError(f"the review {review[:12]} was taken in twice")

    def _open(self, entry: Entry, workflow: Workflow) -> None:
        known = self.cases.get(entry.subject)
        self.latest[entry.subject] = entry.sequence
        if known is not None:
            raise RefusedError(f"{entry.subject} was opened a second time")
        self.cases[entry.subject] = opened = cases.advance(None, entry, workflow)
        if entry.subject != f"c-{entry.sequence}":
            raise RefusedError(f"{entry.subject}: a case is named after the entry that opens it")
        rules.check_role(workflow.opens, entry.actor, self._roles(entry), workflow)
        self._check_found(opened.opening)

    def _step(self, entry: Entry, workflow: Workflow) -> None:
        before = self.cases.get(entry.subject)
        if before is None:
            raise RefusedError(f"{entry.subject}: '{entry.act}' on a case that was not opened")
        done = cases.done(entry)
        if done.act not in workflow.acts:
            raise RefusedError(f"{entry.subject}: '{done.act}' is not an act of the workflow")
        self.cases[before.id] = cases.advance(before, entry, workflow)
        self.latest[before.id] = entry.sequence
        said = dict(done.said)
        if done.act == workflow.reopens and "found" in said:
            self._check_found(msgspec.convert(said.pop("found"), Anew, strict=False), before)
        if not isinstance(entry.body, dict) or not all(isinstance(value, str) for value in said.values()):
            raise RefusedError(f"{before.id}: '{done.act}' says something that is not in words")
        rules.check(
            before,
            done.act,
            said,
            entry.actor,
            self._roles(entry),
            workflow,
            files=len(entry.attachments),
            today=entry.time.date(),
        )
        if said.get("by") == NOT_SEEN:
            self._check_unseen(before)

    def _roles(self, entry: Entry) -> tuple[str, ...]:
        """The roles of who signed, at that moment. Raises `LedgerError` if the key was not in force."""
        return self.registry.signer(entry).record.roles

    def _check_found(self, told: Opening | Anew, before: Case | None = None) -> None:
        """What an opening says that a review said: of an import before it, the same units, the strictest verdict."""
        taken = self.imports.get(told.review)
        if taken is None:
            raise RefusedError(f"judged by the review {told.review[:12]}, which was not taken in before")
        if (told.as_of.isoformat(), told.register) != (taken.body["as_of"], taken.body["register"]):
            raise RefusedError(f"judged as of {told.as_of} with {told.register}; the review says otherwise")
        if before is not None and sorted(before.devices) != sorted(found.device for found in told.found):
            raise RefusedError(f"{before.id}: reopened with other units than it was opened with")
        _check_verdicts(told.found)

    def _check_unseen(self, case: Case) -> None:
        away = case.last("carry_out")
        if away is None or all(taken.sequence < away.sequence for taken in self.imports.values()):
            raise RefusedError(f"{case.id}: 'not seen since', and no review was taken in since it was taken away")


_DECODER = msgspec.json.Decoder(SignedEntry)


def decode(lines: Iterable[bytes]) -> list[Entry]:
    """The entries of lines, quickly; what is no entry is left out, for the ledger's own checks to name."""
    found = []
    for line in lines:
        try:
            found.append(_DECODER.decode(line).entry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return found


def course(entries: Iterable[Entry]) -> Course:
    """Follow all entries of a ledger, in order."""
    found = Course()
    for entry in entries:
        found.follow(entry)
    return found


def _check_verdicts(found: tuple[Found, ...]) -> None:
    """A softer verdict than its orders give would let a forbidden unit go where it must not."""
    for one in found:
        strictest = min(one.orders.values(), key=_RANK.__getitem__, default="not_covered")
        if one.verdict != strictest:
            raise RefusedError(f"{one.device} is said to be {one.verdict}; its orders say {strictest}")
    ranks = [_RANK[one.verdict] for one in found]
    if ranks != sorted(ranks):
        raise RefusedError("its units do not stand strictest first, and a case is judged by its first")
