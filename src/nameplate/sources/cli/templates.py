"""Tables out of command output, through the templates of ntc-templates (TextFSM), with the lines of each row.

A template as it is stops at the first line that it does not know; that is how the right one is told among
those of all makers. Saved sessions have such lines too, so that the chosen one is then used without.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import StringIO
from typing import Any

from nameplate.sources import mac_text
from nameplate.sources.cli import machine, topics
from nameplate.sources.cli.topics import Topic

_RAISES = re.compile(r"^\s+\^.*->\s*(?:\w+\.)?Error\b.*$\n?", re.MULTILINE)
SAMPLE = 120
"""Lines by which a template is chosen."""

Lines = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Row:
    """One row: values by the topic's names (several where the template gives a list), and where it stands.

    `lines` are those from the end of the row before to the end of this one.
    """

    values: dict[str, tuple[str, ...]]
    lines: Lines

    def get(self, name: str) -> str:
        """The first value, '' if there is none."""
        return next(iter(self.values.get(name, ())), "")


@dataclass(frozen=True)
class Fitting:
    """How well a template reads a sample: whether it knows every line, rows that look right, how right all look."""

    known: bool
    rows: int
    looks: float
    template: str

    @property
    def rank(self) -> float:
        """Better ones are greater: full rows count more than many, and knowing every line is believed."""
        return self.looks * self.looks / max(self.rows, 1) * (2 if self.known else 1)


def fitting(template: str, topic: Topic, lines: Lines) -> Fitting:
    """Try a template on a sample, first as it is, then without its strictness."""
    text = "\n".join(line for _, line in lines[:SAMPLE])
    for strict in (True, False):
        values = _values(template, topic, text, strict=strict)
        if values is not None:
            scores = [looks(row, topic) for row in values]
            return Fitting(
                strict and _is_strict(template), sum(score > 0 for score in scores), max(0, sum(scores)), template
            )
    return Fitting(known=False, rows=0, looks=0, template=template)


def looks(row: dict[str, tuple[str, ...]], topic: Topic) -> float:
    """How right the values of a row look by their names: one for each that does, less one for each that does not."""
    if not _has_key(row, topic) or (topic.needs and (_looks(topic.needs, row) or 0) < 1):
        return -1
    return sum(right if (right := _looks(name, row)) is not None else 0 for name in row)


def _looks(name: str, row: dict[str, tuple[str, ...]]) -> int | None:
    form, value = topics.known().looks.get(name), next(iter(row.get(name, ())), "")
    if form is None or not value:
        return None if form is None else 0
    if form == "mac":
        right = mac_text.octets(value) is not None or value.casefold() in _INCOMPLETE
    elif form == "ip":
        right = _ADDRESS.match(value) is not None
    else:
        right = topics.pattern(form).fullmatch(value) is not None
        right = right and not (name == "neighbor_name" and mac_text.octets(value))
    if right and name == "chassis_id":
        return 2 if mac_text.octets(value) else int(_ADDRESS.match(value) is not None)  # a word says nothing
    return 1 if right else -1


_INCOMPLETE = {"incomplete", "(incomplete)", "<incomplete>", "no"}
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:/\d+)?$|[0-9A-Fa-f:]*:[0-9A-Fa-f:]+")


def _values(template: str, topic: Topic, text: str, *, strict: bool) -> list[dict[str, tuple[str, ...]]] | None:
    from textfsm.parser import TextFSMError

    parser = _machine(template, strict)
    parser.Reset()
    try:
        found = parser.ParseText(text)
    except TextFSMError:
        return None
    return [_row(dict(zip(parser.header, row, strict=True)), topic.fields) for row in found]


def rows(template: str, topic: Topic, lines: Lines) -> Iterator[Row]:
    """All rows of a text that look right, by one template without its strictness."""
    begin = 0
    for at, record in records(template, lines):
        values = _row(record, topic.fields)
        if looks(values, topic) > 0:
            yield Row(values, lines[begin : at + 1])
        begin = at


def records(template: str, lines: Lines) -> Iterator[tuple[int, machine.Record]]:
    """(index of its last line, record) of every record, values by the template's names in lower case."""
    fast = _fast(template)
    if fast is not None:
        yield from fast.records(lines)
        return
    from textfsm.parser import TextFSMError

    slow = _machine(template, strict=False)
    slow.Reset()
    done = 0
    for at, (_, line) in enumerate(lines):
        try:
            found = slow.ParseText(line + "\n", eof=False)  # a blank line counts too
        except TextFSMError:
            continue
        for one in found[done:]:
            yield at, dict(zip(slow.header, one, strict=True))
        done = len(found)
    for one in slow.ParseText("", eof=True)[done:]:
        yield max(len(lines) - 1, 0), dict(zip(slow.header, one, strict=True))


def _row(record: machine.Record, names: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Values by the topic's names: of several of the template's the first that has one."""
    found = {}
    nothing = topics.known().nothing
    for name, columns in names.items():
        for column in columns:
            value = record.get(column.upper())
            if value and (isinstance(value, list) or value not in nothing):
                texts = tuple(filter(None, map(_text, value))) if isinstance(value, list) else (value.strip(),)
                if any(texts):
                    found[name] = texts
                    break
    return found


def _text(value: Any) -> str:
    return " ".join(str(v) for v in value.values() if v) if isinstance(value, dict) else str(value).strip()


def _has_key(values: dict[str, tuple[str, ...]], topic: Topic) -> bool:
    return any(name in values for name in topic.key)


@cache
def _is_strict(template: str) -> bool:
    """Whether a template refuses lines that it does not know; some take everything."""
    return _RAISES.search(_source(template)) is not None


def _source(template: str) -> str:
    return resources.files("ntc_templates").joinpath("templates", f"{template}.textfsm").read_text(encoding="utf-8")


@cache
def names(template: str) -> frozenset[str]:
    """The names of a template's values, in upper case as it has them."""
    return frozenset(_machine(template, strict=False).header)


@cache
def _fast(template: str) -> machine.Machine | None:
    return machine.of(_machine(template, strict=False))


@cache
def _machine(template: str, strict: bool) -> Any:
    from textfsm import TextFSM

    source = _source(template)
    return TextFSM(StringIO(source if strict else _RAISES.sub("", source)))
