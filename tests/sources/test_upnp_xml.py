"""UPnP device descriptions and SADP answers."""

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.sources.interface import Document
from nameplate.sources.upnp_xml import READERS

UPNP, SADP = READERS

DESCRIPTION = """<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major></specVersion>
<URLBase>http://10.4.0.9:49152/</URLBase><device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType>
<friendlyName>cam - hall</friendlyName><manufacturer>Example</manufacturer><modelName>EX-1</modelName>
<modelNumber>EX-1-A</modelNumber><serialNumber>S123</serialNumber><UDN>uuid:1-2-3-4419b6001122</UDN>
<presentationURL>http://10.4.0.9:80</presentationURL>
<deviceList><device><friendlyName>WANDevice</friendlyName><manufacturer>Other</manufacturer></device></deviceList>
</device></root>
"""
ANSWERS = """<?xml version="1.0"?><Answers>
<ProbeMatch><Uuid>1</Uuid><DeviceDescription>EX-1</DeviceDescription><DeviceSN>EX-120200921AAWRE28576815</DeviceSN>
<MAC>44-19-b6-00-11-22</MAC><IPv4Address>10.4.0.9</IPv4Address><SoftwareVersion>V5.4.5build 170123</SoftwareVersion>
<Salt>abc</Salt></ProbeMatch>
<Probematch><devicesn>EX-2</devicesn><mac>44-19-b6-00-11-23</mac></Probematch></Answers>
"""


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    rows = frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows()
    return dict(reversed(rows))


def test_a_description_gives_the_root_devices_fields_by_its_udn(read):
    frame, sink = read(UPNP, DESCRIPTION)
    found = facts(frame, "uuid:1-2-3-4419b6001122")
    assert found["upnp.manufacturer"] == "Example"
    assert found["upnp.modelName"] == "EX-1"
    assert found["upnp.modelNumber"] == "EX-1-A"
    assert found["upnp.serialNumber"] == "S123"
    assert found["ip"] == "10.4.0.9"
    assert sink.rows == 1


def test_an_embedded_device_is_a_part_of_the_same_unit(read):
    frame, _ = read(UPNP, DESCRIPTION)
    assert frame["subject"].n_unique() == 1
    assert "/root/device//device[1]/manufacturer" in frame["locator"].to_list()


def test_a_description_without_a_device_is_named(read):
    _, sink = read(UPNP, '<root xmlns="urn:schemas-upnp-org:device-1-0"/>')
    assert sink.problems


def test_sadp_answers_are_taken_by_name_in_any_case(read):
    frame, sink = read(SADP, ANSWERS)
    found = facts(frame, "EX-120200921AAWRE28576815")
    assert found["sadp.DeviceDescription"] == "EX-1"
    assert found["sadp.MAC"] == "44-19-b6-00-11-22"
    assert facts(frame, "EX-2")["sadp.mac"] == "44-19-b6-00-11-23"
    assert sink.rows == 2


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.name)
def test_other_documents_are_not_claimed(reader, tmp_path):
    others = (b"", b"<root/>", b"<ProbeMatch/>", b"<Envelope><ProbeMatch><DeviceSN/></ProbeMatch></Envelope>", b"{}")
    for content in others:
        assert reader.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(DESCRIPTION.encode(), ANSWERS.encode()))
def test_no_damage_raises(content):
    for reader in READERS:
        survives(reader, content)
