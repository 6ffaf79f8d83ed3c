"""What reports of vulnerability scanners mean, loaded once from `data/scan_reports.yaml`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

import msgspec

from nameplate import yamlfile


class Xml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of element in reports as XML; see the comments in the file."""

    name: str
    roots: tuple[str, ...]
    element: str
    host: tuple[str, ...]
    fields: dict[str, str]
    marks: tuple[str, ...] = ()
    items: str = ""
    id: str = ""
    output: str = ""
    time: tuple[str, ...] = ()


class Csv(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Reports as CSV, told by their columns."""

    name: str
    needs: frozenset[str]
    host: tuple[str, ...]
    fields: dict[str, str]
    id: str = ""
    output: str = ""
    time: tuple[str, ...] = ()
    split: frozenset[str] = frozenset()
    when: dict[str, tuple[str, str]] = {}

    def cells(self, row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """(kind, value) of every cell that counts."""
        for name, kind in self.fields.items():
            column, wanted = self.when.get(name, ("", ""))
            if kind and row.get(name) and row.get(column, wanted) == wanted:
                for value in re.split(r"[\s,;]+", row[name]) if name in self.split else [row[name]]:
                    yield kind, value


class Knowledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `data/scan_reports.yaml`."""

    xml: tuple[Xml, ...]
    csv: tuple[Csv, ...]
    findings: dict[str, dict[str, str]]
    lines: frozenset[str]


@cache
def known() -> Knowledge:
    """The packaged knowledge."""
    return yamlfile.packaged("nameplate.sources", "data/scan_reports.yaml", Knowledge)


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A pattern of the file, compiled."""
    return re.compile(text)
