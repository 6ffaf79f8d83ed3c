"""Captures that are packed: gzip and zstd, whole, cut off, and made to fill a disk."""

import gzip
import sys

import pytest
import traffic
from test_container import ALL, FRAMES
from traffic import facts

from nameplate.sources.interface import Limits
from nameplate.sources.reading import Readings, read_all

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CONTENT = traffic.pcap(FRAMES)


@pytest.fixture
def reading(tmp_path):
    """Read one packed file as a review does."""

    def run(name: str, content: bytes, limits: Limits | None = None) -> Readings:
        (tmp_path / name).write_bytes(content)
        return read_all([tmp_path / name], limits)

    return run


def servers(found: Readings) -> list[str]:
    return sorted(value for _, _, value in facts(found.observations, "ssdp.SERVER"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pcap.gz", gzip.compress(CONTENT)),
        ("a.pcap.zst", zstd.compress(CONTENT)),
        ("two.gz", gzip.compress(traffic.pcap(FRAMES[:2])) + gzip.compress(traffic.pcapng(FRAMES[2:]))),
    ],
)
def test_a_packed_capture_is_read(reading, name, content):
    found = reading(name, content)
    assert servers(found) == ALL
    assert not found.problems


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_a_packed_capture_that_breaks_off_gives_what_stands_before(reading, pack):
    noise = [traffic.datagram(bytes((n * k) % 251 for k in range(1_000)), 9, 9) for n in range(400)]
    packed = pack(traffic.pcap([*FRAMES, *noise]))
    found = reading("a.pcap.x", packed[: len(packed) * 3 // 4])
    assert servers(found) == ALL
    assert any("cut off" in problem.reason for problem in found.problems)


def test_a_bomb_is_not_unpacked(reading):
    found = reading("bomb.pcap.gz", gzip.compress(CONTENT + bytes(20_000_000)))
    assert not servers(found)
    assert "times the archive's size" in found.problems[0].reason
