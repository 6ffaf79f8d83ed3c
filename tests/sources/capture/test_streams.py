"""Heads of TCP streams: whole in whatever order the segments came; the rest is never looked at."""

import random
from collections.abc import Iterator

import pytest
import traffic
from traffic import Stream, facts

from nameplate.sources.capture import streams

ANSWER = b"HTTP/1.1 200 OK\r\nServer: unit\r\nX-Powered-By: " + b"p" * 3_000 + b"\r\n\r\n<title>Hall</title>"
SAID = {(traffic.CAMERA, "http_header.server", "unit"), (traffic.CAMERA, "html_title", "Hall")}
KINDS = ("http_header.server", "html_title")


def shuffled(frames: list[bytes]) -> list[bytes]:
    random.Random(1).shuffle(frames)
    return frames


def overlapping() -> Iterator[bytes]:
    stream = Stream(80, 40_000)
    for at in range(0, len(ANSWER), 700):
        yield stream.segment(ANSWER[at : at + 1_448], at)


ORDERS = {
    "in order": list(Stream(80, 40_000).frames(ANSWER)),
    "out of order": shuffled(list(Stream(80, 40_000, size=300).frames(ANSWER, syn=False))),
    "backwards": list(Stream(80, 40_000, size=500).frames(ANSWER))[::-1],
    "twice": [f for f in Stream(80, 40_000).frames(ANSWER) for _ in range(2)],
    "overlapping": list(overlapping()),
    "an octet at a time": list(Stream(80, 40_000, size=1).frames(ANSWER)),
    "number wraps": list(Stream(80, 40_000, 2**32 - 900).frames(ANSWER)),
    "after a keep-alive": [Stream(80, 40_000).segment(b"\0", -1), *Stream(80, 40_000).frames(ANSWER)],
}


@pytest.mark.parametrize("frames", ORDERS.values(), ids=ORDERS)
def test_a_head_is_whole_in_whatever_order_segments_come(capture, frames):
    frame, _ = capture(traffic.pcap(frames))
    assert facts(frame, *KINDS) == SAID


def test_what_came_first_stays_where_segments_contradict(capture):
    stream = Stream(80, 40_000)
    forged = ANSWER.replace(b"unit", b"fake")
    frame, _ = capture(traffic.pcap([stream.segment(ANSWER[:100], 0), *Stream(80, 40_000).frames(forged)]))
    assert facts(frame, "http_header.server") == {(traffic.CAMERA, "http_header.server", "unit")}


def test_a_gap_ends_what_is_read(capture):
    frames = list(Stream(80, 40_000, size=100).frames(ANSWER))
    frame, _ = capture(traffic.pcap([*frames[:10], *frames[11:]]))
    assert facts(frame, *KINDS) == {(traffic.CAMERA, "http_header.server", "unit")}


def test_ports_used_again_are_another_stream(capture):
    later = Stream(80, 40_000, 900_000_000)
    frames = [*Stream(80, 40_000).frames(ANSWER), *later.frames(ANSWER.replace(b"unit", b"other"))]
    frame, _ = capture(traffic.pcap(frames))
    assert {value for _, _, value in facts(frame, "http_header.server")} == {"unit", "other"}


def test_locators_name_the_frame_that_brought_the_value(capture):
    frames = list(Stream(80, 40_000, size=1_000).frames(ANSWER))
    frame, _ = capture(traffic.pcap(frames))
    where = dict(frame.select("value", "locator").rows())
    assert where["unit"] == "frame 2"
    assert where["Hall"] == "frame 5"


def test_what_lies_behind_the_head_is_not_read(capture):
    late = bytes(2 * streams.HEAD) + b"\r\n\r\n" + ANSWER
    frame, _ = capture(traffic.pcap(Stream(80, 40_000).frames(b"HTTP/1.1 200 OK\r\n\r\n" + late)))
    assert not facts(frame, *KINDS)


def test_more_streams_than_are_held_at_a_time(capture, monkeypatch):
    monkeypatch.setattr(streams, "_OPEN", 4)
    frames = [
        frame
        for n in range(40)
        for frame in Stream(80, 1_000 + n, source_ip=f"10.4.0.{n + 1}").frames(ANSWER.replace(b"unit", b"unit%d" % n))
    ]
    frame, _ = capture(traffic.pcap(frames))
    assert len(facts(frame, "http_header.server")) == 40


def test_both_directions_of_one_connection_are_apart(capture):
    request = Stream(40_000, 80, sender=traffic.CLIENT, source_ip=traffic.CLIENT_IP, target_ip=traffic.CAMERA_IP)
    frames = [*request.frames(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), *Stream(80, 40_000).frames(ANSWER)]
    frame, _ = capture(traffic.pcap(frames))
    assert facts(frame, *KINDS) == SAID
