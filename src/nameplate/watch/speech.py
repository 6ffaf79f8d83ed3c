"""Who says what stands in a sentence: reported speech given to its speaker, also over the next sentences."""

import re
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.makers import Mention
from nameplate.watch.places import Acting
from nameplate.watch.sentences import Sentence

_REACH = 90
"""Characters between a verb of saying and its speaker."""
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w'’.-]+(?:\s+(?:de|von|van|al|bin|der|la|el)\s+|\s+)?){1,4}")
_BREAK = re.compile(r"[,;:،؛，；：\"“”«»\n]")
_THAT = re.compile(r"\s(?:ان|انه|انها|انهم|بان)(?=\s)")
"""Arabic for "that", folded: what is said begins there."""
_QUOTE = re.compile('["“”«»„「」『』]')


class Speech(NamedTuple):
    """A speaker and the part of the folded sentence that is what it says."""

    speaker: str
    start: int
    end: int


def find(
    sentence: Sentence, language: str, makers: list[Mention], acting: list[Acting], last: str | None
) -> list[Speech]:
    """What is said by whom in a sentence; `last` is who spoke before (for "he said", and quotes that go on)."""
    text = sentence.folded.text
    found: list[Speech] = []
    for match in lexicon.group(language, "said_before").finditer(text):
        speaker = _before(sentence, match.start(), language, makers, acting)
        follows = speaker is None and bool(lexicon.group(language, "said_after").fullmatch(match.group()))
        if follows:
            speaker = _after(sentence, match.end(), language, makers, acting)
        speaker = speaker or last
        if speaker:
            found.append(_scope(speaker, match, text, language))
    for match in lexicon.group(language, "said_after").finditer(text):
        if any(abs(match.start() - one.start) < 3 or match.end() == one.start for one in found):
            continue
        speaker = _after(sentence, match.end(), language, makers, acting)
        if speaker:
            found.append(Speech(speaker, 0, len(text)))
    if not found and last and _QUOTE.search(sentence.text[:2]):
        found.append(Speech(last, 0, len(text)))
    return found


def _scope(speaker: str, match: re.Match[str], text: str, language: str) -> Speech:
    """What is said follows the verb, or stands before it where the sentence ends with "X said"."""
    closing = len(text) - match.end() <= 55 and not lexicon.group(language, "which").search(text[match.end() :])
    comma = bool(_BREAK.search(text[max(0, match.start() - _REACH) : match.start()]))
    relative = lexicon.group(language, "which").search(text[max(0, match.start() - 12) : match.start()])
    if closing and comma and not relative and match.start() > len(text) // 2:
        return Speech(speaker, 0, len(text))
    return Speech(speaker, match.end(), len(text))


def _before(sentence: Sentence, end: int, language: str, makers: list[Mention], acting: list[Acting]) -> str | None:
    """The speaker nearest before the verb."""
    return _nearest(sentence, max(0, end - _REACH), end, language, makers, acting, leftwards=True)


def _after(sentence: Sentence, start: int, language: str, makers: list[Mention], acting: list[Acting]) -> str | None:
    """The speaker nearest after the verb, before the sentence goes on."""
    stop = _BREAK.search(sentence.folded.text, start + 3)
    that = _THAT.search(sentence.folded.text, start) if language == "ar" else None
    end = min(len(sentence.folded.text), start + _REACH, *(m.start() for m in (stop, that) if m))
    found = _nearest(sentence, start, end, language, makers, acting, leftwards=False)
    words = sentence.folded.text[start:end].split()
    if found or not that or not 1 <= len(words) <= 3:
        return found
    first, last = sentence.folded.original(start, end)
    return sentence.text[first:last].strip()


def _nearest(
    sentence: Sentence,
    begin: int,
    end: int,
    language: str,
    makers: list[Mention],
    acting: list[Acting],
    *,
    leftwards: bool,
) -> str | None:
    text = sentence.folded.text
    found: list[tuple[int, str]] = []
    for one in makers:
        if begin <= one.start and one.end <= end:
            found.append((one.start, one.maker))
    for who in acting:
        if begin <= who.start and who.end <= end and (who.is_authority or not leftwards):
            found.append((who.start, who.name))
    for match in lexicon.group(language, "title").finditer(text, begin, end):
        found.append((match.start(), _titled(sentence, match.start(), match.end(), end, language)))
    unnamed = lexicon.group(language, "unnamed").search(text, begin, end)
    if unnamed:
        found.append((unnamed.start(), "unnamed sources"))
    if not found:
        return None
    place, who_says = (max if leftwards else min)(found)
    return _of(place, who_says, found, text, language)


def _of(place: int, says: str, found: list[tuple[int, str]], text: str, language: str) -> str:
    """ "A spokesperson of Hikvision", "Hikvision's spokesperson": the organisation speaks, not only the title."""
    if not lexicon.group(language, "title").match(text, place) or _NAME.search(says):
        return says
    near = [(abs(at - place), who) for at, who in found if at != place and abs(at - place) < 45]
    return min(near)[1] if near else says


def _titled(sentence: Sentence, start: int, end: int, limit: int, language: str) -> str:
    """A title with the name beside it, as written."""
    first, last = sentence.folded.original(start, end)
    rest_end = sentence.folded.at[limit]
    if language in {"ar", "zh"}:
        words = sentence.text[first:rest_end]
        cut = re.split('[,،，:："“«\n]|إن|ان |أن ', words)[0] if language == "ar" else words
        return " ".join(cut.split()[:6]).strip()
    name = _NAME.match(sentence.text[last:rest_end].lstrip())
    title = sentence.text[first:last]
    return f"{title} {name.group().strip()}".strip() if name else title
