"""Dates in a sentence: absolute in every language, relative to the article's own date, and deadlines told apart.

A day without a year takes the year that brings it nearest to the article's date. "Last week" without the date of the
article is no date.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nameplate.watch import lexicon
from nameplate.watch.shapes import Precision

_NUMBERS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?![\d/])")
_HAN = re.compile(r"(?:(\d{4})\s*年\s*)?(?:(\d{1,2})\s*月\s*)(?:(\d{1,2})\s*[日号號])?|(\d{4})\s*年(?!前)")
_YEAR = re.compile(r"(?<![\d./,$€£-])(19[89]\d|20[0-4]\d)(?![\d/]|[.,]\d|-\d)")
_DEADLINE_REACH = 24
_BESIDE = 6
"""Characters between a month and the year that belongs to it."""
_HAN_DAY = re.compile(r"(?<![\d月.])(\d{1,2})\s*[日号號](?!\d|电|電|讯|訊)")


class Dated(NamedTuple):
    """A date in the folded sentence. `deadline`: it says until when, not when; `guessed`: its year is not told."""

    start: int
    end: int
    value: dt.date
    precision: Precision
    deadline: bool
    guessed: bool = False


def find(text: str, language: str, published: dt.date | None) -> list[Dated]:
    """All dates of a folded sentence, in order; a part of a longer date is no date of its own."""
    found: list[Dated] = []
    text = _han_numbers(text) if language == "zh" else text.translate(_NUMBERS)
    for one in _all(text, language, published):
        if all(one.end <= other.start or other.end <= one.start for other in found):
            found.append(_ahead(one._replace(deadline=_is_deadline(text, one, language)), published))
    return _with_years(sorted(found, key=lambda one: one.start))


def _with_years(found: list[Dated]) -> list[Dated]:
    """ "In March of last year": a month beside a relative year is of that year."""
    kept: list[Dated] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and one.start - last.end <= _BESIDE and {last.precision, one.precision} == {"month", "year"}:
            month, year = (last, one) if last.precision == "month" else (one, last)
            if month.guessed and not year.guessed:
                value = _date(year.value.year, month.value.month, 1) or month.value
                kept[-1] = Dated(last.start, one.end, value, "month", last.deadline or one.deadline)
                continue
        kept.append(one)
    return kept


def _ahead(one: Dated, published: dt.date | None) -> Dated:
    """A deadline without a year lies ahead of the article."""
    if one.deadline and one.guessed and published and one.value < published:
        return one._replace(value=_date(one.value.year + 1, one.value.month, one.value.day) or one.value)
    return one


def _all(text: str, language: str, published: dt.date | None) -> Iterator[Dated]:
    for match in _ISO.finditer(text):
        yield from _dated(match, int(match[1]), int(match[2]), int(match[3]), published)
    for match in _NUMERIC.finditer(text):
        yield from _numeric(match, published)
    if language == "zh":
        for match in _HAN.finditer(text):
            year = int(match[1] or match[4] or 0)
            yield from _dated(match, year, int(match[2] or 0), int(match[3] or 0), published)
        yield from _days(text, published)
    else:
        yield from _worded(text, language, published)
    yield from _relative(text, language, published)
    for match in _YEAR.finditer(text):
        yield from _dated(match, int(match[1]), 0, 0, published)


def _days(text: str, published: dt.date | None) -> Iterator[Dated]:
    """A day without a month is the last that the article can speak of."""
    if published is None:
        return
    for match in _HAN_DAY.finditer(text):
        day, last = int(match[1]), published.replace(day=1) - dt.timedelta(days=1)
        of = published if day <= published.day else last
        if value := _date(of.year, of.month, day):
            yield Dated(match.start(), match.end(), value, "day", False)


_HAN_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_HAN_NUMBER = re.compile("[〇一二三四五六七八九十]{1,4}(?=[年月日號号])")


def _han_numbers(text: str) -> str:
    """六月三十日 as 6月30日, padded with blanks to the same length."""

    def _digits(match: re.Match[str]) -> str:
        word = match.group()
        if "十" in word:
            tens, _, ones = word.partition("十")
            value = str(_HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0))
        else:
            value = "".join(str(_HAN_DIGITS[c]) for c in word)
        return value.rjust(len(word)) if len(value) <= len(word) else word

    return _HAN_NUMBER.sub(_digits, text)


def _numeric(match: re.Match[str], published: dt.date | None) -> Iterator[Dated]:
    """Day first, unless only month first is possible; where both are, only the month is given if they agree."""
    first, second = int(match[1]), int(match[2])
    day, month = (second, first) if second > 12 else (first, second)
    yield from _dated(match, int(match[3]), month, day, published)


def _worded(text: str, language: str, published: dt.date | None) -> Iterator[Dated]:
    for match in _month_pattern(language).finditer(text):
        month = _months(language)[" ".join(match["month"].split())]
        year = match["year"] or match["year2"]
        day = match["day"] or match["day2"]
        if not year and not day and ((language == "en" and month == 5) or published is None):
            continue  # "may" is a verb far more often than a month
        yield from _dated(match, int(year or 0), month, int(day or 0), published)


def _dated(match: re.Match[str], year: int, month: int, day: int, published: dt.date | None) -> Iterator[Dated]:
    guessed = not year
    if not year:
        if published is None or not month:
            return
        years = (published.year - 1, published.year, published.year + 1)
        near = [d for y in years if (d := _date(y, month, day or 15))]
        if not near:
            return
        year = min(near, key=lambda d: abs((d - published).days)).year
    value = _date(year, month or 1, day or 1)
    if value:
        precision: Precision = "day" if day else "month" if month else "year"
        yield Dated(match.start(), match.end(), value, precision, False, guessed)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _relative(text: str, language: str, published: dt.date | None) -> Iterator[Dated]:
    if published is None:
        return
    for match in _weekday_pattern(language).finditer(text):
        back = (published.weekday() - _weekdays(language)[match["day"]]) % 7
        if match.groupdict().get("last"):
            back = published.weekday() - _weekdays(language)[match["day"]] + 7
        yield Dated(match.start(), match.end(), published - dt.timedelta(days=back), "day", False)
    for match in _relative_pattern(language).finditer(text):
        amount, unit = _relatives(language)[" ".join(match["phrase"].split())].split()
        yield _moved(match, published, int(amount), unit)
    for match in _ago_pattern(language).finditer(text):
        number = next(n for n in match.groups()[::2] if n)
        unit = next(u for u in match.groups()[1::2] if u)
        amount_ago = int(number) if number.isdigit() else _numbers(language)[number]
        yield _moved(match, published, -amount_ago, _units(language)[unit])


def _moved(match: re.Match[str], day: dt.date, amount: int, unit: str) -> Dated:
    """The day moved by so many units, as its first day with the unit's precision."""
    if unit == "day":
        value, precision = day + dt.timedelta(days=amount), "day"
    elif unit == "week":
        value, precision = day + dt.timedelta(days=7 * amount - day.weekday()), "week"
    elif unit == "month":
        months = day.year * 12 + day.month - 1 + amount
        value, precision = dt.date(max(1, months // 12), months % 12 + 1, 1), "month"
    else:
        value, precision = dt.date(max(1, day.year + amount), 1, 1), "year"
    return Dated(match.start(), match.end(), value, precision, False)  # type: ignore[arg-type]


def _is_deadline(text: str, one: Dated, language: str) -> bool:
    before = text[max(0, one.start - _DEADLINE_REACH) : one.start]
    near = before[max((before.rfind(c) for c in ",;،，。"), default=-1) + 1 :]
    if language == "zh":
        return any(text.startswith(word, one.end) for word in lexicon.language("zh").words["until"])
    matches = list(lexicon.group(language, "until").finditer(near))
    return bool(matches) and len(near[matches[-1].end() :].split()) <= 2


def _folded(table: dict[str, str]) -> dict[str, str]:
    return {lexicon.fold(word).text: value for word, value in table.items()}


@cache
def _months(language: str) -> dict[str, int]:
    return {lexicon.fold(word).text: value for word, value in lexicon.language(language).months.items()}


@cache
def _weekdays(language: str) -> dict[str, int]:
    return {lexicon.fold(word).text: value for word, value in lexicon.language(language).weekdays.items()}


@cache
def _relatives(language: str) -> dict[str, str]:
    return _folded(lexicon.language(language).relative)


@cache
def _numbers(language: str) -> dict[str, int]:
    return {lexicon.fold(word).text: value for word, value in lexicon.language(language).numbers.items()}


@cache
def _units(language: str) -> dict[str, str]:
    return _folded(lexicon.language(language).units)


def _any(words: dict[str, int] | dict[str, str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, w.split())) for w in sorted(words, key=len, reverse=True)) or r"(?!)"


@cache
def _month_pattern(language: str) -> re.Pattern[str]:
    between = r"(?:\s*\.?\s*(?:de|del|of|/)?\s*)"
    prefix = "(?:[وفبل]|ال)?" if language == "ar" else ""
    month = rf"{prefix}(?P<month>{_any(_months(language))})(?![^\W_])\.?"
    second = rf"(?:\s*/\s*(?:{_any(_months(language))}))?" if language == "ar" else ""
    day = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?{between}"
    day_after = r"(?:\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?!\d))?"
    year = r"(?:,?\s*(?:de\s+|del\s+|في\s+|من\s+|عام\s+)?(?P<year>(?:19|20)\d\d)(?!\d))?"
    return re.compile(rf"(?<![^\W_])(?:{day})?{month}{second}{day_after}{year}(?P<year2>(?!))?")


@cache
def _relative_pattern(language: str) -> re.Pattern[str]:
    return _phrase("phrase", _relatives(language), language)


@cache
def _weekday_pattern(language: str) -> re.Pattern[str]:
    return _phrase("day", _weekdays(language), language)


def _phrase(name: str, words: dict[str, str] | dict[str, int], language: str) -> re.Pattern[str]:
    if language == "zh":
        last = "(?P<last>上)?" if name == "day" else ""
        return re.compile(rf"{last}(?P<{name}>{_any(words)})")
    prefix = "(?:[وفبل]?)" if language == "ar" else ""
    tail = rf"(?:{'|'.join(lexicon.language(language).words.get('day_parts', ())) or '(?!)'})?" if name == "day" else ""
    return re.compile(rf"(?<![^\W_]){prefix}(?P<{name}>{_any(words)}){tail}(?![^\W_])")


@cache
def _ago_pattern(language: str) -> re.Pattern[str]:
    number = rf"(\d{{1,2}}|{_any(_numbers(language))})"
    unit = rf"({_any(_units(language))})"
    forms = (lexicon.fold(form).text for form in lexicon.language(language).ago)
    bodies = (form.replace("{n}", number).replace("{unit}", unit).replace(" ", r"\s+") for form in forms)
    edge = "" if language == "zh" else r"(?<![^\W_])"
    return re.compile("|".join(f"{edge}{body}" for body in bodies))
