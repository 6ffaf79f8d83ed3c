"""The words by which articles are read, as data: one file a language, one of places, one of authorities.

A word may end in `*` (any ending) and have ` ... ` inside (up to 40 characters between). Text is folded first: small
letters, no accents, one spelling of Arabic letters, with the way back to the original characters.
"""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

import msgspec

from nameplate import yamlfile

_SPELT_ALIKE = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "ی": "ي", "ک": "ك", "’": "'", "‘": "'", "ʼ": "'"})
_PREFIXES = "(?:[وف]?(?:ال|بال|لل|كال|ب|ل|ك|س)?)"
_GAP = ".{0,40}?"
_JOINS = r"[^\W_\u2e80-\ud7ff]"
"""A letter or digit that makes a longer word of what stands beside it; Han and kana do not."""
_JOINS_LATIN = r"[^\W_\u0600-\u06ff\u2e80-\ud7ff]"
"""The same beside a Latin word: Arabic writes its "and" and "to" right before one."""
LANGUAGES = ("ar", "de", "en", "es", "fr", "ru", "zh")
"""ISO 639-1 codes of the languages that are read."""


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sentence that is such an event, and one that only looks so; `{maker}` is a maker's name."""

    type: str
    text: str
    near_miss: str


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language: groups of words, its calendar, its phrases on where a text was taken from."""

    language: str
    stopwords: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    months: dict[str, int]
    weekdays: dict[str, int]
    relative: dict[str, str]
    numbers: dict[str, int]
    units: dict[str, str]
    ago: tuple[str, ...]
    quoted: tuple[str, ...]
    translated: tuple[str, ...]
    examples: tuple[Example, ...]


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country or state: ISO code, English name, what it is called in any language."""

    code: str
    name: str
    names: tuple[str, ...]


class Authority(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who makes orders. `weak`: the name says of no country; `person`: it holds an office."""

    id: str
    name: str
    jurisdiction: str
    names: tuple[str, ...]
    example: str
    near_miss: str
    weak: bool = False
    person: bool = False


class Garbled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spellings of one maker that its register entry does not have, and look-alikes that it is not."""

    maker: str
    forms: tuple[str, ...]
    near_misses: tuple[str, ...]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event type, the groups that must stand together, how far apart (characters), how sure (0..1).

    A word of `none` in the sentence, or of `barrier` inside the window, takes it away.
    """

    type: str
    all: tuple[str, ...]
    reach: int
    sure: float
    none: tuple[str, ...] = ()
    barrier: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the rule is called where its weight is kept."""
        return f"{self.type} {'+'.join(self.all)}"


class _Places(msgspec.Struct, forbid_unknown_fields=True):
    places: tuple[Place, ...]


class _Authorities(msgspec.Struct, forbid_unknown_fields=True):
    authorities: tuple[Authority, ...]


class _Makers(msgspec.Struct, forbid_unknown_fields=True):
    makers: tuple[Garbled, ...]
    surnames: tuple[str, ...]


class _Media(msgspec.Struct, forbid_unknown_fields=True):
    media: tuple[str, ...]


class _Rules(msgspec.Struct, forbid_unknown_fields=True):
    rules: tuple[Rule, ...]


class Folded(NamedTuple):
    """Text to search, and for each of its characters (and its end) where that stood in the original."""

    text: str
    at: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Span of the original for a span of the folded text."""
        return self.at[start], self.at[end - 1] + 1 if end > start else self.at[start]


def fold(text: str) -> Folded:
    """Small letters without accents and vowel marks, with the way back."""
    if text.isascii():
        return Folded(text.lower(), tuple(range(len(text) + 1)))
    letters: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text):
        for folded in _plain(character):
            letters.append(folded)
            places.append(index)
    places.append(len(text))
    return Folded("".join(letters), tuple(places))


@lru_cache(maxsize=16384)
def _plain(character: str) -> str:
    if character.isspace():
        return " " if character != "\n" else "\n"
    if unicodedata.category(character) in {"Cf", "Cc"}:
        return ""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", character).casefold())
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    return kept.translate(_SPELT_ALIKE)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """One expression for a list of words, longest first; matches nothing for an empty list.

    Words with the same edges share them: a class of characters is costly to compile.
    """
    edges: dict[tuple[str, str], list[str]] = {}
    for word in sorted({fold(word.strip()).text for word in words if word.strip()}, key=len, reverse=True):
        left, body, right = _parts(word)
        edges.setdefault((left, right), []).append(body)
    return re.compile("|".join(f"{le}(?:{'|'.join(bodies)}){ri}" for (le, ri), bodies in edges.items()) or r"(?!)")


def _parts(word: str) -> tuple[str, str, str]:
    """What must stand before a word, the word, what must stand after it."""
    open_left, open_right = word.startswith("*"), word.endswith("*") and len(word) > 1
    inner = word.strip("*")
    body = _GAP.join(r"\s+".join(_piece(w) for w in part.split()) for part in inner.split(" ... "))
    if _unspaced(inner):
        return "", body, ""
    first = _PREFIXES if "\u0600" <= inner[0] <= "\u06ff" else ""
    joins = _JOINS_LATIN if inner[0].isascii() else _JOINS
    left = "" if open_left or not inner[0].isalnum() else f"(?<!{joins}){first}"
    right = r"\w*" if open_right else ("" if not inner[-1].isalnum() else f"(?!{joins})")
    return left, body, right


def _piece(word: str) -> str:
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")


def _unspaced(word: str) -> bool:
    """Whether the word's script writes no blanks, so that it needs no word boundary."""
    return any("\u2e80" <= c <= "\u9fff" for c in word)


def without_prefix(text: str, known: Container[str]) -> str:
    """A folded Arabic name without the letters written before it (and, the, to), if it is known without them."""
    if "\u0600" <= text[:1] <= "\u06ff":
        return next((text[width:] for width in (1, 2, 3, 4) if text[width:] in known), text)
    return text


_ARTICLE = re.compile("^[وف]?(?:ال|بال|لل|كال|ب|ل|ك|س)(?=[\u0600-\u06ff]{3})|^[وف](?=[\u0600-\u06ff]{4})")


def without_article(word: str) -> str:
    """A folded word without the article, prepositions and conjunctions that Arabic writes before it."""
    return _ARTICLE.sub("", word) if "\u0600" <= word[:1] <= "\u06ff" else word


@cache
def language(code: str) -> Language:
    """The packaged words of a language; English for one that has none."""
    return yamlfile.packaged("nameplate.watch", f"data/languages/{code if code in LANGUAGES else 'en'}.yaml", Language)


@cache
def group(code: str, name: str) -> re.Pattern[str]:
    """The expression for one group of words of a language."""
    return pattern(language(code).words.get(name, ()))


@cache
def stopwords(code: str) -> frozenset[str]:
    """The commonest words of a language, folded."""
    return frozenset(fold(word).text for word in language(code).stopwords)


@cache
def not_names(code: str) -> frozenset[str]:
    """Folded words that may have a capital letter without naming anybody: common words, months, days."""
    known = language(code)
    words = (*known.stopwords, *known.words.get("not_names", ()), *known.months, *known.weekdays)
    return frozenset(fold(word).text for word in words)


@cache
def places() -> tuple[Place, ...]:
    """The packaged places."""
    return yamlfile.packaged("nameplate.watch", "data/places.yaml", _Places).places


@cache
def authorities() -> tuple[Authority, ...]:
    """The packaged authorities."""
    return yamlfile.packaged("nameplate.watch", "data/authorities.yaml", _Authorities).authorities


@cache
def garbled() -> tuple[Garbled, ...]:
    """The packaged spellings of makers."""
    return _makers().makers


@cache
def surnames() -> re.Pattern[str]:
    """Surnames beside which a maker's name is a person's given name."""
    return pattern(_makers().surnames)


@cache
def media() -> re.Pattern[str]:
    """News agencies and papers that others quote."""
    return pattern(yamlfile.packaged("nameplate.watch", "data/media.yaml", _Media).media)


@cache
def _makers() -> _Makers:
    return yamlfile.packaged("nameplate.watch", "data/makers.yaml", _Makers)


@cache
def rules() -> tuple[Rule, ...]:
    """The packaged rules on events."""
    return yamlfile.packaged("nameplate.watch", "data/rules.yaml", _Rules).rules


def packaged_files() -> list[str]:
    """Names of the language files that come with Nameplate."""
    folder = resources.files("nameplate.watch").joinpath("data").joinpath("languages")
    return sorted(one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
