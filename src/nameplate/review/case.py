"""A case: what was found on one or more units, and what people did about it; its state follows from the ledger."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec

from nameplate.ledger.entry import Attachment, Entry, SignedEntry
from nameplate.review.workflow import Workflow

PREFIX = "case:"
"""What the act of a case is called in the ledger: `case:approve`."""
IMPORTED = "import"
"""The act with which a review is taken in; its subject is `review:` and the SHA-256 of the review's file."""
WORKFLOW_SET = "workflow_set"
"""The act with which the server says by which rules the review is kept."""
NOT_SEEN = "not_seen_since"
"""What `by` says where a later review shows that a unit is gone."""


class Found(msgspec.Struct, frozen=True):
    """What the review said of one unit when the case was opened or reopened: enough to judge it again."""

    device: str
    verdict: str
    orders: dict[str, str]
    subject: dict[str, Any]


class Opening(msgspec.Struct, frozen=True):
    """Body of the entry that opens a case. `group` says what its units have in common; `as_of`, `register` and `holder`
    (digest of the import) say by what they were judged."""

    title: str
    group: dict[str, str]
    found: tuple[Found, ...]
    as_of: dt.date
    register: str
    review: str
    why: str = ""


class Done(msgspec.Struct, frozen=True):
    """One act of a case, as the ledger has it."""

    sequence: int
    time: dt.datetime
    actor: str
    act: str
    said: dict[str, Any]
    files: tuple[Attachment, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """The case as it stands. `since` is the number of the entry that opened it, or last opened it again."""

    id: str
    opening: Opening
    state: str
    since: int
    history: tuple[Done, ...] = ()
    asked: dict[str, Any] | None = None
    decision: dict[str, Any] | None = None

    @property
    def devices(self) -> tuple[str, ...]:
        """Ids of its units."""
        return tuple(found.device for found in self.opening.found)

    @property
    def verdict(self) -> str:
        """The strictest verdict among its units (they are kept strictest first)."""
        return self.opening.found[0].verdict if self.opening.found else "not_covered"

    @property
    def until(self) -> dt.date | None:
        """The day on which an exception ends."""
        until = (self.decision or {}).get("until")
        return dt.date.fromisoformat(until) if until else None

    @property
    def answers(self) -> tuple[Done, ...]:
        """What seller, maker or site answered."""
        return tuple(done for done in self.history if done.act == "answer")

    def last(self, act: str) -> Done | None:
        """The last time that this was done, since the case was last opened."""
        return next((d for d in reversed(self.history) if d.act == act and d.sequence >= self.since), None)

    def who_did(self, *acts: str) -> dict[str, str]:
        """Who did these acts since the case was last opened: person -> act."""
        return {d.actor: d.act for d in self.history if d.act in acts and d.sequence >= self.since}


def done(entry: Entry) -> Done:
    """An entry of a case as its act."""
    said = entry.body if isinstance(entry.body, dict) else {}
    return Done(entry.sequence, entry.time, entry.actor, entry.act.removeprefix(PREFIX), said, entry.attachments)


def fold(entries: Iterable[SignedEntry], workflow: Workflow) -> Case | None:
    """The case that its entries, in order, lead to; None of no entries."""
    case: Case | None = None
    for signed in entries:
        case = advance(case, signed.entry, workflow)
    return case


def advance(case: Case | None, entry: Entry, workflow: Workflow) -> Case:
    """The case after one entry more. Whether the act was allowed is for `rules` to say before it is entered."""
    what = done(entry)
    if case is None:
        opening = msgspec.convert(what.said, Opening, strict=False)
        opened = workflow.acts[workflow.opens].to or workflow.first
        return Case(
            entry.subject, opening, opened, entry.sequence, (msgspec.structs.replace(what, said={"why": opening.why}),)
        )
    act = workflow.acts[what.act]
    changes: dict[str, Any] = {"history": (*case.history, what), "state": act.to or case.state}
    if what.act == workflow.asks:
        changes["asked"] = what.said
    elif what.act == workflow.decides:
        changes["decision"] = case.asked
    elif what.act == workflow.reopens:
        changes |= {"since": entry.sequence, "asked": None, "decision": None}
        if "found" in what.said:
            changes["opening"] = msgspec.structs.replace(
                case.opening, **msgspec.structs.asdict(msgspec.convert(what.said["found"], Anew, strict=False))
            )
    return msgspec.structs.replace(case, **changes)


class Anew(msgspec.Struct, frozen=True):
    """What a newer review says of the units of a case that it reopens."""

    found: tuple[Found, ...]
    as_of: dt.date
    register: str
    review: str
