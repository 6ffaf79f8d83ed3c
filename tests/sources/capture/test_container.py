"""pcap and pcapng in all their forms, whole and damaged: every packet that is there is read, once, at its number."""

import datetime as dt
import struct

import pytest
import traffic
from traffic import facts

from nameplate.errors import SourceError
from nameplate.sources import detect
from nameplate.sources.capture import READER, tape
from nameplate.sources.interface import Document


def banner(number: int) -> bytes:
    """A frame that says one thing of its own."""
    text = f"NOTIFY * HTTP/1.1\r\nSERVER: unit {number}\r\n\r\n".encode()
    return traffic.datagram(text, 1900, 1900, target="239.255.255.250")


FRAMES = [banner(n) for n in range(1, 6)]
ALL = [f"unit {n}" for n in range(1, 6)]


def servers(frame) -> list[str]:
    return [value for _, _, value in sorted(facts(frame, "ssdp.SERVER"))]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("nanos", [False, True])
def test_pcap_in_both_byte_orders_and_both_units_of_time(capture, order, nanos):
    frame, sink = capture(traffic.pcap(FRAMES, order=order, nanos=nanos))
    assert servers(frame) == ALL
    assert frame["locator"].to_list()[-1] == "frame 5"
    assert frame["observed_at"].to_list()[-1] == dt.datetime.fromtimestamp(traffic.START + 0.004, dt.UTC)
    assert sink.rows == 5
    assert not sink.problems


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_in_both_byte_orders(capture, order):
    frame, sink = capture(traffic.pcapng(FRAMES, order=order))
    assert servers(frame) == ALL
    assert not sink.problems


def test_pcapng_with_two_interfaces_of_different_links_and_clocks(capture):
    nanoseconds = struct.pack("<HHB3xHH", 9, 1, 9, 0, 0)
    raw = FRAMES[1][14:].replace(traffic.ip(traffic.CAMERA_IP), traffic.ip(traffic.FAR_IP))
    content = traffic.section() + traffic.interface(1) + traffic.interface(101, options=nanoseconds)
    content += traffic.enhanced(FRAMES[0], 0) + traffic.enhanced(raw, 1, ticks=traffic.START * 10**9 + 5_000)
    frame, sink = capture(content)
    assert facts(frame, "ssdp.SERVER") == {
        (traffic.CAMERA, "ssdp.SERVER", "unit 1"),
        (traffic.FAR_IP, "ssdp.SERVER", "unit 2"),
    }
    times = frame.filter(frame["subject"] == traffic.FAR_IP)["observed_at"].to_list()
    assert times[0] == dt.datetime.fromtimestamp(traffic.START, dt.UTC) + dt.timedelta(microseconds=5)
    assert not sink.problems


def test_pcapng_with_a_second_section_in_the_other_byte_order(capture):
    frame, _ = capture(traffic.pcapng(FRAMES[:2]) + traffic.pcapng(FRAMES[2:], order=">"))
    assert servers(frame) == ALL


def test_blocks_without_packets_are_passed_over_and_old_ones_are_read(capture):
    simple = traffic.block(3, struct.pack("<I", len(FRAMES[0])) + FRAMES[0])
    old = traffic.block(2, struct.pack("<HHIIII", 0, 0, 0, 7, len(FRAMES[1]), len(FRAMES[1])) + FRAMES[1])
    names = traffic.block(4, b"\1" * 5_000)
    content = traffic.section() + traffic.interface() + names + simple + old + names + traffic.enhanced(FRAMES[2])
    frame, sink = capture(content)
    assert servers(frame) == ALL[:3]
    assert frame.filter(frame["value"] == "unit 1")["observed_at"].to_list() == [None]
    assert sink.rows == 3


def test_a_block_larger_than_memory_holds_at_a_time_is_passed_over(capture):
    secrets = traffic.block(10, bytes(tape.SIZE + 100))
    frame, sink = capture(
        traffic.pcapng(FRAMES[:1]) + secrets + traffic.enhanced(FRAMES[1]),
    )
    assert servers(frame) == ALL[:2]
    assert not sink.problems


def test_a_packet_of_an_interface_that_nobody_described_is_named(capture):
    content = traffic.pcapng(FRAMES[:1]) + traffic.enhanced(FRAMES[1], 7) + traffic.enhanced(FRAMES[2])
    frame, sink = capture(content)
    assert servers(frame) == ["unit 1", "unit 3"]
    assert "does not describe" in sink.problems[0].reason


@pytest.mark.parametrize(
    "one", [traffic.pcap(FRAMES[:2]), traffic.pcap(FRAMES[:2], order=">"), traffic.pcapng(FRAMES[:2])]
)
@pytest.mark.parametrize("two", [traffic.pcap(FRAMES[2:]), traffic.pcapng(FRAMES[2:], order=">")])
def test_files_laid_one_behind_the_other_are_read_on(capture, one, two):
    frame, sink = capture(one + two)
    assert servers(frame) == ALL
    assert sink.rows == 5
    assert not sink.problems


@pytest.mark.parametrize("make", [traffic.pcap, traffic.pcapng])
def test_a_file_that_ends_inside_a_packet_is_read_up_to_there(capture, make):
    frame, sink = capture(make(FRAMES)[:-20])
    assert servers(frame) == ALL[:4]
    assert [p.locator for p in sink.problems] == ["frame 5"]
    assert "cut off" in sink.problems[0].reason


def test_after_a_damaged_record_reading_goes_on_where_one_fits(capture):
    content = bytearray(traffic.pcap(FRAMES))
    second = 24 + 16 + len(FRAMES[0])
    content[second + 8 : second + 12] = b"\xff\xff\xff\x7f"
    frame, sink = capture(bytes(content))
    assert servers(frame) == ["unit 1", "unit 3", "unit 4", "unit 5"]
    assert "damaged" in sink.problems[0].reason


@pytest.mark.parametrize("order", ["<", ">"])
def test_after_a_damaged_block_reading_goes_on_where_one_fits(capture, order):
    content = bytearray(traffic.pcapng(FRAMES[:3], order=order))
    content[28 + 20 + 4 : 28 + 20 + 8] = b"\3\3\3\3"  # no length of a block
    frame, sink = capture(bytes(content) + traffic.pcapng(FRAMES[3:]))
    assert servers(frame) == ["unit 2", "unit 3", "unit 4", "unit 5"]
    assert "damaged block" in sink.problems[0].reason


def test_space_that_was_never_written_to_is_no_packet(capture):
    frame, sink = capture(traffic.pcap(FRAMES) + bytes(100_000))
    assert servers(frame) == ALL
    assert sink.rows == 5
    assert len(sink.problems) == 1


def test_a_packet_across_the_edge_of_what_is_held_at_a_time(capture):
    filler = traffic.datagram(b"\x80" * 60_000, 5_000, 40_000)
    frames = []
    for number in range(1, 4):
        frames += [*([filler] * (tape.SIZE // 60_000)), banner(number)]
    frame, sink = capture(traffic.pcap(frames))
    assert servers(frame) == ALL[:3]
    assert sink.rows == len(frames)


def test_time_may_go_backwards(capture):
    later, earlier = traffic.pcap(FRAMES[:2], start=traffic.START + 999), traffic.pcap(FRAMES[2:])
    frame, sink = capture(later + earlier[24:])
    assert servers(frame) == ALL
    assert not sink.problems


def test_a_capture_is_told_by_its_content_whatever_its_name(tmp_path):
    content = traffic.pcapng(FRAMES)
    chosen = detect.choose(Document("cameras.csv", tmp_path / "cameras.csv", len(content), content))
    assert chosen is not None
    assert chosen.reader is READER
    assert READER.claim(Document("x.pcap", tmp_path, 5, b"a,b,c")) is None


@pytest.mark.parametrize("content", [traffic.pcap([]), traffic.section(), traffic.pcap([])[:20]])
def test_a_capture_without_a_packet_says_so(capture, content):
    with pytest.raises(SourceError, match="no packet"):
        capture(content)


def test_packets_of_a_link_type_that_nobody_reads_are_counted(capture):
    _, sink = capture(traffic.pcap(FRAMES, link=147))
    assert "5 packets of link type 147 are not read" in sink.problems[0].reason


@pytest.mark.parametrize("piece", [traffic.pcap(FRAMES[:1])[:30] + b"\xff" * 30, traffic.pcap([]), traffic.section()])
def test_a_file_of_nothing_but_damage_is_given_up(capture, piece):
    frame, sink = capture(traffic.pcap(FRAMES) + piece * 12_000)
    assert servers(frame) == ALL
    assert any("the rest of the file is not read" in problem.reason for problem in sink.all_problems())
