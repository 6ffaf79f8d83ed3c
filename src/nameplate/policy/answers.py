"""Answers to a questionnaire: read, checked against what is allowed, laid over the holder and the units.

An answer never contradicts the holder file in silence, and never changes what a list says of a unit.
"""

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from nameplate import yamlfile
from nameplate.errors import DocumentError
from nameplate.model import Device, Holder, Problem, Site
from nameplate.policy import questions
from nameplate.policy.holder import JURISDICTION
from nameplate.policy.questionnaire import about
from nameplate.policy.questions import UNKNOWN, AnswerKind
from nameplate.register.load import Register

_NONE_OF_THEM = ("none_of_these",)


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    """One question with its answer, as questions.yaml and answers.yaml have it; only these two keys are read."""

    id: str
    answer: Any = None
    ask: Any = None
    allowed: Any = None
    several: Any = None
    units: Any = None
    orders: Any = None


class _File(msgspec.Struct, forbid_unknown_fields=True):
    questions: tuple[_Entry, ...] = ()
    answered: tuple[_Entry, ...] = ()
    schema: str = ""
    as_of: Any = None
    holder: Any = None
    words: Any = None
    elsewhere: Any = None
    left_out: Any = None


class Answers(msgspec.Struct, frozen=True):
    """Question id -> answer, as words; a day or a code is a word too. `file` is where they were read."""

    file: str = ""
    given: dict[str, tuple[str, ...]] = {}


NONE = Answers()


def load(path: Path, register: Register, as_of: dt.date) -> Answers:
    """Read a filled-in questions.yaml, or an answers.yaml. Answers that are empty or `unknown` are left out.

    Raises `DocumentError` naming the file, the question and what is allowed.
    """
    document = yamlfile.load(path, _File)
    given: dict[str, tuple[str, ...]] = {}
    for entry in (*document.answered, *document.questions):
        words = _words(path, entry)
        if words in {(), (UNKNOWN,)}:
            continue
        if given.get(entry.id, words) != words:
            raise DocumentError(f"{path}: {entry.id!r} is answered twice, and not alike")
        _check(path, entry.id, words, questions.answer_kind(_question(path, entry.id)[1], register), as_of)
        given[entry.id] = words
    return Answers(str(path), given)


def merge(holder: Holder, answers: Answers, holder_file: Path | None) -> Holder:
    """The holder with all answers about it and its sites; a site that only lists name is added.

    Raises `DocumentError` where an answer says other than the holder file, or names a misspelt site.
    """
    for identifier, words in answers.given.items():
        base, _, where = identifier.partition("/")
        owner, key = base.split(".")
        if owner == "holder":
            _agree(holder, key, words, answers.file, identifier, f"{holder_file}: {key}")
            holder = msgspec.structs.replace(holder, **{key: _value(base, words)})
        elif owner == "site":
            holder = _site(holder, where, key, words, answers.file, holder_file)
    return holder


def fill(devices: Sequence[Device], answers: Answers) -> tuple[list[Device], list[Problem]]:
    """Devices with the answered day or kind where no list gives one; and answers about what no device has."""
    unit_answers = {i: w for i, w in answers.given.items() if i.startswith("device.")}
    if not unit_answers:
        return list(devices), []
    known: set[str] = set()
    filled = []
    for device in devices:
        for missing in ("device.acquired", "device.category"):
            identifier = f"{missing}/{about(missing, device)}"
            known.add(identifier)
            if identifier in unit_answers:
                device = _filled(device, missing, unit_answers[identifier][0])  # noqa: PLW2901
        filled.append(device)
    return filled, [Problem(answers.file, i, "answered, but no unit is of this place or product")
                    for i in unit_answers if i not in known]  # fmt: skip


def _filled(device: Device, missing: str, word: str) -> Device:
    if missing == "device.acquired":
        return device if device.acquired else msgspec.structs.replace(device, acquired=dt.date.fromisoformat(word))
    if device.attribution.category:
        return device
    attribution = msgspec.structs.replace(device.attribution, category=word)
    return msgspec.structs.replace(device, attribution=attribution)


def _site(holder: Holder, where: str, key: str, words: tuple[str, ...], file: str, holder_file: Path | None) -> Holder:
    identifier = f"site.{key}/{where}"
    site = next((s for s in holder.sites if s.id == where), None)
    if site is None:
        near = difflib.get_close_matches(where, [s.id for s in holder.sites], n=1, cutoff=0.8)
        if near:
            raise DocumentError(f"{file}: {identifier!r}: there is no such site; did you mean {near[0]!r}?")
        site = Site(id=where)
        holder = msgspec.structs.replace(holder, sites=(*holder.sites, site))
    _agree(site, key, words, file, identifier, f"{holder_file}: site '{where}', {key}")
    changed = msgspec.structs.replace(site, **{key: _value(f"site.{key}", words)})
    return msgspec.structs.replace(holder, sites=tuple(changed if s.id == where else s for s in holder.sites))


def _agree(owner: Holder | Site, key: str, words: tuple[str, ...], file: str, identifier: str, place: str) -> None:
    """What the holder file leaves open may be answered; what it says may be repeated."""
    said = getattr(owner, key)
    if said is None or (said == () and key in {"actors", "jurisdictions"}):
        return
    mine, theirs = _plain(_value(identifier.partition("/")[0], words)), _plain(said)
    if set(mine) != set(theirs):
        raise DocumentError(
            f"{file}: {identifier!r}: the answer [{', '.join(mine)}] contradicts {place}: [{', '.join(theirs)}]; "
            "correct one of the two"
        )


def _plain(value: bool | str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, bool):
        return ("yes" if value else "no",)
    return (value,) if isinstance(value, str) else value


def _value(base: str, words: tuple[str, ...]) -> bool | str | tuple[str, ...]:
    """Words as the field of the holder or site has them."""
    if base == "site.sensitive":
        return words == ("yes",)
    if base == "holder.component_reading":
        return words[0]
    return () if base == "holder.sectors" and words == _NONE_OF_THEM else words


def _words(path: Path, entry: _Entry) -> tuple[str, ...]:
    """An answer as words, however YAML reads it: a list or one word, `yes` as true, a day as a date."""
    listed = entry.answer if isinstance(entry.answer, list) else [entry.answer]
    found = tuple(dict.fromkeys(_word(path, entry.id, one) for one in listed if one is not None))
    if len(found) > 1 and {UNKNOWN, *_NONE_OF_THEM} & set(found):
        raise DocumentError(f"{path}: {entry.id!r}: '{UNKNOWN}' and 'none_of_these' stand alone")
    return found


def _word(path: Path, identifier: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip()
    raise DocumentError(f"{path}: {identifier!r}: the answer is {type(value).__name__}, not a word or a list of words")


def _question(path: Path, identifier: str) -> tuple[str, str]:
    """What an id asks for and the kind of its answer. An id is `holder.x`, `site.x/SITE` or `device.x/SITE`."""
    base, slash, what = identifier.partition("/")
    kinds = dict(_askable())
    if base in kinds and base.startswith("holder.") is not bool(what):
        return base, kinds[base]
    near = difflib.get_close_matches(base, kinds, n=1, cutoff=0.6)
    form = f"{near[0]}{'' if near[0].startswith('holder.') else '/' + (what or 'SITE')}" if near else ""
    hint = f"; did you mean {form!r}?" if form and form != f"{base}{slash}{what}" else ""
    raise DocumentError(f"{path}: there is no question {identifier!r}{hint}")


def _askable() -> Iterator[tuple[str, str]]:
    for missing, question in questions.table().items():
        if question.answer:
            yield missing, question.answer
            yield question.id or missing, question.answer


def _check(path: Path, identifier: str, words: tuple[str, ...], kind: AnswerKind, as_of: dt.date) -> None:
    if len(words) > 1 and not kind.several:
        raise DocumentError(f"{path}: {identifier!r}: one answer, not {len(words)}; allowed: {kind.says}")
    for word in words:
        if kind.words and word not in kind.words:
            near = difflib.get_close_matches(word, kind.words, n=1, cutoff=0.6)
            hint = f"did you mean '{near[0]}'? " if near else ""
            allowed = ", ".join([*kind.words, UNKNOWN])
            raise DocumentError(f"{path}: {identifier!r}: unknown answer {word!r}; {hint}Allowed: {allowed}")
        if not kind.words and not (_is_code(word) if kind.several else _is_day(word, as_of)):
            raise DocumentError(f"{path}: {identifier!r}: {word!r} is no answer; allowed: {kind.says}, or {UNKNOWN}")


def _is_code(word: str) -> bool:
    return re.fullmatch(JURISDICTION, word) is not None


def _is_day(word: str, as_of: dt.date) -> bool:
    """Whether a word is a day on which something held on `as_of` can have been bought."""
    try:
        return dt.date.fromisoformat(word) <= as_of
    except ValueError:
        return False
