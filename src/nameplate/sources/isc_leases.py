"""ISC dhcpd's lease database (dhcpd.leases(5)), IPv4 and IPv6, also pfSense's.

The file is a log: the last block of an address counts. Earlier blocks are counted, not observed, unless
they name a MAC address that no later block has: that unit was on the network and nothing else here
says so. Times in the file are UTC.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nameplate.sources import instants, mac_text, text_lines
from nameplate.sources.dhcp_identity import NOBODY, Identity, from_client_id
from nameplate.sources.interface import Document, Fit, Sink
from nameplate.sources.isc_statements import Statement, statements, string

_BLOCK = re.compile(r"^[ \t]*(?:lease[ \t]+[0-9A-Fa-f.:]+|ia-(?:na|ta|pd)[ \t]+\".*\")[ \t]*\{", re.MULTILINE)
_OPENERS = {"lease", "iaaddr", "iaprefix"}
_VENDOR_CLASS = re.compile(r"vendor[-_]?(class|string)([-_]?identifier)?$", re.IGNORECASE)
_IGNORED = {"iana", "iapd", "iata", "clientduid", "leasetime", "pdsize", "pdnet"}


@dataclass
class _Lease:
    """One block: an address and what the server noted about who has it."""

    address: str
    line: int
    hardware: str | None = None
    client: Identity = NOBODY
    clock: dict[str, dt.datetime | None] = field(default_factory=dict)
    values: dict[str, "_Value"] = field(default_factory=dict)
    binding: str = ""
    prefix: bool = False

    @property
    def mac(self) -> str | None:
        """The client's hardware address, else the one inside its identifier."""
        return self.hardware or self.client.mac

    @property
    def says_who(self) -> bool:
        """Whether anything in the block tells who had the address."""
        return bool(self.mac or self.client.text or self.values)

    @property
    def at(self) -> dt.datetime | None:
        """When the client last spoke: its last transaction, else the start of the lease."""
        return self.clock.get("cltt") or self.clock.get("starts")


@dataclass(frozen=True)
class _Value:
    """What a client said, where it stands, and when (null: as its block)."""

    line: int
    text: str
    at: dt.datetime | None = None


class IscLeases:
    """Reads who was given which address, when, and what the client said of itself."""

    name = "isc-leases"
    about = "ISC dhcpd.leases, IPv4 and IPv6 (also pfSense)"

    def claim(self, document: Document) -> Fit | None:
        """Only text with a block such as `lease 10.0.0.5 {`."""
        found = _BLOCK.search(text_lines.head_text(document))
        return Fit(0.95, f"a lease block: {found.group().strip()[:40]}") if found else None

    def read(self, document: Document, sink: Sink) -> None:
        """The last block of each address, then earlier holders that are named nowhere else."""
        last: dict[str, _Lease] = {}
        earlier: dict[str, _Lease] = {}
        for lease in _leases(statements(document, sink), sink):
            sink.rows += 1
            former = last.pop(lease.address, None)
            if former is not None and former.mac:
                earlier[former.mac.lower()] = former
                if lease.mac and former.mac.lower() == lease.mac.lower():
                    _carry_over(former, lease)
            last[lease.address] = lease
        named = {lease.mac.lower() for lease in last.values() if lease.mac}
        gone = [lease for mac, lease in earlier.items() if mac not in named]
        for lease in last.values():
            if lease.says_who:
                _observe(lease, sink)
        for lease in gone:
            _observe_earlier(lease, sink)
        if nobody := sum(not lease.says_who for lease in last.values()):
            sink.skip("", "addresses without a client", nobody)
        if superseded := sink.rows - len(last) - len(gone):
            sink.skip("", "lease blocks that a later block of the same address replaces", superseded)


def _leases(source: Iterator[Statement], sink: Sink) -> Iterator[_Lease]:
    """Blocks of addresses; one that is not closed is given as far as it was read."""
    blocks = _Blocks()
    for statement in source:
        before = blocks.lease
        done = blocks.feed(statement)
        if done is not None:
            if statement.end == "{":
                sink.problem(f"line {done.line}", f"the block of {done.address} is not closed; read so far")
            yield done
        elif blocks.lease is before and before is not None and statement.end == ";" and not blocks.depth:
            _fill(before, statement)
    if blocks.lease is not None:
        lease = blocks.lease
        sink.problem(f"line {lease.line}", f"the file ends inside the block of {lease.address}; read so far")
        yield lease


@dataclass
class _Blocks:
    """Where in the nesting of blocks the reader stands, and what an outer block (IPv6) says of the client."""

    lease: _Lease | None = None
    depth: int = 0
    client: Identity = NOBODY
    clock: dict[str, dt.datetime | None] = field(default_factory=dict)

    def feed(self, statement: Statement) -> _Lease | None:
        """Take one statement; gives a lease that it completes or breaks off."""
        if statement.end == "{":
            return self._open(statement)
        if statement.end == ";":
            if self.lease is None:
                _time(statement.words, self.clock)
            return None
        if self.depth:
            self.depth -= 1
            return None
        done, self.lease = self.lease, None
        return done

    def _open(self, statement: Statement) -> _Lease | None:
        words = statement.words
        opener = words[-2] if len(words) > 1 else ""
        if opener not in _OPENERS and not opener.startswith("ia-"):
            self.depth += 1
            return None
        broken, self.lease, self.depth = self.lease, None, 0
        if opener.startswith("ia-"):
            self.client, self.clock = from_client_id(string(words[-1])[4:]), {}
        else:
            self.lease = _Lease(words[-1], statement.line, prefix=opener == "iaprefix")
            if opener != "lease":
                self.lease.client, self.lease.clock = self.client, dict(self.clock)
        return broken


def _fill(lease: _Lease, statement: Statement) -> None:
    """Take over one statement of a block."""
    words = statement.words
    first, rest = (words[0], words[1:]) if words else ("", ())
    if first == "hardware" and len(rest) == 2:
        if rest[0] == "ethernet" and mac_text.is_unit(rest[1]):
            lease.hardware = rest[1]
        else:
            lease.values["dhcp.hardware"] = _Value(statement.line, " ".join(rest))
    elif first == "uid" and rest:
        lease.client = from_client_id(string(rest[0]))
    elif first == "client-hostname" and rest:
        lease.values["hostname"] = _Value(statement.line, _text(rest[0]))
    elif first == "binding" and len(rest) == 2:
        lease.binding = rest[1]
    elif first == "set" and len(rest) >= 3 and rest[0] not in _IGNORED:
        kind = "dhcp_vendor_class" if _VENDOR_CLASS.search(rest[0]) else f"dhcp.{rest[0]}"
        lease.values[kind] = _Value(statement.line, _text(rest[2]))
    elif first == "option" and len(rest) >= 2:
        lease.values[f"dhcp.{rest[0]}"] = _Value(statement.line, _text(rest[1]))
    elif first == "vendor-class-identifier" and rest:
        lease.values["dhcp_vendor_class"] = _Value(statement.line, _text(rest[0]))
    else:
        _time(words, lease.clock)


def _time(words: tuple[str, ...], clock: dict[str, dt.datetime | None]) -> None:
    """`starts 4 2026/11/24 08:00:00` or, with db-time-format local, `starts epoch 1795507200`."""
    if len(words) >= 3 and words[0] in {"starts", "cltt"}:
        epoch = words[1] == "epoch"
        clock[words[0]] = instants.from_epoch(words[2]) if epoch else instants.from_parts(words[2], words[-1])


def _text(word: str) -> str:
    """A quoted string as text; bytes that are no text as hex."""
    raw = string(word)
    if all(octet >= 32 for octet in raw):
        return raw.decode("utf-8", errors="replace")
    return mac_text.spell(raw)


def _carry_over(former: _Lease, lease: _Lease) -> None:
    """A freed block no longer says what the same client said of itself in the block before."""
    for kind, value in former.values.items():
        lease.values.setdefault(kind, _Value(value.line, value.text, value.at or former.at))


def _observe(lease: _Lease, sink: Sink) -> None:
    where = f"line {lease.line}"
    kind = "dhcp.prefix" if lease.prefix else "ip"
    sink.observe(lease.address, where, kind, lease.address, lease.at)
    _observe_client(lease, lease.address, sink)


def _observe_earlier(lease: _Lease, sink: Sink) -> None:
    """A unit that had an address which another unit has now: named by its MAC address, not by that."""
    subject = lease.mac or lease.address
    sink.observe(subject, f"line {lease.line}", "dhcp.earlier_address", lease.address, lease.at)
    _observe_client(lease, subject, sink)


def _observe_client(lease: _Lease, subject: str, sink: Sink) -> None:
    where = f"line {lease.line}"
    sink.observe(subject, where, "mac", lease.mac, lease.at)
    sink.observe(subject, where, "dhcp.client_id", lease.client.text, lease.at)
    sink.observe(subject, where, "dhcp.binding", lease.binding, lease.at)
    for kind, value in lease.values.items():
        sink.observe(subject, f"line {value.line}", kind, value.text, value.at or lease.at)


READER = IscLeases()
