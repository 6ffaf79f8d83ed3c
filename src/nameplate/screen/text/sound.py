"""How a word in Latin letters sounds, in two grains, and how a reading machine sees it.

`spoken` keeps vowels in three classes and folds the spellings of one sound (ph/f, kh/h, x/ks, ou/u). `skeletons`
keep only classes of consonants, so that scripts that write no vowels can be compared; the classes are those of
Dolgopolsky (1964), widely used to find words of common origin. A `c` is read as k and as s: tables differ.
"""

import re
from functools import cache, lru_cache

from nameplate.screen.text import knowledge

_SPOKEN = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("ck", "k"), ("kh", "h"),
    ("gh", "g"), ("yu", "u"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("zh", "j"),
    ("sh", "s"), ("ch", "c"), ("x", "ks"), ("q", "k"), ("ts", "c"), ("tz", "c"), ("w", "u"), ("v", "f"), ("y", "i"),
    ("ee", "i"), ("oo", "u"), ("ou", "u"), ("e", "i"), ("o", "u"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_HARD_C = re.compile("c(?![h])")
_SAME_TWICE = re.compile(r"(.)\1+")
_DIGRAPHS = (
    ("sch", "s"), ("sh", "s"), ("ch", "s"), ("zh", "s"), ("kh", "h"), ("gh", "g"), ("ph", "p"), ("th", "t"),
    ("dh", "d"), ("bh", "b"), ("ck", "k"), ("x", "ks"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("dj", "s"),
)  # fmt: skip
_KW = re.compile("^(?:k[vw]|qu)")
"""One sound at the start of a word, "quartz" and "kvarts"; within one the two letters are two sounds."""
_CLASSES = str.maketrans("bpfvtdkgqcjzslrmn", "ppppttkkkksssllmn", "aeiouwy")


@lru_cache(maxsize=131072)
def spoken(word: str) -> str:
    """A word's sound with its vowels, one letter a sound."""
    word = _HARD_C.sub("k", _SOFT_C.sub("s", word))
    word = _KW.sub("ku", word)
    for spelling, sound in _SPOKEN:
        if spelling in word:
            word = word.replace(spelling, sound)
    return _SAME_TWICE.sub(r"\1", word)


@lru_cache(maxsize=131072)
def skeletons(word: str) -> tuple[str, ...]:
    """A word's consonant classes, one or more ways if it has a `c`; empty strings for words of vowels alone."""
    ways = [_HARD_C.sub("k", _SOFT_C.sub("s", word))]
    if "c" in word:
        ways += [word.replace("c", "k"), word.replace("c", "s")]
    return tuple(dict.fromkeys(_skeleton(way) for way in ways))


def _skeleton(word: str) -> str:
    word = _KW.sub("k", word)
    for spelling, sound in _DIGRAPHS:
        if spelling in word:
            word = word.replace(spelling, sound)
    head = word[:1]
    body = _SAME_TWICE.sub(r"\1", word.translate(_CLASSES))
    body = body.replace("h", "") if head != "h" else "h" + body[1:].replace("h", "")
    return _SAME_TWICE.sub(r"\1", body)


@cache
def _misread() -> tuple[dict[int, str], tuple[tuple[str, str], ...]]:
    known = knowledge.misread()
    return str.maketrans(known.letters), tuple(known.strokes.items())


@lru_cache(maxsize=131072)
def as_seen(word: str) -> str:
    """A word with all characters that reading machines mix up folded onto one."""
    letters, strokes = _misread()
    word = word.translate(letters)
    for stroke, letter in strokes:
        word = word.replace(stroke, letter)
    return word
