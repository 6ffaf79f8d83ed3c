"""What the records of other tools mean, loaded once from `data/tools.yaml`, as trees of lower-case names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import msgspec

from nameplate import yamlfile


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a field says: a kind, one of several by a value beside it, a part of the text, or a name in parts."""

    kind: str = ""
    by: str = ""
    kinds: dict[str, str] = {}
    otherwise: str = ""
    take: str = ""
    name: bool = False


class _Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subject: tuple[str, ...]
    fields: dict[str, str | Told]
    other: str = ""
    silent: dict[str, str] = {}


class _Format(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    signs: tuple[str, ...]
    needs: tuple[str, ...]
    units: tuple[_Unit, ...]
    time: str = ""
    only: frozenset[str] = frozenset()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    formats: tuple[_Format, ...]
    secrets: str


@dataclass
class Node:
    """A place in a record: what it says itself, and the places below it by name (`*` is any)."""

    told: Told | None = None
    below: dict[str, "Node"] = field(default_factory=dict)


@dataclass(frozen=True)
class Unit:
    """One unit that a record speaks of."""

    subject: tuple[str, ...]
    other: str
    silent: Mapping[str, str]
    fields: Node


@dataclass(frozen=True)
class Format:
    """One kind of record."""

    name: str
    signs: tuple[str, ...]
    needs: tuple[str, ...]
    time: str
    units: tuple[Unit, ...]
    only: frozenset[str]

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether a record has what the format needs."""
        if self.only and not self.only.issuperset(record):
            return False
        return all(next(found(record, path), None) is not None for path in self.needs)


@cache
def known() -> tuple[Format, ...]:
    """All formats, those that need more first."""
    data = yamlfile.packaged("nameplate.sources", "data/tools.yaml", _File)
    made = (
        Format(f.name, f.signs, f.needs, f.time, tuple(map(_unit, f.units)), f.only)
        for f in sorted(data.formats, key=lambda one: -len(one.needs))
    )
    return tuple(made)


@cache
def secrets() -> re.Pattern[str]:
    """Names whose values are never kept."""
    return re.compile(yamlfile.packaged("nameplate.sources", "data/tools.yaml", _File).secrets)


def found(value: Any, path: str) -> Iterator[Any]:
    """The scalars or objects at a dotted path; lists are looked through."""
    name, _, rest = path.partition(".")
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            inner = next((v for k, v in item.items() if k.lower() == name), None)
            if inner is not None and rest:
                yield from found(inner, rest)
            elif inner is not None:
                yield from inner if isinstance(inner, list) else [inner]


def _unit(given: _Unit) -> Unit:
    return Unit(given.subject, given.other, given.silent, _tree(given.fields))


def _tree(fields: Mapping[str, str | Told]) -> Node:
    top = Node()
    for path, told in fields.items():
        node = top
        for name in path.split("."):
            node = node.below.setdefault(name, Node())
        node.told = Told(kind=told) if isinstance(told, str) else told
    return top
