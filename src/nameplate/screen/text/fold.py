"""One spelling for what looks the same: compatibility forms, case, accents, invisible characters, look-alike letters.

Invisible and bidirectional characters are taken out (Unicode category Cf, UTS 39); a letter of another script inside
a word is replaced by the look-alike of the word's own script ("Нikvision" with a Cyrillic first letter).
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

LONGEST = 400
"""Characters of a name that are compared; what is longer is no name, and its beginning is looked at."""
_TWINS = dict(zip("аеорсухікмтнвѕјԁԛԝɡαοιρνκτηυ", "aeopcyxikmthbsjdqwgaoipvktnu", strict=True))
"""Cyrillic and Greek letters drawn like Latin ones (Unicode confusables.txt), small letters."""
_UNTWINS = {
    "a": "а",
    "e": "е",
    "o": "о",
    "p": "р",
    "c": "с",
    "y": "у",
    "x": "х",
    "i": "і",
    "k": "к",
    "m": "м",
    "t": "т",
}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_LETTER = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def fold(text: str) -> str:
    """`text` as it is compared: small letters, no accents on Latin letters, no vowel marks, no invisible characters."""
    text = text[: 4 * LONGEST]
    if text.isascii():
        return text.lower()[:LONGEST]
    text = unicodedata.normalize("NFKC", text).casefold()
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Cc", "Co", "Cs"} or c.isspace())
    text = _WORD.sub(_same_script, text)
    return unicodedata.normalize("NFC", "".join(_plain(c) for c in text))[:LONGEST]


def _same_script(match: re.Match[str]) -> str:
    """A word of mixed scripts in the script that most of its letters have."""
    word = match.group()
    latin = len(_LATIN_LETTER.findall(word))
    if latin in {0, len(word)}:
        return word
    twins = sum(c in _TWINS for c in word)
    if twins and latin + twins == len(word):
        return "".join(_TWINS.get(c, c) for c in word)
    if len(_CYRILLIC.findall(word)) + latin == len(word):
        return "".join(_UNTWINS.get(c, c) for c in word)
    return word


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if "\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff":
        return str(anyascii(character)).lower()
    mark = unicodedata.category(character) == "Mn"
    if (
        mark
        and not "\u0900" <= character <= "\u0dff"
        and not "\u0e00" <= character <= "\u0e7f"
        and character != "\u3099"
    ):
        return ""
    if "\u0370" <= character <= "\u03ff" or "\u1f00" <= character <= "\u1fff":
        return unicodedata.normalize("NFD", character)[0]
    if "\u2010" <= character <= "\u2015":
        return "-"
    return "'" if character in "‘’ʼʻʿʾ`´׳" else character
