"""A name cut into words: context off, initials joined, legal forms marked, shared words under one spelling.

Nothing is thrown away: legal forms stay words (of next to no weight), so that a name never becomes empty.
"""

import re
from dataclasses import dataclass
from functools import cache

from nameplate.screen.text import knowledge, spelled
from nameplate.screen.text.fold import fold
from nameplate.screen.text.scripts import is_han, readings, simplified

MOST_WORDS = 16
_WHOLE = frozenset({"الله", "اللہ"})
"""Words that begin like one with an article and have none."""
_INITIALS = re.compile(r"\b(?:\w\.\s?){2,}\w?\b|\b(?:\w\.){2,}")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_WORD = re.compile(r"\w+")
_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[^\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_ARTICLE = re.compile("^(و?ال)(?=..)")
_ARTICLES = frozenset({"ال", "al", "el", "ul"})
"""Articles, written apart in one spelling and not in the next: they weigh as little as legal forms."""
_MODEL = re.compile(r"(?<![^\s,(])(?=[a-z0-9-]*[a-z])(?=[a-z0-9-]*[0-9]{2})[a-z0-9-]{4,}(?![^\s,)])")


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word; `form`: it is part of a legal form, a model number or the like, and weighs next to nothing."""

    key: str
    form: bool


def spelt(key: str) -> str:
    """A word in Latin letters: the shared word for one of another script ("technology" for 技术), else its reading."""
    if not key.isascii():
        key = knowledge.words().get(key, key)
    return next(iter(readings(key)), "")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its words, and what was cut off before they were taken."""

    words: tuple[Word, ...]
    cut: str

    @property
    def joined(self) -> str:
        """The readings of all words but legal forms, without blanks."""
        kept = [word for word in self.words if not word.form] or list(self.words)
        return "".join(spelt(word.key) for word in kept)

    @property
    def core(self) -> str:
        """As `joined`, without the words that many names share; all of it where nothing else is there."""
        kept = [word for word in self.words if not word.form and word.key not in knowledge.words()]
        return "".join(spelt(word.key) for word in kept) or self.joined


def name(text: str, *, cell: bool = False) -> Name:
    """The name in `text`; as a `cell` of a table it may have words around it, which are cut."""
    folded = fold(text)
    left = _without_context(folded) if cell else folded
    if is_han(left):
        left = simplified(left)
    parts = _parts(left)[:MOST_WORDS]
    goods = _goods(left) if cell else frozenset()
    marked = [form or part in goods for part, form in zip(parts, _forms(parts), strict=True)]
    if all(marked):
        marked = [False] * len(parts)
    words = tuple(Word(part, form) for part, form in zip(parts, marked, strict=True))
    return Name(words, folded.replace(left, " … ", 1).strip() if left != folded and left in folded else "")


def within(cell: str) -> str:
    """The text of the name in a cell: the cell as it is, or, if words stand around the name, without these."""
    folded = fold(cell)
    left = _without_context(folded).strip()
    return left if left != folded.strip() else " ".join(cell.split())


def _without_context(folded: str) -> str:
    before, after = knowledge.context_patterns()
    left = before.sub("", folded)
    shorter = after.sub("", left)
    return shorter if _WORD.search(shorter) else left


def _parts(folded: str) -> list[str]:
    text = _INITIALS.sub(lambda m: re.sub(r"[.\s]", "", m.group()) + " ", folded)
    text = _APOSTROPHE.sub("", text.replace("&", " "))
    out: list[str] = []
    for found in _words(text) if text.isascii() else spelled.joined(_words(text)):
        if is_han(found):
            out += [p for run in _HAN_RUN.findall(found) for p in (_han(run) if is_han(run) else [run])]
        elif article := _article(found):
            out += ["ال", found[article:]]
        else:
            out.append(found)
    return out


def _article(word: str) -> int:
    """Letters of an Arabic article that a word begins with; 0 if it has none."""
    if not "\u0600" <= word[0] <= "\u06ff" or word in _WHOLE or spelled.BETWEEN in word:
        return 0
    found = _ARTICLE.match(word)
    return found.end() if found else 0


def _words(text: str) -> list[str]:
    """Words with their combining marks, which `\\w` leaves out in Indic and Thai script."""
    if text.isascii():
        return _WORD.findall(text)
    return re.findall(
        r"[\w\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e']+", text.replace(" '", " ").replace("' ", " ")
    )


def _han(run: str) -> list[str]:
    """A run of Han characters, cut at known words (longest first) and legal forms."""
    known, longest = _han_words()
    out: list[str] = []
    rest, at = "", 0
    while at < len(run):
        size = next((n for n in range(min(longest, len(run) - at), 0, -1) if run[at : at + n] in known), 0)
        if size:
            out += [rest, run[at : at + size]] if rest else [run[at : at + size]]
            rest, at = "", at + size
        else:
            rest, at = rest + run[at], at + 1
    return [*out, rest] if rest else out


@cache
def _han_words() -> tuple[frozenset[str], int]:
    forms = {form[0] for form in knowledge.forms() if len(form) == 1}
    known = frozenset(w for w in {*knowledge.words(), *forms} if is_han(w))
    return known, max(map(len, known))


def _goods(text: str) -> frozenset[str]:
    """Words of model numbers ("DS-2CD2043"), and beside them those that say what the thing is ("turret")."""
    models = [part for model in _MODEL.findall(text) for part in _WORD.findall(model)]
    return frozenset({*models, *knowledge.goods()}) if models else frozenset()


def _forms(parts: list[str]) -> list[bool]:
    """Which words belong to legal forms; none if all would."""
    known, marked = knowledge.forms(), [False] * len(parts)
    at = 0
    while at < len(parts):
        size = next((n for n in range(min(5, len(parts) - at), 0, -1) if tuple(parts[at : at + n]) in known), 0)
        for i in range(at, at + size):
            marked[i] = True
        marked[at] = marked[at] or parts[at] in _ARTICLES
        at += size or 1
    return marked if not all(marked) else [False] * len(parts)
