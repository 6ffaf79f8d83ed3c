"""Words of other scripts in Latin letters, several readings kept.

The first reading is the one heard, the next the letter-by-letter one and that of another language in the same letters;
all are compared, since nobody knows by which table a name was carried over. Latin words have a second one, by ear.
Alphabets, Indic scripts, Hangul and kana come from `data/scripts.yaml`; Han characters are read in pinyin; what has no
table there is read by anyascii.
"""

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii

from nameplate.screen.text import knowledge, spelled
from nameplate.screen.text.heard import heard
from nameplate.screen.text.knowledge import Script

MOST = 3
"""Readings of a word that are kept."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9d]")
_GLIDE = re.compile(r"(?<=[kgnhbpmr])iy(?=[auo])")


def is_han(text: str) -> bool:
    """Whether Han characters stand in it."""
    return bool(_HAN.search(text))


def script_of(text: str) -> str:
    """The script of the first letter that is not Latin, by its Unicode name ("arabic"); "latin" if there is none."""
    for character in text:
        if character > "\u024f" and character.isalpha() and not "\u1e00" <= character <= "\u1eff":
            name = unicodedata.name(character, "unknown").split(" ", 1)[0]
            return {"CJK": "han", "KATAKANA": "kana", "HIRAGANA": "kana"}.get(name, name.lower())
    return "latin"


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[str, ...]:
    """The readings of a folded word in Latin letters, at most three, the likeliest first."""
    if word.isascii():
        return tuple(dict.fromkeys((word, heard(word))))
    letters, rest = spelled.begun(word)
    begun = [letters + (_readings(rest)[-1] if rest else "")] if letters else []
    found = dict.fromkeys(_clean(reading) for reading in (*spelled.whole(word), *_readings(word), *begun))
    return tuple(reading for reading in found if reading)[:MOST]


def _readings(word: str) -> tuple[str, ...]:
    first = next((c for c in word if c > "\u024f"), word[0])
    known = knowledge.scripts()
    if spelled.BETWEEN in word:
        return ()
    if _KANA.search(word):
        return _and_foreign(_kana(word), known.kana.foreign)
    if is_han(word):
        return (_pinyin(word),)
    if "\uac00" <= first <= "\ud7a3":
        return _and_foreign(_hangul(word), known.hangul.foreign)
    if "\u0900" <= first <= "\u0d7f":
        return _and_foreign(_indic(word), known.indic.foreign)
    for script in known.scripts.values():
        if script.first <= first <= script.last:
            return _alphabet(word, script)
    return (str(anyascii(word)),)


def _and_foreign(reading: str, sounds: dict[str, str]) -> tuple[str, str]:
    """A reading, and what it is if the word came from abroad with sounds that the script lacks."""
    return reading, _splitter(tuple(sounds)).sub(lambda m: sounds.get(m.group(), m.group()), reading)


def _clean(reading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", str(anyascii(reading)).lower())


def _alphabet(word: str, script: Script) -> tuple[str, ...]:
    parts = _splitter(tuple(script.sequences)).findall(word)
    known = [script.sequences.get(part) or script.letters.get(part) or (part,) for part in parts]
    return tuple("".join(one[min(way, len(one) - 1)] for one in known) for way in range(MOST))


@cache
def _splitter(sequences: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(sequences, key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), "."]), re.DOTALL)


def _hangul(word: str) -> str:
    parts = knowledge.scripts().hangul
    out = []
    for character in word:
        code = ord(character) - 0xAC00
        if not 0 <= code < 11172:
            out.append(character)
            continue
        first, rest = divmod(code, 588)
        vowel, last = divmod(rest, 28)
        out.append(parts.first[first] + parts.vowel[vowel] + parts.last[last])
    return "".join(out)


def _indic(word: str) -> str:
    known = knowledge.scripts().indic
    characters = [chr((ord(c) - 0x0900) % 0x80 + 0x0900) if "\u0900" <= c <= "\u0d7f" else c for c in word]
    out: list[str] = []
    for at, character in enumerate(characters):
        following = characters[at + 1] if at + 1 < len(characters) else ""
        if character in known.consonants:
            dotted = following == known.dot and character in known.dotted
            out.append(known.dotted[character] if dotted else known.consonants[character])
            after = characters[at + 2] if following == known.dot and at + 2 < len(characters) else following
            if after and after not in known.signs and after not in (known.silencer, known.dot):
                out.append("a")
        else:
            out.append(known.vowels.get(character) or known.signs.get(character) or known.nasals.get(character, ""))
    return "".join(out)


def _kana(word: str) -> str:
    word = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in word)
    for written, read in knowledge.scripts().kana.sequences.items():
        word = word.replace(written, read)
    return _GLIDE.sub("y", str(anyascii(word)).lower())


def _pinyin(word: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))


@cache
def _to_simplified() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def simplified(text: str) -> str:
    """Traditional Han characters as simplified ones (OpenCC)."""
    return str(_to_simplified().convert(text))  # type: ignore[attr-defined]
