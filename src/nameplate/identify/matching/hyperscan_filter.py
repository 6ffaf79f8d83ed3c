"""Hyperscan as a prefilter: one scan over many texts at once says which patterns can match where.

Each pattern is written anew from its parse tree so that it matches whenever the pattern does, and sometimes when it
does not (`re` has the last word): without captures, look-around and whatever follows the first sure match, and with
long repetitions made endless. Texts are shown as one byte a character, all that is not ASCII as one and the same
byte, each on lines of its own, joined by one that no pattern can cross (Wang et al., "Hyperscan", NSDI 2019, on
the engine).
"""

import codecs
import re
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import metadata
from itertools import accumulate, chain
from typing import Any

from nameplate.identify.matching import database_cache, syntax
from nameplate.identify.matching.literal_filter import LiteralFilter

_SEPARATOR = "\n\0\n"
"""No pattern is written so that it can cross a NUL; a value's own NUL is shown as a character beyond ASCII."""
_LINE = r"\x0a"
"""What `^` and `$` are written as: a newline stands before and behind each value, as between its lines. (Hyperscan's
own anchors miss matches near the end of a text: 5.4.12.)"""
_NEVER = r"\xff"
"""A byte that no text shows."""
_BATCH = 1 << 19
"""Characters scanned in one go, about."""
_MANY = 16
"""A repetition of more than this is written as one without end."""
_ANY = syntax.Repeat("MAX_REPEAT", 0, None, syntax.Run((syntax.One(syntax.EVERYTHING, (("ANY", None),), 0),)))
_NOT_NEWLINE = syntax.EVERYTHING & ~syntax.NEWLINE
_STARTS = (syntax.Edge("start"), syntax.Edge("line_start"))
_ENDS = (syntax.Edge("end"), syntax.Edge("line_end"), syntax.Edge("last_line_end"))
_ALIKE = re.compile(f"[{syntax.LOOKALIKES}]")
_BITS = 20
"""Bits for the position of a pattern where it shares an integer with an offset."""
_MASK = (1 << _BITS) - 1


def _beyond(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return b"\x80" * (error.end - error.start), error.end


codecs.register_error("nameplate-beyond-ascii", _beyond)


class HyperscanFilter:
    """Patterns that can match a text, found by Hyperscan; those it cannot hold are candidates everywhere."""

    def __init__(
        self, trees: Callable[[], Sequence[syntax.Run | None]], key: str, aside: Callable[[], LiteralFilter]
    ) -> None:
        """`trees` is asked only if the cache does not hold the database of `key`; `aside` makes
        the filter for texts with characters that ignoring case makes equal to ASCII letters."""
        self._lock = threading.Lock()
        self._aside = aside
        self._database, self.always = _load(key) or _build(trees(), key)

    def candidates(self, values: Sequence[str]) -> Iterable[tuple[int, int]]:
        """(position of value, position of pattern) of all pairs that can match; for each value in ascending order."""
        text = "".join(values)
        if text.isascii() or not _ALIKE.search(text):
            return self._pairs(values)
        aside = [at for at, value in enumerate(values) if _ALIKE.search(value)]
        chosen = sorted(set(range(len(values))).difference(aside))
        apart = self._aside().candidates([values[at] for at in aside])
        together = self._pairs([values[at] for at in chosen])
        return chain(((aside[at], i) for at, i in apart), ((chosen[at], i) for at, i in together))

    def _pairs(self, values: Sequence[str]) -> Iterable[tuple[int, int]]:
        """As `candidates`, batch by batch: the first are there before the last are looked for."""
        count = 1 + _BATCH // (1 + max(map(len, values), default=0))
        return chain.from_iterable(self._batch(values, start, count) for start in range(0, len(values), count))

    def _batch(self, values: Sequence[str], start: int, count: int) -> Iterable[tuple[int, int]]:
        pairs = sorted(self._scan(values[start : start + count]))
        # two lists, zipped, make no object for each pair
        return zip([start + (p >> _BITS) for p in pairs], [p & _MASK for p in pairs], strict=True)

    def _scan(self, values: Sequence[str]) -> set[int]:
        """Pairs of a batch, each in one integer: position of value, then position of pattern."""
        hits: list[int] = []
        if self._database is not None:
            with self._lock:  # the database's scratch space serves one scan at a time
                self._database.scan(_shown(values), match_event_handler=_note, context=hits.append)
        starts = accumulate(map(len(_SEPARATOR).__add__, map(len, values)), initial=1)
        edges = list(map(_BITS.__rlshift__, starts))
        found = {(bisect_right(edges, hit) - 1) << _BITS | hit & _MASK for hit in hits}
        for always in self.always:
            found.update(at << _BITS | always for at in range(len(values)))
        return found


def _shown(values: Sequence[str]) -> bytes:
    """The values as one text of bytes: a newline before and behind each, and a separator between them."""
    if "\0" in "".join(values):
        values = [value.replace("\0", "\x80") for value in values]
    return f"\n{_SEPARATOR.join(values)}\n".encode("ascii", "nameplate-beyond-ascii")


@cache
def available() -> bool:
    """Whether Hyperscan is installed and runs on this processor."""
    try:
        import hyperscan  # noqa: F401 - only to see whether it is there
    except ImportError:
        return False
    return _taken("a")


def is_cached(key: str) -> bool:
    """Whether a database of this key has been built before."""
    return database_cache.holds(_name(key))


def expression(run: syntax.Run) -> str | None:
    """The pattern as Hyperscan is given it; None if it can match anywhere."""
    parts = syntax.flat(run)
    if len(parts) == 1 and isinstance(parts[0], syntax.Either):
        branches = [expression(branch) for branch in parts[0].branches]
        return None if None in branches else "|".join(b for b in branches if b)
    start = bool(parts) and parts[0] in _STARTS
    end = bool(parts) and parts[-1] in _ENDS
    inside = [_plain(p) for p in parts if not isinstance(p, syntax.Edge)]
    inside = [p for p in inside if not (isinstance(p, syntax.Opaque) and not p.consumes)]
    if end and inside and _to_line_end(inside[-1]):
        end = False
    if not end:
        inside = _shortened(inside[::-1])[::-1]
    if not start:
        inside = _shortened(inside)
    if not inside and not (start and end):
        return None
    return (_LINE if start else "") + "".join(map(_written, inside)) + (_LINE if end else "")


def _plain(part: syntax.Node) -> syntax.Node:
    return _ANY if isinstance(part, syntax.Opaque) and part.consumes else part


def _to_line_end(part: syntax.Node) -> bool:
    """Whether a part reads on to the end of a line, whatever stands there."""
    if not isinstance(part, syntax.Repeat) or part.least > 1 or part.most is not None or len(part.body.parts) != 1:
        return False
    only = part.body.parts[0]
    return isinstance(only, syntax.One) and only.mask & _NOT_NEWLINE == _NOT_NEWLINE


def _shortened(parts: list[syntax.Node]) -> list[syntax.Node]:
    """The parts without what may be missing in front; a repetition in front is as short as it may be."""
    for at, part in enumerate(parts):
        if isinstance(part, syntax.Repeat) and part.least and not syntax.can_be_empty(part):
            return [syntax.Repeat(part.kind, part.least, part.least, part.body), *parts[at + 1 :]]
        if not syntax.can_be_empty(part):
            return parts[at:]
    return []


def _written(part: syntax.Node) -> str:
    match part:
        case syntax.One(mask):
            return _set(mask)
        case syntax.Run(parts) | syntax.Group(_, syntax.Run(parts)):
            return "".join(map(_written, parts))
        case syntax.Either(branches):
            return f"(?:{'|'.join(map(_written, branches))})"
        case syntax.Repeat(_, least, most, body):
            inner = _written(body)
            endless = most is None or most > _MANY
            return f"(?:{inner}){{{min(least, _MANY)},{'' if endless else most}}}" if inner else ""
        case syntax.Opaque(consumes=True):
            return _written(_ANY)
        case _:
            return ""


def _set(mask: int) -> str:
    """A set of characters as bytes; bit 128 (beyond ASCII) is the byte that stands for all those, and for NUL."""
    mask = mask & ~1 | syntax.BEYOND if mask & 1 else mask
    codes = [code for code in range(129) if mask >> code & 1]
    if len(codes) < 2:
        return f"\\x{codes[0]:02x}" if codes else _NEVER
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(rf"\x{low:02x}-\x{high:02x}" for low, high in ranges) + "]"


def _note(identifier: int, _start: int, end: int, _flags: int, note: Callable[[int], None]) -> None:
    note(end << _BITS | identifier)


def _name(key: str) -> str:
    return f"hyperscan-{metadata.version('hyperscan')}-{key}"


def _load(key: str) -> tuple[Any, tuple[int, ...]] | None:
    """A database from the cache, with the patterns it does not hold."""
    import hyperscan

    content = database_cache.load(_name(key))
    if content is None:
        return None
    count = int.from_bytes(content[:4])
    always = tuple(int.from_bytes(content[4 + 4 * n : 8 + 4 * n]) for n in range(count))
    try:
        return _ready(hyperscan.loadb(content[4 + 4 * count :], hyperscan.HS_MODE_BLOCK)), always
    except hyperscan.error:  # built for another processor
        return None


def _build(trees: Sequence[syntax.Run | None], key: str) -> tuple[Any, tuple[int, ...]]:
    import hyperscan

    written = [None if tree is None else expression(tree) for tree in trees]
    held = {index: text for index, text in enumerate(written) if text is not None}
    try:
        database = _compiled(held)
    except hyperscan.error:
        held = {index: text for index, text in held.items() if _taken(text)}
        database = _compiled(held)
    always = tuple(index for index in range(len(trees)) if index not in held)
    if database is not None:
        lists = b"".join(number.to_bytes(4) for number in (len(always), *always))
        database_cache.store(_name(key), lists + hyperscan.dumpb(database))
    return _ready(database), always


def _compiled(held: dict[int, str]) -> Any:
    import hyperscan

    if not held:
        return None
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    texts = [text.encode("ascii") for text in held.values()]
    database.compile(expressions=texts, ids=list(held), flags=[0] * len(held))
    return database


def _taken(text: str) -> bool:
    """Whether Hyperscan takes a pattern on its own."""
    import hyperscan

    try:
        _compiled({0: text})
    except hyperscan.error:
        return False
    return True


def _ready(database: Any) -> Any:
    import hyperscan

    if database is not None:
        database.scratch = hyperscan.Scratch(database)
    return database
