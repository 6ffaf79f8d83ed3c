"""Many patterns against many strings: a prefilter says which can match, then the pattern itself decides.

Three prefilters, one answer: Hyperscan where it is installed, the patterns' literals where it is not, and none (the
plain loop, to compare with). Only the first `SCAN_LIMIT` characters of a value are read. A search that could take
`re` too long on the text at hand is done by RE2, in linear time.
"""

import hashlib
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple, Protocol, get_args

import msgspec

from nameplate.errors import UsageError
from nameplate.identify.matching import linear, search_cost, syntax
from nameplate.identify.matching.linear import Linear
from nameplate.identify.matching.literal_filter import LiteralFilter

SCAN_LIMIT = 1 << 16
"""Characters of a value that are read (64 Ki); what stands behind them is not looked at."""
_STEPS = 10**7
"""Steps that one search by `re` may take at worst: some tenths of a second."""
_NESTED = 12
"""Characters shown to a pattern of which nothing is known but that its steps multiply with each character."""
_PAYS = 50_000
"""Values after which a matcher builds a Hyperscan database that is not in the cache (some tenths of a second)."""
_VERSION = 3
"""Raise it when prefilters are made in another way, so that cached ones are not used."""

Found = tuple[int, re.Match[str]]
"""The position of a pattern, and its match."""
Backend = Literal["plain", "prefilter", "hyperscan"]


class Expression(NamedTuple):
    """A pattern that is compiled only when a text comes near it."""

    pattern: str
    flags: int


Pattern = re.Pattern[str] | Expression | Linear
Search = Callable[[str], re.Match[str] | None]


class Prefilter(Protocol):
    """What a backend does."""

    def candidates(self, values: Sequence[str], /) -> Iterable[tuple[int, int]]:
        """(position of value, position of pattern) of at least all pairs that match; for each value in ascending
        order of patterns."""


class Matcher:
    """A set of patterns; the position of each is its id."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._searches: list[Search | None] = [None] * len(patterns)

    def matches(self, value: str) -> Iterator[Found]:
        """All patterns that `value` fits, by position, each with its match."""
        yield from self.all_matches([value])[0]

    def all_matches(self, values: Sequence[str]) -> list[list[Found]]:
        """For each value all patterns that it fits, by position, each with its match."""
        found: list[list[Found]] = [[] for _ in values]
        values, searches = _cut(values), self._searches
        for at, index in self._prefilter.candidates(values):
            match = (searches[index] or self._search(index))(values[at])
            if match:
                found[at].append((index, match))
        return found

    def first_matches(self, values: Sequence[str]) -> list[Found | None]:
        """For each value the first pattern that it fits, with its match."""
        found: list[Found | None] = [None] * len(values)
        values, searches = _cut(values), self._searches
        for at, index in self._prefilter.candidates(values):
            if found[at] is None:
                match = (searches[index] or self._search(index))(values[at])
                if match:
                    found[at] = (index, match)
        return found

    @cached_property
    def _prefilter(self) -> Prefilter:
        chosen, forced = _backend(self._patterns)
        if chosen == "plain":
            return _Plain(len(self._patterns))
        key = _key(self._patterns)
        literal = cache(lambda: LiteralFilter(self._trees, key))
        if chosen == "prefilter":
            return literal()
        from nameplate.identify.matching.hyperscan_filter import HyperscanFilter, is_cached

        def database() -> Prefilter:
            return HyperscanFilter(self._trees, key, literal)

        return database() if forced or is_cached(key) else _WhenItPays(literal(), database)

    def _trees(self) -> list[syntax.Run | None]:
        return [_tree(pattern) for pattern in self._patterns]

    def _search(self, index: int) -> Search:
        pattern = self._patterns[index]
        if isinstance(pattern, Expression):
            pattern = re.compile(pattern.pattern, pattern.flags)
        search = pattern.search if isinstance(pattern, Linear) else bounded(pattern)
        self._searches[index] = search
        return search


@dataclass(frozen=True)
class _Plain:
    """Every pattern is a candidate for every value."""

    patterns: int

    def candidates(self, values: Sequence[str]) -> Iterator[tuple[int, int]]:
        return itertools.product(range(len(values)), range(self.patterns))


def _cut(values: Sequence[str]) -> Sequence[str]:
    if max(map(len, values), default=0) <= SCAN_LIMIT:
        return values
    return [value[:SCAN_LIMIT] for value in values]


class _WhenItPays:
    """The literals, until so many values have come that building a database is worth its time."""

    def __init__(self, literal: Prefilter, database: Callable[[], Prefilter]) -> None:
        self._now = literal
        self._database: Callable[[], Prefilter] | None = database
        self._seen = 0

    def candidates(self, values: Sequence[str]) -> Iterable[tuple[int, int]]:
        self._seen += len(values)
        if self._database and self._seen > _PAYS:
            self._now, self._database = self._database(), None
        return self._now.candidates(values)


def bounded(pattern: re.Pattern[str]) -> Search:
    """A search for a pattern that always ends soon: by `re` where that cannot take long on the text at hand, else by
    RE2; what RE2 cannot say is looked for only as far as `re` gets in time."""
    cost = search_cost.cost(syntax.parse(pattern.pattern, pattern.flags))
    longest = cost.longest(_STEPS) or _NESTED
    if longest >= SCAN_LIMIT:
        return pattern.search
    translated = cache(lambda: linear.translated(pattern))

    def search(value: str) -> re.Match[str] | None:
        if len(value) <= longest or cost.steps(value) <= _STEPS:
            return pattern.search(value)
        linear = translated()
        return linear.search(value) if linear else _in_front(pattern, value, longest)

    return search


def _in_front(pattern: re.Pattern[str], value: str, length: int) -> re.Match[str] | None:
    """A match within the first `length` characters; none that only the cut makes possible."""
    match = pattern.search(value[:length])
    return match if match and match.end() < length else None


def _backend(patterns: Sequence[Pattern]) -> tuple[Backend, bool]:
    """The backend that the environment forces (and whether it does), else the fastest there is. Hyperscan's
    databases are made of `re`'s patterns only."""
    forced = os.environ.get("NAMEPLATE_MATCHER", "")
    if forced not in {"", *get_args(Backend)}:
        raise UsageError(f"NAMEPLATE_MATCHER={forced}: not one of {', '.join(get_args(Backend))}")
    if forced in {"plain", "prefilter"}:
        return forced, True  # type: ignore[return-value]
    if any(isinstance(pattern, Linear) for pattern in patterns):
        return "prefilter", False
    from nameplate.identify.matching import hyperscan_filter

    if hyperscan_filter.available():
        return "hyperscan", bool(forced)
    if forced:
        raise UsageError("NAMEPLATE_MATCHER=hyperscan: it is not installed; pip install 'nameplate[fast]'")
    return "prefilter", False


def _tree(pattern: Pattern) -> syntax.Run | None:
    """The tree of a pattern; None for one of RE2's that `re` reads otherwise."""
    try:
        return syntax.parse(pattern.pattern, pattern.flags, strict=isinstance(pattern, Linear))
    except re.error:
        return None


def _key(patterns: Sequence[Pattern]) -> str:
    """The name under which what is made from these patterns is kept."""
    shown = [(p.pattern, int(p.flags), isinstance(p, Linear)) for p in patterns]
    made_from = [_VERSION, sys.version_info[:2], shown]
    return hashlib.sha256(msgspec.json.encode(made_from)).hexdigest()[:32]
