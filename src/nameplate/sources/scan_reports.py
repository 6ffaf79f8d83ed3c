"""Reports of vulnerability scanners: Nessus (.nessus, CSV), OpenVAS (XML, CSV), Qualys (host list, assets, CSV).

Of each host its addresses, names and system, and the few findings that are the unit's own words (banners,
certificates). Faults of units are not read. All lines of one host are one unit. Which fields say what is data
(`data/scan_reports.yaml`).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from nameplate import yamlfile
from nameplate.sources import addresses, mac_text, text_lines, xml_safe, xml_stream
from nameplate.sources.interface import Document, Fit, Sink

if TYPE_CHECKING:
    from lxml import etree

_STEP = re.compile(r"(?P<name>[\w-]+)(?:\[(?P<attribute>\w+)=(?P<value>[^\]]+)\])?")


class _Xml(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    root: str
    element: str
    host: tuple[str, ...]
    fields: dict[str, str]
    items: str = ""
    id: str = ""
    output: str = ""


class _Csv(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    needs: frozenset[str]
    host: tuple[str, ...]
    fields: dict[str, str]
    id: str = ""
    output: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    xml: tuple[_Xml, ...]
    csv: tuple[_Csv, ...]
    findings: dict[str, tuple[str, str]]


@cache
def _known() -> _File:
    return yamlfile.packaged("nameplate.sources", "data/scan_reports.yaml", _File)


@dataclass
class _Hosts:
    """What was told so far, each value of a host once."""

    sink: Sink
    told: set[tuple[str, str, str]] = field(default_factory=set)
    unnamed: int = 0

    def observe(self, host: str, where: str, kind: str, value: str) -> None:
        """One value; several on lines of their own are several."""
        for text in filter(None, map(str.strip, value.splitlines() if kind in {"mac", "nmap.cpe"} else [value])):
            named = ("ip" if addresses.is_address(text) else "hostname") if kind == "address" else kind
            if (named == "mac" and not mac_text.is_unit(text)) or (named == "ip" and not addresses.is_unit(text)):
                continue
            if named and (host, named, text) not in self.told:
                self.told.add((host, named, text))
                self.sink.observe(host, where, named, text)

    def finding(self, host: str, where: str, number: str, output: str) -> None:
        """A finding that is the unit's own words."""
        if number in _known().findings and output:
            kind, pattern = _known().findings[number]
            if found := re.search(pattern, output):
                self.observe(host, where, kind, found[1])


class ScanXml:
    """Reports as XML."""

    name = "scan-xml"
    about = "reports of Nessus (.nessus), OpenVAS and Qualys as XML: addresses, names, systems, banners"

    def claim(self, document: Document) -> Fit | None:
        """A root that is known, with the element of its hosts near the top where the root's name is common."""
        form = _xml(document)
        return Fit(0.97, f"XML of {form.name} (root {form.root})") if form else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every host."""
        form = _xml(document)
        hosts, number = _Hosts(sink), 0
        for element in xml_stream.elements(document, sink, form.element if form else "host"):
            if form is None or len(element) == 0:
                continue
            number += 1
            sink.rows += 1
            _host(element, form, f"{form.element} {number}", hosts)
        if hosts.unnamed:
            sink.skip("", "hosts without an address or a name", hosts.unnamed)


class ScanCsv:
    """Reports as CSV."""

    name = "scan-csv"
    about = "reports of Nessus, OpenVAS and Qualys as CSV: one line a finding, all lines of a host are one unit"

    def claim(self, document: Document) -> Fit | None:
        """A heading with the columns of a known report."""
        found = _heading(text_lines.head_text(document).split("\n"))
        return Fit(0.95, f"the columns of a {found[1].name} report") if found else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every line below the heading."""
        found = _heading(text_lines.head_text(document).split("\n"))
        if found is None:
            sink.problem("", "no heading of a known report: export it again")
            return
        at, form, delimiter = found
        hosts = _Hosts(sink)
        for number, row in _rows(document, sink, at, delimiter):
            sink.rows += 1
            host = next((row[name].strip() for name in form.host if row.get(name, "").strip()), "")
            if not host:
                hosts.unnamed += 1
                continue
            for name, kind in form.fields.items():
                hosts.observe(host, f"line {number}", kind, row.get(name) or "")
            hosts.finding(host, f"line {number}", row.get(form.id) or "", row.get(form.output) or "")
        if hosts.unnamed:
            sink.skip("", "lines without a host", hosts.unnamed)


def _xml(document: Document) -> _Xml | None:
    root = xml_safe.peek(document)
    if root is None:
        return None
    text = text_lines.head_text(document)
    fitting = (form for form in _known().xml if form.root == root.name)
    return next(
        (form for form in fitting if form.root != "report" or "<omp>" in text or "<gmp>" in text or "<nvt" in text),
        None,
    )


def _host(element: "etree._Element", form: _Xml, where: str, hosts: _Hosts) -> None:
    host = next((value.strip() for path in form.host for value in _at(element, path) if value.strip()), "")
    if not host:
        hosts.unnamed += 1
        return
    for path, kind in form.fields.items():
        for value in _at(element, path):
            hosts.observe(host, where, kind, value)
    for item in _children(element, form.items) if form.items else ():
        number = next(_at(item, form.id), "")
        hosts.finding(host, f"{where} item {number}", number, next(_at(item, form.output), ""))


def _at(element: "etree._Element", path: str) -> Iterator[str]:
    """Texts at a path; see the comments in the file."""
    if path.startswith("@"):
        yield element.get(path[1:], "")
        return
    step, _, rest = path.partition("/")
    for inner in _children(element, step):
        if rest:
            yield from _at(inner, rest)
        else:
            yield inner.text or ""


def _children(element: "etree._Element", step: str) -> Iterator["etree._Element"]:
    wanted = _STEP.fullmatch(step)
    for inner in element:
        if wanted and isinstance(inner.tag, str) and xml_safe.local(inner) == wanted["name"]:
            if wanted["attribute"] and _named(inner, wanted["attribute"]) != wanted["value"]:
                continue
            yield inner


def _named(element: "etree._Element", name: str) -> str:
    """An attribute, or the text of a child of that name."""
    own = element.get(name)
    return own if own is not None else next(_at(element, name), "") if name != "" else ""


def _heading(lines: list[str]) -> tuple[int, _Csv, str] | None:
    """(number of the heading's line from 0, report, delimiter) among the first lines."""
    for at, line in enumerate(lines[:20]):
        for delimiter in ",;\t":
            names = {name.strip() for name in next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])}
            form = next((form for form in _known().csv if names >= form.needs), None)
            if form:
                return at, form, delimiter
    return None


def _rows(document: Document, sink: Sink, at: int, delimiter: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line on which it begins, row by column) below the heading; fields may hold line ends."""
    begun = [0]

    def below() -> Iterator[str]:
        for number, line in text_lines.lines(document, sink):
            if number > at:
                begun[0] = number
                yield line.lstrip("\ufeff") + "\n"

    csv.field_size_limit(sink.limits.line)
    reader = csv.reader(below(), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    while True:
        begins = begun[0] + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sink.problem(f"line {begins}", f"not a row of CSV ({error}): left out")
            continue
        if any(row):
            yield begins, dict(zip(names, row, strict=False))


READERS = (ScanXml(), ScanCsv())
