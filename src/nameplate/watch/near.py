"""Spellings that only come near a maker's name: letter by letter in Latin script, by consonants in others.

Such a hit is uncertain and becomes a question. Machine translation writes one name in many ways (vowels come and go,
one word becomes two); the consonants and their order stay. Two neighbouring words are tried as one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from nameplate.watch.sentences import Sentence

_LEAST_LETTERS, _LEAST_LIKENESS = 6, 84.0
_LEAST_CONSONANTS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_CONSONANTS = str.maketrans({"v": "f", "w": "f", "z": "s", "j": "s", "q": "k", "c": "k", "x": "k", "p": "b", "d": "t"})
_ENDING = re.compile(r"(?:'s|s|a|u|e|om|y)$")
_ARABIC_PREFIX = re.compile("^(?:و|ف)?(?:ال|بال|لل|ب|ل|ك)?(?=.{4})")


class Near(NamedTuple):
    """A maker that the words at this place of the folded sentence come near to."""

    maker: str
    start: int
    end: int


@dataclass(frozen=True)
class NearNames:
    """One-word names of makers, by letters and by consonants. `names`: folded name -> maker."""

    names: dict[str, str]
    _known: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def _skeletons(self) -> dict[str, str]:
        pairs = ((skeleton(name), maker) for name, maker in self.names.items())
        return {bones: maker for bones, maker in pairs if len(bones) >= _LEAST_CONSONANTS}

    def find(self, sentence: Sentence, language: str) -> Iterator[Near]:
        """Words, and pairs of words, that come near a name."""
        words = list(_WORD.finditer(sentence.folded.text))
        for number, word in enumerate(words):
            if not self._could_be(sentence, word, language):
                continue
            if maker := self.maker(word.group()):
                yield Near(maker, word.start(), word.end())
            elif number + 1 < len(words) and self._could_be(sentence, words[number + 1], language):
                after = words[number + 1]
                if after.start() - word.end() == 1 and (maker := self.maker(word.group() + after.group(), joined=True)):
                    yield Near(maker, word.start(), after.end())

    def _could_be(self, sentence: Sentence, word: re.Match[str], language: str) -> bool:
        if word.group().isascii():
            return sentence.text[sentence.folded.at[word.start()]].isupper()
        return language in {"ar", "ru"}

    def maker(self, word: str, *, joined: bool = False) -> str | None:
        """The maker whose name a folded word comes near to; a word made of two must come nearer."""
        key = f"+{word}" if joined else word
        if key not in self._known:
            self._known[key] = self._nearest(word, joined=joined)
        return self._known[key]

    def _nearest(self, word: str, *, joined: bool) -> str | None:
        if not word.isascii():
            return self._by_consonants(word, joined=joined)
        if len(word) < _LEAST_LETTERS:
            return None
        from rapidfuzz import fuzz, process

        alike = [name for name in self.names if name[0] == word[0] and abs(len(name) - len(word)) <= 2]
        best = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        if best:
            return self.names[best[0]]
        bones = skeleton(word)
        return self._skeletons.get(bones) if len(bones) > _LEAST_CONSONANTS else None

    def _by_consonants(self, word: str, *, joined: bool) -> str | None:
        forms = {word, _ARABIC_PREFIX.sub("", word)}
        for bones in map(skeleton, sorted(forms, key=len, reverse=True)):
            if bones in self._skeletons:
                return self._skeletons[bones]
            if not joined and len(bones) >= _LEAST_CONSONANTS + 1:
                near = [
                    m
                    for known, m in self._skeletons.items()
                    if len(known) > _LEAST_CONSONANTS and _one_off(bones, known)
                ]
                if near:
                    return near[0]
        return None


def _one_off(one: str, other: str) -> bool:
    """Whether one consonant too many, at neither edge, is all that differs."""
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) - len(shorter) != 1 or longer[0] != shorter[0] or longer[-1] != shorter[-1]:
        return False
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(1, len(longer) - 1))


def skeleton(word: str) -> str:
    """The consonants of a word in Latin letters, those that scripts mix up made one."""
    from anyascii import anyascii

    latin = anyascii(word).lower() if not word.isascii() else word
    latin = (
        _ENDING.sub("", latin)
        .replace("sch", "s")
        .replace("kh", "h")
        .replace("sh", "s")
        .replace("zh", "s")
        .replace("ph", "f")
    )
    kept = latin.translate(_CONSONANTS)
    letters = "".join(c for c in kept if c.isalpha() and c not in "aeiouy")
    return re.sub(r"(.)\1+", r"\1", letters)
