"""Files, folders and archives become documents within limits; whatever is not opened is named, and nothing escapes."""

import bz2
import gzip
import lzma
import os
import tarfile

import pytest
from archives import TABLE, Found, tarred, with_flag, zipped

from nameplate.sources.interface import Limits


def test_a_folder_is_walked_in_order_of_name_without_hidden_files(tmp_path):
    for name in ("b.csv", "a.csv", "deep/er/c.csv", ".hidden", ".git/x.csv", "Thumbs.db", "desktop.ini"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(TABLE)
    found = Found(tmp_path)
    assert list(found.contents) == ["in/a.csv", "in/b.csv", "in/deep/er/c.csv"]
    assert found.problems == {}


def test_links_out_of_the_folder_and_special_files_are_named_and_left_out(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_bytes(TABLE)
    (folder / "out").symlink_to("/etc/hostname")
    (folder / "dangling").symlink_to("/nowhere/at/all")
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    found = Found(tmp_path)
    assert list(found.contents) == ["in/a.csv"]
    assert set(found.problems) == {"in/out", "in/dangling", "in/round", "in/pipe"}


def test_a_path_that_is_not_there_is_named(tmp_path):
    found = Found(tmp_path, tmp_path / "nothing.csv")
    assert "no such file" in found.problems["nothing.csv"]


def test_a_folder_named_like_a_file_is_walked(tmp_path):
    (tmp_path / "list.csv").mkdir()
    (tmp_path / "list.csv" / "a").write_bytes(TABLE)
    assert list(Found(tmp_path, tmp_path / "list.csv").contents) == ["list.csv/a"]


def test_an_empty_folder_is_named(tmp_path):
    (tmp_path / "in").mkdir()
    assert "in" in Found(tmp_path).problems


@pytest.mark.parametrize(
    ("name", "content", "label"),
    [
        ("a.zip", zipped({"x/a.csv": TABLE}), "a.zip!/x/a.csv"),
        ("a.tar", tarred({"x/a.csv": TABLE}), "a.tar!/x/a.csv"),
        ("a.tar.gz", gzip.compress(tarred({"x/a.csv": TABLE})), "a.tar.gz!/a.tar!/x/a.csv"),
        ("a.tgz", gzip.compress(tarred({"x/a.csv": TABLE})), "a.tgz!/a.tar!/x/a.csv"),
        ("a.csv.gz", gzip.compress(TABLE), "a.csv.gz!/a.csv"),
        ("a.csv.bz2", bz2.compress(TABLE), "a.csv.bz2!/a.csv"),
        ("a.csv.xz", lzma.compress(TABLE), "a.csv.xz!/a.csv"),
        ("a.dat", zipped({"in.zip": zipped({"a.csv": TABLE})}), "a.dat!/in.zip!/a.csv"),
    ],
    ids=["zip", "tar", "tar.gz", "tgz", "gz", "bz2", "xz", "zip in zip"],
)
def test_an_archive_is_known_by_its_content_and_unpacked(walk_file, name, content, label):
    found = walk_file(name, content)
    assert found.contents == {label: TABLE}
    assert found.left_behind == []


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "x/../../evil.csv", "..\\..\\evil.csv", "./evil.csv"])
def test_no_member_is_written_outside_the_scratch_folder(walk_file, tmp_path, name):
    found = walk_file("a.zip", zipped({name: TABLE}))
    (label,) = found.contents
    assert ".." not in label
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip", "scratch"]


def test_a_member_name_cannot_speak_to_the_terminal(walk_file):
    found = walk_file("a.zip", zipped({"a\x1b[31m\u202eb.csv": TABLE}))
    assert list(found.contents) == ["a.zip!/a?[31m?b.csv"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_an_archive_are_not_followed(walk_file, kind):
    link = tarfile.TarInfo("link")
    link.type, link.linkname = kind, "../../../etc/passwd"
    found = walk_file("a.tar", tarred({"a.csv": TABLE}, link))
    assert list(found.contents) == ["a.tar!/a.csv"]
    assert "not followed" in found.problems["a.tar!/link"]


def test_a_member_with_a_password_is_named_and_the_others_are_read(walk_file):
    found = walk_file("a.zip", with_flag(zipped({"a.csv": TABLE, "b.csv": TABLE}), 6, 8, 1))
    assert list(found.contents) == ["a.zip!/b.csv"]
    assert "password" in found.problems["a.zip!/a.csv"]


def test_a_bomb_is_stopped_and_the_members_beside_it_are_read(walk_file):
    found = walk_file("a.zip", zipped({"a.csv": TABLE, "bomb.csv": b"a" * 5_000_000, "z.csv": TABLE}))
    assert list(found.contents) == ["a.zip!/a.csv", "a.zip!/z.csv"]
    assert "200 times" in found.problems["a.zip!/bomb.csv"]
    assert found.left_behind == []


def test_archives_are_unpacked_three_deep_and_no_further(walk_file):
    content = TABLE
    for depth in range(5):
        content = zipped({f"{depth}.zip" if depth else "a.csv": content})
    found = walk_file("a.zip", content)
    assert found.contents == {}
    assert any("nested more than 3 deep" in reason for reason in found.problems.values())


def test_the_limits_on_members_and_on_bytes_hold(walk_file):
    many = zipped({f"{number}.csv": TABLE for number in range(9)})
    found = walk_file("a.zip", many, Limits(members=4, unpacked=3 * len(TABLE)))
    assert len(found.contents) == 3
    assert "more than 4 members" in found.problems["a.zip"]


def test_a_link_that_leads_to_itself_is_named(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.csv").write_bytes(TABLE)
    (folder / "one").symlink_to(folder / "two")
    (folder / "two").symlink_to(folder / "one")
    found = Found(tmp_path)
    assert list(found.contents) == ["in/a.csv"]
    assert "itself" in found.problems["in/one"]
