"""What the records of other tools mean, loaded once from `data/tools.yaml`, as trees of lower-case names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import msgspec

from nameplate import yamlfile

_MOST = 10_000
"""Names remembered at one place."""


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a field says: a kind, one of several by a value beside it, a part of the text, or a name in parts."""

    kind: str = ""
    by: str = ""
    kinds: dict[str, str] = {}
    otherwise: str = ""
    take: str = ""
    name: bool = False


class Turned(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the ends of a connection stand the other way round: what says so, else for which records the lower port."""

    says: dict[str, str]
    first: str
    of: dict[str, tuple[str, ...]]
    ports: tuple[str, str]
    names: dict[str, str]


class _Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    subject: tuple[str, ...]
    fields: dict[str, str | Told]
    other: str = ""
    silent: dict[str, str] = {}


class Leaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of certificates of which only those count that did not issue another of them."""

    of: str
    name: str
    issuer: str


class _Format(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    signs: tuple[str, ...]
    needs: tuple[str, ...]
    units: tuple[_Unit, ...]
    time: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    turned: Turned | None = None
    leaf: Leaf | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    formats: tuple[_Format, ...]
    secrets: str


@dataclass
class Node:
    """A place in a record: what it says itself, and the places below it by name (`*` is any)."""

    told: Told | None = None
    below: dict[str, "Node"] = field(default_factory=dict)

    seen: dict[str, tuple["Node", ...]] = field(default_factory=dict)

    def at(self, name: str) -> tuple["Node", ...]:
        """The places below by a name, which may be several names joined by dots."""
        known = self.seen.get(name)
        if known is None:
            known = tuple(self._at(name.lower()))
            if len(self.seen) < _MOST:
                self.seen[name] = known
        return known

    def _at(self, name: str) -> Iterator["Node"]:
        exact, every = self.below.get(name), self.below.get("*")
        if exact is not None:
            yield exact
        if every is not None and "." not in name:
            yield every
        if "." in name and exact is None:
            first, _, rest = name.partition(".")
            for step in self._at(first):
                yield from step._at(rest)


@dataclass(frozen=True)
class Unit:
    """One unit that a record speaks of."""

    subject: tuple[str, ...]
    other: str
    silent: Mapping[str, str]
    fields: Node


@dataclass(frozen=True)
class Format:
    """One kind of record; `back` are its units for records whose ends stand the other way round."""

    name: str
    signs: tuple[str, ...]
    needs: tuple[str, ...]
    time: tuple[str, ...]
    units: tuple[Unit, ...]
    only: frozenset[str]
    turned: Turned | None = None
    back: tuple[Unit, ...] = ()
    leaf: Leaf | None = None

    def fits(self, record: Mapping[str, Any]) -> bool:
        """Whether a record has what the format needs."""
        if self.only and not self.only.issuperset(record):
            return False
        return all(next(found(record, path), None) is not None for path in self.needs)

    def leaves(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """A record without the certificates of those who issued its others; places stay as they are."""
        chain = record.get(self.leaf.of) if self.leaf else None
        if self.leaf is None or not isinstance(chain, list) or len(chain) < 2:
            return record
        leaf = self.leaf
        issuers = {first(one, leaf.issuer) for one in chain if first(one, leaf.issuer) != first(one, leaf.name)}
        kept = [one if first(one, leaf.name) not in issuers else None for one in chain]
        return {**record, leaf.of: kept if any(kept) else chain}

    def speaks_of(self, record: Mapping[str, Any]) -> tuple[Unit, ...]:
        """The units of a record, with the ends of its connection the right way round."""
        return self.back if self.turned and _is_turned(self.turned, record) else self.units


@cache
def known() -> tuple[Format, ...]:
    """All formats, those that need more first."""
    data = yamlfile.packaged("nameplate.sources", "data/tools.yaml", _File)
    made = (
        Format(
            name=f.name,
            signs=f.signs,
            needs=f.needs,
            time=f.time,
            units=tuple(_unit(unit, {}) for unit in f.units),
            only=f.only,
            turned=f.turned,
            leaf=f.leaf,
            back=tuple(_unit(unit, f.turned.names) for unit in f.units) if f.turned else (),
        )
        for f in sorted(data.formats, key=lambda one: -len(one.needs))
    )
    return tuple(made)


@cache
def secrets() -> re.Pattern[str]:
    """Names whose values are never kept."""
    return re.compile(yamlfile.packaged("nameplate.sources", "data/tools.yaml", _File).secrets)


def found(value: Any, path: str) -> Iterator[Any]:
    """The scalars or objects at a dotted path (`*` is any name); lists are looked through."""
    name, _, rest = path.partition(".")
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            continue
        names = _by_lower(tuple(item))
        whole = names.get(path) if rest else None
        if whole is not None:
            yield from _each(item[whole])
        for key in item if name == "*" else filter(None, [names.get(name)]):
            inner = item[key]
            if rest:
                yield from found(inner, rest)
            else:
                yield from _each(inner)


@lru_cache(maxsize=4_096)
def _by_lower(names: tuple[str, ...]) -> dict[str, str]:
    """Names by their lower case: records of one list repeat theirs."""
    return {name.lower(): name for name in reversed(names)}


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    elif value is not None:
        yield value


def first(record: Any, path: str) -> str:
    """The first value at a path as text, '' if there is none; `a|b` is the first of two paths that has one."""
    values = (value for one in path.split("|") for value in found(record, one))
    return str(next(values, ""))


def _is_turned(turned: Turned, record: Mapping[str, Any]) -> bool:
    for path, value in turned.says.items():
        if said := first(record, path):
            return said == value
    begun, ends = first(record, turned.first), list(turned.names)
    if begun:
        return begun != first(record, ends[0]) and begun == first(record, turned.names[ends[0]])
    if not any(first(record, path) in values for path, values in turned.of.items()):
        return False
    ports = [first(record, path) for path in turned.ports]
    return all(port.isdecimal() for port in ports) and int(ports[0]) < int(ports[1])


def _unit(given: _Unit, names: Mapping[str, str]) -> Unit:
    """A unit; `names` are those of the ends by their opposites."""
    both = {**names, **{there: here for here, there in names.items()}}
    fields = {both.get(path, path): told for path, told in given.fields.items()}
    subject = tuple(both.get(path, path) for path in given.subject)
    return Unit(subject, both.get(given.other, given.other), given.silent, _tree(fields))


def _tree(fields: Mapping[str, str | Told]) -> Node:
    top = Node()
    for path, told in fields.items():
        node = top
        for name in path.split("."):
            node = node.below.setdefault(name, Node())
        node.told = Told(kind=told) if isinstance(told, str) else told
    return top
