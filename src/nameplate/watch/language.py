"""Which language a text is in: the script first, then the commonest words. Enough for the languages that are read."""

import re
from collections import Counter
from typing import NamedTuple

from nameplate.watch import lexicon

_SAMPLE = 6000
"""Characters looked at; the beginning of an article tells its language."""
_SCRIPTS = {
    "ar": re.compile("[\u0600-\u06ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f]"),
}
_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_LATIN = ("en", "fr", "es", "de")
_WORD = re.compile(r"[^\W\d_]+")


class Detected(NamedTuple):
    """ISO 639-1 code ("und" if none) and whether the watch has words of that language."""

    code: str
    known: bool


def detect(text: str, hint: str = "") -> Detected:
    """The language that most of the text is in; `hint` decides between languages of one script."""
    sample = text[:_SAMPLE]
    counts = Counter({name: len(script.findall(sample)) for name, script in _SCRIPTS.items()})
    counts["zh"] *= 2  # one character is a word's worth of letters
    name, count = counts.most_common(1)[0]
    if not count:
        return Detected("und", False)
    if name == "zh" and len(_KANA_OR_HANGUL.findall(sample)) * 4 > counts["zh"]:
        return Detected("und", False)
    if name != "latin":
        return Detected(name, True)
    return Detected(hint, True) if hint in _LATIN else _latin(sample)


def _latin(sample: str) -> Detected:
    words = Counter(_WORD.findall(sample.lower()))
    scores = {code: sum(words[word] for word in lexicon.language(code).stopwords) for code in _LATIN}
    best = max(scores, key=lambda code: (scores[code], code == "en"))
    total = sum(words.values())
    if total > 40 and scores[best] * 20 < total:
        return Detected("und", False)
    return Detected(best, True)
