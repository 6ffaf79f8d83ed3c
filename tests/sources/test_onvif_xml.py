"""ONVIF answers: by namespace and not by prefix, subjects, scopes as sent, vendor namespaces."""

from pathlib import Path

import polars as pl
import pytest
from hostile import damaged, few, survives
from hypothesis import given

from nameplate.errors import SourceError
from nameplate.sources.interface import Document
from nameplate.sources.onvif_xml import READER

DEVICE = 'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"'


def envelope(body: str, extra: str = "", soap: str = "env") -> str:
    return (
        f'<?xml version="1.0"?><{soap}:Envelope xmlns:{soap}="http://www.w3.org/2003/05/soap-envelope" {DEVICE} '
        f'xmlns:tt="http://www.onvif.org/ver10/schema" {extra}><{soap}:Body>{body}</{soap}:Body></{soap}:Envelope>'
    )


INFORMATION = envelope(
    "<tds:GetDeviceInformationResponse><tds:Manufacturer>Example</tds:Manufacturer><tds:Model>EX-1</tds:Model>"
    "<tds:FirmwareVersion>V5.3.4 build 160830</tds:FirmwareVersion><tds:SerialNumber>EX-1001</tds:SerialNumber>"
    "<tds:HardwareId>88</tds:HardwareId></tds:GetDeviceInformationResponse>",
    'xmlns:x="http://vendor.example/event/topics"',
)
SCOPES = envelope(
    "<tds:GetScopesResponse>"
    + "".join(
        f"<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>{scope}</tt:ScopeItem></tds:Scopes>"
        for scope in ("onvif://www.onvif.org/hardware/EX-1", "onvif://www.onvif.org/name/EXAMPLE%20EX-1")
    )
    + "</tds:GetScopesResponse>"
)
INTERFACES = envelope(
    '<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="eth0"><tt:Info><tt:Name>eth0</tt:Name>'
    "<tt:HwAddress>44:19:b6:00:11:22</tt:HwAddress></tt:Info><tt:IPv4><tt:Config><tt:Manual><tt:Address>10.4.0.9"
    "</tt:Address></tt:Manual></tt:Config></tt:IPv4><tt:IPv6><tt:Config><tt:LinkLocal><tt:Address>fe80::1</tt:Address>"
    "</tt:LinkLocal></tt:Config></tt:IPv6></tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>",
    soap="SOAP-ENV",
)
MATCH = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
    "<s:Body><d:ProbeMatches>"
    + "".join(
        f"<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:{n}-6324-11b3-819e-4419b6001122</a:Address></a:EndpointReference>"
        "<d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/hardware/EX-1\n"
        "onvif://www.onvif.org/name/EXAMPLE%20EX-1 onvif://www.onvif.org/MAC/44:19:b6:00:11:22</d:Scopes>"
        f"<d:XAddrs>http://10.4.0.{n}/onvif/device_service http://[fe80::1]/onvif</d:XAddrs></d:ProbeMatch>"
        for n in (8, 9)
    )
    + "</d:ProbeMatches></s:Body></s:Envelope>"
)
OTHER = envelope("<tds:GetSystemDateAndTimeResponse/>")


def facts(frame: pl.DataFrame, subject: str) -> dict[str, str]:
    return dict(frame.filter(pl.col("subject") == subject).select(pl.col("kind").cast(pl.String), "value").rows())


def test_device_information_is_named_by_its_serial_number(read):
    frame, _ = read(READER, INFORMATION)
    assert facts(frame, "EX-1001") == {
        "onvif.deviceinformation.Manufacturer": "Example",
        "onvif.deviceinformation.Model": "EX-1",
        "onvif.deviceinformation.FirmwareVersion": "V5.3.4 build 160830",
        "onvif.deviceinformation.SerialNumber": "EX-1001",
        "onvif.deviceinformation.HardwareId": "88",
        "onvif.xmlns": "http://vendor.example/event/topics",
    }
    assert "/GetDeviceInformationResponse/SerialNumber" in frame["locator"].to_list()


def test_without_a_serial_number_the_document_is_the_subject(read):
    frame, _ = read(READER, INFORMATION.replace("EX-1001", ""), "cam/info.xml")
    assert facts(frame, "cam/info.xml")["onvif.deviceinformation.Model"] == "EX-1"


def test_prefixes_do_not_matter_and_namespaces_do(read):
    other = INFORMATION.replace("tds:", "ns9:").replace("xmlns:tds", "xmlns:ns9")
    frame, _ = read(READER, other)
    assert "EX-1001" in frame["subject"].to_list()
    frame, sink = read(READER, INFORMATION.replace("ver10/device/wsdl", "ver10/elsewhere/wsdl"))
    assert frame.is_empty()
    assert sink.skipped


def test_scopes_stay_encoded_and_blank_separated(read):
    frame, _ = read(READER, SCOPES, "cam/scopes.xml")
    scopes = "onvif://www.onvif.org/hardware/EX-1 onvif://www.onvif.org/name/EXAMPLE%20EX-1"
    assert facts(frame, "cam/scopes.xml")["wsd.scopes.scopes"] == scopes


def test_an_interface_gives_its_hardware_address_and_no_link_local_address(read):
    frame, _ = read(READER, INTERFACES)
    found = frame.select(pl.col("kind").cast(pl.String), "value").rows()
    assert ("onvif.networkinterfaces.HwAddress", "44:19:b6:00:11:22") in found
    assert [value for kind, value in found if kind == "ip"] == ["10.4.0.9"]


def test_each_probe_match_is_a_subject(read):
    frame, sink = read(READER, MATCH)
    found = facts(frame, "urn:uuid:9-6324-11b3-819e-4419b6001122")
    assert found["ip"] == "10.4.0.9"
    assert found["mac"] == "44:19:b6:00:11:22"
    assert found["wsd.scopes.types"] == "dn:NetworkVideoTransmitter"
    assert found["wsd.scopes.scopes"].count(" ") == 2
    assert sink.rows == 2


def test_an_answer_without_identity_is_no_device(read):
    frame, sink = read(READER, OTHER)
    assert frame.is_empty()
    assert "GetSystemDateAndTimeResponse" in sink.skipped[0].what
    assert not sink.problems


def test_a_cut_answer_is_read_so_far_and_named(read):
    frame, sink = read(READER, INFORMATION[: INFORMATION.index("<tds:HardwareId>")])
    assert facts(frame, "EX-1001")["onvif.deviceinformation.Model"] == "EX-1"
    assert sink.problems


def test_what_is_no_xml_is_an_error(read):
    with pytest.raises(SourceError):
        read(READER, b"--boundary\r\nbinary")


@pytest.mark.parametrize(
    "content", [b"", b"<Envelope/>", b"<a xmlns='http://www.onvif.org/ver10/schema'/>", b"{}", b"GIF89a"]
)
def test_other_documents_are_not_claimed(content, tmp_path):
    assert READER.claim(Document("x", tmp_path, len(content), content)) is None


@few
@given(damaged(INFORMATION.encode(), SCOPES.encode(), INTERFACES.encode(), MATCH.encode()))
def test_no_damage_raises(content):
    survives(READER, content)


@pytest.mark.shared
def test_real_answers_are_read_without_a_problem(shared: Path, read):
    folder = shared / "samples/onvif"
    makers = {}
    for path in sorted(folder.rglob("*.xml")):
        with path.open("rb") as stream:
            head = stream.read(65_536)
        if READER.claim(Document("x", path, path.stat().st_size, head)) is None:
            continue
        frame, sink = read(READER, path)
        assert not sink.problems, path
        for kind, value in frame.select(pl.col("kind").cast(pl.String), "value").rows():
            if kind == "onvif.deviceinformation.Manufacturer":
                makers[path.parts[-3]] = value
    assert set(makers.values()) == {"AXIS", "HIKVISION", "TRENDnet", "Milesight Technology Co.,Ltd."}


@pytest.mark.shared
def test_a_relabelled_camera_shares_a_vendor_namespace_with_its_maker(shared: Path, read):
    folder = next((shared / "samples/onvif").rglob("trendnet")).parent
    spaces = {}
    for name in ("axis", "trendnet", "hikvision-fixed"):
        frame, _ = read(READER, folder / name / "core/GetDeviceInformation.Response.xml")
        spaces[name] = set(frame.filter(pl.col("kind").cast(pl.String) == "onvif.xmlns")["value"])
    assert spaces["trendnet"] & spaces["hikvision-fixed"]
    assert not spaces["trendnet"] & spaces["axis"]
