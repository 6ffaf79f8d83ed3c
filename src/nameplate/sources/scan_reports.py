"""Reports of vulnerability scanners: Nessus (.nessus, CSV), OpenVAS (XML, CSV), Qualys (XML, CSV), Nexpose (XML).

Of each host its addresses, names and system, and the few findings that are the unit's own words (banners,
certificates). Faults of units are not read. All lines of one host are one unit. Which fields say what is data
(`data/scan_reports.yaml`).
"""

import csv
import datetime as dt
import fnmatch
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from nameplate.sources import addresses, text_lines, xml_safe, xml_stream
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.scans import knowledge
from nameplate.sources.scans.hosts import Hosts, moment
from nameplate.sources.scans.knowledge import Csv, Xml

if TYPE_CHECKING:
    from lxml import etree

_ALONE = 200
_ADDRESS = "saddr"
"""The column of ZMap's output, whose heading is left out if it is the only one."""
_STEP = re.compile(r"(?P<name>[\w-]+)(?:\[(?P<attribute>\w+)=(?P<value>[^\]]+)\])?")


class ScanXml:
    """Reports as XML."""

    name = "scan-xml"
    about = "reports of Nessus (.nessus), OpenVAS, Qualys and Nexpose as XML: addresses, names, systems, banners"

    def claim(self, document: Document) -> Fit | None:
        """A root that is known, with a mark near the top where the root's name is common."""
        forms = _xml(document)
        return Fit(0.97, f"XML of {forms[0].name} (root {_root(document)})") if forms else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every host."""
        forms = {form.element: form for form in _xml(document)}
        hosts, numbers = Hosts(sink), dict.fromkeys(forms, 0)
        for element in xml_stream.elements(document, sink, *(forms or ("host",))):
            form = forms.get(xml_safe.local(element))
            if form is None or _is_mention(element):
                continue
            numbers[form.element] += 1
            sink.rows += 1
            _host(element, form, f"{form.element} {numbers[form.element]}", hosts)
        if hosts.unnamed:
            sink.skip("", "hosts without an address or a name", hosts.unnamed)


class ScanCsv:
    """Reports as CSV."""

    name = "scan-csv"
    about = (
        "reports of Nessus, Tenable, OpenVAS and Qualys as CSV: one line a finding, all lines of a host are one unit"
    )

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
        hosts = Hosts(sink)
        for number, row in _rows(document, sink, at, delimiter):
            sink.rows += 1
            host = _cell(row, form.host)
            if not host:
                hosts.unnamed += 1
                continue
            seen, where = moment(_cell(row, form.time)), f"line {number}"
            for kind, value in form.cells(row):
                hosts.observe(host, where, kind, value, seen)
            hosts.finding(host, where, row.get(form.id) or "", row.get(form.output) or "", seen)
        if hosts.unnamed:
            sink.skip("", "lines without a host", hosts.unnamed)


def _cell(row: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first cell that has something."""
    return next((text for name in names if (text := (row.get(name) or "").strip())), "")


def _root(document: Document) -> str:
    root = xml_safe.peek(document)
    return root.name if root else ""


def _xml(document: Document) -> list[Xml]:
    """The kinds of elements of a report."""
    root = _root(document)
    fitting = [form for form in knowledge.known().xml if root in form.roots]
    text = text_lines.head_text(document) if fitting else ""
    return [form for form in fitting if not form.marks or any(mark in text for mark in form.marks)]


def _is_mention(element: "etree._Element") -> bool:
    """Whether an element only mentions a host (of an open port); that of a finding names its host."""
    parent = element.getparent()
    return not len(element) and not element.attrib and (parent is None or xml_safe.local(parent) != "result")


def _host(element: "etree._Element", form: Xml, where: str, hosts: Hosts) -> None:
    host = next((value.strip() for path in form.host for value in _at(element, path) if value.strip()), "")
    host = hosts.last if form.host == ("^",) else host
    if not host:
        hosts.unnamed += 1
        return
    hosts.last = host
    seen = next((at for path in form.time for value in _at(element, path) if (at := moment(value))), None)
    for path, kind in form.fields.items():
        for value in _at(element, path):
            hosts.observe(host, where, kind, value, seen)
    _findings(element, form, where, hosts, seen)


def _findings(element: "etree._Element", form: Xml, where: str, hosts: Hosts, seen: dt.datetime | None) -> None:
    items = [*_below(element, form.items)] if form.items else []
    for item in items or ([element] if form.id and not form.items else []):
        number = next(_at(item, form.id), "")
        place = f"{where} item {number}" if items else where
        hosts.finding(hosts.last, place, number, next(_at(item, form.output), ""), seen)


def _below(element: "etree._Element", path: str) -> Iterator["etree._Element"]:
    step, _, rest = path.partition("/")
    for inner in _children(element, step):
        if rest:
            yield from _below(inner, rest)
        else:
            yield inner


def _at(element: "etree._Element", path: str) -> Iterator[str]:
    """Texts at a path; see the comments in the file."""
    if path in {".", "^"}:
        yield element.text or "" if path == "." else ""
        return
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
            if wanted["attribute"] and not fnmatch.fnmatchcase(_named(inner, wanted["attribute"]), wanted["value"]):
                continue
            yield inner


def _named(element: "etree._Element", name: str) -> str:
    """An attribute, or the text of a child of that name."""
    own = element.get(name)
    return own if own is not None else next(_at(element, name), "") if name != "" else ""


def _heading(lines: list[str]) -> tuple[int, Csv, str] | None:
    """(number of the heading's line from 0, report, delimiter) among the first lines; -1 for addresses alone."""
    told = [line.strip().strip('"') for line in lines[:_ALONE] if line.strip()]
    if len(told) > 2 and all(map(addresses.is_address, told[:-1])):
        return -1, next(form for form in knowledge.known().csv if form.needs == {_ADDRESS}), ","
    for at, line in enumerate(lines[:20]):
        for delimiter in ",;\t":
            names = {name.strip() for name in next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])}
            form = next((form for form in knowledge.known().csv if names >= form.needs), None)
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
    names = [name.strip() for name in next(reader, [])] if at >= 0 else [_ADDRESS]
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
