"""The reader of captures: windows of packets, most left out unseen, the rest read, observations at the end.

Whose an observation is: see `notebook`. What is kept of a stream: see `streams`. Locators are `frame 1234`, numbered as
Wireshark and tcpdump number them; `observed_at` is the packet's time.
"""

from collections import Counter
from typing import TYPE_CHECKING

from nameplate.errors import SourceError
from nameplate.sources.capture import link
from nameplate.sources.capture.container import section_at, windows
from nameplate.sources.capture.notebook import Notebook, Place
from nameplate.sources.interface import Document, Fit, Sink

if TYPE_CHECKING:
    from nameplate.sources.capture.packets import Packets


class Capture:
    """Reads what units say of themselves on the wire; everything else is left where it is."""

    name = "capture"
    about = "network capture (pcap or pcapng, as tcpdump, Wireshark and others write it)"
    streams = True

    def claim(self, document: Document) -> Fit | None:
        """Files that begin like pcap or pcapng, whatever their name."""
        if not section_at(document.head, 0):
            return None
        kind = "pcapng" if document.head.startswith(b"\x0a\x0d\x0d\x0a") else "pcap"
        return Fit(0.99, f"begins like {kind}")

    def read(self, document: Document, sink: Sink) -> None:
        """Every packet to the end; damaged places become problems. Raises `SourceError` if there is none."""
        read(document, sink, filtered=True)


def read(document: Document, sink: Sink, *, filtered: bool) -> None:
    """As `Capture.read`; unfiltered, every packet is looked at: for a check that the filter loses nothing."""
    from nameplate.sources.capture.packets import Packets

    notebook = Notebook(sink)
    packets = Packets(notebook)
    try:
        looked = _walk(document, sink, packets, filtered=filtered)
    finally:
        packets.close()
    notebook.write()
    if not sink.rows:
        raise SourceError("no packet in this capture")
    sink.note(f"{sink.rows:,} packets, of which {looked:,} could say something and were read")


def _walk(document: Document, sink: Sink, packets: "Packets", *, filtered: bool) -> int:
    """Hand on the packets that are worth a look; how many they were."""
    from nameplate.sources.capture.prefilter import Prefilter

    prefilter = Prefilter() if filtered else None
    unread: Counter[int] = Counter()
    looked = 0
    with document.path.open("rb", buffering=0) as stream:
        for window in windows(stream, sink.problem):
            count = len(window.starts)
            sink.rows += count
            sink.speaks_of = window.time(count - 1) or sink.speaks_of
            for index in prefilter.select(window).tolist() if prefilter else range(count):
                looked += 1
                kind = window.interfaces[int(window.of[index])].link
                if kind in link.LINKS:
                    packets.take(kind, window.packet(index), Place(window.frame + index, window.time(index)))
                else:
                    unread[kind] += 1
    for kind, count in sorted(unread.items()):
        sink.problem(
            "", f"{count:,} packets of link type {kind} are not read; capture on an Ethernet or Wi-Fi interface"
        )
    return looked


READER = Capture()
