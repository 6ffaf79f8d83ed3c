"""Reading many sources: every one has a report, a bad one is named and never stops the rest."""

import hashlib
from pathlib import Path

import pytest

from nameplate.sources import detect, reading
from nameplate.sources.interface import Fit, Limits
from nameplate.sources.reading import read_all

GOOD = b"Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345\n"
BAD = {
    "binary.csv": bytes(range(256)) * 4,
    "empty.csv": b"",
    "letter.txt": b"Dear colleagues,\nnothing is known here.\n",
    "cut.zip": b"PK\x03\x04 and nothing else",
    "long.csv": b"Make,Model\n" + b"x" * 5_000 + b"\n",
}


@pytest.fixture
def folder(tmp_path):
    """A folder with one good file between bad ones."""
    for name, content in {**BAD, "good.csv": GOOD}.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_bad_files_are_named_and_the_good_one_is_read(folder):
    found = read_all([folder], Limits(line=1_000))
    assert found.observations["value"].to_list() == ["Hikvision", "DS-2CD2143G0-I", "SN0012345"]
    assert {name.rsplit("/", 1)[-1] for name in found.unreadable} == set(BAD)
    assert {p.source.rsplit("/", 1)[-1] for p in found.problems} == set(BAD)
    assert all(p.reason for p in found.problems)


def test_every_source_has_a_report_with_its_digest_and_counts(folder):
    found = read_all([folder / "good.csv"])
    (report,) = found.sources
    assert report.path == (folder / "good.csv").as_posix()
    assert report.sha256 == hashlib.sha256(GOOD).hexdigest()
    assert (report.reader, report.rows, report.observations, report.problems) == ("delimited", 1, 3, 0)
    assert [(use.column, use.kind) for use in report.columns] == [
        ("Manufacturer", "inventory.maker"),
        ("Model", "inventory.model"),
        ("Serial", "inventory.serial"),
    ]


def test_reading_twice_gives_the_same(folder):
    first, again = read_all([folder]), read_all([folder])
    assert first.observations.equals(again.observations)
    assert first.sources == again.sources
    assert first.problems == again.problems


def test_files_left_out_are_not_read(folder):
    left_out = frozenset({(folder / "good.csv").resolve(), (folder / "long.csv").resolve()})
    assert read_all([folder], leave_out=left_out).observations.is_empty()


def test_a_file_beyond_the_size_limit_is_named(folder):
    found = read_all([folder / "good.csv"], Limits(file=10))
    assert "more than the limit of 10" in found.problems[0].reason
    assert found.unreadable == ((folder / "good.csv").as_posix(),)


def test_a_mapping_reaches_the_reader(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"Foo,Bar,Quux\nHikvision,DS-1,a\nAxis,P3245-LVE,b\n")
    found = read_all([tmp_path], mapping={"Foo": "inventory.maker"})
    assert found.observations["kind"].cast(str).to_list() == ["inventory.maker", "inventory.maker"]


def test_progress_is_told_each_label_before_it_is_read(folder):
    told: list[str] = []
    read_all([folder / "good.csv"], progress=told.append)
    assert told == [(folder / "good.csv").as_posix()]


class _Failing:
    name, about = "failing", "fails"

    def claim(self, document):
        return Fit(1.0, "always") if document.head.startswith(b"fail") else None

    def read(self, _document, sink):
        sink.observe("a", "line 1", "mac", "44:19:b6:00:11:22")
        raise ValueError("in the middle")


def test_a_reader_that_gives_up_keeps_what_it_had_read(tmp_path, monkeypatch):
    monkeypatch.setattr(detect, "readers", lambda: (_Failing(),))
    (tmp_path / "x").write_bytes(b"fail")
    found = read_all([tmp_path / "x"])
    assert found.observations["value"].to_list() == ["44:19:b6:00:11:22"]
    assert "gave up (ValueError: in the middle)" in found.problems[0].reason
    assert found.unreadable == ()


def test_a_runaway_quote_over_long_lines_does_not_stop_the_rest(tmp_path):
    (tmp_path / "a.csv").write_bytes(b'Make,Model,Notes\nAxis,P3245-LVE,"' + (b"x" * 2_000 + b"\n") * 90)
    (tmp_path / "b.csv").write_bytes(GOOD)
    assert "Hikvision" in read_all([tmp_path]).observations["value"].to_list()


def test_a_reader_that_fails_while_claiming_does_not_stop_the_rest(tmp_path, monkeypatch):
    class Claiming(_Failing):
        def claim(self, document):
            if document.head.startswith(b"fail"):
                raise RuntimeError("while claiming")

    others = detect.readers()
    monkeypatch.setattr(detect, "readers", lambda: (Claiming(), *others))
    (tmp_path / "a.csv").write_bytes(b"fail")
    (tmp_path / "b.csv").write_bytes(GOOD)
    found = read_all([tmp_path])
    assert "Hikvision" in found.observations["value"].to_list()
    assert found.unreadable == ((tmp_path / "a.csv").as_posix(),)


def test_the_same_bytes_under_two_names_are_read_once_and_named(tmp_path):
    (tmp_path / "list.csv").write_bytes(GOOD)
    (tmp_path / "copy of list.csv").write_bytes(GOOD)
    found = read_all([tmp_path])
    assert found.observations["source"].n_unique() == 1
    assert any("same" in problem.reason for problem in found.problems)


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path, monkeypatch):
    source = tmp_path / "list.csv"
    source.write_text("Manufacturer,Model\nExample,EX-1\n")
    choose = reading.detect.choose

    def written_to(document):
        with source.open("a") as stream:
            stream.write("Example,EX-2\n")
        return choose(document)

    monkeypatch.setattr(reading.detect, "choose", written_to)
    readings = reading.read_all([source])
    assert readings.observations.height == 4
    assert ["changed while it was read" in p.reason for p in readings.problems] == [True]


def test_a_reader_that_reads_in_pieces_takes_files_of_any_size(tmp_path):
    source = tmp_path / "known_hosts.log"
    source.write_text("#separator \\x09\n#path\tknown_hosts\n#fields\tts\thost\n1.0\t10.0.0.1\n")
    found = read_all([source], Limits(file=10))
    assert found.observations["value"].to_list() == ["10.0.0.1"]
    assert not found.problems


def test_a_file_that_is_gone_before_it_is_read_is_named(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"Manufacturer,Model\nExample,{name}\n")
    readings = reading.read_all([tmp_path], progress=lambda label: label.endswith("a.csv") and Path(label).unlink())
    assert [s.path.rpartition("/")[2] for s in readings.sources] == ["b.csv"]
    assert [u.rpartition("/")[2] for u in readings.unreadable] == ["a.csv"]


def test_two_thousand_small_files_are_read_in_one_walk(tmp_path):
    for number in range(2_000):
        mac = f"44:19:b6:00:{number // 256:02x}:{number % 256:02x}"
        line = f"10.4.{number // 250}.{number % 250 + 1} dev eth0 lladdr {mac} REACHABLE\n"
        (tmp_path / f"{number:05}.txt").write_text(line)
    readings = reading.read_all([tmp_path])
    assert len(readings.sources) == 2_000
    assert not readings.problems
