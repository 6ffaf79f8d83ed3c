"""TCP streams as far as they identify: the first octets of each direction, put in order, then nothing more.

RFC 9293: sequence numbers are compared modulo 2**32; where segments overlap, what came first stays. A stream that was
met in its middle begins with the first octet seen. What lies behind the head (video) is never kept.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from nameplate.sources.capture.notebook import Place, Unit

HEAD = 16_384
"""Octets of each direction that are kept."""
_OPEN, _KNOWN = 2_048, 65_536
"""Streams that are put together at a time; streams whose beginning is remembered."""

Key = tuple[bytes, bytes, bytes]
"""Sender's address, receiver's address, both ports: one direction."""


@dataclass(frozen=True)
class Head:
    """The beginning of one direction: from whom to whom, its octets up to the first gap, and who brought them.

    `marks` are offsets in `data` in ascending order, each with the place of the segment that begins there.
    """

    sender: Unit
    target: Unit
    source_port: int
    target_port: int
    data: bytes
    marks: tuple[tuple[int, Place], ...]

    def place(self, at: int) -> Place:
        """The frame that brought the octet at `at`."""
        before = [place for offset, place in self.marks if offset <= at]
        return before[-1] if before else self.marks[0][1]


@dataclass
class _Open:
    """A direction that is being put together; its octets begin HEAD before the first one seen."""

    sender: Unit
    target: Unit
    data: bytearray = field(default_factory=bytearray)
    have: bytearray = field(default_factory=bytearray)
    marks: list[tuple[int, Place]] = field(default_factory=list)

    def put(self, offset: int, payload: bytes, place: Place) -> None:
        """Add a segment; octets that are there already stay."""
        at, end = offset + HEAD, min(offset + HEAD + len(payload), 2 * HEAD)
        if end > len(self.data):
            more = end - len(self.data)
            self.data += bytes(more)
            self.have += bytes(more)
        self.marks.append((at, place))
        while (at := self.have.find(0, at, end)) >= 0:
            to = self.have.find(1, at, end)
            to = end if to < 0 else to
            self.data[at:to] = payload[at - offset - HEAD : to - offset - HEAD]
            self.have[at:to] = b"\x01" * (to - at)

    def full(self) -> bool:
        """Whether the head is there without a gap."""
        return len(self.data) == 2 * HEAD and self.have.find(0, HEAD) < 0

    def head(self, ports: bytes) -> Head:
        """What came in order from the lowest octet on."""
        start = self.have.find(1)
        end = self.have.find(0, start)
        data = bytes(self.data[start : end if end >= 0 else len(self.data)])
        marks = tuple(sorted((at - start, place) for at, place in self.marks))
        source, target = int.from_bytes(ports[:2], "big"), int.from_bytes(ports[2:], "big")
        return Head(self.sender, self.target, source, target, data, marks)


class Streams:
    """All directions at once. `done` is told each head once: when it is full, displaced, replaced, or at the end."""

    def __init__(self, done: Callable[[Head], None]) -> None:
        self._done = done
        self._open: OrderedDict[Key, _Open] = OrderedDict()
        self._bases: OrderedDict[Key, tuple[int, bool]] = OrderedDict()
        """First sequence number of each stream, and whether its head was handed on."""

    def synchronise(self, key: Key, sequence: int) -> None:
        """A SYN: if the ports were in use before, the earlier stream ends here."""
        known, first = self._bases.get(key), (sequence + 1) & 0xFFFFFFFF
        if known is not None and known[0] != first:
            self._close(key)
            self._bases[key] = (first, False)

    def add(self, key: Key, sequence: int, payload: bytes, ends: tuple[Unit, Unit], place: Place) -> None:
        """A segment with octets; `ends` are sender and receiver."""
        base, handed_on = self._bases.get(key, (sequence, False))
        offset = (sequence - base + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        if not -HEAD < offset < HEAD or (offset == -1 and len(payload) == 1):  # RFC 9293 section 3.8.4: keep-alive
            return
        if handed_on:
            return
        self._remember(key, base)
        stream = self._open.get(key)
        if stream is None:
            stream = self._open[key] = _Open(*ends)
        self._open.move_to_end(key)
        stream.put(offset, payload, place)
        if stream.full():
            self._close(key)
        elif len(self._open) > _OPEN:
            self._close(next(iter(self._open)))

    def close(self) -> None:
        """The capture ends."""
        for key in list(self._open):
            self._close(key)

    def _remember(self, key: Key, base: int) -> None:
        self._bases[key] = (base, False)
        if len(self._bases) > _KNOWN:
            oldest = next(iter(self._bases))
            self._close(oldest)
            del self._bases[oldest]

    def _close(self, key: Key) -> None:
        stream = self._open.pop(key, None)
        if stream is not None:
            self._bases[key] = (self._bases[key][0], True)
            self._done(stream.head(key[2]))
