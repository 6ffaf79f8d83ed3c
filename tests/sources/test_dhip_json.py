"""DHIP discovery answers, bare or behind their headers."""

import json

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.dhip_json import READER
from nameplate.sources.interface import Document

ANSWER = {
    "mac": "38:c4:e8:00:11:22",
    "method": "client.notifyDevInfo",
    "params": {
        "deviceInfo": {
            "DeviceClass": "IPC",
            "DeviceType": "EX-TIP3401",
            "SerialNo": "6J0E022PAG35073",
            "Vendor": "General",
            "Version": "2.800.106F004.0.R",
            "UserName": "admin",
            "IPv4Address": {"IPAddress": "10.4.0.9"},
        }
    },
}
ONE = json.dumps(ANSWER).encode()
HEADER = b"\x20\0\0\0DHIP" + b"\0" * 8 + b"\x10\x02\0\0\0\0\0\0" * 2
CAPTURED = (
    HEADER + ONE + b"\n" + HEADER + ONE.replace(b"6J0E022PAG35073", b"6J0E022PAG35074") + b"\n" + HEADER + ONE[:60]
)


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_an_answer_gives_its_fields_by_their_path(read):
    frame, _ = read(READER, ONE)
    found = facts(frame, "6J0E022PAG35073")
    assert found["dhip.mac"] == "38:c4:e8:00:11:22"
    assert found["dhip.params.deviceInfo.DeviceType"] == "EX-TIP3401"
    assert found["dhip.params.deviceInfo.Vendor"] == "General"
    assert found["dhip.params.deviceInfo.IPv4Address.IPAddress"] == "10.4.0.9"


def test_names_of_users_are_dropped(read):
    frame, sink = read(READER, ONE)
    assert "admin" not in frame["value"].to_list()
    assert sink.dropped["UserName"] == 1


def test_answers_behind_headers_are_told_apart_and_a_cut_one_is_named(read, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(CAPTURED), CAPTURED)) is not None
    frame, sink = read(READER, CAPTURED)
    assert set(frame["subject"]) == {"6J0E022PAG35073", "6J0E022PAG35074"}
    assert [p.locator for p in sink.problems] == ["line 3"]


def test_a_document_without_a_complete_answer_is_an_error(read):
    with pytest.raises(SourceError, match="complete"):
        read(READER, ONE[:50])


@pytest.mark.parametrize(
    "content",
    [b"", b'{"channel": "dhip", "raw": {"method": "client.notifyDevInfo"}}', b"client.notifyDevInfo {", b"[]"],
)
def test_other_documents_are_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(ONE, HEADER.replace(b"\0", b" ") + ONE))
def test_no_damage_raises(content):
    survives(READER, content)
