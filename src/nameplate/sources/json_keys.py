"""What names in JSON records mean, loaded once from `data/json_keys.yaml` and the table of column headings.

A path is a record's keys from its top, without the numbers of list items; names are compared folded
(no case, accents, blanks, punctuation), as headings are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import msgspec

from nameplate import yamlfile
from nameplate.sources.tables import knowledge
from nameplate.sources.tables.knowledge import fold

Path = tuple[str, ...]
"""Folded names from the top of a record down."""


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    needs: tuple[str, ...]
    paths: dict[str, str]
    unit: bool = True


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    keys: dict[str, tuple[str, ...]]
    telling: frozenset[str]
    transparent: tuple[str, ...]
    seen: tuple[str, ...]
    ids: tuple[str, ...]
    called_by: tuple[str, ...]
    anywhere: dict[str, tuple[str, ...]]
    shapes: tuple[_Shape, ...]


@dataclass(frozen=True)
class Shape:
    """An export of a known program: what must be there, what its paths are, whether its records are units."""

    name: str
    needs: tuple[Path, ...]
    paths: Mapping[Path, str]
    unit: bool = True

    @cached_property
    def top(self) -> frozenset[str]:
        """The names that must stand at the top of a record."""
        return frozenset(path[0] for path in self.needs)


@dataclass(frozen=True)
class Names:
    """All that is known of names in JSON."""

    keys: Mapping[str, str]
    anywhere: Mapping[str, str]
    telling: frozenset[str]
    transparent: frozenset[str]
    seen: frozenset[str]
    ids: tuple[str, ...]
    called_by: tuple[str, ...]
    shapes: tuple[Shape, ...]

    def shape(self, record: Mapping[str, Any]) -> Shape | None:
        """The program whose export the record is, if it is one of those known."""
        top = set(map(folded, record))
        likely = (s for s in self.shapes if s.top <= top)
        return next((s for s in likely if all(_has(record, path) for path in s.needs)), None)

    def kind(self, path: Path, shape: Shape | None) -> str | None:
        """The kind of a value at `path`; '' if it is known to tell nothing, None if it is not known."""
        if len(path) > 1 and path[-1] == "data":  # Junos writes every value as [{"data": value}]
            path = path[:-1]
        if shape is not None and path in shape.paths:
            return shape.paths[path]
        if path[-1] in self.anywhere:
            return self.anywhere[path[-1]]
        if all(name in self.transparent for name in path[:-1]):
            return self.keys.get(path[-1])
        return None


@cache
def names() -> Names:
    """The tables of `json_keys.yaml`, with the known column headings as further names."""
    data = yamlfile.packaged("nameplate.sources", "data/json_keys.yaml", _File)
    return Names(
        keys={**knowledge.headings(), **_turned(data.keys)},
        anywhere=_turned(data.anywhere),
        telling=data.telling,
        transparent=frozenset(map(fold, data.transparent)),
        seen=frozenset(map(fold, data.seen)),
        ids=tuple(map(fold, data.ids)),
        called_by=data.called_by,
        shapes=tuple(
            Shape(s.name, tuple(map(_path, s.needs)), {_path(p): kind for p, kind in s.paths.items()}, s.unit)
            for s in data.shapes
        ),
    )


@cache
def folded(name: str) -> str:
    """`fold`, remembered: records of one list repeat their keys. A name that was doubled is the same name."""
    return fold(re.sub(r"#\d+$", "", name))


def _turned(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {fold(name): kind for kind, names in table.items() for name in names}


def _path(text: str) -> Path:
    return tuple(map(fold, text.split(".")))


def _has(record: Any, path: Path) -> bool:
    for name in path:
        if not isinstance(record, dict):
            return False
        key = next((k for k in record if folded(k) == name), None)
        if key is None:
            return False
        record = record[key]
    return True
