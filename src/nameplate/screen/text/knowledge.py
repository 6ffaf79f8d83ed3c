"""What is known on spelling, as data: letters of scripts, legal forms, shared words, context, misread characters.

All of it lies in `screen/data/` with sources and examples; the tests run the examples.
"""

import re
from functools import cache

import msgspec

from nameplate import yamlfile


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """An alphabet: its first and last character, and the readings of its letters (one to three)."""

    first: str
    last: str
    sequences: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]
    examples: tuple[tuple[str, str], ...]


class Indic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The layout that the Indic scripts share, in letters of the first block."""

    blocks: tuple[str, ...]
    vowels: dict[str, str]
    signs: dict[str, str]
    consonants: dict[str, str]
    dotted: dict[str, str]
    silencer: str
    dot: str
    nasals: dict[str, str]
    foreign: dict[str, str]
    examples: tuple[tuple[str, str], ...]


class Hangul(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Readings of the parts of a syllable, in the order of Unicode (chapter 3.12, conjoining jamo)."""

    first: tuple[str, ...]
    vowel: tuple[str, ...]
    last: tuple[str, ...]
    foreign: dict[str, str]
    examples: tuple[tuple[str, str], ...]


class Kana(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Katakana sequences that are not read letter by letter."""

    sequences: dict[str, str]
    foreign: dict[str, str]
    examples: tuple[tuple[str, str], ...]


class Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """scripts.yaml."""

    scripts: dict[str, Script]
    indic: Indic
    hangul: Hangul
    kana: Kana


class Sounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """sounds.yaml: what is heard of English spellings, and how Latin letters are called in other scripts."""

    english: tuple[tuple[str, str], ...]
    letters: dict[str, dict[str, str]]
    examples: tuple[tuple[str, str], ...]


class Misread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """ocr.yaml: single characters, then strokes in folded letters."""

    letters: dict[str, str]
    strokes: dict[str, str]
    examples: tuple[tuple[str, str], ...]


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words beside a name in a cell (a pattern), with a cell and what is left of it."""

    phrase: str
    cell: str
    left: str


class Contexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """contexts.yaml."""

    before: tuple[Phrase, ...]
    after: tuple[Phrase, ...]
    goods: tuple[str, ...]


class _Forms(msgspec.Struct, forbid_unknown_fields=True):
    forms: dict[str, tuple[str, ...]]


class _Trades(msgspec.Struct, forbid_unknown_fields=True):
    trades: tuple[tuple[str, ...], ...]


class _Words(msgspec.Struct, forbid_unknown_fields=True):
    words: tuple[tuple[str, ...], ...]


@cache
def scripts() -> Scripts:
    """Letters of scripts and their readings."""
    return yamlfile.packaged("nameplate.screen", "data/scripts.yaml", Scripts)


@cache
def sounds() -> Sounds:
    """What is heard of words and letters that are carried over by ear."""
    return yamlfile.packaged("nameplate.screen", "data/sounds.yaml", Sounds)


@cache
def misread() -> Misread:
    """Characters that reading machines mix up."""
    return yamlfile.packaged("nameplate.screen", "data/ocr.yaml", Misread)


@cache
def contexts() -> Contexts:
    """Words around a name in a cell."""
    return yamlfile.packaged("nameplate.screen", "data/contexts.yaml", Contexts)


@cache
def context_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before a name, and what begins after it."""
    known = contexts()
    before = "|".join(f"(?:{p.phrase})" for p in known.before)
    after = "|".join(f"(?:{p.phrase})" for p in known.after)
    return re.compile(rf"^\s*(?:{before})\s*", re.IGNORECASE), re.compile(after, re.IGNORECASE | re.DOTALL)


@cache
def goods() -> frozenset[str]:
    """Words of an inventory line that say what the thing is."""
    return frozenset(contexts().goods)


@cache
def forms() -> frozenset[tuple[str, ...]]:
    """Legal forms, each as its folded words."""
    table = yamlfile.packaged("nameplate.screen", "data/forms.yaml", _Forms).forms
    return frozenset(tuple(form.split()) for language in table.values() for form in language)


@cache
def trades() -> dict[str, str]:
    """Spelling -> line of business that a name can say of itself."""
    rows = yamlfile.packaged("nameplate.screen", "data/trades.yaml", _Trades).trades
    return {spelling: row[0] for row in reversed(rows) for spelling in row}


@cache
def words() -> dict[str, str]:
    """Spelling -> the word that stands for all its spellings."""
    rows = yamlfile.packaged("nameplate.screen", "data/words.yaml", _Words).words
    return {spelling: row[0] for row in reversed(rows) for spelling in row}
