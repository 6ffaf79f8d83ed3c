"""A damaged archive is named, costs no more than its damaged part, and never stops the walk."""

import gzip
import lzma
import os

import pytest
from archives import TABLE, tarred, with_flag, zipped


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.zip", zipped({"a.csv": TABLE})[:-30]),
        ("cut.csv.gz", gzip.compress(TABLE * 9, mtime=0)[:-12]),
        ("cut.tar.gz", gzip.compress(tarred({"a.csv": TABLE}))[:-12]),
        ("cut.tar", tarred({"a.csv": TABLE * 99})[:2_000]),
        ("not.zip", b"PK\x03\x04 and nothing else"),
        ("bad.csv.xz", lzma.compress(TABLE)[:30] + b"\xff" + lzma.compress(TABLE)[31:]),
    ],
    ids=["zip", "gz", "tar.gz", "tar", "no zip", "xz"],
)
def test_a_damaged_archive_is_named(walk_file, name, content):
    found = walk_file(name, content)
    assert any("damaged or cut off" in reason for reason in found.problems.values())


@pytest.mark.parametrize(
    "content",
    [
        zipped({"a.csv": TABLE * 3})[:37] + b"\xff\xff" + zipped({"a.csv": TABLE * 3})[39:],
        with_flag(zipped({"a.csv": TABLE}), 8, 10, 99),
    ],
    ids=["damaged data", "unknown method"],
)
def test_a_member_that_cannot_be_unpacked_is_named(walk_file, content):
    assert walk_file("a.zip", content).problems


def test_a_damaged_member_does_not_stop_the_others(walk_file):
    content = bytearray(zipped({"a.csv": os.urandom(500), "b.csv": TABLE}))
    content[100] ^= 255
    assert list(walk_file("a.zip", bytes(content)).contents) == ["a.zip!/b.csv"]


def test_a_tar_that_is_cut_between_members_is_named(walk_file):
    assert walk_file("a.tar", tarred({"a.csv": TABLE, "b.csv": TABLE})[:1_100]).problems
