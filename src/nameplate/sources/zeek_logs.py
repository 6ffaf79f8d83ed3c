"""Logs of Zeek: addresses, DHCP, DNS, HTTP, TLS, certificates, software and others, in its own form and as JSON.

A log of a million rows says few different things: each is kept once, at the line that says it first. A log
that names no host is counted. What the logs mean is data (`data/zeek.yaml`).
"""

import json
from typing import Any

from nameplate.errors import SourceError
from nameplate.sources import text_lines
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.zeek import fields
from nameplate.sources.zeek.hosts import Hosts
from nameplate.sources.zeek.json_rows import JsonRows
from nameplate.sources.zeek.pieces import pieces
from nameplate.sources.zeek.tsv import Tsv


class ZeekTsv:
    """Zeek's ASCII logs."""

    name = "zeek"
    about = "Zeek logs (conn, dhcp, dns, http, ssl, x509, known_*, software, ssh, snmp ...), also rotated ones"
    streams = True

    def claim(self, document: Document) -> Fit | None:
        """Lines of a heading at the top: `#separator` or `#fields`."""
        for line in text_lines.head_text(document).split("\n")[:12]:
            if line.startswith(("#separator ", "#fields")) and len(line) > 8:
                return Fit(0.98, "the heading of a Zeek log (#separator, #fields)")
            if line and not line.startswith("#"):
                named = "\tid.orig_h\t" in line and "\tid.resp_h\t" in line
                return Fit(0.95, "a first line of names of Zeek's fields") if named else None
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """Every row of every heading."""
        log, hosts = Tsv(sink), Hosts(sink)
        for piece in pieces(document, sink):
            for heading, rows in log.rows(piece):
                hosts.set_separator = heading.set_separator
                hosts.rows(heading.path, heading.names, rows)
        if not log.heading.names:
            raise SourceError("a Zeek log without its #fields line: export it with its heading")
        if not log.closed:
            sink.note("no #close at the end: Zeek was still writing, or the file was cut off")
        _finish(hosts, sink)


class ZeekJson:
    """Zeek's logs as JSON lines."""

    name = "zeek-json"
    about = "Zeek logs as JSON lines, also several logs in one stream (_path)"
    streams = True

    def claim(self, document: Document) -> Fit | None:
        """Lines that are objects with Zeek's names of fields."""
        first = _first(text_lines.head_text(document))
        if first is None or "ts" not in first:
            return None
        path = first.get("_path")
        if path in fields.known().logs or (path and "_write_ts" in first):
            return Fit(0.97, f"JSON lines of Zeek's {path} log")
        connection = "uid" in first and {"id.orig_h", "id_orig_h"} & set(first)
        own = any(
            log.own and set(map(fields.plain, first)).issuperset(log.needs) for log in fields.known().logs.values()
        )
        return Fit(0.95, "JSON lines with the fields of a Zeek log") if connection or own else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every line."""
        log, hosts = JsonRows(sink), Hosts(sink)
        for piece in pieces(document, sink):
            for path, names, rows in log.rows(piece):
                hosts.rows(path, tuple(names), rows, as_json=True)
        _finish(hosts, sink)


def _finish(hosts: Hosts, sink: Sink) -> None:
    hosts.finish()
    sink.speaks_of = hosts.last
    if sink.rows == sum(hosts.useless.values()) and sink.rows:
        sink.problem("", f"only rows of {'; '.join(hosts.useless)}: nothing here is used")


def _first(text: str) -> dict[str, Any] | None:
    """The object on the first line that is not blank."""
    line = text.lstrip("\ufeff \t\r\n").partition("\n")[0]
    if not line.startswith("{"):
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


READERS = (ZeekTsv(), ZeekJson())
