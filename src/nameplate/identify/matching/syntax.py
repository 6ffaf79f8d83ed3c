"""What a pattern's parse tree says about it: its characters, literals and repetitions.

The tree is the standard library's own (`re._parser`), with flags resolved down to each character, so that the
prefilters and the translations to other engines mean exactly what `re` means. Nothing here matches anything.
"""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]

BEYOND = 1 << 128
"""In a set of characters (bit n = the ASCII character n): any character beyond ASCII."""
EVERYTHING = (BEYOND << 1) - 1
NEWLINE = 1 << 10
LOOKALIKES = "\u0131\u0130\u017f\u212a"
"""The characters beyond ASCII that `re.IGNORECASE` holds for equal to ASCII letters (i, i, s, k)."""

_ASCII = BEYOND - 1
_UPPER = reduce(int.__or__, (1 << ord(c) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_LOWER = _UPPER << 32
_FOLD = str.maketrans({"\u0131": "i", "\u0130": "i"})
_PLAIN = dict(zip(map(ord, LOOKALIKES), "iisk", strict=True))


@dataclass(frozen=True, slots=True)
class One:
    """One character out of a set; `items` is the set as the parser gives it, for exact translation."""

    mask: int
    items: tuple[tuple[str, Any], ...]
    flags: int


@dataclass(frozen=True, slots=True)
class Run:
    """Parts one after the other."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group; `number` is None if it captures nothing."""

    number: int | None
    body: Run


@dataclass(frozen=True, slots=True)
class Either:
    """Alternatives."""

    branches: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition; `most` is None if it has no upper bound. `kind` is the parser's name for it."""

    kind: str
    least: int
    most: int | None
    body: Run


@dataclass(frozen=True, slots=True)
class Edge:
    """An anchor or a word boundary: start, line_start, end, line_end, last_line_end, boundary, inside."""

    name: str


@dataclass(frozen=True, slots=True)
class Opaque:
    """What only `re` itself can decide: look-around and conditions, with their `body`, and back references; the last
    two consume text. `mask` is with what the text at its place can begin."""

    consumes: bool
    mask: int = EVERYTHING
    body: Run | None = None


Node = One | Run | Group | Either | Repeat | Edge | Opaque


def parse(text: str, flags: int, *, strict: bool = False) -> Run:
    """The tree of a pattern. Raises `re.error` where `re` does, and if `strict` also where `re` warns that it takes
    a set otherwise than other engines do (`[[:alpha:]]`)."""
    with warnings.catch_warnings():
        warnings.simplefilter("error" if strict else "ignore", FutureWarning)
        try:
            tree = _parser.parse(text, flags)
        except FutureWarning as warning:
            raise re.error(str(warning)) from warning
    return _run(tree, tree.state.flags)


def flat(run: Run) -> list[Node]:
    """The parts of a run, with the parts of its groups in their place."""
    found: list[Node] = []
    for part in run.parts:
        found.extend(flat(part.body) if isinstance(part, Group) else [part])
    return found


def fold(text: str) -> str:
    """Case folding that covers every pair of characters that `re.IGNORECASE` holds for equal to ASCII letters."""
    return text.lower() if text.isascii() else text.translate(_FOLD).casefold()


def can_be_empty(part: Node) -> bool:
    """Whether a part can match without reading a character."""
    match part:
        case One():
            return False
        case Edge() | Opaque():
            return True
        case Either(branches):
            return any(map(can_be_empty, branches))
        case Repeat(_, least, _, body):
            return least == 0 or can_be_empty(body)
        case Run(parts) | Group(_, Run(parts)):
            return all(map(can_be_empty, parts))


def literals(run: Run) -> list[frozenset[str]]:
    """Sets of case-folded ASCII strings: every match contains at least one string of each set."""
    found: list[frozenset[str]] = []
    read = ""
    for part in flat(run):
        if isinstance(part, One) and (only := letter(part.mask)):
            read += only
            continue
        found += [frozenset({read})] if read else []
        read = ""
        found += _literals_of(part)
    return found + ([frozenset({read})] if read else [])


def _literals_of(part: Node) -> list[frozenset[str]]:
    if isinstance(part, Repeat) and part.least >= 1:
        return literals(part.body)
    if isinstance(part, Either):
        best = [max(literals(branch), key=shortest, default=frozenset[str]()) for branch in part.branches]
        return [frozenset[str]().union(*best)] if all(best) else []
    return []


def shortest(strings: frozenset[str]) -> int:
    """The length of the shortest string of a set."""
    return min(map(len, strings))


def letter(mask: int) -> str:
    """The one character of a set, or the one letter in both cases, folded; else nothing."""
    folded = (mask & ~_UPPER) | ((mask & _UPPER) << 32)
    return chr(folded.bit_length() - 1) if 0 < folded < BEYOND and not folded & (folded - 1) else ""


def _run(tree: Any, flags: int) -> Run:
    return Run(tuple(_node(str(operator), argument, flags) for operator, argument in tree))


def _node(name: str, argument: Any, flags: int) -> Node:
    if name in {"LITERAL", "NOT_LITERAL", "ANY", "IN"}:
        return _one(name, argument, flags)
    if name == "SUBPATTERN":
        number, added, removed, body = argument
        return Group(number, _run(body, (flags | added) & ~removed))
    if name == "BRANCH":
        return Either(tuple(_run(branch, flags) for branch in argument[1]))
    if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
        least, most, body = argument
        return Repeat(name, least, None if most == _parser.MAXREPEAT else int(most), _run(body, flags))
    if name == "ATOMIC_GROUP":
        return Repeat("ATOMIC", 1, 1, _run(argument, flags))
    if name == "AT":
        return Edge(_edge(str(argument), flags))
    if name in {"ASSERT", "ASSERT_NOT"}:
        direction, inner = argument
        body = _run(inner, flags)
        return Opaque(consumes=False, mask=_ahead(name, body) if direction > 0 else EVERYTHING, body=body)
    if name == "GROUPREF_EXISTS":
        _, yes, no = argument
        return Opaque(consumes=True, body=Run((Either((_run(yes, flags), _run(no or (), flags))),)))
    return Opaque(consumes=True)


def _ahead(name: str, body: Run) -> int:
    """With what the text at a look-ahead can begin."""
    mask, skippable = begins(body)
    if name == "ASSERT":
        return EVERYTHING if skippable else mask
    alone = len(body.parts) == 1 and isinstance(body.parts[0], One)
    return EVERYTHING & ~mask & ~BEYOND if alone else EVERYTHING


def _edge(name: str, flags: int) -> str:
    lines = bool(flags & re.MULTILINE)
    return {
        "AT_BEGINNING": "line_start" if lines else "start",
        "AT_BEGINNING_STRING": "start",
        "AT_END": "line_end" if lines else "last_line_end",
        "AT_END_STRING": "end",
        "AT_BOUNDARY": "boundary",
    }.get(name, "inside")


def _one(name: str, argument: Any, flags: int) -> One:
    if name == "ANY":
        items: tuple[tuple[str, Any], ...] = (("ANY", None),)
        return One(EVERYTHING if flags & re.DOTALL else EVERYTHING & ~NEWLINE, items, flags)
    if name == "NOT_LITERAL":
        items = (("NEGATE", None), ("LITERAL", argument))
    elif name == "LITERAL":
        items = (("LITERAL", argument),)
    else:
        items = tuple((str(operator), value) for operator, value in argument)
    mask = _mask(items, flags)
    return One(mask, items, flags)


def _mask(items: Sequence[tuple[str, Any]], flags: int) -> int:
    negated = items[0][0] == "NEGATE"
    found = 0
    for name, value in items[1:] if negated else items:
        found |= _item(name, value, flags)
    if flags & re.IGNORECASE:
        found |= (found & _UPPER) << 32 | (found & _LOWER) >> 32
    return (_ASCII & ~found) | BEYOND if negated else found


def _item(name: str, value: Any, flags: int) -> int:
    """The characters of one item of a set, in the case in which it stands."""
    if name == "CATEGORY":
        return _category(str(value), bool(flags & re.ASCII))
    low, high = (value, value) if name == "LITERAL" else value
    inside = ((1 << (min(high, 127) + 1)) - 1) & ~((1 << low) - 1) if low < 128 else 0
    if high < 128:
        return inside
    if flags & re.IGNORECASE and not flags & re.ASCII:
        for code, plain in _PLAIN.items():
            inside |= 1 << ord(plain) if low <= code <= high else 0
    return inside | BEYOND


@cache
def _category(name: str, ascii_only: bool) -> int:
    escape = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.rpartition("_")[2]]
    negated = "NOT" in name
    known = re.compile(f"\\{escape.upper() if negated else escape}", re.ASCII if ascii_only else 0)
    found = reduce(int.__or__, (1 << n for n in range(128) if known.match(chr(n))))
    return found | (BEYOND if negated or not ascii_only else 0)


def begins(part: Node) -> tuple[int, bool]:
    """The characters with which a part can begin, and whether it can be empty."""
    match part:
        case One(mask):
            return mask, False
        case Run(parts) | Group(_, Run(parts)):
            found = 0
            for inner in parts:
                mask, skippable = begins(inner)
                found |= mask
                if not skippable:
                    return found, False
            return found, True
        case Either(branches):
            each = [begins(branch) for branch in branches]
            return reduce(int.__or__, (m for m, _ in each)), any(s for _, s in each)
        case Repeat(_, least, _, body):
            mask, skippable = begins(body)
            return mask, skippable or least == 0
        case Edge("line_end" | "last_line_end" | "end"):
            return NEWLINE, False
        case Edge("start" | "line_start"):
            return 0, True
        case Opaque(_, mask):
            return mask, mask == EVERYTHING
        case _:
            return EVERYTHING, True
