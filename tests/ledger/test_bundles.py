"""Bundles: the same bytes from the same content, nothing half written, and hostile containers refused."""

import hashlib
import io
import struct
import subprocess
import warnings
import zipfile

import pytest

from ledgers import LETTER, PHOTO, book, cosigned, folder
from nameplate.errors import LedgerError
from nameplate.ledger import bundle
from nameplate.ledger.bundle import write_bundle
from nameplate.ledger.container import Limits
from nameplate.ledger.verify import verify_bundle


@pytest.fixture
def packed(tmp_path, ledger):
    path = tmp_path / "bundle.zip"
    write_bundle(path, ledger.contents(witnesses={"w1.note": cosigned(ledger.checkpoints[0])}))
    return path


def test_the_same_content_gives_the_same_bytes(tmp_path, ledger):
    for name in ("a.zip", "b.zip"):
        write_bundle(tmp_path / name, ledger.contents())
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_a_bundle_holds(packed):
    with zipfile.ZipFile(packed) as archive:
        assert [name for name in archive.namelist() if not name.startswith("attachments/")] == [
            "README.txt", "verify.html", "keys.json", "entries.jsonl", "checkpoints/000000000006.note",
            "checkpoints/000000000013.note", "witnesses/w1.note", "SHA256SUMS",
        ]  # fmt: skip
        for data in (PHOTO, LETTER):
            assert archive.read(f"attachments/{hashlib.sha256(data).hexdigest()}") == data


def test_its_sums_are_those_of_sha256sum(bundle):
    listed = [line.split("  ") for line in (bundle / "SHA256SUMS").read_text().splitlines()]
    assert {name: digest for digest, name in listed} == {
        path.relative_to(bundle).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in bundle.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }


def test_a_zip_and_its_folder_say_the_same(packed, bundle):
    assert verify_bundle(packed) == verify_bundle(bundle)
    assert verify_bundle(packed).intact


def test_a_bundle_that_was_packed_again_with_compression_is_as_good(tmp_path, bundle):
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in bundle.rglob("*"):
            archive.write(path, path.relative_to(bundle))
    assert verify_bundle(again).intact


@pytest.mark.parametrize("as_folder", [True, False])
def test_nothing_is_left_of_a_bundle_that_could_not_be_finished(tmp_path, ledger, as_folder):
    wrong = {"0" * 64: b"something else"}
    with pytest.raises(LedgerError, match="another digest"):
        write_bundle(tmp_path / "b", ledger.contents(attachments=wrong), folder=as_folder)
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_may_be_a_file(tmp_path, ledger):
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    files = {hashlib.sha256(PHOTO).hexdigest(): tmp_path / "photo.jpg", hashlib.sha256(LETTER).hexdigest(): LETTER}
    write_bundle(tmp_path / "b.zip", ledger.contents(attachments=files))
    assert verify_bundle(tmp_path / "b.zip").intact
    with pytest.raises(LedgerError, match="cannot be written"):
        write_bundle(tmp_path / "c.zip", ledger.contents(attachments={"0" * 64: tmp_path / "none"}))


def test_a_bundle_is_never_written_over_another(packed, ledger):
    before = packed.read_bytes()
    with pytest.raises(LedgerError, match="already"):
        write_bundle(packed, ledger.contents())
    assert packed.read_bytes() == before


@pytest.mark.parametrize("name", ["../w.note", "a/b.note", "w.txt"])
def test_a_witness_file_has_a_plain_name(tmp_path, ledger, name):
    with pytest.raises(LedgerError, match="witness file"):
        write_bundle(tmp_path / "b.zip", ledger.contents(witnesses={name: b"x"}))


def zipped(path, members, method=zipfile.ZIP_STORED):
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", method) as archive:
        warnings.simplefilter("ignore")  # doubled names are the point
        for name, data in members:
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../entries.jsonl", "/etc/passwd", "a/../b", "a\\b", "C:x", "./entries.jsonl", "a//b"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    with pytest.raises(LedgerError, match="not a name inside"):
        verify_bundle(zipped(tmp_path / "b.zip", [(name, b"x")]))


def test_hostile_archives_are_refused(tmp_path):
    double = zipped(tmp_path / "double.zip", [("entries.jsonl", b"1\n"), ("entries.jsonl", b"2\n")])
    bomb = zipped(tmp_path / "bomb.zip", [("entries.jsonl", b"0" * (1 << 22))], zipfile.ZIP_DEFLATED)
    many = zipped(tmp_path / "many.zip", [(f"attachments/{n}", b"") for n in range(30)])
    packing = zipped(tmp_path / "bzip2.zip", [("entries.jsonl", b"x")], zipfile.ZIP_BZIP2)
    for path, why in ((double, "same name"), (bomb, "times its size"), (packing, "another way")):
        with pytest.raises(LedgerError, match=why):
            verify_bundle(path)
    with pytest.raises(LedgerError, match="members"):
        verify_bundle(many, limits=Limits(members=20))
    with pytest.raises(LedgerError, match="too large"):
        verify_bundle(bomb, limits=Limits(file=1 << 20, ratio=10_000))


def test_an_archive_that_lies_about_sizes_or_is_encrypted_is_refused(tmp_path):
    path = zipped(tmp_path / "b.zip", [("entries.jsonl", b"x" * 100)])
    whole = bytearray(path.read_bytes())
    directory = whole.index(b"PK\x01\x02")
    encrypted = bytearray(whole)
    encrypted[directory + 8] |= 1
    path.write_bytes(encrypted)
    with pytest.raises(LedgerError, match="encrypted"):
        verify_bundle(path)
    struct.pack_into("<I", whole, directory + 24, 1 << 20)
    path.write_bytes(whole)
    with pytest.raises(LedgerError, match="times its size"):
        verify_bundle(path)


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive at all", b"PK\x05\x06" + bytes(18)])
def test_other_files_are_no_bundles(tmp_path, data):
    (tmp_path / "b.zip").write_bytes(data)
    if data.startswith(b"PK\x05"):
        assert not verify_bundle(tmp_path / "b.zip").intact
    else:
        with pytest.raises(LedgerError, match="not a bundle"):
            verify_bundle(tmp_path / "b.zip")


def test_a_bundle_that_is_not_there(tmp_path):
    with pytest.raises(LedgerError, match="cannot be read"):
        verify_bundle(tmp_path / "none.zip")


def test_a_damaged_archive_is_broken_not_a_crash(packed):
    whole = packed.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo("entries.jsonl").header_offset + 200
    packed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    found = verify_bundle(packed)
    assert not found.intact
    assert any("CRC" in check.says for check in found.of("failed"))


def test_links_in_a_folder_are_not_followed(bundle):
    (bundle / "attachments" / "link").symlink_to("/etc/hostname")
    with pytest.raises(LedgerError, match="link"):
        verify_bundle(bundle)


def test_a_line_or_file_beyond_the_limits_is_told(bundle):
    for limits, why in (
        (Limits(line=100), "a line longer"), (Limits(entries=100), "at most 100"), (Limits(lines=3), "more than 3"),
        (Limits(note=10), "at most 10"), (Limits(keys=10), "at most 10"), (Limits(sums=10), "at most 10"),
    ):  # fmt: skip
        found = verify_bundle(bundle, limits=limits)
        assert any(why in check.says for check in found.of("failed"))


def test_the_readme_computes_a_leaf_by_hand(bundle, ledger):
    readme = (bundle / "README.txt").read_text()
    command = next(line.strip() for line in readme.splitlines() if "printf" in line)
    done = subprocess.run(["sh", "-c", command], cwd=bundle, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split()[0] == ledger.leaves[0].hex()


def test_the_page_carries_the_bundle(packed, tmp_path):
    bundle.write_page(tmp_path / "page.html", packed)
    assert len((tmp_path / "page.html").read_text()) > packed.stat().st_size
    with pytest.raises(LedgerError, match=r"none\.zip"):
        bundle.write_page(tmp_path / "page.html", tmp_path / "none.zip")


def test_an_unfinished_ledger_has_no_bundle_in_a_place_that_is_none(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="cannot be written"):
        folder(tmp_path / "file" / "b", book().contents())
