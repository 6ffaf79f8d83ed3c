"""Backups of network controllers, made here as the programs make them: BSON, gzip, ZIP or tar, AES-CBC."""

import gzip
import io
import struct
import tarfile
import zipfile

import bson
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.backup.knowledge import known
from nameplate.sources.controller_backup import READER
from nameplate.sources.interface import HEAD_BYTES, Document, Limits, Sink

DOCUMENTS = (
    {"__cmd": "select", "collection": "setting"},
    {"key": "mgmt", "x_ssh_password": "hunter2"},
    {"__cmd": "select", "collection": "user"},
    {"mac": "44:19:b6:00:11:22", "hostname": "cam-1", "oui": "Example Co", "last_ip": "10.4.0.9", "site_id": "s1",
     "last_seen": 1_700_000_000, "x_password": "hunter2", "note": "north gate"},
    {"mac": "", "hostname": "nobody"},
    {"__cmd": "select", "collection": "device"},
    {"mac": "00:27:22:00:00:01", "ip": "10.4.0.2", "model": "U7PG2", "serial": "002722000001", "version": "6.5.28",
     "site_id": "s1", "auth": [{"x_authkey": "hunter2"}]},
    {"__cmd": "select", "collection": "site"},
    {"_id": "s1", "name": "default", "desc": "North High"},
)  # fmt: skip
SAID = {
    ("user[0].mac", "44:19:b6:00:11:22", "mac", "44:19:b6:00:11:22"),
    ("user[0].hostname", "44:19:b6:00:11:22", "hostname", "cam-1"),
    ("user[0].oui", "44:19:b6:00:11:22", "mac.vendor", "Example Co"),
    ("user[0].last_ip", "44:19:b6:00:11:22", "ip", "10.4.0.9"),
    ("user[0].note", "44:19:b6:00:11:22", "inventory.description", "north gate"),
    ("user[0].site_id", "44:19:b6:00:11:22", "inventory.site", "North High"),
    ("device[0].mac", "00:27:22:00:00:01", "mac", "00:27:22:00:00:01"),
    ("device[0].ip", "00:27:22:00:00:01", "ip", "10.4.0.2"),
    ("device[0].model", "00:27:22:00:00:01", "inventory.model", "U7PG2"),
    ("device[0].serial", "00:27:22:00:00:01", "inventory.serial", "002722000001"),
    ("device[0].version", "00:27:22:00:00:01", "inventory.firmware", "6.5.28"),
    ("device[0].site_id", "00:27:22:00:00:01", "inventory.site", "North High"),
}


def database(documents=DOCUMENTS) -> bytes:
    return b"".join(map(bson.encode, documents))


def dump(documents=DOCUMENTS) -> bytes:
    """The same as an archive of mongodump: its heading, then each collection between two marks."""
    out = struct.pack("<I", 0x8199E26D) + bson.encode({"server_version": "3.6"}) + b"\xff" * 4
    for one in documents:
        if "collection" in one:
            out += bson.encode({"db": "ace", "collection": one["collection"], "EOF": False, "CRC": 0})
        else:
            out += bson.encode(one) + b"\xff" * 4
    return out


def encrypted(plain: bytes, kind: int) -> bytes:
    container, iv = known().containers[kind], b"0123456789abcdef"
    first = b"" if container.iv else iv
    cipher = Cipher(algorithms.AES(bytes.fromhex(container.key)), modes.CBC(bytes.fromhex(container.iv) or iv))
    encryptor = cipher.encryptor()
    return first + encryptor.update(plain + b"\0" * (-len(plain) % 16)) + encryptor.finalize()


def small(content: bytes, name: str = "db.gz", cut: int = 0) -> bytes:
    """A backup of the program; `cut` bytes are missing at the end of the archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("version", "7.4.162")
        archive.writestr(name, gzip.compress(content, mtime=0))
    plain = packed.getvalue()
    return encrypted(plain[: len(plain) - cut], 0)


def large(content: bytes) -> bytes:
    """A backup of a console."""
    packed, data = io.BytesIO(), gzip.compress(content, mtime=0)
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        entry = tarfile.TarInfo("backup/network/db.gz")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return encrypted(packed.getvalue(), 1)


@pytest.fixture
def read(tmp_path):
    def reading(content: bytes, limits: Limits | None = None):
        path = tmp_path / "backup"
        path.write_bytes(content)
        limits = limits or Limits()
        sink = Sink("backup", limits)
        READER.read(Document("backup", path, len(content), content[:HEAD_BYTES], limits), sink)
        return sink.observations(), sink

    return reading


@pytest.mark.parametrize(
    "content", [small(database()), small(dump()), large(database()), small(database(), cut=40)],
    ids=["unf", "mongodump archive", "unifi", "archive without its end"],
)  # fmt: skip
def test_devices_and_clients_are_read_with_their_site(read, content):
    frame, sink = read(content)
    assert set(frame.select("locator", "subject", "kind", "value").rows()) == SAID
    assert [problem.locator for problem in sink.problems] == ["user[1]"]


def test_secrets_are_counted_and_gone(read):
    frame, sink = read(small(database()))
    assert dict(sink.dropped) == {"x_ssh_password": 1, "x_password": 1, "x_authkey": 1, "key": 1}
    assert "hunter2" not in str(frame.rows())


def test_other_collections_are_counted(read):
    _, sink = read(small(database()))
    assert [(skip.what, skip.count) for skip in sink.skipped] == [("documents of settings and other collections", 2)]


def test_when_a_client_was_seen_is_kept(read):
    frame, _ = read(small(database()))
    assert frame.filter(value="cam-1")["observed_at"][0].timestamp() == 1_700_000_000


MANY = tuple({"mac": f"44:19:b6:00:{n >> 8:02x}:{n & 255:02x}", "hostname": f"cam-{n * 7919}"} for n in range(5_000))
LONG = small(database((*DOCUMENTS[2:5], *MANY)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (small(database()[:-9]), "is cut off or damaged"),
        (small(database() + b"\1\0\0\0"), "no document after"),
        (LONG[: len(LONG) // 2], "damaged or cut off"),
    ],
    ids=["document cut off", "no document", "file cut off"],
)
def test_what_stands_before_a_damage_is_read_and_the_damage_is_named(read, content, says):
    frame, sink = read(content)
    assert "cam-1" in frame["value"].to_list()
    assert any(says in problem.reason for problem in sink.problems)


def test_a_database_that_never_ends_is_left(read):
    endless = bson.encode({"mac": "44:19:b6:00:11:22"}) * 200_000
    _, sink = read(small(database() + endless), Limits(ratio=50))
    assert any("no document after" in problem.reason for problem in sink.problems)


def test_a_backup_without_a_database_says_so(read):
    with pytest.raises(SourceError, match="no database in this backup"):
        read(small(database(), name="other"))


@few
@given(damaged(small(database()), large(dump())) | damaged(database(), dump()).map(small))
def test_hostile_bytes_do_no_harm(content):
    survives(READER, content)
