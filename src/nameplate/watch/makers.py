"""Makers in a sentence, with their places: names of the register in any script, garbled ones, and near spellings.

A spelling that only comes near a maker's (rapidfuzz on Latin words, consonants on words of other scripts) is kept as
uncertain and becomes a question. A name beside a word such as "street" or "bank" is a namesake's and no maker's.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nameplate.identify.rulebook import Rulebook
from nameplate.register.load import Register
from nameplate.watch import lexicon
from nameplate.watch.sentences import Sentence

_LEAST_LETTERS, _LEAST_LIKENESS = 6, 84.0
_WORD = re.compile(r"[^\W\d_]{4,}")
_CONSONANTS = str.maketrans({"v": "f", "w": "f", "z": "s", "j": "s", "q": "k", "c": "k", "x": "k", "p": "b", "d": "t"})
_ENDING = re.compile(r"(?:'s|s|a|u|e|om|y)$")


@dataclass(frozen=True)
class Mention:
    """A maker named in a sentence: `start`/`end` in the folded sentence, the words there, whether that is sure."""

    maker: str
    start: int
    end: int
    text: str
    certain: bool = True


@dataclass(frozen=True)
class MakerFinder:
    """All spellings of makers, ready to be looked for. `foreign` are makers that only a rule knows."""

    register: Register
    rulebook: Rulebook
    _near: dict[str, str | None] = field(default_factory=dict)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for maker, name in self._names():
            key = lexicon.fold(name).text.strip(" .,")
            if len(key) > 1:
                found.setdefault(key, maker)
        return found

    def _names(self) -> Iterator[tuple[str, str]]:
        for maker in self.register.makers.values():
            names = (maker.name, *maker.names, *(e.name for e in maker.entities))
            yield from ((maker.id, name) for name in names if not name.startswith("="))
        for brand in self.register.brands.values():
            own = [line.maker for line in brand.lineage if line.role == "own_brand"]
            if own and not brand.common_word:
                yield from ((self.register.maker_of(own[0]), name) for name in brand.names if not name.startswith("="))
        for garbled in lexicon.garbled():
            yield from ((garbled.maker, form) for form in garbled.forms if not form.endswith("*"))
        for rules in self.rulebook.all_files:
            if rules.maker:
                yield from ((rules.maker, name) for name in rules.names if not name.startswith("="))

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return lexicon.pattern(self._spellings)

    @cached_property
    def _stems(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Spellings with open endings (declined names), by maker."""
        open_ended = ((g.maker, [form for form in g.forms if form.endswith("*")]) for g in lexicon.garbled())
        return tuple((maker, lexicon.pattern(forms)) for maker, forms in open_ended if forms)

    @cached_property
    def _namesakes(self) -> re.Pattern[str]:
        known = [text for garbled in lexicon.garbled() for text in garbled.near_misses]
        return lexicon.pattern([*known, *(text for f in self.rulebook.all_files for text in f.name_near_misses)])

    @cached_property
    def _skeletons(self) -> dict[str, str]:
        """Consonants of each maker's one-word name -> the maker."""
        return {skeleton: maker for name, maker in self._single_words.items() if len(skeleton := _skeleton(name)) >= 4}

    @cached_property
    def _single_words(self) -> dict[str, str]:
        return {
            name: maker_id
            for maker_id, maker in self.register.makers.items()
            if (name := maker.name.lower()).isalpha() and name.isascii() and len(name) >= _LEAST_LETTERS
        }

    def find(self, sentence: Sentence, language: str) -> list[Mention]:
        """The makers of a sentence, in order, without namesakes."""
        text = sentence.folded.text
        taken = [m.span() for m in self._namesakes.finditer(text)]
        found: list[Mention] = []
        for hit in (*self._sure(text), *self._likely(sentence, language)):
            if any(hit.start < end and start < hit.end for start, end in taken):
                continue
            taken.append((hit.start, hit.end))
            if not _is_namesake(text, hit, language) and self._is_written_as_name(sentence, hit):
                found.append(hit)
        return sorted(found, key=lambda m: m.start)

    def _sure(self, text: str) -> Iterator[Mention]:
        for match in self._exact.finditer(text):
            maker = self._spellings.get(match.group()) or self._spellings.get(_bare(match.group(), self._spellings))
            if maker:
                yield Mention(maker, match.start(), match.end(), match.group())
        for maker, stem in self._stems:
            for match in stem.finditer(text):
                yield Mention(maker, match.start(), match.end(), match.group())

    def _likely(self, sentence: Sentence, language: str) -> Iterator[Mention]:
        for match in _WORD.finditer(sentence.folded.text):
            word = match.group()
            written = sentence.text[sentence.folded.at[match.start()]]
            if word.isascii() and not written.isupper():
                continue
            if not word.isascii() and language not in {"ar", "ru"}:
                continue
            if maker := self._near_maker(word):
                yield Mention(maker, match.start(), match.end(), word, certain=False)

    def _near_maker(self, word: str) -> str | None:
        if word not in self._near:
            self._near[word] = self._nearest(word)
        return self._near[word]

    def _nearest(self, word: str) -> str | None:
        if not word.isascii():
            return self._skeletons.get(_skeleton(word))
        if len(word) < _LEAST_LETTERS:
            return None
        from rapidfuzz import fuzz, process

        best = process.extractOne(word, list(self._single_words), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS)
        return self._single_words[best[0]] if best else None

    def _is_written_as_name(self, sentence: Sentence, mention: Mention) -> bool:
        """A Latin name that is also a word ("micron", "ring") is a maker's only with a capital letter."""
        if not mention.text[:1].isascii() or not mention.text[:1].isalpha():
            return True
        first, last = sentence.folded.original(mention.start, mention.end)
        return any(c.isupper() for c in sentence.text[first:last])


def _bare(text: str, known: Iterable[str]) -> str:
    """An Arabic name without the letters written before it, blanks as one."""
    text = " ".join(text.split())
    for width in (1, 2, 3, 4):
        if text[width:] in known and "\u0600" <= text[0] <= "\u06ff":
            return text[width:]
    return text


def _skeleton(word: str) -> str:
    from anyascii import anyascii

    latin = anyascii(word).lower() if not word.isascii() else word
    latin = _ENDING.sub("", latin).replace("kh", "h").replace("sh", "s").replace("zh", "s").replace("ph", "f")
    kept = latin.translate(_CONSONANTS)
    letters = "".join(c for c in kept if c.isalpha() and c not in "aeiouy")
    return re.sub(r"(.)\1+", r"\1", letters)


def _is_namesake(text: str, mention: Mention, language: str) -> bool:
    """Whether the next word (or, in some languages, the one before) makes it a street, a hotel, a bank."""
    words = lexicon.group(language, "namesake")
    after = text[mention.end : mention.end + 14].lstrip(" -")
    before = text[max(0, mention.start - 16) : mention.start].rstrip(" «\"'")
    if (match := words.match(after)) and match.start() == 0:
        return True
    if language in {"en", "zh", "de"}:
        return False
    return any(match.end() == len(before) for match in words.finditer(before))
