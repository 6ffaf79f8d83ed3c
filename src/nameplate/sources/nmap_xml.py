"""nmap's XML report (`nmap -oX`), also runZero's export of that shape, streamed host by host.

Fields as in nmap.dtd (xmloutputversion 1.03 to 1.05). A host that was down, or that nmap was told to
take as up (`-Pn`) and that answered nothing, is no device; both are counted. What a script printed is
turned into observations by `nmap_scripts`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nameplate.sources import instants, mac_text, xml_safe, xml_stream
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.nmap_scripts import Script, observe_script

if TYPE_CHECKING:
    from lxml import etree

_SERVICE = {
    "product": "nmap.product",
    "version": "nmap.version",
    "extrainfo": "nmap.extrainfo",
    "ostype": "nmap.ostype",
    "devicetype": "nmap.devicetype",
    "hostname": "hostname",
    "servicefp": "nmap.servicefp",
}

_BANNERS = {"title": "html_title", "http.server": "http_header.server", "": "nmap.banner", "X509": "masscan.x509"}
"""masscan writes nmap's form with a `banner` attribute of its own, one element a service."""


@dataclass
class _Run:
    """What was seen of one report so far."""

    sink: Sink
    hosts: int = 0
    down: int = 0
    silent: int = 0
    subjects: set[str] = field(default_factory=set)
    hints: list["_Hint"] = field(default_factory=list)


@dataclass(frozen=True)
class _Hint:
    """A host that nmap announced before scanning it; counts only if its report is missing."""

    subject: str
    locator: str
    observations: tuple[tuple[str, str], ...]


class NmapXml:
    """Reads what nmap found: addresses, names, services, scripts, operating systems."""

    name = "nmap-xml"
    about = "nmap XML report (-oX), also of a scan that was stopped"
    streams = True

    def claim(self, document: Document) -> Fit | None:
        """Only documents whose root is `nmaprun`."""
        root = xml_safe.peek(document)
        return Fit(0.99, "XML with the root nmaprun") if root and root.name == "nmaprun" else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every complete host; a cut or damaged place becomes a problem."""
        run = _Run(sink)
        names = ("host", "hosthint", "finished", "prescript", "postscript")
        for element in xml_stream.elements(document, sink, *names):
            name = xml_safe.local(element)
            if name == "host":
                _host(element, run)
            elif name == "hosthint":
                _hint(element, run)
            elif name == "finished":
                _finished(element, sink)
            else:
                sink.skip("", f"output of scripts about the whole scan ({name})", len(element))
        for hint in run.hints:
            if hint.subject not in run.subjects:
                sink.rows += 1
                for kind, value in hint.observations:
                    sink.observe(hint.subject, hint.locator, kind, value)
        if run.down:
            sink.skip("", "hosts that were down", run.down)
        if run.silent:
            sink.skip("", "hosts taken as up (-Pn) that answered nothing", run.silent)


def _host(host: "etree._Element", run: _Run) -> None:
    run.hosts += 1
    run.sink.rows += 1
    addresses = list(_addresses(host))
    subject = next((value for kind, value in addresses if kind in {"ip", "mac"}), "")
    status = host.find("status")
    run.subjects.add(subject)
    if status is not None and status.get("state") == "down":
        run.down += 1
        return
    if not subject:
        run.sink.problem(f"host {run.hosts}", "a host without an address; not used")
        return
    if _is_silent(host, status):
        run.silent += 1
        return
    at = instants.from_epoch(host.get("endtime") or host.get("starttime"))
    locator = f"host {run.hosts}"
    seen: set[tuple[str, str]] = set()
    for kind, value in (*addresses, *_hostnames(host)):
        if (kind, value) not in seen:
            seen.add((kind, value))
            run.sink.observe(subject, locator, kind, value, at)
    for port in host.iterfind("ports/port"):
        _port(port, subject, locator, at, run.sink)
    for script in host.iterfind("hostscript/script"):
        observe_script(Script(script, "", subject, f"{locator} script {script.get('id')}", at), run.sink)
    _system(host, subject, locator, at, run.sink)


def _addresses(host: "etree._Element") -> Iterator[tuple[str, str]]:
    """IPv4 before IPv6 before MAC, so that the first names the host."""
    order = {"ipv4": 0, "ipv6": 1, "mac": 2}
    for address in sorted(host.iterfind("address"), key=lambda a: order.get(a.get("addrtype", ""), 3)):
        value = address.get("addr", "").strip()
        if not value:
            continue
        if address.get("addrtype") == "mac":
            if mac_text.is_unit(value):
                yield "mac", value
            if address.get("vendor"):
                yield "mac.vendor", address.get("vendor", "")
        else:
            yield "ip", value


def _hostnames(host: "etree._Element") -> Iterator[tuple[str, str]]:
    for hostname in host.iterfind("hostnames/hostname"):
        if hostname.get("name"):
            yield "hostname", hostname.get("name", "")


def _is_silent(host: "etree._Element", status: "etree._Element | None") -> bool:
    """Whether nmap was told that the host is up and nothing of it was ever seen."""
    if status is None or status.get("reason") != "user-set":
        return False
    if any(a.get("addrtype") == "mac" for a in host.iterfind("address")):
        return False
    answers = {"open", "closed", "unfiltered"}
    states = [s.get("state") for s in host.iterfind("ports/port/state")]
    states += [e.get("state") for e in host.iterfind("ports/extraports")]
    return not answers.intersection(states)


def _port(port: "etree._Element", subject: str, host: str, at: dt.datetime | None, sink: Sink) -> None:
    protocol = port.get("protocol", "tcp")
    number = port.get("portid", "?")
    locator = f"{host} port {number}" + ("" if protocol == "tcp" else f"/{protocol}")
    state = port.find("state")
    if state is not None and state.get("state") == "open":
        sink.observe(subject, locator, "nmap.port", f"{number}/{protocol}", at)
    service = port.find("service")
    name = ""
    if service is not None:
        guessed = service.get("method") == "table"
        name = service.get("name", "")
        if not guessed:
            sink.observe(subject, locator, "nmap.service", name, at)
        for attribute, value in service.items():
            if attribute in _SERVICE:
                sink.observe(subject, locator, _SERVICE[attribute], value, at)
        for cpe in service.iterfind("cpe"):
            sink.observe(subject, locator, "nmap.cpe", cpe.text, at)
        if banner := service.get("banner"):
            sink.observe(subject, locator, _BANNERS.get(name, f"{name}.banner"), banner, at)
    for script in port.iterfind("script"):
        observe_script(Script(script, name, subject, f"{locator} script {script.get('id')}", at), sink)


def _system(host: "etree._Element", subject: str, locator: str, at: dt.datetime | None, sink: Sink) -> None:
    """Operating systems: what nmap is sure of, and apart from it what it only guesses."""
    matches = host.findall("os/osmatch")
    best = max((_accuracy(match) for match in matches), default=0)
    for number, match in enumerate(matches, 1):
        if _accuracy(match) < best:
            continue
        where = f"{locator} osmatch {number}"
        kind = "nmap.os" if best == 100 else "nmap.os_guess"
        sink.observe(subject, where, kind, match.get("name"), at)
        for osclass in match.iterfind("osclass"):
            sink.observe(subject, where, f"{kind}_vendor", osclass.get("vendor"), at)
            sink.observe(subject, where, f"{kind}_type", osclass.get("type"), at)
            for cpe in osclass.iterfind("cpe"):
                sink.observe(subject, where, f"{kind}_cpe", cpe.text, at)


def _accuracy(match: "etree._Element") -> int:
    text = match.get("accuracy", "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def _hint(hint: "etree._Element", run: _Run) -> None:
    observations = tuple(dict.fromkeys((*_addresses(hint), *_hostnames(hint))))
    subject = next((value for kind, value in observations if kind in {"ip", "mac"}), "")
    if subject:
        run.hints.append(_Hint(subject, f"hosthint {len(run.hints) + 1}", observations))


def _finished(finished: "etree._Element", sink: Sink) -> None:
    sink.speaks_of = instants.from_epoch(finished.get("time"))
    if finished.get("exit", "success") != "success":
        reason = finished.get("errormsg") or "no reason given"
        sink.problem("runstats", f"nmap stopped with an error ({reason}): scan the rest again")


READER = NmapXml()
