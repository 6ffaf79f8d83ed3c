"""Names of makers and brands in cells and in free text, in any script.

In a maker or brand field the whole cell counts (legal form aside) or its leading words; in free text only
whole words, and only where no word nearby says that the name is not the unit's maker ("compatible with ...",
"replaces ..."; `contexts.yaml`). A name marked `=` is an ordinary word and counts only as a whole cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import ahocorasick
import msgspec

from nameplate import yamlfile
from nameplate.identify.rulebook import Rulebook
from nameplate.register.load import Register

_LEGAL = re.compile(
    r"[\s,.(]+(?:co|company|corp|corporation|inc|incorporated|ltd|limited|llc|l\.l\.c|gmbh|ag|ab|sa|s\.a|s\.a\.u|sas|bv|b\.v"
    r"|nv|oy|oyj|plc|pty|pte|kg|srl|s\.r\.l|spa|s\.p\.a|kk|k\.k|as|a/s|aps|group|holding|holdings|technologies|technology"
    r"|international|systems|communications|electronics|usa|us|america|canada|europe|uk|china)\.?\)?(?=[\s,.)]|$).*$",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[/,;&|+]|\bor\b|\band\b")
_NEAR = 64
"""Characters on each side of a name in which a context phrase counts."""


class Context(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A phrase near which a name does not say who made the unit. `side` is where the name stands, seen from it."""

    lang: str
    phrase: str
    side: Literal["before", "after", "either"]
    means: str
    example: str
    near_miss: str


class _Contexts(msgspec.Struct, forbid_unknown_fields=True):
    contexts: tuple[Context, ...]


class Named(NamedTuple):
    """A name found: what it names and the words that stood there."""

    about: Literal["maker", "brand"]
    id: str
    text: str


@dataclass(frozen=True)
class _Entry:
    about: Literal["maker", "brand", "nobody"]
    id: str
    name: str
    cell_only: bool


class Names:
    """All names of a register and a rulebook, ready to be looked for."""

    def __init__(self, register: Register, rulebook: Rulebook) -> None:
        self._maker_of = register.maker_of
        self._cells: dict[str, _Entry] = {}
        self._automaton = ahocorasick.Automaton()
        for entry in _entries(register, rulebook):
            key = fold(entry.name)
            if not key:
                continue
            if entry.about == "nobody":
                if key not in self._cells:
                    self._automaton.add_word(key, (len(key), entry))
                continue
            self._cells.setdefault(key, entry)
            if not entry.cell_only and len(key) > 1:
                self._automaton.add_word(key, (len(key), self._cells[key]))
        self._automaton.make_automaton()

    def in_cell(self, cell: str) -> Named | None:
        """What a maker or brand field names: the whole of it, without its legal form, or its leading words."""
        folded = fold(cell)
        for candidate in (folded, _LEGAL.sub("", folded)):
            if entry := self._cells.get(candidate.strip(" .,;:")):
                return _named(entry, cell)
        inside = self.in_text(cell)
        parts = [entry.id for part in _SEPARATORS.split(folded) if (entry := self._cells.get(part.strip()))]
        if len({self._maker_of(named) for named in [*parts, *(one.id for one in inside)]}) > 1:
            return None  # "Hikvision or Dahua": the cell does not say which
        leading = [hit for hit in self._hits(folded) if hit[0] <= 1]
        if leading:
            start, end, entry = max(leading, key=lambda hit: hit[1] - hit[0])
            return _named(entry, folded[start:end])
        return inside[0] if inside else None

    def in_text(self, text: str) -> list[Named]:
        """Names in free text, longest first where they overlap, without those a context takes away."""
        folded = fold(text)
        found: list[tuple[int, int, _Entry]] = []
        for hit in sorted(self._hits(folded), key=lambda h: (h[0] - h[1], h[0])):
            if all(hit[1] <= start or hit[0] >= end for start, end, _ in found):
                found.append(hit)
        named = [
            _named(entry, folded[start:end])
            for start, end, entry in sorted(found, key=lambda h: h[0])
            if not _taken_away(folded, start, end)
        ]
        return [one for one in named if one]

    def _hits(self, folded: str) -> Iterable[tuple[int, int, _Entry]]:
        for last, (length, entry) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if _is_word(folded, start, end):
                yield start, end, entry


def taken_away(text: str, words: str) -> bool:
    """Whether a context takes `words` away wherever they stand in `text` ("mount for DS-2CD2142FWD-I")."""
    folded, part = fold(text), fold(words)
    places = [match.start() for match in re.finditer(re.escape(part), folded)]
    return bool(places) and all(_taken_away(folded, start, start + len(part)) for start in places)


def _named(entry: _Entry, text: str) -> Named | None:
    """What an entry names; nothing for a text that only looks like a name ("Dahua Road")."""
    return None if entry.about == "nobody" else Named(entry.about, entry.id, text)


def fold(text: str) -> str:
    """Compatibility form without case, accents on Latin letters, Arabic vowel marks and doubled blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def _entries(register: Register, rulebook: Rulebook) -> Iterable[_Entry]:
    """Brands first: a brand that is also in a maker's list of names keeps its own lineage."""
    for brand in register.brands.values():
        for name in brand.names:
            yield _Entry("brand", brand.id, name.lstrip("="), brand.common_word or name.startswith("="))
    for maker in register.makers.values():
        for name in (maker.name, *maker.names, *(e.name for e in maker.entities)):
            yield _Entry("maker", maker.id, name.lstrip("="), name.startswith("="))
    for rule_file in rulebook.all_files:
        for name in rule_file.names if rule_file.maker else ():
            yield _Entry("maker", rule_file.maker or "", name.lstrip("="), name.startswith("="))
    for rule_file in rulebook.all_files:
        for text in rule_file.name_near_misses:
            yield _Entry("nobody", rule_file.maker or "", text, cell_only=False)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whole-word test; scripts that write no blanks (Han, kana, Hangul, Thai) need none, Arabic allows prefixes."""
    name = text[start:end]
    if any("\u2e80" <= c <= "\ud7ff" or "\uf900" <= c <= "\ufaff" for c in name):
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if "\u0600" <= name[0] <= "\u06ff":
        return not after.isalnum() and (not before.isalnum() or before in "الوبكلف")
    return not (_joins(before) or _joins(after))


def _joins(character: str) -> bool:
    """Whether a character beside a name makes it part of a longer word (Han and kana beside Latin do not)."""
    return character.isalnum() and character < "\u2e80"


@cache
def contexts() -> tuple[Context, ...]:
    """The packaged phrases."""
    return yamlfile.packaged("nameplate.identify", "contexts.yaml", _Contexts).contexts


@cache
def _context_pattern(name_stands: str) -> re.Pattern[str]:
    """Phrases after (or before) which a name stands, with at most two words between, and no punctuation."""
    phrases = sorted({fold(c.phrase) for c in contexts() if c.side in {name_stands, "either"}}, key=len, reverse=True)
    body = "|".join(re.escape(p) for p in phrases) or r"(?!)"
    word = r"[^\s,.;:!?]"
    if name_stands == "after":
        return re.compile(rf"(?<![a-z0-9])(?:{body})(?:{word}{{0,2}}|(?:\s+{word}+){{0,2}})[\s\"'(«]*$")
    return re.compile(rf"^(?:{word}{{0,2}}|(?:\s+{word}+){{0,2}})[\s\"')»]*(?:{body})(?![a-z0-9])")


def _taken_away(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    return bool(_context_pattern("after").search(before) or _context_pattern("before").search(after))
