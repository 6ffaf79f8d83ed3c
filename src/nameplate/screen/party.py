"""What travels through screening: the listed party, the list it comes from, the query, the answer."""

import datetime as dt
from typing import Literal

import msgspec

Kind = Literal["person", "organisation", "vessel", "aircraft", "maker", "brand", ""]


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """A listed party. `entry` is its id with the list before it (`un:6908402`); `names` its main name and aliases.

    `countries` are as the list writes them; `where` is file and row or element, for whoever follows it back;
    `sources` says of names that are not the list's own how they are known.
    """

    list: str
    entry: str
    names: tuple[str, ...]
    kind: Kind = ""
    countries: tuple[str, ...] = ()
    programme: str = ""
    where: str = ""
    sources: dict[str, str] = {}


class Trouble(msgspec.Struct, frozen=True):
    """A row or element of a list that could not be used. It never stops the rest."""

    where: str
    reason: str


class Edition(msgspec.Struct, frozen=True):
    """Which edition of a list was read: digest of its files, its own date, what was in it."""

    list: str
    title: str
    files: tuple[str, ...]
    sha256: str
    date: dt.date | None
    rows: int
    parties: int
    names: int
    troubles: tuple[Trouble, ...] = ()


class Listing(msgspec.Struct, frozen=True):
    """One list as it was read."""

    edition: Edition
    parties: tuple[Party, ...]


class Query(msgspec.Struct, frozen=True):
    """A name to look for; `country` is an ISO 3166-1 code or a name of a country."""

    id: str | int
    name: str
    country: str = ""


class Match(msgspec.Struct, frozen=True):
    """A party that the name may mean. `score` is the probability that it does; `why` are the reasons, for people."""

    list: str
    entry: str
    name: str
    score: float
    why: tuple[str, ...] = ()
    parts: dict[str, float] = {}


class Answer(msgspec.Struct, frozen=True):
    """All matches of one query, best first. `problem` says why a name could not be compared."""

    id: str | int
    matches: tuple[Match, ...]
    problem: str = ""
