"""DNS and the protocols that share its form: multicast DNS, LLMNR, NetBIOS names.

RFC 1035 section 4.1 (messages, compression), RFC 6762 (mDNS; its top bit of the class is a flag), RFC 6763 (services
and their TXT records), RFC 4795 (LLMNR), RFC 1002 section 4.2 (NetBIOS). A message that breaks off is read up to there.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.sources import mac_text
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable
from nameplate.sources.interface import SECRET_NAME

_A, _PTR, _TXT, _AAAA, _NB, _NBSTAT = 1, 12, 16, 28, 32, 33
_MOST = 256
"""Records of one message that are looked at."""


class Record(NamedTuple):
    """One record: name, type, and where its data stands in the message."""

    name: str
    kind: int
    at: int
    size: int


class Message(NamedTuple):
    """A message: whether it answers, its operation, the names it asks for, its records."""

    answers: bool
    operation: int
    questions: tuple[Record, ...]
    records: tuple[Record, ...]
    raw: bytes

    def data(self, record: Record) -> bytes:
        """The octets of a record's data."""
        return self.raw[record.at : record.at + record.size]


def parse(raw: bytes) -> Message | None:
    """A message; None if it is none."""
    if len(raw) < 12:
        return None
    flags, *counts = struct.unpack_from(">5H", raw, 2)
    at, questions, records = 12, [], []
    for number in range(min(sum(counts), _MOST)):
        name, at = domain_name(raw, at)
        asked = number < counts[0]
        if at < 0 or len(raw) < at + (4 if asked else 10):
            break
        kind = int.from_bytes(raw[at : at + 2], "big")
        if asked:
            questions.append(Record(name, kind, at + 4, 0))
            at += 4
        else:
            size = int.from_bytes(raw[at + 8 : at + 10], "big")
            records.append(Record(name, kind, at + 10, size))
            at += 10 + size
    return Message(bool(flags & 0x8000), flags >> 11 & 15, tuple(questions), tuple(records), raw)


def domain_name(raw: bytes, at: int) -> tuple[str, int]:
    """The name that stands at `at` and where it ends (-1 if it is none); compression followed, loops refused."""
    labels: list[str] = []
    after, jumps = -1, 0
    while at < len(raw) and len(labels) < 128:
        size = raw[at]
        if not size:
            return ".".join(labels), after if after >= 0 else at + 1
        if size >= 0xC0:
            if at + 1 >= len(raw) or jumps > 32:
                break
            after, jumps = after if after >= 0 else at + 2, jumps + 1
            at = (size & 0x3F) << 8 | raw[at + 1]
        elif size > 63:
            break
        else:
            labels.append(readable(raw[at + 1 : at + 1 + size]))
            at += 1 + size
    return "", -1


def asked(message: Message) -> Iterator[Said]:
    """The host names that a DNS message asks for, as the asking unit's."""
    for question in message.questions:
        if question.name and question.kind != _PTR:
            yield Said("dns.query", question.name)


def multicast(message: Message, ip: bytes) -> Iterator[Said]:
    """What a unit announces by mDNS: its host name, services, instances, their TXT records."""
    for record in message.records if message.answers else ():
        service = _service(record.name)
        if record.kind in {_A, _AAAA}:
            own = message.data(record) == ip or message.raw[record.at - 8] & 0x80  # RFC 6762 section 10.2: unique
            yield Said("hostname" if own else "mdns.host", record.name)
        elif record.kind == _PTR and not record.name.lower().endswith(".arpa"):
            target, _ = domain_name(message.raw, record.at)
            yield Said("mdns.service" if record.name.startswith("_services.") else "mdns.instance", target)
        elif record.kind == _TXT:
            for text in _strings(message.data(record)):
                yield Said(f"mdns.{service}.txt", text)


def secrets(message: Message) -> int:
    """How many TXT strings are named like credentials; `multicast` leaves them out."""
    texts = (message.data(r) for r in message.records if r.kind == _TXT)
    return sum(bool(SECRET_NAME.search(_key(text))) for data in texts for text in _split(data))


def answered_own_name(message: Message) -> Iterator[Said]:
    """LLMNR: only who has a name answers for it (RFC 4795 section 2.3)."""
    if message.answers and message.records:
        for question in message.questions:
            if question.kind in {_A, _AAAA, 255} and question.name:
                yield Said("hostname", question.name)


def netbios(message: Message, ip: bytes) -> Iterator[Said]:
    """Names that a unit registers, answers for, or lists in a node status; with the MAC it states there."""
    for record in message.records:
        data = message.data(record)
        if record.kind == _NBSTAT and message.answers:
            yield from _status(data)
        elif record.kind == _NB and len(data) >= 6 and not data[0] & 0x80 and data[2:6] == ip:
            name, suffix = _unpacked(record.name or (message.questions[0].name if message.questions else ""))
            if suffix in {0x00, 0x20}:
                yield Said("hostname", name)


def _status(data: bytes) -> Iterator[Said]:
    """RFC 1002 section 4.2.18: unique names, then the statistics, which begin with the unit's MAC."""
    count = data[0] if data else 0
    for number in range(count):
        entry = data[1 + number * 18 : 19 + number * 18]
        if len(entry) == 18 and entry[15] in {0x00, 0x20} and not entry[16] & 0x80:
            yield Said("hostname", readable(entry[:15]))
    mac = data[1 + count * 18 : 7 + count * 18]
    if len(mac) == 6 and mac_text.is_unit(mac_text.spell(mac)):
        yield Said("mac", mac_text.spell(mac))


def _unpacked(name: str) -> tuple[str, int]:
    """First-level encoding (RFC 1001 section 14.1): two letters an octet; the sixteenth says what the name is for."""
    letters = name.split(".", 1)[0]
    if len(letters) != 32 or not all("A" <= c <= "P" for c in letters):
        return "", -1
    raw = bytes((ord(a) - 65) << 4 | ord(b) - 65 for a, b in zip(letters[::2], letters[1::2], strict=True))
    return readable(raw[:15]), raw[15]


def _service(name: str) -> str:
    """`cam._axis-video._tcp.local` -> `axis-video`."""
    return next((label[1:] for label in name.lower().split(".") if label.startswith("_")), "host")


def _strings(data: bytes) -> Iterator[str]:
    return (text for text in _split(data) if text and not SECRET_NAME.search(_key(text)))


def _split(data: bytes) -> Iterator[str]:
    at = 0
    while at < len(data):
        yield readable(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]


def _key(text: str) -> str:
    return text.partition("=")[0]
