"""Names of Latin letters in other scripts: "zed tee ee" in Arabic or Hangul letters is ZTE.

Where a script writes spaces, letters that stand together are joined by `joined` before words are read; where it does
not, a word that begins with the names of two letters or more has a reading with these letters.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice, product

from nameplate.screen.text import knowledge
from nameplate.screen.text.fold import fold

BETWEEN = "·"
"""Stands between the names of letters that were joined."""
FEWEST, MOST = 2, 3
_ALEF = str.maketrans("أإآ", "ااا")
_UNSPACED = re.compile("[\uac00-\ud7a3\u3040-\u30ff]")


def joined(words: Sequence[str]) -> list[str]:
    """`words` with every run of names of letters made one word."""
    known = _letters()
    out: list[str] = []
    run: list[str] = []
    for word in (*words, ""):
        if word in known or word.translate(_ALEF) in known:
            run.append(word)
            continue
        out += [BETWEEN.join(run)] if len(run) >= FEWEST else run
        run = []
        out += [word] if word else []
    return out


def whole(word: str) -> tuple[str, ...]:
    """The letters of a word that `joined` made, or of one of three letters or more; else nothing."""
    if BETWEEN in word:
        known = _letters()
        return _choices([known.get(part) or known[part.translate(_ALEF)] for part in word.split(BETWEEN)])
    found = _at_start(word)
    return _choices(found[0]) if found and not found[1] and len(found[0]) > FEWEST else ()


def begun(word: str) -> tuple[str, str]:
    """The letters whose names a word begins with, if these are two or more, and the rest of it as it is."""
    found = _at_start(word)
    return (_choices(found[0])[0], found[1]) if found else ("", word)


def _choices(letters: Sequence[str]) -> tuple[str, ...]:
    """The words that letters make, where names of letters are written alike."""
    return tuple("".join(one) for one in islice(product(*letters), MOST))


def _at_start(word: str) -> tuple[list[str], str] | None:
    found = _run().match(word) if _UNSPACED.match(word) else None
    if found is None:
        return None
    return [_letters()[name] for name in _one().findall(found.group())], word[found.end() :]


@cache
def _letters() -> dict[str, str]:
    tables = knowledge.sounds().letters.values()
    return {fold(name): letter for names in tables for name, letter in names.items()}


@cache
def _one() -> re.Pattern[str]:
    names = sorted((name for name in _letters() if _UNSPACED.match(name)), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"(?:{_one().pattern}){{{FEWEST},}}")
