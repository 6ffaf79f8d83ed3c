"""RE2 (linear time, no runaway patterns): for a user's own rules, and for texts on which `re` could take too long.

A user's pattern is RE2's from the start, and what RE2 cannot do (look-around, back references) is refused.
A packaged pattern is translated from its parse tree, exact but for one thing: RE2 knows word boundaries of ASCII only.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from nameplate.errors import DocumentError
from nameplate.identify.matching import syntax

_MEMORY = 16 << 20
"""Bytes that RE2 may use for one pattern (its own default is 8 MB)."""

_BEYOND = {
    "DIGIT": r"\p{Nd}",
    "SPACE": r"\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}",
    "WORD": r"\p{L}\p{N}",
}
"""Category -> its members beyond ASCII."""
_LOOKALIKES = {"i": "\u0131\u0130", "k": "\u212a", "s": "\u017f"}
_EDGES = {
    "start": r"\A",
    "line_start": "(?m:^)",
    "end": r"\z",
    "line_end": "(?m:$)",
    "last_line_end": r"(?:\n?\z)",
    "boundary": r"\b",
    "inside": r"\B",
}


@dataclass(frozen=True)
class Linear:
    """A pattern that RE2 searches for; used like an `re.Pattern`, its matches like `re.Match`."""

    pattern: str
    flags: int
    compiled: Any

    def search(self, value: str, /) -> re.Match[str] | None:
        """The leftmost match, with the groups that `re` would give."""
        if not value.isascii():
            value = value.encode("utf-8", "replace").decode("utf-8")  # RE2 knows no lone surrogates
        return cast("re.Match[str] | None", self.compiled.search(value))

    @property
    def groupindex(self) -> dict[str, int]:
        """Named groups, as `re.Pattern.groupindex`."""
        return dict(self.compiled.groupindex)


def untrusted(text: str, *, ignore_case: bool, name: str) -> Linear:
    """A user's own pattern. Raises `DocumentError` that calls the rule `name` if RE2 does not take it."""
    import re2

    try:
        compiled = re2.compile(text, _options(ignore_case=ignore_case))
    except re2.error as error:
        raise DocumentError(
            f"{name}: the pattern is not one that RE2 takes ({_reason(error)}); "
            "own rules have no look-around and no back references"
        ) from error
    return Linear(text, re.IGNORECASE if ignore_case else 0, compiled)


def translated(pattern: re.Pattern[str]) -> Linear | None:
    """A pattern of `re` as RE2 has it; None if it cannot be said in RE2."""
    import re2

    names = {number: name for name, number in pattern.groupindex.items()}
    try:
        written = _Writer(names).run(syntax.parse(pattern.pattern, pattern.flags))
        compiled = re2.compile(written, _options(ignore_case=False))
    except (_UntranslatableError, re2.error):
        return None
    return Linear(pattern.pattern, pattern.flags, compiled)


class _UntranslatableError(Exception):
    """The pattern needs what RE2 has not."""


@dataclass(frozen=True)
class _Writer:
    """Writes a parse tree in RE2's syntax, every flag resolved; `names` are those of the numbered groups."""

    names: dict[int, str]

    def run(self, run: syntax.Run) -> str:
        return "".join(map(self._part, run.parts))

    def _part(self, part: syntax.Node) -> str:
        match part:
            case syntax.One():
                return _one(part)
            case syntax.Run():
                return self.run(part)
            case syntax.Group(number, body):
                return f"({self._named(number)}{self.run(body)})"
            case syntax.Either(branches):
                return f"(?:{'|'.join(map(self.run, branches))})"
            case syntax.Repeat("MAX_REPEAT" | "MIN_REPEAT" as kind, least, most, body):
                lazy = "?" if kind == "MIN_REPEAT" else ""
                return f"(?:{self.run(body)}){{{least},{'' if most is None else most}}}{lazy}"
            case syntax.Edge(name):
                return _EDGES[name]
            case _:
                raise _UntranslatableError

    def _named(self, number: int | None) -> str:
        if number is None:
            return "?:"
        return f"?P<{self.names[number]}>" if number in self.names else ""


def _one(part: syntax.One) -> str:
    """One set of characters: ASCII as the mask has it, which is closed under case; beyond ASCII item by item."""
    if part.items[0][0] == "ANY":
        return r"(?s:.)" if part.mask & syntax.NEWLINE else r"[^\n]"
    negated = part.items[0][0] == "NEGATE"
    items = part.items[1:] if negated else part.items
    if len(items) == 1 and "NOT" in str(items[0][1]):
        negated, items = not negated, (("CATEGORY", str(items[0][1]).replace("NOT_", "")),)
    inside = part.mask & ~syntax.BEYOND
    members = "".join(_ranges(inside ^ (syntax.EVERYTHING >> 1) if negated else inside))
    folded = bool(part.flags & re.IGNORECASE) and not part.flags & re.ASCII
    beyond = "".join(text for item in items for text in _beyond(*item, bool(part.flags & re.ASCII)))
    if folded:
        beyond += "".join(alike for letter, alike in _LOOKALIKES.items() if f"\\x{{{ord(letter):x}}}" in members)
    written = f"[{'^' if negated else ''}{members}{beyond}]" if members or beyond else r"[^\x00-\x{10ffff}]"
    return f"(?i:{written})" if folded and beyond else written


def _ranges(mask: int) -> Iterator[str]:
    """The ASCII characters of a set, one by one."""
    return (f"\\x{{{code:x}}}" for code in range(128) if mask >> code & 1)


def _beyond(name: str, value: Any, ascii_only: bool) -> Iterator[str]:
    """What one item of a set holds beyond ASCII."""
    if name == "CATEGORY":
        _, _, kind = str(value).rpartition("_")
        if "NOT" not in str(value):
            yield "" if ascii_only else _BEYOND[kind]
        elif ascii_only:
            yield r"\x{80}-\x{10ffff}"
        else:
            raise _UntranslatableError
        return
    low, high = (value, value) if name == "LITERAL" else value
    if high > 127:
        yield f"\\x{{{max(low, 128):x}}}-\\x{{{high:x}}}"


def _options(*, ignore_case: bool) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = not ignore_case
    return options


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
