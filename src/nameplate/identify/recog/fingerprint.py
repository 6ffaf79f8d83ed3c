"""One fingerprint of Recog: its pattern as Python has it, and the parameters it answers with.

What it does is what recog-ruby (lib/recog/fingerprint.rb, 3.1) does: a parameter is fixed or a group of the match,
`{name}` in a fixed one stands for another, names that begin with `_tmp.` serve only that. Ruby's `^` and `$` are
those of lines, its `m` is "dot matches newline", and its `\\w`, `\\d`, `\\s` are ASCII.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec

from nameplate.identify.matching.matcher import Expression

FLAGS = {
    "REG_DOT_NEWLINE": re.DOTALL,
    "REG_LINE_ANY_CRLF": re.DOTALL,
    "REG_MULTILINE": re.DOTALL,
    "REG_ICASE": re.IGNORECASE,
    "IGNORECASE": re.IGNORECASE,
}
"""Recog's names of flags, as recog-ruby understands them."""

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[a-z]*(?:-[a-z]+)?[:)]|[()]|[^\\\[()]+|.", re.DOTALL)
_OPTIONS = str.maketrans({"m": "s"})
_ESCAPES = {r"\z": r"\Z", r"\Z": r"(?=\n?\Z)", r"\h": "[0-9a-fA-F]", r"\H": "[^0-9a-fA-F]"}
_SETS_IN_SETS = re.compile(r"\[\^?(?:\\.|[^\]\\])*?(?:\[:\^?\w+:\]|&&)", re.DOTALL)
_NAMES = re.compile(r"\{([^\s{}]+)\}")
_CPE, _VERSION, _TEMPORARY = ".cpe23", ".version", "_tmp."


class Param(NamedTuple):
    """A parameter: the group that it is read from, or 0 and its fixed value."""

    name: str
    group: int
    value: str


class Answer(msgspec.Struct, frozen=True):
    """What Recog says of a text: the fingerprint (file and line) and its parameters. `certainty` is the file's own
    word on it, where it has one."""

    matches: str
    file: str
    line: int
    description: str
    params: Mapping[str, str]
    certainty: float | None = None


@dataclass(frozen=True)
class Fingerprint:
    """One fingerprint; `line` is where it stands in its file."""

    line: int
    description: str
    expression: Expression
    certainty: float | None
    params: tuple[Param, ...]
    protocol: str

    def params_of(self, match: re.Match[str]) -> Mapping[str, str]:
        """The parameters of a match. A group that took no part has no value; nor has what is made from it, but for
        a CPE name, where a version that is not known is `-`. The mapping is shared: do not change it."""
        return self._fixed if self._fixed is not None else self._filled(match)

    @cached_property
    def _fixed(self) -> Mapping[str, str] | None:
        """The answer, if it is the same for every match."""
        return None if any(param.group for param in self.params) else self._filled(None)

    def _filled(self, match: re.Match[str] | None) -> Mapping[str, str]:
        found: dict[str, str | None] = {}
        for name, group, value in self.params:
            found[name] = value if group == 0 else _group(match, group)
        if self.protocol and not found.get("service.protocol"):
            found["service.protocol"] = self.protocol
        for name in self._made:
            found[name] = _made(name, found)
        return {name: value for name, value in found.items() if value is not None and not name.startswith(_TEMPORARY)}

    @cached_property
    def _made(self) -> tuple[str, ...]:
        """The parameters whose value names others."""
        return tuple(param.name for param in self.params if not param.group and _NAMES.search(param.value))


def expression(pattern: str, flags: str) -> Expression:
    """Recog's pattern and flags in Python's words. Raises `ValueError` on a flag that recog-ruby does not know, and
    on Ruby's sets within sets, which Python has not."""
    names = [flag for flag in flags.split(",") if flag]
    unknown = [flag for flag in names if flag not in FLAGS]
    if unknown:
        raise ValueError(f"unknown flag {unknown[0]}; Recog has {', '.join(FLAGS)}")
    if _SETS_IN_SETS.search(pattern):
        raise ValueError("a set within a set ([[:alpha:]], [a&&b]) is not read; write out its characters")
    return Expression(_python(pattern), int(sum({FLAGS[flag] for flag in names}, re.MULTILINE | re.ASCII)))


def _python(pattern: str) -> str:
    """Ruby's syntax as Python's. Options in mid-pattern hold to the end of their group, as in Ruby."""
    written: list[str] = []
    opened = [0]  # for each open group, how many option groups to close with it
    for part in _TOKEN.findall(pattern):
        if part.startswith("(?") and part.endswith(")"):
            written.append(part[:-1].translate(_OPTIONS) + ":")
            opened[-1] += 1
        elif part.startswith("("):
            written.append(part.translate(_OPTIONS) if part.endswith(":") else part)
            opened.append(0)
        elif part == ")":
            written.append(")" * (1 + (opened.pop() if len(opened) > 1 else 0)))
        else:
            written.append(_ESCAPES.get(part, part))
    return "".join(written) + ")" * opened[0]


def _group(match: re.Match[str] | None, group: int) -> str | None:
    try:
        return None if match is None else match.group(group)
    except IndexError:  # the file names a group that the pattern has not
        return None


def _made(name: str, found: Mapping[str, str | None]) -> str | None:
    """A value with the names in it replaced; None if one of them has no value."""
    text = found[name]
    for other in dict.fromkeys(_NAMES.findall(text or "")):
        value = found.get(other)
        if value is None and name.endswith(_CPE) and other.endswith(_VERSION):
            value = "-"
        if value is None or text is None:
            return None
        text = text.replace(f"{{{other}}}", value)
    return text
