"""Rows of tables that no template knows: a line with a MAC address is a row, its other values are told by the heading.

Equipment prints the same tables in many dialects and changes them from version to version. A value belongs to the
words of the heading that stand above it, or before it; without a heading, what looks like a port is one.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nameplate.sources import mac_text
from nameplate.sources.cli import topics
from nameplate.sources.cli.templates import Lines, Row
from nameplate.sources.cli.topics import Topic

_CLIENT = r"(?i:[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}\.[0-9a-f]{2}|01(?:[:-][0-9a-f]{2}){6})"
"""A client identifier with hardware type 1 and a MAC address (RFC 2132 section 9.14) as equipment prints it."""
_KEY = re.compile(rf"(?<![\w.:-])(?:{_CLIENT}|{mac_text.PATTERN})(?![\w.:-])")
_WORD = re.compile(r"[^\s|]+")
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")
_RULE = re.compile(r"[\s=+*|-]*")
_ABOVE = 3
"""Lines of a heading at most: words of the next continue those of the one before."""
_SEVERAL = {"vendor_class", "hostname", "neighbor_name", "neighbor_description", "version"}
"""What may be several words."""


@dataclass(frozen=True)
class Heading:
    """The words of a heading with where they stand: (begin, end, word)."""

    words: tuple[tuple[int, int, str], ...] = ()
    cells: tuple[tuple[int, int, str], ...] = ()

    def above(self, begin: int, end: int) -> tuple[str, str]:
        """The words above a value (if there are none, the last that begin before it), and the cell that they are in."""
        return _above(self.words, begin, end), _above(self.cells, begin, end)


def _above(words: Sequence[tuple[int, int, str]], begin: int, end: int) -> str:
    over = [word for left, right, word in words if left < end and begin < right]
    if over:
        return " ".join(over)
    before = max((left for left, _, _ in words if left <= begin), default=-1)
    return " ".join(word for left, _, word in words if left == before)


def rows(topic: Topic, lines: Lines) -> Iterator[Row]:
    """Every line with the MAC address of a unit and something beside it, values by the topic's names."""
    heading, above = Heading(), list[str]()
    columns = topics.known().columns.get(topic.name)
    for numbered in lines:
        line = numbered[1]
        found = _KEY.search(line)
        if found is None:
            if line.strip() and not _RULE.fullmatch(line):
                above = [*above[1 - _ABOVE :], line]
            continue
        if above:
            heading, above = _heading(above), []
        if found.group().isalnum() and not _is_headed(heading, found):
            continue
        if columns:
            values = _values(line, columns, heading, {}) if heading.words else {}
        else:
            hidden = line[: found.start()] + " " * len(found.group()) + line[found.end() :]
            values = _values(hidden, topics.known().plain, heading, {"mac_address": found.group()})
        if len(values) > 1 and (mac_text.is_unit(found.group()) or topic.observe == "lease"):
            yield Row({name: (value,) for name, value in values.items()}, [numbered])


def _is_headed(heading: Heading, found: re.Match[str]) -> bool:
    """Whether twelve digits stand where the heading says that a MAC address does: a serial number looks the same."""
    above = " ".join(heading.above(found.start(), found.end()))
    return topics.pattern(topics.known().plain_heading).search(above) is not None


def is_table(lines: Lines) -> bool:
    """Whether most lines are rows below a heading that speaks of MAC addresses."""
    pattern = topics.pattern(topics.known().plain_heading)
    heads = any(pattern.search(line) and not _KEY.search(line) for _, line in lines)
    return heads and 3 * sum(_KEY.search(line) is not None for _, line in lines) >= len(lines)


def _heading(lines: Sequence[str]) -> Heading:
    """The last lines before a row, if they are a heading; a line of columns before the telling one belongs to it."""
    names = topics.pattern(topics.known().plain_heading)
    begin = max((n for n, line in enumerate(lines) if names.search(line)), default=-1)
    if begin < 0:
        return Heading()
    while begin and len(re.split(r"\s{2,}", lines[begin - 1].strip())) > 2:
        begin -= 1
    return Heading(*(tuple(_found(form, lines[begin:])) for form in (_WORD, _CELL)))


def _found(form: re.Pattern[str], lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    return ((found.start(), found.end(), found.group()) for line in lines for found in form.finditer(line))


def _values(
    line: str, columns: Mapping[str, tuple[str, str]], heading: Heading, found: dict[str, str]
) -> dict[str, str]:
    """Values of a row by name, beside those that were found already."""
    last, end = "", -1
    for word in _WORD.finditer(line):
        text = word.group().strip(",;")
        if not text:
            continue
        above = heading.above(word.start(), word.end())
        name = next((name for words in above if (name := _name(text, words, columns, found))), "")
        if not name and last in _SEVERAL and word.start() == end + 1 and above[0] in heading.above(end - 1, end)[1]:
            found[last] = line[line.index(found[last]) : word.end()]
        elif name:
            found[name] = text.partition("/")[0] if name == "ip_address" else text
        last, end = name or (last if word.start() == end + 1 else ""), word.end()
    if "port" in found:
        found["interface"] = found["port"]
    return found


def _name(text: str, above: str, columns: Mapping[str, tuple[str, str]], found: dict[str, str]) -> str:
    """What a value is by the words above it and by its look; '' if it is nothing of interest or stands again."""
    names = list(columns) if above else ["port"]
    if "ip_address" in columns and _is_address(text):
        names = ["ip_address"]
    for name in names:
        title, form = columns.get(name, ("", ""))
        told = title and (not above or topics.pattern(title).search(above))
        if name not in found and told and topics.pattern(form).fullmatch(text):
            return name
    return ""


def _is_address(text: str) -> bool:
    """Whether a value is an IP address, with or without the length of its prefix."""
    try:
        return bool(ipaddress.ip_interface(text)) and ("." in text or ":" in text)
    except ValueError:
        return False
