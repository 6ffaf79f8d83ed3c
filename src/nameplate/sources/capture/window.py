"""A stretch of a capture in memory: where its packets stand, of which link they are, when they were taken.

pcap's record header and pcapng's enhanced packet block both end in the same sixteen octets before the packet
(two words of time, captured length, length on the wire), so that one shape serves both.
"""

import datetime as dt
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_BIRTH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_LATEST = 253_402_300_799
"""End of the year 9999, in seconds since 1970."""


@dataclass(frozen=True)
class Interface:
    """One interface of a capture: its link type (LINKTYPE_ of pcap), and how it counts time.

    `ticks` are units a second, 0 where packets have no time; `split`: the first word counts seconds and the
    second the fraction (pcap), otherwise both are one 64-bit number (pcapng). `shift` is added, in seconds.
    """

    link: int
    ticks: int
    split: bool
    shift: int = 0


@dataclass(frozen=True)
class Window:
    """Packets that stand in `data`, in the order of the file.

    `starts` and `lengths` are offsets and captured octets of each; `frame` is the number of the first (from 1, as
    other tools count); `order` is `<` or `>`; `of` is the index in `interfaces` of each packet.
    """

    data: bytearray
    starts: "npt.NDArray[np.int64]"
    lengths: "npt.NDArray[np.int64]"
    frame: int
    order: str
    interfaces: tuple[Interface, ...]
    of: "npt.NDArray[np.int64]"

    def packet(self, index: int) -> bytes:
        """The octets of one packet."""
        start = int(self.starts[index])
        return bytes(self.data[start : start + int(self.lengths[index])])

    def time(self, index: int) -> dt.datetime | None:
        """When one packet was taken; None where its time is none (no clock, or past the year 9999)."""
        interface = self.interfaces[int(self.of[index])]
        if not interface.ticks:
            return None
        high, low = struct.unpack_from(f"{self.order}II", self.data, int(self.starts[index]) - 16)
        if interface.split:
            seconds, fraction = high, low
        else:
            seconds, fraction = divmod(high << 32 | low, interface.ticks)
        seconds += interface.shift
        if not 0 < seconds <= _LATEST:
            return None
        micros = min(fraction * 1_000_000 // interface.ticks, 999_999)
        return _BIRTH + dt.timedelta(seconds=seconds, microseconds=micros)
