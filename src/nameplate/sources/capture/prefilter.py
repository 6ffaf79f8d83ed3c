"""Leaving video out unseen: which packets of a window cannot say anything, found by array work.

Only what the packet-by-packet way (`packets`, `streams`) would leave out is left out here, so that the same
observations come with and without it: octets of a TCP stream beyond its head, acknowledgements, datagrams of
ports that nothing identifying uses, all from senders that were noted before. The tables of known streams and
senders have one size; what falls out of them is only looked at again.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from nameplate.sources.capture import headers, interest, quic
from nameplate.sources.capture.streams import HEAD
from nameplate.sources.capture.window import Window

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_BITS = 18
_OPENING = int.from_bytes(b"<", "little")


class Prefilter:
    """Chooses the packets to look at, window by window."""

    def __init__(self) -> None:
        import numpy as np

        self._flows = np.zeros(1 << _BITS, dtype=np.uint64)
        self._bases = np.zeros(1 << _BITS, dtype=np.uint32)
        self._senders = np.zeros(1 << _BITS, dtype=np.uint64)
        self._ports = np.zeros(65_536, dtype=bool)
        self._ports[[int.from_bytes(port.to_bytes(2, "big"), "little") for port in interest.PORTS]] = True
        self._versions = np.array([int.from_bytes(o, "little") for o in quic.OPENINGS], dtype=np.uint64)
        self._openings = np.array([int.from_bytes(o, "little") for o in interest.OPENINGS], dtype=np.uint64)

    def select(self, window: Window) -> "npt.NDArray[np.int64]":
        """Indices of the packets to look at, ascending."""
        import numpy as np

        keep = np.ones(len(window.starts), dtype=bool)
        links = [interface.link for interface in window.interfaces]
        for link in sorted(headers.NETWORK_AT.keys() & links):
            if len(links) == 1:
                keep = self._speak(headers.read(window.data, link, window.starts, window.lengths))
            else:
                index = np.flatnonzero(np.array(links)[window.of] == link)
                found = headers.read(window.data, link, window.starts[index], window.lengths[index])
                keep[index] = self._speak(found)
        return np.flatnonzero(keep)

    def _speak(self, packets: headers.Headers) -> "Array":
        """Which packets need a look."""
        import numpy as np

        silent = np.where(packets.udp, self._silent_datagrams(packets), self._silent_segments(packets))
        return np.asarray(~(packets.plain & silent) | self._new_senders(packets))

    def _silent_datagrams(self, packets: headers.Headers) -> "Array":
        import numpy as np

        ports = packets.ports.view(np.int64)
        speaks = self._ports[ports & 0xFFFF] | self._ports[ports >> 16]
        texts = np.flatnonzero(packets.udp & ((packets.first & np.uint64(0x80)) == 0))
        if len(texts):
            first = packets.first[texts]
            speaks[texts] |= np.isin(first, self._openings) | ((first & np.uint64(0xFF)) == _OPENING)
        long = np.flatnonzero(packets.udp & ((packets.first & np.uint64(0xC0)) == 0xC0))
        if len(long):
            speaks[long] |= np.isin(packets.first[long] >> np.uint64(8), self._versions)
        return np.asarray(~speaks)

    def _silent_segments(self, packets: headers.Headers) -> "Array":
        """Segments without octets, and those away from the head of their stream; not SYNs that reuse ports."""
        import numpy as np

        flow, sequence, tcp = packets.flow, packets.sequence, packets.plain & ~packets.udp
        carries = tcp & (packets.payload > 0)
        slot = (flow >> np.uint64(64 - _BITS)).view(np.int64)
        before, held = self._flows[slot] == flow, self._bases[slot]
        new = np.flatnonzero(carries & ~before)[::-1]  # reversed: the first of a stream counts
        self._flows[slot[new]] = flow[new]
        self._bases[slot[new]] = sequence[new]
        known = self._flows[slot] == flow
        away = sequence - self._bases[slot]
        silent = np.where(carries, known & (away >= HEAD) & (away <= np.uint32(2**32 - HEAD)), True)
        anew = packets.syn & tcp & known & (away != 0)
        if anew.any():
            odd = tcp & np.isin(flow, flow[anew])
            silent &= ~odd
            columns = (flow, slot, sequence, packets.syn, carries, before, held)
            self._replay(zip(*(column[odd].tolist() for column in columns), strict=True))
        return np.asarray(silent)

    def _replay(self, segments: "Iterable[tuple[int, int, int, bool, bool, bool, int]]") -> None:
        """Where streams whose ports are used again begin, segment by segment, as `streams` has it."""
        bases: dict[tuple[int, int], int] = {}
        for flow, slot, sequence, syn, carries, before, held in segments:
            if before:
                bases.setdefault((flow, slot), held)
            if syn and (flow, slot) in bases:
                bases[flow, slot] = sequence
            elif carries:
                bases.setdefault((flow, slot), sequence)
        for (flow, slot), base in bases.items():
            self._flows[slot], self._bases[slot] = flow, base

    def _new_senders(self, packets: headers.Headers) -> "Array":
        """The first packets of senders that are not in the table; they are now."""
        import numpy as np

        sender = packets.sender
        slot = (sender >> np.uint64(64 - _BITS)).view(np.int64)
        unknown = np.flatnonzero(packets.plain & (self._senders[slot] != sender))
        fresh = np.zeros(len(sender), dtype=bool)
        if len(unknown):
            _, first = np.unique(sender[unknown], return_index=True)
            fresh[unknown[first]] = True
            self._senders[slot[unknown]] = sender[unknown]
        return fresh
