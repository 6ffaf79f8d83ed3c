"""Which SNMP variables say what, loaded once from `data/snmp.yaml`. Numbers of objects are tuples of integers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import msgspec

from nameplate import yamlfile

Oid = tuple[int, ...]


class Parts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"class_": "class"}):
    """The table of physical parts: columns by number."""

    entry: str
    class_: int
    chassis: tuple[str, ...]
    unit: dict[int, str]
    part: dict[int, str]
    telling: tuple[int, ...]
    enough: tuple[int, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of other units; see the comments in the file."""

    name: str
    entries: dict[str, dict[int, str]]
    address: str
    subject: tuple[str, ...]
    key: int = 0
    needs: str = ""
    own: dict[int, tuple[str, ...]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    roots: dict[str, str | int | float]
    names: dict[str, str]
    own: dict[str, str]
    parts: Parts
    tables: tuple[Table, ...]
    secrets: tuple[str, ...]
    nothing: frozenset[str]


@dataclass(frozen=True)
class Column:
    """What a variable is: a kind of the unit itself, a part's column, or a column of a table of others."""

    kind: str = ""
    table: Table | None = None
    number: int = 0
    part: bool = False
    secret: bool = False


@dataclass(frozen=True)
class Knowledge:
    """All of it, by number."""

    names: Mapping[str, Oid]
    columns: Mapping[Oid, Column]
    parts: Parts
    nothing: frozenset[str]

    def column(self, oid: Oid) -> tuple[Column, Oid] | None:
        """The longest known beginning of a number, with the rest: its index."""
        for length in range(min(len(oid), _LONGEST), 2, -1):
            column = self.columns.get(oid[:length])
            if column is not None:
                return column, oid[length:]
        return None


_LONGEST = 16


@cache
def known() -> Knowledge:
    """The packaged knowledge."""
    data = yamlfile.packaged("nameplate.sources", "data/snmp.yaml", _File)
    columns = {number(oid): Column(kind) for oid, kind in data.own.items()}
    columns |= {number(oid): Column(secret=True) for oid in data.secrets}
    parts = {data.parts.class_, *data.parts.unit, *data.parts.part}
    columns |= {(*number(data.parts.entry), n): Column(number=n, part=True) for n in parts}
    for table in data.tables:
        for entry, kinds in table.entries.items():
            columns |= {(*number(entry), n): Column(kind, table, n) for n, kind in kinds.items()}
    names = {**data.roots, **data.names}
    return Knowledge({name: number(str(oid)) for name, oid in names.items()}, columns, data.parts, data.nothing)


def number(text: str) -> Oid:
    """`1.3.6` as a tuple."""
    return tuple(map(int, text.strip(".").split(".")))
