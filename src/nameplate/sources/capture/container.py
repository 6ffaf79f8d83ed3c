"""pcap and pcapng: from a file to windows of packets, however many sections and damaged places it has.

pcap as in draft-ietf-opsawg-pcap (microseconds and nanoseconds, both byte orders); pcapng as in
draft-ietf-opsawg-pcapng, in `blocks`. Files laid one behind the other are read on. After a damaged place reading
goes on at the next record that fits. Only places of packets are found here; no packet is looked into.
"""

import struct
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from nameplate.sources.capture.tape import Tape
from nameplate.sources.capture.window import Interface, Window

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.int64]
    Packets = tuple[Array, Array]
    """Where packets start, and how many octets of each were captured."""

PCAP = {
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
}
"""First octets of a pcap file -> byte order of its headers, units of time a second."""
PCAPNG = b"\x0a\x0d\x0d\x0a"
"""First octets of a section of a pcapng file; a palindrome in both byte orders."""
MOST = 262_144
"""Most octets of one packet (libpcap's MAXIMUM_SNAPLEN)."""

_STEP = 65_536
"""Octets searched at a time for the next sound record."""
_PLACES = 500
"""Damaged places after which a file is given up; ten times as many sections."""

Complain = Callable[[str, str], None]
"""Told a place ("frame 12", or "") and what is wrong there."""


class Reading:
    """One capture being read: the tape, how many packets came so far, whom to tell of damage."""

    def __init__(self, stream: BinaryIO, complain: Complain) -> None:
        self.tape = Tape(stream)
        self.frames = 0
        self._damaged = 0
        self.complain = complain

    @property
    def here(self) -> str:
        """The place of the next packet, for messages."""
        return f"frame {self.frames + 1}"

    def goes_on(self, damage: str) -> bool:
        """Name a damaged place; whether there were not too many of them."""
        self._damaged += 1
        if self._damaged > _PLACES:
            self.complain(self.here, f"more than {_PLACES:,} damaged places: the rest of the file is not read")
            return False
        self.complain(self.here, damage)
        return True

    def begins(self) -> bool:
        """Whether a section begins at the tape's place."""
        return section_at(self.tape.data, self.tape.at)

    def window(
        self, packets: "Packets", order: str, interfaces: tuple[Interface, ...], of: "Array | None" = None
    ) -> Window:
        """A window of packets, of the first interface unless said otherwise; counts them."""
        import numpy as np

        starts, lengths = packets
        first, self.frames = self.frames + 1, self.frames + len(starts)
        which = np.zeros_like(starts) if of is None else of
        return Window(self.tape.data, starts, lengths, first, order, interfaces, which)


def section_at(data: bytes | bytearray, at: int) -> bool:
    """Whether a pcap header or a section of pcapng begins here."""
    first = bytes(data[at : at + 4])
    if first == PCAPNG:
        return bytes(data[at + 8 : at + 12]) in {b"\x4d\x3c\x2b\x1a", b"\x1a\x2b\x3c\x4d"}
    if first not in PCAP:
        return False
    major, minor = struct.unpack_from(PCAP[first][0] + "HH", data[at : at + 8].ljust(8, b"\0"), 4)
    return bool(major == 2 and minor <= 4)


def words(data: bytearray, at: "Array", order: str) -> "Array":
    """The 32-bit words that stand at the given places, whatever their alignment."""
    import numpy as np

    every = np.ndarray((len(data) - 3,), np.dtype("V4"), data, 0, (1,))
    return every[at].view(np.dtype(f"{order}u4")).astype(np.int64)


def windows(stream: BinaryIO, complain: Complain) -> Iterator[Window]:
    """All packets of a capture, a stretch at a time. A window is good until the next one is asked for."""
    from nameplate.sources.capture import blocks

    reading = Reading(stream, complain)
    sections = 0
    while reading.tape.need(8):
        sections += 1
        if not reading.begins():
            complain(reading.here, "no capture begins here: the rest of the file is not read")
            return
        if sections > 10 * _PLACES:
            complain(reading.here, f"more than {10 * _PLACES:,} sections: the rest of the file is not read")
            return
        if bytes(reading.tape.data[reading.tape.at :][:4]) == PCAPNG:
            yield from blocks.section(reading)
        else:
            yield from _classic(reading)


def _classic(reading: Reading) -> Iterator[Window]:
    """The packets after one pcap header, up to the end or the next header."""
    tape = reading.tape
    if not tape.need(24):
        reading.complain("", "the file ends inside its header: no packet is in it")
        tape.at = tape.end
        return
    order, ticks = PCAP[bytes(tape.data[tape.at : tape.at + 4])]
    link = struct.unpack_from(order + "I", tape.data, tape.at + 20)[0] & 0xFFFF
    interfaces = (Interface(link, ticks, split=True),)
    tape.at += 24
    last = 0
    while True:
        packets, stop, damaged = _sound(tape, order, _records(tape, order))
        if len(packets[0]):
            last = struct.unpack_from(order + "I", tape.data, int(packets[0][-1]) - 16)[0]
            yield reading.window(packets, order, interfaces)
        tape.at = stop
        if damaged and (reading.begins() or not _find_record(reading, order, last)):
            return
        if not damaged and not tape.fill():
            break
    if tape.left:
        reading.complain(reading.here, "cut off: the file ends inside this packet")
        tape.at = tape.end


def _records(tape: Tape, order: str) -> list[int]:
    """Where packets start, one behind the other; all but the last are whole, none is checked."""
    size_at = struct.Struct(order + "8xI").unpack_from
    data, at, last = tape.data, tape.at, tape.end - 16
    starts: list[int] = []
    append = starts.append
    while at <= last:  # runs once a packet: nothing more may stand in it
        append(at)
        at += size_at(data, at)[0] + 16
    return starts


def _sound(tape: Tape, order: str, heads: list[int]) -> tuple["Packets", int, bool]:
    """The whole packets before the first that is not whole or not sound, where that one's header stands, and
    whether it is unsound: too long, the header of a file laid behind this one, or space never written to."""
    import numpy as np

    starts = np.array(heads, dtype=np.int64) + 16
    sizes = words(tape.data, starts - 8, order)
    for index in np.flatnonzero((sizes == 0) | (sizes > MOST)).tolist():
        at = heads[index]
        if sizes[index] or section_at(tape.data, at) or not any(tape.data[at : at + 16]):
            return (starts[:index], sizes[:index]), at, True
    after = int(starts[-1] + sizes[-1]) if heads else tape.at
    if after > tape.end:
        starts, sizes, after = starts[:-1], sizes[:-1], heads[-1]
    return (starts, sizes), after, section_at(tape.data, after)


def _find_record(reading: Reading, order: str, second: int) -> bool:
    """Go to the next place where two records in a row look sound, or a capture begins; False if there is none."""
    import numpy as np

    tape = reading.tape
    more = reading.goes_on("damaged: the packet's length cannot be right; reading goes on where one fits")
    while more:
        tape.need(_STEP + MOST + 64)
        if tape.left < 48:
            break
        stop = min(tape.at + _STEP, tape.end - 32)
        places = [
            *_sound_pairs(tape, np.arange(tape.at + 1, stop + 1, dtype=np.int64), order, second),
            *(
                at
                for magic in (*PCAP, PCAPNG)
                if section_at(tape.data, at := tape.data.find(magic, tape.at + 1, stop + 4))
            ),
        ]
        if places:
            tape.at = min(places)
            return True
        tape.at = stop
    tape.at = tape.end
    return False


def _sound_pairs(tape: Tape, at: "Array", order: str, second: int) -> list[int]:
    """The first of the places `at` which a record of about that time may have, with another behind it or the end."""
    import numpy as np

    time, size, wire = (words(tape.data, at + offset, order) for offset in (0, 8, 12))
    at = at[(np.abs(time - second) < 86_400 * 7) & (size > 0) & (size <= wire) & (wire <= MOST)]
    after = at + 16 + words(tape.data, at + 8, order)
    inside = after + 16 <= tape.end
    later, size, wire = (words(tape.data, np.where(inside, after + offset, 0), order) for offset in (0, 8, 12))
    sound = inside & (np.abs(later - second) < 86_400 * 8) & (size > 0) & (size <= wire) & (wire <= MOST)
    if tape.ended:
        sound |= after == tape.end
    return [int(place) for place in at[sound][:1]]
