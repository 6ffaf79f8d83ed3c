"""Makers in a sentence, with their places: names of the register in any script, garbled ones, and near spellings.

A spelling that only comes near a maker's is kept as uncertain and becomes a question. A name beside a word such as
"street" or "bank", or beside a person's name, is a namesake's and no maker's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from nameplate.identify.rulebook import Rulebook
from nameplate.register.load import Register
from nameplate.watch import lexicon
from nameplate.watch.near import NearNames
from nameplate.watch.sentences import Sentence

_LEAST_LETTERS = 6


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
    """All spellings of makers, ready to be looked for."""

    register: Register
    rulebook: Rulebook

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
        others = (text for file in self.rulebook.all_files for text in file.name_near_misses)
        return lexicon.pattern([*known, *(text for text in others if lexicon.fold(text).text not in self._spellings)])

    @cached_property
    def _near(self) -> NearNames:
        names = ((maker.name.lower(), maker_id) for maker_id, maker in self.register.makers.items())
        return NearNames({n: m for n, m in names if n.isalpha() and n.isascii() and len(n) >= _LEAST_LETTERS})

    def find(self, sentence: Sentence, language: str) -> list[Mention]:
        """The makers of a sentence, in order, without namesakes."""
        text = sentence.folded.text
        taken = [m.span() for m in self._namesakes.finditer(text)]
        found: list[Mention] = []
        for hit in (*self._sure(text), *self._likely(sentence, language)):
            if any(hit.start < end and start < hit.end for start, end in taken):
                continue
            taken.append((hit.start, hit.end))
            if not _is_namesake(sentence, hit, language) and self._is_written_as_name(sentence, hit):
                found.append(hit)
        return sorted(found, key=lambda m: m.start)

    def _sure(self, text: str) -> Iterator[Mention]:
        for match in self._exact.finditer(text):
            maker = self._whose(match.group())
            if maker:
                yield Mention(maker, match.start(), match.end(), match.group())
        for maker, stem in self._stems:
            for match in stem.finditer(text):
                yield Mention(maker, match.start(), match.end(), match.group())

    def _whose(self, text: str) -> str | None:
        bare = " ".join(text.split())
        return self._spellings.get(bare) or self._spellings.get(lexicon.without_prefix(bare, self._spellings))

    def _likely(self, sentence: Sentence, language: str) -> Iterator[Mention]:
        for near in self._near.find(sentence, language):
            yield Mention(near.maker, near.start, near.end, sentence.folded.text[near.start : near.end], certain=False)

    def _is_written_as_name(self, sentence: Sentence, mention: Mention) -> bool:
        """A Latin name that is also a word ("micron", "ring") is a maker's only with a capital letter."""
        if not mention.text[:1].isascii() or not mention.text[:1].isalpha():
            return True
        first, last = sentence.folded.original(mention.start, mention.end)
        return any(c.isupper() for c in sentence.text[first:last])


_NEXT = re.compile(r"[ -]{1,2}([^\W\d_]+)(?:[ -]([^\W\d_]+))?")
_LAST = re.compile(r"([^\W\d_]+)[ -]$")


def _is_namesake(sentence: Sentence, mention: Mention, language: str) -> bool:
    """Whether a word beside the name makes it a street, a hotel, a bank, or a person."""
    text = sentence.folded.text
    words = lexicon.group(language, "namesake")
    after = _NEXT.match(text, mention.end)
    if after and words.fullmatch(after[1]):
        return True
    if after and lexicon.surnames().fullmatch(after[1]) and _is_written_apart(sentence, after, 1):
        return not (after[2] and _is_written_apart(sentence, after, 2))  # "Huawei, Meng Wanzhou" is two names
    if after and after[2] and words.fullmatch(after[2]) and _is_written_apart(sentence, after, 1):
        return True
    if language == "zh" and words.match(text, mention.end):
        return True
    before = _LAST.search(text, 0, mention.start)
    if before and lexicon.surnames().fullmatch(before[1]) and _is_written_apart(sentence, before, 1):
        return language not in {"ar", "zh"}
    return bool(before and language in {"ar", "fr", "es", "ru"} and words.fullmatch(before[1]))


def _is_written_apart(sentence: Sentence, match: re.Match[str], group: int) -> bool:
    """Whether the word of a match is written as a name."""
    return sentence.text[sentence.folded.at[match.start(group)]].isupper()
