"""Who says what stands in a sentence: reported speech given to its speaker, also over the next sentences.

Three orders of words: the speaker before the verb or after it (English and its neighbours), after the verb up to
"that" (Arabic), at the beginning of the clause (Chinese). Which words these are is told by the language's data.
"""

import re
from typing import NamedTuple

from nameplate.watch import lexicon, speakers
from nameplate.watch.makers import Mention
from nameplate.watch.places import Acting
from nameplate.watch.sentences import Sentence
from nameplate.watch.speakers import Named

_REACH = 90
"""Characters between a verb of saying and its speaker."""
_BESIDE, _CLOSING = 40, 60
_JOINED = 9
"""Characters before a verb in which "and" joins it to the verb before."""
_PRONOUN_REACH = 14
_OF = 14
"""Room for a preposition and an article between two names that belong together."""
_INVERTED = 30
"""Room for a day and an article between a verb and the person after it."""
_CLOSE = frozenset({"word", "company"})
"""Kinds that speak only right beside the verb."""
_PEOPLE = frozenset({"person", "role", "word"})
_MOST_WORDS = 9
_BREAK = re.compile(r"[,;:،؛，；：\"“”«»\n]|\s[-–—]+\s")
_QUOTE = re.compile('["“”«»„「」『』]')
_CLAUSE_HAN = re.compile(r'[。；，、！？“”"：:,;!?（）()\s]')
_WEAK = {"place": 1, "word": 2, "company": 0, "role": 0, "unnamed": 0, "authority": 0, "person": 0, "maker": 0}


class Speech(NamedTuple):
    """A speaker and the part of the folded sentence that it says; `kind` as in `Named`, `verb` where it is said."""

    speaker: str
    start: int
    end: int
    kind: str = "person"
    verb: int = 0


class _Verb(NamedTuple):
    start: int
    end: int
    before: bool
    after: bool
    whole: bool = False


def find(
    sentence: Sentence, language: str, makers: list[Mention], acting: list[Acting], last: str | None
) -> list[Speech]:
    """What is said by whom in a sentence; `last` is who spoke before (for "he said", and quotes that go on)."""
    verbs = _verbs(sentence.folded.text, language)
    found: list[Speech] = []
    if verbs:
        known = speakers.named(sentence, language, makers, acting)
        find_one = {"ar": _arabic, "zh": _chinese}.get(language, _latin)
        for told in verbs:
            verb = _active(told, sentence.folded.text, language)
            if verb is None:
                continue
            who = find_one(sentence, verb, language, known, found[-1].speaker if found else last)
            if who and not lexicon.media().search(lexicon.fold(who.name).text):
                found.append(_scope(who, verb, sentence, language))
    if not found and last and _QUOTE.search(sentence.text[:2]):
        found.append(Speech(last, 0, len(sentence.folded.text)))
    return found


def _active(verb: _Verb, text: str, language: str) -> _Verb | None:
    """The verb, unless it is passive: "they were told" names nobody who speaks, "was announced by X" does."""
    if not lexicon.group(language, "passive").search(text, max(0, verb.start - 6), verb.start):
        return verb
    agent = lexicon.group(language, "agent").match(text, verb.end + 1)
    return verb._replace(end=agent.end(), before=False, after=True) if agent else None


def _verbs(text: str, language: str) -> list[_Verb]:
    """Verbs of saying. Those of one place are one, which may have its speaker on either side."""
    before = {m.start(): m.end() for m in lexicon.group(language, "said_before").finditer(text)}
    after = {m.start(): m.end() for m in lexicon.group(language, "said_after").finditer(text)}
    behind = {m.start(): m.end() for m in lexicon.group(language, "said_behind").finditer(text)}
    found: list[_Verb] = []
    for start in sorted({*before, *after, *behind}):
        end = max(before.get(start, 0), after.get(start, 0), behind.get(start, 0))
        known = (start in before or start in behind, start in after, start in behind)
        if found and start <= found[-1].end + 1:  # "as X announced": words side by side are one
            found[-1] = found[-1]._replace(end=max(end, found[-1].end))
        else:
            found.append(_Verb(start, end, *known))
    return found


def _latin(sentence: Sentence, verb: _Verb, language: str, known: list[Named], last: str | None) -> Named | None:
    text = sentence.folded.text
    quoted = _BREAK.search(text[max(0, verb.start - 2) : verb.start])
    right = _right(text, verb, known) if verb.after or quoted else None
    if not verb.before:
        return right
    if lexicon.group(language, "pronoun").search(text, max(0, verb.start - _PRONOUN_REACH), verb.end + _PRONOUN_REACH):
        return Named(verb.start, verb.start, last, "person") if last else None
    inverted = right and right.start - verb.end <= (_INVERTED if quoted and right.kind in _PEOPLE else 1)
    left = _left(text, verb, language, known)
    if inverted and not (left and verb.start - left.end <= 1):
        return right
    return left or (right if verb.after else None)


def _left(text: str, verb: _Verb, language: str, known: list[Named]) -> Named | None:
    """The nearest before the verb; a country or a lone word only where nobody better stands near."""
    able = [n for n in known if n.end <= verb.start and verb.start - n.end <= _REACH]
    able = [n for n in able if n.kind not in _CLOSE or verb.start - n.end <= 1]
    if not able:
        return None
    if lexicon.group(language, "and").search(text, max(0, verb.start - _JOINED), verb.start):
        able = [n for n in able if n.kind not in {"place", "word"}] or able
        return _organisation(min(able, key=lambda n: n.start), able, text)  # "X has sued Y and said"
    nearest = max(able, key=lambda n: n.end)
    better = [n for n in able if nearest.start - n.end <= _OF and _WEAK[n.kind] < _WEAK[nearest.kind]]
    better = [n for n in better if not _BREAK.search(text[n.end : nearest.start])]
    chosen = max(better, key=lambda n: n.end) if better and nearest.kind == "place" else nearest
    return _organisation(chosen, able, text)


def _right(text: str, verb: _Verb, known: list[Named]) -> Named | None:
    """The first after the verb, before the sentence goes on."""
    stop = _BREAK.search(text, verb.end + 3)
    end = min(len(text), verb.end + _REACH, stop.start() if stop else len(text))
    able = [n for n in known if verb.end <= n.start < end and (n.kind not in _CLOSE or n.start - verb.end <= 12)]
    able = [n for n in able if n.start - verb.end <= _BESIDE]
    if not able:
        return None
    first = min(able, key=lambda n: (_WEAK[n.kind] > 0 and len(able) > 1, n.start))
    return _organisation(first, able, text)


def _organisation(one: Named, able: list[Named], text: str) -> Named:
    """ "A spokesperson of Hikvision": the maker speaks, not only the title."""
    if one.kind != "role":
        return one
    near = [n for n in able if n.kind in {"maker", "authority"} and abs(n.start - one.start) < 45]
    near = [n for n in near if not _BREAK.search(text[min(n.end, one.end) : max(n.start, one.start)])]
    return min(near, key=lambda n: abs(n.start - one.start)) if near else one


def _arabic(sentence: Sentence, verb: _Verb, language: str, known: list[Named], last: str | None) -> Named | None:
    """A maker, an authority or a title right before the verb; else what follows it; else who spoke before."""
    text = sentence.folded.text
    begin = max((m.end() for m in _BREAK.finditer(text, 0, verb.start)), default=0)
    before = text[begin : verb.start]
    if (
        verb.before
        and 0 < len(before.split()) <= _MOST_WORDS
        and not lexicon.group(language, "that").match(before.lstrip())
    ):
        led = speakers.phrase(sentence, begin, verb.start, language, known)
        if led and (
            led.kind != "person" or lexicon.group(language, "title").search(before) or len(before.split()) <= 2
        ):
            return led
    named = next((n for n in known if 0 <= n.start - verb.end <= 1 and n.kind in {"maker", "place", "authority"}), None)
    if named:
        return named
    end = _arabic_end(text, verb.end, language)
    if 0 < len(text[verb.end : end].split()) <= _MOST_WORDS:
        found = speakers.phrase(sentence, verb.end, end, language, known)
        if found:
            return found
    return Named(verb.start, verb.start, last, "person") if last else None


def _arabic_end(text: str, start: int, language: str) -> int:
    """Where the subject after a verb ends: at "that", a preposition, a comma; a name in quotes belongs to it."""
    that = lexicon.group(language, "that").search(text, start)
    stop = _BREAK.search(text, start + 1)
    if stop and stop.group().strip() in '"«“' and len(text[start : stop.start()].split()) in {1, 2}:
        closing = _QUOTE.search(text, stop.end())
        if closing and closing.end() - stop.end() < _BESIDE:
            return closing.end()
    return min((m.start() for m in (stop, that) if m), default=len(text))


def _chinese(sentence: Sentence, verb: _Verb, language: str, known: list[Named], last: str | None) -> Named | None:
    """What stands before the verb in its clause, up to where and when; "according to X" after it."""
    text = sentence.folded.text
    if verb.after and not verb.before:
        stop = _CLAUSE_HAN.search(text, verb.end)
        end = min(
            (m.start() for m in (stop, lexicon.group(language, "said_before").search(text, verb.end)) if m),
            default=len(text),
        )
        who = speakers.phrase(sentence, verb.end, end, language, known) if 3 < end - verb.end <= 20 else None
        return who if who and who.kind != "person" else None
    begin = max((m.end() for m in _CLAUSE_HAN.finditer(text, 0, verb.start)), default=0)
    cut = lexicon.group(language, "that").search(text, begin, verb.start)
    digit = re.search(r"\d", text[begin : verb.start])
    ends = [cut.start() if cut and cut.start() > begin else verb.start, begin + digit.start() if digit else verb.start]
    end = _without_adverbs(text, begin, min(ends), language)
    if end - begin >= 2 and not lexicon.group(language, "pronoun").fullmatch(text, begin, end):
        return speakers.phrase(sentence, begin, end, language, known) if end - begin <= 40 else None
    return Named(verb.start, verb.start, last, "person") if last else None


def _without_adverbs(text: str, begin: int, end: int, language: str) -> int:
    """The end of a subject without "also", "then" and the like, which Chinese writes before the verb."""
    adverbs = lexicon.group(language, "adverb")
    while (last := next((m for m in adverbs.finditer(text, begin, end) if m.end() == end), None)) is not None:
        end = last.start()
    return end


def _scope(who: Named, verb: _Verb, sentence: Sentence, language: str) -> Speech:
    """What is said follows the verb, or stands before it where the sentence ends with "X said"."""
    text = sentence.folded.text
    if verb.whole or (verb.after and not verb.before):
        return Speech(who.name, 0, len(text), who.kind, verb.start)
    end = max(verb.end, who.end)
    closing = len(text) - end <= _CLOSING and not lexicon.group(language, "which").search(text, end)
    comma = bool(_BREAK.search(text, max(0, min(verb.start, who.start) - _REACH), verb.start))
    relative = lexicon.group(language, "which").search(text, max(0, verb.start - 12), verb.start)
    if closing and comma and not relative and verb.start > len(text) // 3:
        return Speech(who.name, 0, len(text), who.kind, verb.start)
    aside = lexicon.group(language, "aside").search(text, verb.end + _JOINED)
    return Speech(who.name, verb.end, aside.start() if aside else len(text), who.kind, verb.start)
