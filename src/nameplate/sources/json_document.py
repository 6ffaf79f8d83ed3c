"""JSON from outside (RFC 8259), hardened: depth, size, duplicate names, numbers that are none.

`load` reads a document whole; one that breaks off gives the complete items of its list. `documents`
reads one value a line. What is wrong becomes a problem with its line; nothing raises but `SourceError`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from nameplate.errors import SourceError
from nameplate.sources import text_lines
from nameplate.sources.interface import Document, Sink

MAX_WHOLE = 512 << 20
"""Largest JSON document that is read as a whole, in bytes; larger ones must come as JSON lines."""

_LENGTH = re.compile(r"^\d{5}(?=\{)")
"""The length before each record of streams that have one (nDPId)."""

Json = Any


class _Oddities:
    """What the parser met that JSON does not allow or leaves open."""

    def __init__(self) -> None:
        self.doubled: dict[str, int] = {}
        self.numbers: set[str] = set()

    def pairs(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        """An object; where a name stands again, its later values are kept as `name#2`, `name#3` .."""
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        kept: dict[str, Json] = {}
        for name, value in pairs:
            if name not in kept:
                kept[name] = value
                continue
            self.doubled[name] = self.doubled.get(name, 0) + 1
            number = 2
            while f"{name}#{number}" in kept:
                number += 1
            kept[f"{name}#{number}"] = value
        return kept

    def constant(self, name: str) -> None:
        """NaN and infinities mean nothing to us."""
        self.numbers.add(name)

    def report(self, locator: str, sink: Sink) -> None:
        """Make problems of what was met."""
        for name, count in self.doubled.items():
            reason = f"the name '{name[:60]}' stands {count + 1} times in one object: each value is kept"
            sink.problem(locator, reason)
        if self.numbers:
            sink.problem(locator, f"{', '.join(sorted(self.numbers))} is no JSON number: read as nothing")


def load(document: Document, sink: Sink) -> Json:
    """The document's value; of a damaged one, the complete items of its first list. Else `SourceError`."""
    if document.size > MAX_WHOLE:
        raise SourceError(f"JSON of {document.size:,} bytes in one piece: export it as JSON lines, or in pages")
    content = document.path.read_bytes()
    codec = text_lines.encoding(document.head)
    whole = content.decode(codec, errors="replace" if codec != "utf-8" else "surrogateescape")
    if not whole.isascii() and (readable := text_lines.readable(whole)) != whole:
        sink.problem("", "not UTF-8 throughout; the rest is read as Windows-1252: check accents in names")
        whole = readable
    del content
    whole = whole.lstrip("\ufeff")
    odd = _Oddities()
    try:
        value = _decoder(odd).decode(whole)
    except RecursionError:
        raise SourceError("JSON nested too deep to be a list of devices: not read") from None
    except json.JSONDecodeError as error:
        if error.msg.startswith("Invalid \\escape"):
            return _escaped(whole, error, sink)
        return _several(whole, sink) if error.msg == "Extra data" else _salvage(whole, error, sink)
    odd.report("$", sink)
    return value


def documents(document: Document, sink: Sink) -> Iterator[tuple[int, Json]]:
    """(line number, value) of every line that holds a JSON value; other lines become problems."""
    for number, line in text_lines.lines(document, sink):
        stripped = _LENGTH.sub("", line.strip().lstrip("\ufeff\x1e"))
        if not stripped:
            continue
        odd = _Oddities()
        try:
            value = _decoder(odd).decode(stripped)
        except json.JSONDecodeError as error:
            sink.problem(f"line {number}", f"not JSON ({error.msg} at character {error.colno}): left out")
            continue
        except RecursionError:
            sink.problem(f"line {number}", "JSON nested too deep: left out")
            continue
        odd.report(f"line {number}", sink)
        yield number, value


def _decoder(odd: _Oddities) -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=odd.pairs, parse_constant=odd.constant, parse_int=_integer, strict=False)


def _integer(digits: str) -> int | str:
    """Numbers beyond any counter (a serial without quotes) stay text; Python refuses very long ones."""
    return int(digits) if len(digits) < 19 else digits


def _escaped(whole: str, error: json.JSONDecodeError, sink: Sink) -> Json:
    """A text with escapes that JSON has not (`\\x0d`), which are read as they stand."""
    sink.problem(f"line {error.lineno}", "escapes that JSON does not have: read as they stand")
    plain = re.sub(r"\\(.)", lambda m: m[0] if m[1] in '"\\/bfnrtu' else rf"\\{m[1]}", whole)
    odd = _Oddities()
    try:
        return _decoder(odd).decode(plain)
    except (json.JSONDecodeError, RecursionError):
        return _salvage(plain, error, sink)


def _several(whole: str, sink: Sink) -> Json:
    """The values of a text that holds one after the other, as a list."""
    odd, at, found = _Oddities(), 0, list[Json]()
    decoder = _decoder(odd)
    while (at := _skip(whole, at)) < len(whole):
        try:
            value, at = decoder.raw_decode(whole, at)
        except (json.JSONDecodeError, RecursionError) as error:
            line = whole.count("\n", 0, at) + 1
            sink.problem(
                f"line {line}", f"the JSON breaks off here ({error}): {len(found):,} complete values were read"
            )
            break
        found.append(value)
    odd.report("$", sink)
    if len(found) == 1 and not isinstance(found[0], dict | list):
        raise SourceError("not JSON with records: export it again")
    return found[0] if len(found) == 1 else found


def _salvage(whole: str, error: json.JSONDecodeError, sink: Sink) -> Json:
    """The items of the first list of objects, without those that are damaged."""
    start = _first_list(whole)
    odd, items = _Oddities(), list[Json]()
    decoder = _decoder(odd)
    at = start if start is not None else len(whole)
    again = re.compile(rf"\n{re.escape(whole[whole.rfind(chr(10), 0, at) + 1 : at])}(?={{)") if start else None
    while (at := _skip(whole, at)) < len(whole) and whole[at] != "]":
        try:
            value, at = decoder.raw_decode(whole, at)
            items.append(value)
        except (json.JSONDecodeError, RecursionError) as damage:
            line = whole.count("\n", 0, at) + 1
            resumed = again.search(whole, at + 1) if again and items else None
            if resumed is None:
                reason = (
                    f"the JSON breaks off here ({error.msg}): {len(items):,} complete items were read. Export it again"
                )
                sink.problem(f"line {line}", reason)
                break
            sink.problem(f"line {line}", f"an item that is no JSON ({getattr(damage, 'msg', 'too deep')}): left out")
            at = resumed.end()
    if not items:
        raise SourceError(f"not JSON: {error.msg}, line {error.lineno}; export it again") from error
    odd.report("$", sink)
    return items


def _first_list(whole: str) -> int | None:
    """Where the items of the first list of objects begin."""
    at = whole.find("[")
    while at >= 0:
        inner = _skip(whole, at + 1)
        if whole[inner : inner + 1] == "{":
            return inner
        at = whole.find("[", at + 1)
    return None


def _skip(whole: str, at: int) -> int:
    while at < len(whole) and whole[at] in " \t\r\n,":
        at += 1
    return at


def text(value: Json) -> str:
    """A JSON scalar as the document spells it (`true`, not `True`)."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) is int else json.dumps(value)
