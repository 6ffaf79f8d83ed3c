"""ISAPI answers as XML and JSON; a recorder speaks for its cameras."""

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.interface import Document
from nameplate.sources.isapi import READERS

XML, JSON = READERS
SPACE = 'xmlns="http://www.isapi.org/ver20/XMLSchema"'

DEVICE = f"""<?xml version="1.0" encoding="UTF-8"?>
<DeviceInfo version="2.0" {SPACE}>
<deviceName>yard</deviceName><deviceID>48473336-3939-3233-3034-4419b6001122</deviceID><model>EX-2386</model>
<serialNumber>EX-238620190312AAWRJ25492939</serialNumber><macAddress>44:19:b6:00:11:22</macAddress>
<firmwareVersion>V5.7.18</firmwareVersion><telecontrolID>88</telecontrolID><description></description>
</DeviceInfo>
"""
PLAIN = DEVICE.replace(f" {SPACE}", "")
CHANNELS = f"""<InputProxyChannelList version="2.0" {SPACE}>
<InputProxyChannel><id>1</id><name>Hall</name><sourceInputPortDescriptor><proxyProtocol>HIKVISION</proxyProtocol>
<ipAddress>10.4.0.11</ipAddress><userName>admin</userName><model>EX-1</model><serialNumber>S1</serialNumber>
</sourceInputPortDescriptor></InputProxyChannel>
<InputProxyChannel><id>3</id><name>Yard</name><sourceInputPortDescriptor><proxyProtocol>ONVIF</proxyProtocol>
<ipAddress>10.4.0.13</ipAddress><password>hunter2</password><model>OTHER-3</model></sourceInputPortDescriptor>
</InputProxyChannel></InputProxyChannelList>
"""
EVENT = f"""<EventNotificationAlert version="2.0" {SPACE}><ipAddress>10.4.0.9</ipAddress><portNo>443</portNo>
<macAddress>44:19:b6:00:11:22</macAddress><channelID>1</channelID><dateTime>2026-11-19T16:53:28+01:00</dateTime>
<eventType>IO</eventType><channelName>Hall</channelName><DetectionRegionList><x><y>1</y></x></DetectionRegionList>
</EventNotificationAlert>
"""
OTHER = f"<ResponseStatus version='2.0' {SPACE}><statusCode>3</statusCode></ResponseStatus>"
DUMP = json.dumps(
    {
        "data": {
            "ISAPI": {
                "ContentMgmt/InputProxy/channels": {
                    "response": {
                        "InputProxyChannelList": {
                            "@size": "2",
                            "InputProxyChannel": [
                                {
                                    "id": "1",
                                    "sourceInputPortDescriptor": {
                                        "ipAddress": "10.4.0.11",
                                        "userName": "admin",
                                        "model": "EX-1",
                                        "deviceID": None,
                                    },
                                },
                                {"id": "2", "sourceInputPortDescriptor": {"model": "OTHER-3"}},
                            ],
                        }
                    }
                },
                "System/deviceInfo": {
                    "response": {
                        "DeviceInfo": {
                            "@xmlns": "http://www.isapi.org/ver20/XMLSchema",
                            "model": "EX-7732",
                            "serialNumber": "EX-7732-1",
                        }
                    }
                },
                "System/Holidays": {"status_code": 403},
            }
        }
    }
)


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_device_information_is_named_by_its_serial_number(read):
    frame, _ = read(XML, DEVICE)
    found = facts(frame, "EX-238620190312AAWRJ25492939")
    assert found["isapi.deviceInfo.model"] == "EX-2386"
    assert found["isapi.deviceInfo.xmlns"] == "http://www.isapi.org/ver20/XMLSchema"
    assert found["isapi.deviceInfo.version"] == "2.0"
    assert "isapi.deviceInfo.description" not in found
    assert "/DeviceInfo/serialNumber" in frame["locator"].to_list()


def test_an_answer_without_a_namespace_is_read_as_well(read, tmp_path):
    assert XML.claim(Document("x", tmp_path, len(PLAIN), PLAIN.encode())) is not None
    frame, _ = read(XML, PLAIN)
    found = facts(frame, "EX-238620190312AAWRJ25492939")
    assert found["isapi.deviceInfo.macAddress"] == "44:19:b6:00:11:22"
    assert "isapi.deviceInfo.xmlns" not in found


def test_each_channel_of_a_recorder_is_a_subject_of_its_own(read):
    frame, sink = read(XML, CHANNELS, "nvr.xml")
    assert facts(frame, "channel 3 of nvr.xml")["isapi.inputProxyChannel.sourceInputPortDescriptor.model"] == "OTHER-3"
    assert sink.rows == 2
    place = "/InputProxyChannelList/InputProxyChannel[2]/sourceInputPortDescriptor/model"
    assert place in frame["locator"].to_list()


def test_credentials_of_channels_are_dropped_and_counted(read):
    frame, sink = read(XML, CHANNELS)
    assert not {"admin", "hunter2"} & set(frame["value"])
    assert dict(sink.dropped) == {"userName": 1, "password": 1}


def test_what_lies_below_a_secret_name_is_dropped_too(read):
    nested = CHANNELS.replace("<password>hunter2</password>", "<passwordInfo><value>hunter2</value></passwordInfo>")
    frame, sink = read(XML, nested)
    assert "hunter2" not in frame["value"].to_list()
    assert sink.dropped["passwordInfo"] == 1


def test_an_event_tells_who_sent_it_and_when(read):
    frame, _ = read(XML, EVENT)
    found = facts(frame, "44:19:b6:00:11:22")
    assert found["isapi.event.ipAddress"] == "10.4.0.9"
    assert frame["observed_at"].unique().to_list() == [dt.datetime(2026, 11, 19, 15, 53, 28, tzinfo=dt.UTC)]
    assert not any("Region" in kind for kind in found)


def test_an_answer_that_tells_nothing_of_the_unit_is_counted(read):
    frame, sink = read(XML, OTHER)
    assert frame.is_empty()
    assert "ResponseStatus" in sink.skipped[0].what


def test_a_dump_names_channels_after_their_recorder_wherever_it_stands(read):
    frame, sink = read(JSON, DUMP)
    assert facts(frame, "EX-7732-1")["isapi.deviceInfo.model"] == "EX-7732"
    channel = facts(frame, "channel 1 of EX-7732-1")
    assert channel["isapi.inputProxyChannel.sourceInputPortDescriptor.model"] == "EX-1"
    assert sink.rows == 3
    assert dict(sink.dropped) == {"userName": 1}


def test_json_places_lead_back_to_the_value(read):
    frame, _ = read(JSON, DUMP)
    place = "$.data.ISAPI['System/deviceInfo'].response.DeviceInfo.model"
    assert frame.filter(pl.col("locator") == place)["value"].to_list() == ["EX-7732"]


def test_a_single_answer_as_json_is_read(read, tmp_path):
    content = '{"DeviceInfo": {"model": "EX-1", "macAddress": "44:19:b6:00:11:22", "isSupport": true}}'
    assert JSON.claim(Document("x", tmp_path, len(content), content.encode())) is not None
    frame, _ = read(JSON, content)
    assert facts(frame, "44:19:b6:00:11:22")["isapi.deviceInfo.isSupport"] == "true"


def test_json_without_an_answer_is_an_error_with_advice(read):
    with pytest.raises(SourceError, match="deviceInfo"):
        read(JSON, '{"data": {"ISAPI": {"x": 1}}}')


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_other_documents_are_not_claimed(reader, tmp_path):
    for content in (b"", b"<DeviceInfo/>", b'{"data": []}', b"<a/>", b"\0\0", b'{"ISAPI": 1}'):
        assert reader.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(DEVICE.encode(), CHANNELS.encode(), EVENT.encode(), DUMP.encode()))
def test_no_damage_raises(content):
    for reader in READERS:
        survives(reader, content)


@pytest.mark.shared
def test_real_dumps_name_the_model_of_their_file(shared: Path, read):
    files = sorted((shared / "samples/isapi").rglob("devices/*.json"))
    assert len(files) == 9
    channels = 0
    for path in files:
        frame, sink = read(JSON, path)
        model = frame.filter(pl.col("kind").cast(pl.String) == "isapi.deviceInfo.model")["value"].to_list()
        assert len(model) == 1
        assert path.stem in model[0].replace("(A)", ""), path.name
        assert not sink.problems
        channels += sink.rows - 1
        assert frame["subject"].n_unique() == sink.rows
    assert channels == 31


@pytest.mark.shared
def test_cameras_of_other_makers_behind_a_recorder_are_seen(shared: Path, read):
    path = next((shared / "samples/isapi").rglob("devices/DS-7732NI-M4.json"))
    frame, _ = read(JSON, path)
    models = frame.filter(pl.col("kind").cast(pl.String).str.ends_with("sourceInputPortDescriptor.model"))["value"]
    assert {"IPC-T620-Z", "JVSWO708-PO300M2"} <= set(models)
