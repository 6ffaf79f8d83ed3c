"""Output of switches, routers and firewalls of any maker that ntc-templates knows: saved terminal sessions.

MAC address, ARP and DHCP tables, LLDP and CDP neighbours, inventory and version. A row of a MAC table is the
unit with that address; a neighbour is the unit at the other end; version and inventory are the switch's own.
Other commands are counted; configurations, which hold keys, are never looked into.
"""

import re
from collections import Counter

from nameplate.errors import SourceError
from nameplate.sources import mac_text, text_lines
from nameplate.sources.cli import choose, plain, plain_blocks, plain_rows, session, topics
from nameplate.sources.cli.choose import Choice, Chooser
from nameplate.sources.cli.long_tables import LongTables
from nameplate.sources.cli.observers import OBSERVERS
from nameplate.sources.cli.place import Place
from nameplate.sources.cli.session import Section
from nameplate.sources.cli.templates import SAMPLE, rows
from nameplate.sources.cli.topics import Topic
from nameplate.sources.interface import Document, Fit, Sink

_MAC = re.compile(rf"(?<![\w.:-]){mac_text.PATTERN}(?![\w.:-])")
_LOOKS = re.compile(
    rf"(?i)(?<![\w.:-]){mac_text.PATTERN}(?![\w.:-])|chassis ?id|device[- ]?id|system (?:name|description|up)"
    r"|serial (?:number|num|no)"
    r"|(?:software|hw|sw|hardware|boot|main) ?_?version|lldp|cdp|\bPID\b|uptime is|^Model\b|hwaddr|manuinfo|DEVICE_NAME"
    r"|version\s*[:=]|version \d|product|neighbor",
    re.MULTILINE,
)
"""What some output of interest has near its top; only then are templates tried."""
_HAS = (_MAC, re.compile(r"(?i)serial ?(?:number|no)|model|version"))
"""What output has that should have been read: of tables and neighbours, and of what a switch says of itself."""
_DATA = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[\]{]|<[?!])')
"""How JSON and XML begin; a session may begin with `{master:0}`."""


class NetworkCli:
    """Reads the tables of one or many saved sessions."""

    name = "network-cli"
    at_most = 0.93
    about = "saved sessions of network equipment: mac, arp, lldp, cdp, dhcp tables, version, inventory (ntc-templates)"

    def claim(self, document: Document) -> Fit | None:
        """A prompt with a command of interest, or output of which some template knows every line."""
        if _is_other(document.head):
            return None
        lines = [*enumerate(map(session.plain, text_lines.head_text(document).split("\n")), 1)]
        for _, line in lines:
            found = session.prompt(line)
            if found and (asked := topics.of_command(found[1])):
                return Fit(0.93, f"a prompt with a command: {found[1][:60]} ({asked[0].name})")
        section = Section(lines=lines[:SAMPLE])
        if not section.lines or not _LOOKS.search("\n".join(line for _, line in section.lines)):
            return None
        choices = choose.unprompted(section)
        if not choices:
            headed = plain_rows.is_table(section.lines)
            return Fit(0.5, "rows with MAC addresses below a heading that names them") if headed else None
        topic, found_by = choices[0]
        score = 0.9 if found_by.known else 0.55
        return Fit(score, f"output of a switch: {topic.name}, read by the template {found_by.template}")

    def read(self, document: Document, sink: Sink) -> None:
        """Every table of every section."""
        chooser, others, long = Chooser(), Counter[str](), LongTables(sink)
        tables = Counter[str]()
        for section in session.sections(text_lines.lines(document, sink)):
            choices = chooser.choices(section)
            for choice in choices:
                tables[choice[1].template] += 1
                _read_table(choice, section, sink, long)
            if not choices and (how := plain.read(section, sink)):
                tables[how] += 1
            elif not choices:
                others[section.command.split("|")[0].strip() or "text before the first prompt"] += 1
                _unread(section, sink)
        long.flush()
        if not tables:
            raise SourceError(
                "no table of MAC or IP addresses, neighbours, parts or versions; save it with its heading lines"
            )
        sink.note("read by " + ", ".join(f"{name} ({count})" for name, count in sorted(tables.items())))
        if others:
            named = ", ".join(sorted(others)[:8])
            sink.skip("", f"output of other commands ({named}{' ..' if len(others) > 8 else ''})", others.total())


def _is_other(head: bytes) -> bool:
    """Whether a document is plainly no terminal session: binary, JSON, XML."""
    wide = text_lines.encoding(head) not in {"utf-8", "utf-8-sig"}
    return (b"\0" in head[:256] and not wide) or _DATA.match(head.replace(b"\0", b"") if wide else head) is not None


def _read_table(choice: Choice, section: Section, sink: Sink, long: LongTables) -> None:
    """One table: rows by its template, then what it has not read."""
    topic, fitting = choice
    if long.takes(topic):
        _missed_rows(topic, section, long.read(topic, fitting.template, section), sink)
        return
    observe = OBSERVERS[topic.observe]
    not_units = count = 0
    read: set[int] = set()
    told: set[tuple[str, str, str]] = set()
    for found in rows(fitting.template, topic, section.lines):
        row = plain_blocks.also(found, topic)
        count += 1
        key = next(row.get(name) for name in topic.key if row.get(name))
        place = Place(row, section, sink, key, told)
        if topic.is_table:
            read.add(place.line)
        if not observe(place):
            not_units += 1
    sink.rows += count
    if not_units:
        what = f"rows of the {topic.name} that are the switch's own, incomplete or group addresses"
        sink.skip("", what, not_units)
    if topic.is_table:
        _missed_rows(topic, section, read, sink)
    elif topic.begins:
        _missed_blocks(topic, section, count, sink)


def _missed_rows(topic: Topic, section: Section, read: set[int], sink: Sink) -> None:
    """Name the lines that look like rows and were not read."""
    missed = {number for number, line in section.lines if number not in read and _is_row(line)}
    if missed:
        plain.missed(topic, section, missed, sink)


def _missed_blocks(topic: Topic, section: Section, count: int, sink: Sink) -> None:
    begins = topics.pattern(topic.begins)
    begun = sum(begins.match(line) is not None for _, line in section.lines)
    if begun > count:
        first = section.lines[0][0]
        sink.problem(f"line {first}", f"{begun - count} of {begun} {topic.name} here in a form no template knows")


def _unread(section: Section, sink: Sink) -> None:
    """Name output of a command of interest that no template reads."""
    asked = topics.of_command(section.command) if section.command else ()
    if asked and any(_HAS[asked[0].observe == "own"].search(line) for _, line in section.lines):
        first = section.lines[0][0]
        sink.problem(f"line {first}", f"output of {section.command[:60]} ({asked[0].name}) in a form no template knows")


def _is_row(line: str) -> bool:
    found = _MAC.search(line)
    return found is not None and mac_text.is_unit(found.group()) and len(line.split()) > 2


READER = NetworkCli()
