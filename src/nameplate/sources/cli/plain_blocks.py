"""Blocks of `name : value` that no template knows: neighbours in detail, what a switch says of itself.

The names are data (`blocks` in `data/cli.yaml`). A block begins where its first name stands again.
"""

import re
from collections.abc import Iterator
from functools import cache

from nameplate.sources.cli import topics
from nameplate.sources.cli.templates import Lines, Row
from nameplate.sources.cli.topics import Topic

_PAIR = re.compile(
    r"[\s*+-]*(?:\d+ )?(?P<name>[A-Za-z][\w /().&'-]{0,50}?)\s*(?:\s:|:\s|:$|\.{3,}:?|=|\s{4,})\s*(?P<value>.*)"
)


def rows(topic: Topic, lines: Lines) -> Iterator[Row]:
    """Every block with one of the topic's keys."""
    names = _names(topic.name)
    block: dict[str, str] = {}
    begun: list[tuple[int, str]] = []
    waits = first = ""
    for numbered in lines:
        pair = _PAIR.fullmatch(numbered[1])
        name = names.get(_plain(pair["name"]), "") if pair else ""
        value = pair["value"].strip().strip('"') if pair else ""
        if not name and waits and numbered[1].strip():
            if pair is None:
                block.setdefault(waits, numbered[1].strip())
            waits = ""
        elif name and topic.observe != "own" and (name == first or (name == topic.key[0] and name in block)):
            yield from _row(topic, block, begun)
            block, begun, first = {}, [], name
        begun.append(numbered)
        if name:
            first = first or name
            waits = "" if value else name
            if value:
                block.setdefault(name, value)
    yield from _row(topic, block, begun)


def also(row: Row, topic: Topic) -> Row:
    """A template's row with what its lines say besides under other names."""
    if topic.name not in topics.known().blocks:
        return row
    values: dict[str, tuple[str, ...]] = {}
    for one in rows(topic, row.lines):
        values |= {name: value for name, value in one.values.items() if name not in values}
    for name, value in _said(topic, row.lines).items():
        values.setdefault(name, (value,))
    return Row({**values, **row.values}, row.lines)


def _said(topic: Topic, lines: Lines) -> dict[str, str]:
    """What is said without a name before it."""
    text = "\n".join(line for _, line in lines)
    found: dict[str, str] = {}
    for form in topics.known().said.get(topic.name, ()):
        if match := topics.pattern(form).search(text):
            found = {**match.groupdict(), **found}
    return found


def _row(topic: Topic, block: dict[str, str], lines: list[tuple[int, str]]) -> Iterator[Row]:
    block = {**_said(topic, lines), **block}
    if any(name in block for name in topic.key):
        yield Row({name: (value,) for name, value in block.items()}, lines)


@cache
def _names(topic: str) -> dict[str, str]:
    """Plain name -> the topic's name of it."""
    given = topics.known().blocks.get(topic, {})
    return {_plain(one): name for name, many in given.items() for one in many}


@cache
def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
