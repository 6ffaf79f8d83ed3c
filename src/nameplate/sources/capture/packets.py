"""From one packet to a datagram or a segment: the way up the layers.

Who sent it is noted on the way, as the frame shows it. What it carries is read in `content`. Equal datagrams of one
sender are read once: announcements are repeated for hours.
"""

import hashlib

from nameplate.sources.capture import interest, link, link_neighbours, neighbours, network, wireless
from nameplate.sources.capture.content import Content
from nameplate.sources.capture.notebook import Notebook, Place, Unit
from nameplate.sources.capture.streams import Streams

_REMEMBERED = 200_000
"""Digests of datagrams that were read; then remembering begins anew."""

_FRAMES = {network.ETHERNET: 1, network.WIRELESS: 105}
"""Link types of the frames that tunnels carry."""


class Packets:
    """Takes packets in the order of the file; `close` hands on what is still open."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._content = Content(notebook)
        self._streams = Streams(self._content.stream)
        self._fragments = network.Fragments()
        self._seen: set[bytes] = set()

    def close(self) -> None:
        """The capture ends."""
        self._streams.close()
        self._content.close()

    def take(self, kind: int, frame: bytes, place: Place) -> None:
        """One frame of a link type."""
        try:
            carried = link.carried(kind, frame)
            if carried is not None:
                self._carried(carried, place)
        except Exception as error:  # noqa: BLE001 - one bad packet never stops the others
            self._notebook.gave_up(place, error)

    def _carried(self, carried: link.Carried, place: Place, depth: int = 0) -> None:
        unit = Unit(carried.sender, b"")
        if carried.kind in {link.IPV4, link.IPV6}:
            self._packet(carried, place, depth)
        elif carried.kind == link.ARP:
            self._claimed(neighbours.arp(carried.payload), place)
        elif carried.kind in {link.LLDP, link.CDP}:
            reader = link_neighbours.lldp if carried.kind == link.LLDP else link_neighbours.cdp
            self._notebook.hear(unit, None, place)
            self._notebook.tell(unit, place, reader(carried.payload))
        elif carried.kind == link.BEACON:
            self._notebook.hear(unit, None, place)
            self._notebook.tell(unit, place, wireless.read(carried.payload))
        elif carried.sender and not depth:
            self._notebook.hear(unit, None, place)

    def _packet(self, carried: link.Carried, place: Place, depth: int) -> None:
        found = network.datagram(carried.payload)
        if isinstance(found, network.Piece):
            speaks = found.datagram.protocol != 17 or self._speaks(found.datagram.payload)
            self._hear(carried, found.datagram, place)
            found = self._fragments.add(found, speaks=speaks)
        elif found is not None:
            self._hear(carried, found, place)
        if found is None:
            return
        tunnel = network.inside(found) if depth < 4 else None
        if tunnel is not None:
            self._inside(tunnel, place, depth + 1)
            return
        ends = Unit(carried.sender, found.source), Unit(carried.target, found.target)
        if found.protocol == 17 and len(found.payload) > 8:
            self._datagram(ends, found.payload, place)
        elif found.protocol == 6 and len(found.payload) >= 20:
            self._segment(ends, found.payload, place)
        elif found.protocol == 58:
            self._claimed(neighbours.discovery(found.payload, found.source), place)

    def _inside(self, tunnel: tuple[int, bytes], place: Place, depth: int) -> None:
        kind, packet = tunnel
        frame = _FRAMES.get(kind)
        inner = link.carried(frame, packet) if frame else link.Carried(kind, b"", b"", packet)
        if inner is not None:
            self._carried(inner, place, depth)

    def _hear(self, carried: link.Carried, found: network.Datagram, place: Place) -> None:
        self._notebook.hear(Unit(carried.sender, found.source), found.ttl, place)

    def _claimed(self, unit: Unit | None, place: Place) -> None:
        if unit is not None:
            self._notebook.claim(unit, place)

    @staticmethod
    def _speaks(payload: bytes) -> bool:
        source, target = int.from_bytes(payload[:2], "big"), int.from_bytes(payload[2:4], "big")
        return interest.speaks(source, target, payload[8:12])

    def _segment(self, ends: tuple[Unit, Unit], segment: bytes, place: Place) -> None:
        key = (ends[0].ip, ends[1].ip, segment[:4])
        sequence, flags = int.from_bytes(segment[4:8], "big"), segment[13]
        payload = segment[(segment[12] >> 4) * 4 :]
        if flags & 2:
            self._streams.synchronise(key, sequence)
            sequence += 1
        if payload and segment[12] >> 4 >= 5:
            self._streams.add(key, sequence & 0xFFFFFFFF, payload, ends, place)

    def _datagram(self, ends: tuple[Unit, Unit], datagram: bytes, place: Place) -> None:
        if not self._speaks(datagram):
            return
        ports = int.from_bytes(datagram[:2], "big"), int.from_bytes(datagram[2:4], "big")
        payload = datagram[8:]
        skip = 2 if {53, 5355, 137} & {*ports} else 0  # the number of a question changes
        content = b"".join((*ends[0], ends[1].ip, datagram[:4], payload[skip:]))
        digest = hashlib.blake2b(content, digest_size=12).digest()
        if digest in self._seen:
            return
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen.add(digest)
        self._content.datagram(ends, {*ports}, payload, place)
