"""The prefilter loses nothing; damaged captures raise nothing; memory does not grow with the file."""

import random
import tempfile
from pathlib import Path

import pytest
import traffic
from hostile import survives
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_layers import LINKS, TUNNELS, WITHOUT_MAC, fragments, six_fragments
from test_protocols import DATAGRAMS, STREAMS
from test_streams import ORDERS

from nameplate.errors import SourceError
from nameplate.sources.capture import READER, reader
from nameplate.sources.interface import Document, Sink


def video(rng: random.Random, streams: int = 3, packets: int = 40) -> list[bytes]:
    """Segments and datagrams that say nothing, interleaved."""
    frames = []
    for number in range(streams):
        address = f"10.7.0.{number + 1}"
        stream = traffic.Stream(554, 50_000 + number, rng.randrange(2**32), source_ip=address)
        frames += list(stream.frames(b"\x24\0" + rng.randbytes(packets * 1_448)))
        frames += [
            traffic.datagram(b"\x80" + rng.randbytes(1_000), 5_000, 6_000, source=address) for _ in range(packets)
        ]
    return frames


TELLING = [
    *(traffic.datagram(*parts[:3]) for parts in DATAGRAMS.values()),
    *(frame for port, data, _ in STREAMS.values() for frame in traffic.Stream(port, 41_000).frames(data)),
    *(frame for frames in ORDERS.values() for frame in frames[:12]),
    *(frame for link, frame in LINKS.values() if link == 1),
    *(traffic.ether(traffic.ipv4(protocol, payload)) for protocol, payload, _ in TUNNELS.values()),
    *fragments(),
    *six_fragments(),
]
SMALL = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def both_ways(content: bytes) -> list[object]:
    """What is read with the prefilter and without."""
    found: list[object] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture"
        path.write_bytes(content)
        for filtered in (True, False):
            sink = Sink("x")
            try:
                reader.read(Document("x", path, len(content), content[:100]), sink, filtered=filtered)
            except SourceError as error:
                found.append(str(error))
                continue
            found.append((sink.observations().rows(), sink.problems, sink.dropped))
    return found


@SMALL
@given(st.integers(0, 2**32), st.lists(st.integers(0, len(TELLING) - 1), max_size=40))
def test_the_same_is_read_with_the_prefilter_and_without(seed, chosen):
    rng = random.Random(seed)
    frames = video(rng) + [TELLING[index] for index in chosen]
    rng.shuffle(frames)
    filtered, unfiltered = both_ways(traffic.pcap(frames))
    assert filtered == unfiltered


@pytest.mark.parametrize(("link", "frame"), [*LINKS.values(), *WITHOUT_MAC.values()])
def test_the_same_is_read_on_every_link(link, frame):
    padding = [frame[:-20] + bytes(20), frame]
    filtered, unfiltered = both_ways(traffic.pcap(padding * 3, link))
    assert filtered == unfiltered


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A capture some of whose octets, lengths or ends are not as they were, or anything at all behind a true header."""
    frames = [TELLING[index] for index in draw(st.lists(st.integers(0, len(TELLING) - 1), min_size=1, max_size=12))]
    changes = st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4))
    spoilt = [_changed(frame, draw(st.lists(changes, max_size=3))) for frame in frames]
    make = draw(st.sampled_from([traffic.pcap, traffic.pcapng]))
    content = make(spoilt, draw(st.sampled_from([1, 1, 1, 101, 105, 113, 127, 192, 276, 0, 9, 104])))
    content = _changed(content, draw(st.lists(changes, max_size=2)), keep=8)
    return content[: draw(st.integers(24, len(content)))]


def _changed(content: bytes, changes: list[tuple[float, bytes]], keep: int = 0) -> bytes:
    for where, piece in changes:
        at = keep + int(where * max(0, len(content) - keep))
        content = content[:at] + piece + content[at + len(piece) :]
    return content


@settings(SMALL, max_examples=120)
@given(mutated() | st.binary(max_size=400).map(lambda b: traffic.pcap([b], 1)) | st.binary(max_size=200))
def test_no_damage_raises_and_the_filter_changes_nothing(content):
    survives(READER, content)
    filtered, unfiltered = both_ways(content)
    assert filtered == unfiltered


def test_a_segment_whose_header_length_is_impossible_starts_no_stream():
    answer = b"HTTP/1.1 200 OK\r\nServer: unit\r\n\r\n"
    stream = traffic.Stream(80, 40_000)
    spoilt = bytearray(stream.segment(b"x" * 40, 900_000))
    spoilt[14 + 20 + 12] = 0x10
    filtered, unfiltered = both_ways(traffic.pcap([bytes(spoilt), *stream.frames(answer)]))
    assert filtered == unfiltered
    assert "unit" in str(filtered)


def test_a_connection_that_begins_twice_is_followed_as_without_the_filter():
    stream, other = traffic.Stream(80, 40_000), traffic.Stream(80, 40_000, 4_000_000_000)
    answer = b"HTTP/1.1 200 OK\r\nServer: unit\r\n\r\n"
    syn = stream.segment(b"", -1, 0x02)
    one = traffic.pcap([syn, other.segment(b"x" * 40, 0), syn])
    two = traffic.pcap([syn, *stream.frames(answer)])
    filtered, unfiltered = both_ways(one + two)
    assert filtered == unfiltered
    assert "unit" in str(filtered)
