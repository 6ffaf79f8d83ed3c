"""What every reader owes: locators lead back to the value, nothing is lost, limits are kept, secrets are gone,
the same bytes give the same, and nothing but the document is touched.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from corpus import FILES, real
from hostile import outcome, survives

from nameplate.errors import SourceError
from nameplate.sources import detect
from nameplate.sources.interface import HEAD_BYTES, Document, Limits, Reader, Sink

BY_NAME = {reader.name: reader for reader in detect.readers()}
CASES = [
    pytest.param(name, content, id=f"{name}-{n}") for name, files in FILES.items() for n, content in enumerate(files)
]
BINARY = {"capture", "spreadsheet", "controller-backup"}
ELSEWHERE = re.compile(r"seen_by$|\.switch$|\.router$|^component\.|^hostname$|local_port$")
"""Kinds whose value stands elsewhere in the file: the switch's name in the prompt, a port above its neighbours."""
SPELT = {
    "isc-leases": {"mac", "dhcp.client_id"},
    "kea-leases": {"dhcp.state"},
    "dnsmasq-leases": {"dhcp.expires"},
}
"""Kinds that a reader spells out of octets in escapes, numbers of states, seconds since 1970."""
BLOCK = {"isc-leases": 40, "windows-dhcp-text": 2, "snmp-walk": 8, "scan-csv": 8, "network-cli": 1}
"""Lines of a record that begins at its locator."""


def document(path: Path, content: bytes, limits: Limits | None = None) -> Document:
    path.write_bytes(content)
    return Document("x", path, len(content), content[:HEAD_BYTES], limits or Limits())


def reading(reader: Reader, given: Document) -> tuple[pl.DataFrame, Sink]:
    sink = Sink("x", given.limits)
    reader.read(given, sink)
    return sink.observations(), sink


def test_every_reader_has_a_file_here():
    assert set(FILES) == set(BY_NAME)


@pytest.mark.parametrize(("name", "content"), CASES)
def test_the_reader_of_a_file_is_found_and_the_choice_explained(name, content, tmp_path):
    chosen = detect.choose(document(tmp_path / "d", content))
    assert chosen is not None
    assert chosen.reader.name == name
    assert len(chosen.fit.why) > 3


@pytest.mark.parametrize(("name", "content"), CASES)
def test_the_same_bytes_give_the_same(name, content):
    survives(BY_NAME[name], content)


@pytest.mark.parametrize(("name", "content"), CASES)
def test_every_row_is_told_or_counted(name, content, tmp_path):
    frame, sink = reading(BY_NAME[name], document(tmp_path / "d", content))
    assert frame.height
    assert sink.rows
    subjects = frame["subject"].n_unique()
    left_out = sum(skip.count for skip in sink.skipped) + len(sink.problems)
    assert subjects + left_out + frame.height >= sink.rows


@pytest.mark.parametrize(("name", "content"), CASES)
def test_secrets_are_gone(name, content, tmp_path):
    frame, sink = reading(BY_NAME[name], document(tmp_path / "d", content))
    assert "hunter2" not in str(frame.rows())
    assert "hunter2" not in str((sink.problems, sink.notes, sink.skipped, dict(sink.dropped)))


@pytest.mark.parametrize(("name", "content"), CASES)
def test_limits_are_kept(name, content, tmp_path):
    limits = Limits(cell=12, problems=2)
    frame, sink = reading(BY_NAME[name], document(tmp_path / "d", content, limits))
    assert frame["value"].str.len_chars().max() <= 12
    assert len(sink.all_problems()) <= 3


@pytest.mark.parametrize(("name", "content"), [case for case in CASES if case.values[0] not in BINARY])
def test_locators_lead_back_to_the_value(name, content, tmp_path):
    frame, _ = reading(BY_NAME[name], document(tmp_path / "d", content))
    text = content.decode()
    rows = frame.select("locator", pl.col("kind").cast(pl.String), "value").rows()
    rows = [row for row in rows if row[1] not in SPELT.get(name, ())]
    lost = [row for row in rows if not stands(*row, text, BLOCK.get(name, 1))]
    assert not lost


def stands(locator: str, kind: str, value: str, text: str, block: int) -> bool:
    """Whether a value stands at its place, spelt in any way: without punctuation, as octets, escaped."""
    place = text if ELSEWHERE.search(kind) else at(locator, text, block)
    shown = place.encode().decode("unicode_escape", errors="replace") if "\\" in place else place
    parts = [value] if folded(value) in folded(place + shown) else re.split(r"[:=,/.\s-]+", value)
    wanted = folded(place) + folded(shown) + "".join(f"{int(n):02x}" for n in re.findall(r"\b\d{1,3}\b", place))
    octets = "".join(f"{int(p, 16):02x}" for p in re.findall(r"\b[0-9a-fA-F]{1,2}\b", place))
    hexed = wanted + octets + unhexed(place)
    return all(folded(part) in hexed for part in parts) or folded(value) in hexed


def at(locator: str, text: str, block: int) -> str:
    """The part of a text that a locator names; the whole text for places in XML and JSON."""
    if found := re.match(r"(?:line|row) (\d+)", locator):
        lines = text.replace("\r\n", "\n").split("\n")
        first = int(found[1]) - 1
        return "\n".join(lines[first : first + block])
    return text


def folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def unhexed(place: str) -> str:
    """Text that is written as hexadecimal, and addresses as octets."""
    found = "".join(bytes.fromhex(h).decode("latin-1") for h in re.findall(r"\b(?:[0-9a-fA-F]{2}){4,}\b", place))
    dotted = "".join(str(b) for h in re.findall(r"\b[0-9a-fA-F]{8}\b", place) for b in bytes.fromhex(h))
    return folded(found) + dotted


@pytest.mark.parametrize(("name", "content"), CASES)
def test_a_reader_touches_nothing_but_its_document(name, content, tmp_path):
    given = document(tmp_path / "d", content)
    reading(BY_NAME[name], given)
    with Watch(given.path) as watch:
        reading(BY_NAME[name], given)
    assert watch.touched == []


class Watch:
    """What a reader opens, connects to or starts, beside its document and the installed program."""

    active: "Watch | None" = None

    def __init__(self, own: Path) -> None:
        self.own = str(own)
        self.touched: list[tuple[str, Any]] = []

    def __enter__(self) -> "Watch":
        Watch.active = self
        return self

    def __exit__(self, *_: object) -> None:
        Watch.active = None

    def heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if arguments and "/nameplate-" in str(arguments[0]):
            return  # a scratch folder of our own, as large captures need one
        if event.startswith(("socket.", "subprocess.", "os.system", "os.remove", "os.mkdir")):
            self.touched.append((event, arguments))
        elif event == "open" and isinstance(arguments[0], str | bytes):
            path = str(arguments[0])
            installed = (sys.prefix, sys.base_prefix, str(Path(detect.__file__).parents[1]), "/proc/", "/sys/")
            if path != self.own and not path.startswith(installed):
                self.touched.append((event, path))


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if Watch.active is not None:
        Watch.active.heard(event, arguments)


sys.addaudithook(_hear)


@pytest.mark.shared
def test_real_files_conform(shared: Path, tmp_path):
    found = real(shared / "samples")
    assert all(found.values())
    for name, paths in found.items():
        for path in paths:
            content = path.read_bytes()
            try:
                frame, _ = reading(BY_NAME[name], document(tmp_path / "d", content))
            except SourceError:
                continue
            text = content.decode(errors="replace")
            rows = frame.select("locator", pl.col("kind").cast(pl.String), "value").rows()
            rows = [row for row in rows if row[1] not in SPELT.get(name, ())]
            block = max(BLOCK.get(name, 1), 12)
            lost = [row for row in rows if not stands(*row, text, block)]
            assert not lost, path
            assert outcome(BY_NAME[name], content) == outcome(BY_NAME[name], content)


def test_a_json_place_is_a_path_that_leads_to_the_value(tmp_path):
    content = FILES["tool-json"][3]
    frame, _ = reading(BY_NAME["tool-json"], document(tmp_path / "d", content))
    record = json.loads(content)
    for locator, value in (
        frame.filter(pl.col("kind").cast(pl.String) != "html_title").select("locator", "value").rows()
    ):
        inner = record
        for step in re.findall(r"\.([\w-]+)|\[(\d+)\]", locator.partition("$")[2]):
            inner = inner[step[0]] if step[0] else inner[int(step[1])]
        assert str(inner) == value
