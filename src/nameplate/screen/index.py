"""Every listed name in arrays, ready to be searched: words, rarity, joined spellings, n-grams of names and words."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nameplate.screen.grams import Grams
from nameplate.screen.party import Party
from nameplate.screen.spellings import Spellings
from nameplate.screen.text import knowledge
from nameplate.screen.text.name import Name, name
from nameplate.screen.words import Words

WIDEST = 7
"""Words of a name that are aligned: the rarest ones of longer names."""
FORM = 0.04
"""Weight of a word of a legal form, where 1 is that of a word seen nowhere."""
SHARED = 0.4
"""Most that a word of `data/words.yaml` weighs: in a short list it is rare, and says as little."""


def foreign(one: Name, first: str = "\u0370", last: str = "\uffff") -> bool:
    """Whether characters of another script than Latin (or from `first` to `last`) stand in a name."""
    return any(first <= c <= last for word in one.words for c in word.key)


class Index:
    """The names of parties. `owner[i]` is the party of name `i`."""

    def __init__(self, parties: Sequence[Party]) -> None:
        self.parties = parties
        pairs = [(number, text, name(text)) for number, party in enumerate(parties) for text in party.names]
        pairs = [pair for pair in pairs if pair[2].words]
        self.owner: NDArray[np.int64] = np.array([number for number, _, _ in pairs], np.int64)
        self.texts = [text for _, text, _ in pairs]
        names = [one for _, _, one in pairs]
        self.words = Words()
        rows = [[self.words.number(w.key) for w in one.words] for one in names]
        forms = [[w.form for w in one.words] for one in names]
        self.seen = self._count(rows)
        self.scale = math.log(len(parties) + 2)
        self.rarity = (np.log((len(parties) + 2) / (self._with_spellings() + 1)) / self.scale).astype(np.float32)
        shared = self.words.shared >= 0
        self.rarity = np.where(shared, np.minimum(self.rarity, SHARED), self.rarity).astype(np.float32)
        self.rarity[self._form_words(rows, forms)] = FORM
        self.table, self.weights = padded(rows, forms, self.rarity)
        self.by_word = self._by_word()
        self.spellings = Spellings.of(names)
        self.foreign = np.array([foreign(one) for one in names], np.float32)
        self.second_script = self._second_script()
        self.digits = [frozenset(w.key for w in one.words if w.key.isdigit()) for one in names]
        trades = knowledge.trades()
        self.trades = [frozenset(trades[w.key] for w in one.words if w.key in trades) for one in names]
        self.persons = np.array([party.kind == "person" for party in parties], np.float32)
        self.craft = np.array([party.kind in {"vessel", "aircraft"} for party in parties], np.float32)
        most = max(400, len(self.texts) // 25)
        self.name_grams = Grams([(text,) for text in self.spellings.read], (3,), most)
        self.bone_grams = Grams(list(zip(*self.spellings.bones, strict=True)), (3,), most)
        self.seen_grams = Grams([(text,) for text in self.spellings.seen], (3,), most)
        words = self.words
        self.word_grams = Grams(list(zip(*(c.array.tolist() for c in words.sound), strict=True)), (2, 3), 1200)
        self.word_bones = Grams(list(zip(*(c.array.tolist() for c in words.bones), strict=True)), (2, 3), 1200)
        self.by_shared = self._by_shared()
        self.near_words: dict[str, tuple[NDArray[np.int64], NDArray[np.float32]]] = {}
        """Words that were asked for before -> words of the index near them, and how near."""

    def _second_script(self) -> NDArray[np.bool_]:
        """Names in letters of another script whose party has a Latin name as well: nothing for a Latin query, which
        the Latin name answers better. Han names stay, since they are asked for in pinyin."""
        latin = np.zeros(len(self.parties), np.bool_)
        latin[self.owner[self.foreign == 0]] = True
        han = np.array([bool(text) for text in self.spellings.han], np.bool_)
        return np.asarray((self.foreign == 1) & ~han & latin[self.owner], np.bool_)

    def _count(self, rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
        """In how many parties each word stands."""
        seen = {(int(self.owner[i]), word) for i, row in enumerate(rows) for word in row}
        return np.bincount(np.array([word for _, word in seen], np.int64), minlength=self.words.count).astype(np.int64)

    def _form_words(self, rows: Sequence[Sequence[int]], forms: Sequence[Sequence[bool]]) -> list[int]:
        """Words that stand as part of a legal form more often than not."""
        score = np.zeros(self.words.count)
        for row, form in zip(rows, forms, strict=True):
            score[row] += np.where(form, 1, -1)
        return [int(word) for word in np.flatnonzero(score > 0)]

    def _with_spellings(self) -> NDArray[np.int64]:
        """As `seen`, all spellings of a shared word counted together."""
        shared = self.words.shared
        total = np.bincount(shared[shared >= 0], weights=self.seen[shared >= 0], minlength=1).astype(np.int64)
        return np.where(shared >= 0, total[np.maximum(shared, 0)], self.seen)

    def _by_shared(self) -> dict[int, list[int]]:
        """The words of the index that are spellings of each shared word."""
        found: dict[int, list[int]] = {}
        for word, shared in enumerate(self.words.shared.tolist()):
            if shared >= 0:
                found.setdefault(shared, []).append(word)
        return found

    def _by_word(self) -> sparse.csr_matrix:
        """Words (rows) by names (columns): the word's share of the name's weight."""
        at, place = np.nonzero(self.table >= 0)
        norm = np.sqrt((self.weights**2).sum(axis=1))
        data = self.weights[at, place] / np.maximum(norm[at], 1e-6)
        shape = (self.words.count, len(self.texts))
        return sparse.csr_matrix((data, (self.table[at, place], at)), shape=shape, dtype=np.float32)


def padded(
    rows: Sequence[Sequence[int]], forms: Sequence[Sequence[bool]], rarity: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Word numbers and weights of names, one row each, the heaviest first, -1 where a name has no more words."""
    table = np.full((len(rows), WIDEST), -1, np.int64)
    weights = np.zeros((len(rows), WIDEST), np.float32)
    for at, (row, form) in enumerate(zip(rows, forms, strict=True)):
        heavy = sorted(((FORM if f else float(rarity[w])), w) for w, f in zip(row, form, strict=True))[::-1]
        for place, (weight, word) in enumerate(heavy[:WIDEST]):
            table[at, place], weights[at, place] = word, weight
    return table, weights
