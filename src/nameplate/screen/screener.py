"""Names in, parties out: the whole way of a batch, from the cell to matches with probability and reasons.

Distinct names are compared once. A party is answered once, by its best name. A country that disagrees takes from the
score what the same names in other countries would (`OTHER_COUNTRY`), and never more: lists are full of old addresses.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nameplate.screen import candidates, features, model, stored
from nameplate.screen.align import Aligned
from nameplate.screen.candidates import Batch
from nameplate.screen.party import Answer, Listing, Match, Party, Query
from nameplate.screen.reasons import reasons, same_country
from nameplate.screen.text.fold import LONGEST
from nameplate.screen.text.name import Name, name

SHOWN = 0.02
"""Probability from which a party is in the answer at all, so that a reader can look below the line."""
MOST = 10
CHUNK = 1024
OTHER_COUNTRY = 0.85
NEAR = 0.06
"""Probability by which the name that is shown may fall behind the likeliest of its party."""
LETTERS = [features.NAMES.index(name) for name in ("spelling_ours", "spelling_theirs", "same_script", "joined")]
TOO_LONG = f"it is longer than {LONGEST} characters; only its beginning was compared"
Ints = NDArray[np.int64]


class Screener:
    """Lists in memory, ready for names."""

    def __init__(self, listings: Sequence[Listing], weights: model.Model | None = None) -> None:
        self.listings = tuple(listings)
        self.index = stored.index_of([party for listing in listings for party in listing.parties])
        self._model = weights or model.packaged()

    def screen(self, queries: Iterable[Query], *, why: bool = True) -> Iterator[Answer]:
        """One answer a query, in their order. `why` False leaves reasons out (faster)."""
        waiting: list[Query] = []
        for query in queries:
            waiting.append(query)
            if len(waiting) == CHUNK:
                yield from self._chunk(waiting, why=why)
                waiting = []
        yield from self._chunk(waiting, why=why)

    def one(self, text: str) -> Answer:
        """The answer for one name."""
        return next(self.screen([Query(0, text)]))

    def _chunk(self, queries: Sequence[Query], *, why: bool) -> list[Answer]:
        parsed = {text: name(text, cell=True) for text in {query.name for query in queries}}
        texts = [text for text, one in sorted(parsed.items()) if one.words]
        found = self._found([parsed[text] for text in texts]) if texts and self.index.texts else None
        place = {text: at for at, text in enumerate(texts)}
        return [self._answer(query, found, place.get(query.name), why=why) for query in queries]

    def _found(self, names: list[Name]) -> "_Found":
        made = candidates.batch(names, self.index)
        at, with_ = candidates.pairs(made, self.index)
        rows, aligned = features.features(made, self.index, at, with_)
        return _Found(made, at, with_, aligned, self._model.probabilities(rows), rows)

    def _answer(self, query: Query, found: "_Found | None", at: int | None, *, why: bool) -> Answer:
        if found is None or at is None:
            reason = "" if found is None and self.index.texts == [] else "there is no word in it to compare"
            return Answer(query.id, (), reason)
        start, end = found.bounds[at], found.bounds[at + 1]
        rows: dict[str, list[tuple[float, int]]] = {}
        for row in (start + np.flatnonzero(found.scores[start:end] >= SHOWN)).tolist():
            party = self._party(found.names[row])
            score = self._score(query, party, float(found.scores[row]))
            if score >= SHOWN:
                rows.setdefault(party.entry, []).append((score, row))
        best = [self._best(found, of_party) for of_party in rows.values()]
        ranked = sorted(best, key=lambda one: (-one[0], -found.same_letters(one[1]), one[1]))[:MOST]
        told = tuple(self._match(query, found, score, row, at, why=why) for score, row in ranked)
        return Answer(query.id, told, TOO_LONG if len(query.name) > LONGEST else "")

    def _party(self, number: int) -> Party:
        return self.index.parties[int(self.index.owner[number])]

    @staticmethod
    def _score(query: Query, party: Party, score: float) -> float:
        if query.country and party.countries and not same_country(query.country, party.countries):
            score *= OTHER_COUNTRY
        return score

    @staticmethod
    def _best(found: "_Found", rows: list[tuple[float, int]]) -> tuple[float, int]:
        """The score of a party, and its name that is shown: of those about as likely, the one most alike in letters."""
        top = max(score for score, _ in rows)
        return top, max((found.same_letters(row), score, -row, row) for score, row in rows if score > top - NEAR)[-1]

    def _match(self, query: Query, found: "_Found", score: float, row: int, at: int, *, why: bool) -> Match:
        number = int(found.names[row])
        party = self._party(number)
        told = reasons(query, found.made, self.index, found.aligned, row, (at, number)) if why else ()
        parts = (
            dict(zip(self._model.weights.features, map(float, found.rows[row].round(4)), strict=True)) if why else {}
        )
        return Match(party.list, party.entry, self.index.texts[number], round(score, 4), told, parts)


class _Found:
    """The pairs of one batch with their scores, sorted by query."""

    def __init__(
        self,
        made: Batch,
        queries: Ints,
        names: Ints,
        aligned: Aligned,
        scores: NDArray[np.float32],
        rows: NDArray[np.float32],
    ) -> None:
        self.made, self.names = made, names
        self.bounds: list[int] = np.searchsorted(queries, np.arange(len(made.names) + 1)).tolist()
        self.aligned, self.scores, self.rows = aligned, scores, rows

    def same_letters(self, row: int) -> float:
        """How much of both names of a pair is there letter by letter."""
        return float(self.rows[row, LETTERS].sum())
