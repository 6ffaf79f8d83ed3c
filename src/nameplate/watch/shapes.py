"""What the watch hands on: articles, events, proposals. The proposal is a published contract (docs/watch.md)."""

import datetime as dt
from typing import Literal

import msgspec

EventType = Literal[
    "order_cease_operations",
    "use_prohibited",
    "procurement_prohibited",
    "holdings_review",
    "listed",
    "objection",
    "denial",
    "allegation",
    "detention",
    "other",
]
Stance = Literal["asserted", "alleged", "denied", "planned"]
Precision = Literal["day", "week", "month", "year"]


class Article(msgspec.Struct, frozen=True):
    """One article: its text as read, and what it says of itself. `origin` is a path or an address.

    `language` is what the user says of its source; the script of the text overrules it.
    """

    origin: str
    sha256: str
    reader: str
    text: str
    title: str = ""
    publisher: str | None = None
    published: dt.date | None = None
    problems: tuple[str, ...] = ()
    language: str = ""


class ArticleSource(msgspec.Struct, frozen=True):
    """Where a proposal comes from. `primary` is the named primary source (an order's text, a notice), if any."""

    sha256: str
    language: str
    quoted_from: str | None
    path: str | None = None
    url: str | None = None
    title: str = ""
    publisher: str | None = None
    published: dt.date | None = None
    translated: bool = False
    primary: str | None = None
    reader: str = ""


class Event(msgspec.Struct, frozen=True):
    """One thing that an article says happened, is planned, is alleged or is denied.

    `span` counts characters of the article's text; `attributed_to` is null where the article speaks itself;
    `confidence` (0..1) is that the article says this, not that it is so. `maker_text` is how the maker was spelt.
    """

    type: EventType
    actor: str | None
    target: str | None
    jurisdiction: str | None
    date: dt.date | None
    date_precision: Precision | None
    attributed_to: str | None
    stance: Stance
    span: tuple[int, int]
    text: str
    confidence: float
    maker_text: str = ""
    maker_certain: bool = True


class RegisterChange(msgspec.Struct, frozen=True):
    """What an event would change. `new_order` writes an order; `known_order` adds a fact to the order `order`.

    `id` is the same for every article that tells this; `also_in` are other proposals that tell it,
    `contradicted_by` proposals that say otherwise. `state` is what a person decided.
    """

    id: str
    kind: Literal["new_order", "known_order"]
    type: EventType
    order: str
    maker: str
    jurisdiction: str
    date: dt.date | None
    date_precision: Precision | None
    says: str
    stance: Stance
    event: int
    also_in: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()


class Decision(msgspec.Struct, frozen=True):
    """What a person decided on a proposal, and why. `changes` are the ids of the register changes meant."""

    verdict: Literal["accepted", "rejected"]
    who: str
    why: str
    on: dt.date
    changes: tuple[str, ...]
    files: tuple[str, ...] = ()


class Proposal(msgspec.Struct, frozen=True):
    """What one article would change in the register, and what a person has to find out first."""

    id: str
    source: ArticleSource
    events: tuple[Event, ...]
    register_changes: tuple[RegisterChange, ...]
    questions: tuple[str, ...]
    problems: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
