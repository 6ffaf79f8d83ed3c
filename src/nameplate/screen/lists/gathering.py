"""Rows of a list gathered into parties: one reader for all layouts, fed with fields by name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nameplate.screen.lists.formats import Format, kind_of
from nameplate.screen.party import Kind, Party, Trouble

Fields = Callable[[str], Sequence[str]]
"""The values of a field of one row or element, by the field's name."""
LONGEST_NAME = 1000
MOST_TROUBLES = 200
MOST_NAMES = 500
"""Names of one party that are read; a list that gives more is broken or hostile."""


@dataclass
class _Gathered:
    names: dict[str, None] = field(default_factory=dict)
    kind: Kind = ""
    countries: dict[str, None] = field(default_factory=dict)
    programme: str = ""
    where: str = ""


class Gathering:
    """Parties of one list while it is read."""

    def __init__(self, layout: Format, list_id: str) -> None:
        self._layout = layout
        self.list_id = list_id
        self._parties: dict[str, _Gathered] = {}
        self.troubles: list[Trouble] = []
        self.rows = 0

    def add(self, fields: Fields, row: int, where: str) -> None:
        """One row: its party, new or known. A row without a name or id is a trouble."""
        self.rows += 1
        layout = self._layout
        names = [name for name in self._names(fields) if name]
        entry = self._entry(fields, row)
        if not names or not entry:
            self.trouble(where, "it has no name" if not names else "it has no id")
            return
        if layout.once and entry in self._parties:
            first = self._parties[entry].where
            self.trouble(where, f"its id {entry} is that of {first}; two editions may be mixed (its names were added)")
        party = self._parties.setdefault(entry, _Gathered(where=where))
        party.names.update(dict.fromkeys(names[: MOST_NAMES - len(party.names)]))
        party.kind = party.kind or self._kind(fields)
        party.countries.update((c, None) for column in layout.countries for c in self._values(fields, column))
        party.programme = party.programme or "; ".join(self._values(fields, layout.programme))

    def beside(self, entry: str, name: str, country: str, where: str) -> None:
        """A row of a companion file."""
        party = self._parties.get(entry)
        if party is None:
            self.trouble(where, f"its entry {entry} is not in the list")
        elif name and len(party.names) < MOST_NAMES:
            party.names.setdefault(name[:LONGEST_NAME])
        elif country:
            party.countries.setdefault(country)

    def trouble(self, where: str, reason: str) -> None:
        """Something that could not be used; the first ones are kept, all are counted in the rows."""
        if len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(Trouble(where, reason))

    def parties(self) -> tuple[Party, ...]:
        """What was gathered, in the order of the list."""
        return tuple(
            Party(
                self.list_id,
                f"{self.list_id}:{entry}",
                tuple(one.names),
                one.kind,
                tuple(one.countries),
                one.programme,
                one.where,
            )
            for entry, one in self._parties.items()
        )

    def _values(self, fields: Fields, column: str) -> list[str]:
        values = (" ".join(value.split()) for value in (fields(column) if column else ()))
        return [value[:LONGEST_NAME] for value in values if value and value != self._layout.empty]

    def _names(self, fields: Fields) -> list[str]:
        layout = self._layout
        whole = [name for column in layout.names for name in self._values(fields, column)]
        joined = " ".join(part for column in layout.joined for part in self._values(fields, column))
        names = [joined, *whole] if joined and not (layout.id == "eu" and whole) else whole
        if layout.cut_names:
            names = [part.strip() for name in names for part in name.split(layout.cut_names)]
        return [*names, *(part for column in layout.split for part in self._split(fields, column))]

    def _split(self, fields: Fields, column: str) -> list[str]:
        values = self._values(fields, column)
        return [part.strip() for value in values for part in re.split(self._layout.separator, value)]

    def _entry(self, fields: Fields, row: int) -> str:
        if not self._layout.entry_columns:
            return str(row)
        return "/".join(part for column in self._layout.entry_columns for part in self._values(fields, column)[:1])

    def _kind(self, fields: Fields) -> Kind:
        layout = self._layout
        if not layout.kind:
            return ""
        values = self._values(fields, layout.kind) or self._values(fields, layout.other_kind)
        return kind_of(values[0] if values else "")
