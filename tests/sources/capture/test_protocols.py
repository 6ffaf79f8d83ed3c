"""What units say of themselves, one protocol a test. Shapes from the RFCs and from ../shared/facts/device-evidence.md.

No public capture of a camera's own protocols exists: these frames are made, and named as such.
"""

import json
import struct

import pytest
import traffic
from traffic import CAMERA, CAMERA_IP, CLIENT, Stream, facts

SADP = b"""<?xml version="1.0" encoding="UTF-8"?>
<ProbeMatch><Uuid>1</Uuid><Types>inquiry</Types><DeviceType>135340</DeviceType><DeviceDescription>EX-2CD</DeviceDescription>
<DeviceSN>EX-2CD20200921AAWRE28576815</DeviceSN><MAC>44-19-b6-00-00-07</MAC><IPv4Address>10.4.0.7</IPv4Address>
<SoftwareVersion>V5.4.5build 170123</SoftwareVersion><Salt>c2FsdA</Salt></ProbeMatch>"""
DHIP = {
    "mac": "44:19:b6:00:00:07",
    "method": "client.notifyDevInfo",
    "params": {
        "deviceInfo": {"DeviceType": "EX-HDW", "SerialNo": "4K01FD2PAJ6E3FF", "Vendor": "General", "Password": "x"}
    },
}
DHIP_ANSWER = b"\x20\0\0\0DHIP" + bytes(24) + json.dumps(DHIP).encode() + b"\n\0"
WSD = b"""<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
 xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"
 xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference>
 <a:Address>urn:uuid:aa85c000-6324-11b3-819e-4419b6000007</a:Address></a:EndpointReference>
 <d:Types>dn:NetworkVideoTransmitter</d:Types><d:Scopes>onvif://www.onvif.org/name/EX%20CAM onvif://www.onvif.org/hardware/EX-2CD</d:Scopes>
 <d:XAddrs>http://10.4.0.7/onvif/device_service</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>"""
ISAPI = b"""<?xml version="1.0" encoding="UTF-8"?><DeviceInfo version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<deviceName>hall</deviceName><model>EX-2CD</model><serialNumber>EX-2CD20200921AAWRE28576815</serialNumber>
<macAddress>44:19:b6:00:00:07</macAddress></DeviceInfo>"""
CHANNELS = b"""<InputProxyChannelList xmlns="http://www.isapi.org/ver20/XMLSchema"><InputProxyChannel><id>3</id>
<sourceInputPortDescriptor><proxyProtocol>ONVIF</proxyProtocol><ipAddress>10.9.0.3</ipAddress><model>OTHER</model>
</sourceInputPortDescriptor></InputProxyChannel></InputProxyChannelList>"""
UPNP = b"""<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device>
<manufacturer>Example</manufacturer><modelName>EX-2CD</modelName><UDN>uuid:1-2-3-4419b6000007</UDN></device></root>"""


def http(body: bytes, *headers: bytes) -> bytes:
    lines = (b"HTTP/1.1 200 OK", b"Content-Length: %d" % len(body), *headers)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def name(text: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".")) + b"\0"


def record(owner: bytes, kind: int, data: bytes, dns_class: int = 0x8001) -> bytes:
    return owner + struct.pack(">HHIH", kind, dns_class, 120, len(data)) + data


def dns(flags: int, questions: list[bytes], records: list[bytes]) -> bytes:
    head = struct.pack(">6H", 7, flags, len(questions), len(records), 0, 0)
    return head + b"".join(questions) + b"".join(records)


def dhcp(options: bytes, operation: int = 1, yours: str = "0.0.0.0") -> bytes:
    head = struct.pack(">BBBB", operation, 1, 6, 0) + bytes(12) + traffic.ip(yours) + bytes(8)
    return head + traffic.mac(CAMERA) + bytes(202) + b"\x63\x82\x53\x63" + options + b"\xff"


def ber(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    assert len(content) < 256
    return bytes([tag, 0x81, len(content)]) + content


def snmp(*bindings: tuple[bytes, bytes]) -> bytes:
    variables = ber(0x30, *(ber(0x30, ber(0x06, oid), value) for oid, value in bindings))
    number = ber(0x02, b"\0")
    return ber(0x30, ber(0x02, b"\1"), ber(0x04, b"s3cret"), ber(0xA2, number, number, number, variables))


SYSTEM = b"\x2b\x06\x01\x02\x01\x01"
PRIVATE = b"\x2b\x06\x01\x04\x01\x82\xb1\x7d\x01\x01\x00"
MDNS = dns(
    0x8400,
    [],
    [
        record(name("cam-7.local"), 1, traffic.ip(CAMERA_IP)),
        record(name("_ex-video._tcp.local"), 12, name("EX CAM")),
        record(b"\xc0\x0c", 16, b"\x07model=1\x0bpassword=xy"),
        record(name("cam-7._device-info._tcp.local"), 16, b"\x0cmodel=EX-2CD"),
    ],
)


def letters(text: str, suffix: int) -> bytes:
    raw = text.ljust(15).encode() + bytes([suffix])
    return bytes([32]) + b"".join(bytes([65 + (o >> 4), 65 + (o & 15)]) for o in raw) + b"\0"


STATUS = b"\2" + b"NVR-HALL       \0\x04\0" + b"WORKGROUP      \0\x84\0" + traffic.mac(CAMERA) + bytes(40)
DATAGRAMS = {
    "SADP": (SADP, 37020, 37020, ("sadp.DeviceSN", "EX-2CD20200921AAWRE28576815")),
    "SADP from another port": (SADP, 50_000, 40_000, ("sadp.DeviceDescription", "EX-2CD")),
    "DHIP": (
        DHIP_ANSWER,
        37810,
        50_000,
        ("dhip.params.deviceInfo.SerialNo", "4K01FD2PAJ6E3FF"),
    ),
    "WS-Discovery": (WSD, 3702, 50_001, ("wsd.scopes.endpoint", "urn:uuid:aa85c000-6324-11b3-819e-4419b6000007")),
    "SSDP answer": (
        b"HTTP/1.1 200 OK\r\nLOCATION: http://10.4.0.7:49152/d.xml\r\nServer: EX UPnP/1.0\r\n\r\n",
        45_000,
        46_000,
        ("ssdp.LOCATION", "http://10.4.0.7:49152/d.xml"),
    ),
    "mDNS name": (MDNS, 5353, 5353, ("hostname", "cam-7.local")),
    "mDNS service": (MDNS, 5353, 5353, ("mdns.instance", "EX CAM")),
    "mDNS device": (MDNS, 5353, 5353, ("mdns.device-info.txt", "model=EX-2CD")),
    "LLMNR": (
        dns(0x8000, [name("cam-7") + b"\0\1\0\1"], [record(name("cam-7"), 1, traffic.ip(CAMERA_IP), 1)]),
        5355,
        50_000,
        ("hostname", "cam-7"),
    ),
    "NetBIOS registration": (
        dns(
            0x2910,
            [letters("NVR-HALL", 0x20) + b"\0\x20\0\1"],
            [record(b"\xc0\x0c", 32, b"\0\0" + traffic.ip(CAMERA_IP), 1)],
        ),
        137,
        137,
        ("hostname", "NVR-HALL"),
    ),
    "NetBIOS status": (dns(0x8400, [], [record(letters("*", 0), 33, STATUS, 1)]), 137, 137, ("hostname", "NVR-HALL")),
    "DNS": (
        dns(0x0100, [name("dev.example-cloud.test") + b"\0\1\0\1"], []),
        40_000,
        53,
        ("dns.query", "dev.example-cloud.test"),
    ),
    "DHCP host name": (dhcp(b"\x35\1\1\x0c\5cam-7"), 68, 67, ("hostname", "cam-7")),
    "DHCP class": (dhcp(b"\x3c\x05udhcp"), 68, 67, ("dhcp_vendor_class", "udhcp")),
    "DHCP in the file field": (
        dhcp(b"\x34\1\1")[:108] + b"\x3c\x05udhcp\xff" + dhcp(b"\x34\1\1")[116:],
        68,
        67,
        ("dhcp_vendor_class", "udhcp"),
    ),
    "DHCP requests": (dhcp(b"\x37\3\1\3\6"), 68, 67, ("dhcp.parameter_request_list", "1,3,6")),
    "DHCP full name": (dhcp(b"\x51\x0a\4\0\0\3cam\2lo"), 68, 67, ("hostname", "cam.lo")),
    "DHCP client": (dhcp(b"\x3d\7\1" + traffic.mac(CAMERA)), 68, 67, ("mac", CAMERA)),
    "DHCPv6": (
        b"\1\0\0\1\0\1\0\x0a\0\3\0\1" + traffic.mac(CAMERA) + b"\0\x27\0\5\0\3cam",
        546,
        547,
        ("hostname", "cam"),
    ),
    "SNMP description": (
        snmp((SYSTEM + b"\1\0", ber(0x04, b"EX products"))),
        161,
        50_000,
        ("snmp.sys_description", "EX products"),
    ),
    "SNMP identifier": (
        snmp((SYSTEM + b"\2\0", ber(0x06, PRIVATE))),
        161,
        50_000,
        ("snmp.sys_object_id", "1.3.6.1.4.1.39165.1.1.0"),
    ),
    "SNMP model": (snmp((PRIVATE, ber(0x04, b"EX-2CD"))), 161, 50_000, ("snmp.1.3.6.1.4.1.39165.1.1.0", "EX-2CD")),
    "SIP": (
        b'REGISTER sip:x SIP/2.0\r\nUser-Agent: EX Door 1.0\r\nAuthorization: Digest username="a"\r\n\r\n',
        5060,
        5060,
        ("sip_header.user_agent", "EX Door 1.0"),
    ),
}


@pytest.mark.parametrize(("payload", "source", "target", "expected"), DATAGRAMS.values(), ids=DATAGRAMS)
def test_datagrams(capture, payload, source, target, expected):
    frame, sink = capture(traffic.pcap([traffic.datagram(payload, source, target)]))
    assert (CAMERA, *expected) in facts(frame)
    assert not sink.problems


TYPED = b"\xff\xfb\x01\xff\xfd\x18\r\nEX Door\r\nlogin: admin\r\nPassword: "
STREAMS = {
    "server": (80, http(b"", b"Server: EX-Webs"), ("http_header.server", "EX-Webs")),
    "realm": (
        80,
        http(b"", b'WWW-Authenticate: Digest qop="auth", realm="EX 1", nonce="77"'),
        ("http_header.wwwauth", 'Digest realm="EX 1", qop="auth"'),
    ),
    "title": (80, http(b"<html><TITLE>\n EX &amp; Co </TITLE>"), ("html_title", "EX & Co")),
    "chunks": (
        80,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n<title>EX\r\n8\r\n</title>\r\n0\r\n\r\n",
        ("html_title", "EX"),
    ),
    "second answer": (80, http(b"no") + http(b"", b"Server: EX-Webs"), ("http_header.server", "EX-Webs")),
    "user agent": (
        40_000,
        b"POST /alarm HTTP/1.1\r\nHost: n\r\nUser-Agent: EX-Cam/2.1\r\n\r\n",
        ("http_header.user_agent", "EX-Cam/2.1"),
    ),
    "description": (49_152, http(UPNP), ("upnp.modelName", "EX-2CD")),
    "ISAPI": (80, http(ISAPI), ("isapi.deviceInfo.model", "EX-2CD")),
    "magicBox": (80, http(b"deviceType=31\r\nupdateSerial=EX-NVR\r\n"), ("magicbox.updateSerial", "EX-NVR")),
    "RTSP server": (554, b"RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: EX Rtsp\r\n\r\n", ("rtsp_header.server", "EX Rtsp")),
    "RTSP realm": (
        554,
        b'RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="Login to 4K", nonce="1"\r\n\r\n',
        ("rtsp_header.wwwauth", 'Digest realm="Login to 4K"'),
    ),
    "SSH": (22, b"SSH-2.0-EX_1\r\n", ("ssh.banner", "SSH-2.0-EX_1")),
    "FTP": (21, b"220-EX\r\n220 ready\r\n331 user\r\n", ("ftp.banner", "220-EX\n220 ready")),
    "Telnet": (23, TYPED, ("telnet.banner", "EX Door\nlogin:")),
}


@pytest.mark.parametrize(("port", "data", "expected"), STREAMS.values(), ids=STREAMS)
def test_streams(capture, port, data, expected):
    frame, _ = capture(traffic.pcap(Stream(port, 40_000).frames(data)))
    assert (CAMERA, *expected) in facts(frame)


def test_a_packed_page_is_unpacked_within_its_limit(capture):
    import gzip

    page = gzip.compress(b"<title>EX</title>" + bytes(50_000_000))
    frame, _ = capture(traffic.pcap(Stream(80, 40_000).frames(http(page[:9_000], b"Content-Encoding: gzip"))))
    assert (CAMERA, "html_title", "EX") in facts(frame)


def test_the_path_that_is_asked_of_a_unit_is_the_units(capture):
    asks = Stream(40_000, 554, sender=CLIENT, source_ip=traffic.CLIENT_IP, target_ip=CAMERA_IP)
    request = b"DESCRIBE rtsp://admin:s3cret@10.4.0.7:554/Streaming/Channels/101?user=admin RTSP/1.0\r\nCSeq: 2\r\n\r\n"
    answer = Stream(554, 40_000).frames(b"RTSP/1.0 200 OK\r\nCSeq: 2\r\n\r\n")
    frame, sink = capture(traffic.pcap([*asks.frames(request), *answer]))
    path = "/Streaming/Channels/101?user="
    assert facts(frame, "rtsp.path") == {(CAMERA, "rtsp.path", path)}
    assert "s3cret" not in str(frame.rows())
    assert "=admin" not in str(frame.rows())
    assert sink.dropped["login in an address"] == 2


def test_a_recorder_speaks_for_its_cameras_and_they_stay_apart(capture):
    frame, _ = capture(traffic.pcap(Stream(80, 40_000).frames(http(ISAPI) + http(CHANNELS))))
    channel = f"channel 3 of {CAMERA}"
    kind = "isapi.inputProxyChannel.sourceInputPortDescriptor.model"
    assert (channel, kind, "OTHER") in facts(frame)
    assert (CAMERA, "isapi.deviceInfo.deviceName", "hall") in facts(frame)


def test_a_lease_ties_address_and_mac(capture):
    answer = dhcp(b"\x35\1\5", 2, "10.4.0.77")
    frame, _ = capture(traffic.pcap([traffic.datagram(answer, 67, 68, traffic.ROUTER, source="10.4.0.254")]))
    assert (CAMERA, "ip", "10.4.0.77") in facts(frame)


def test_what_a_unit_tells_its_switch(capture):
    tlvs = [
        (1, b"\4" + traffic.mac(CAMERA)),
        (2, b"\3" + traffic.mac(CAMERA)),
        (3, b"\0\x78"),
        (5, b"cam-7"),
        (6, b"EX Camera 5.4"),
        (127, b"\0\x12\xbb\x09Example"),
        (127, b"\0\x12\xbb\x0aEX-2CD"),
        (8, b"\5\1" + traffic.ip(CAMERA_IP) + b"\2\0\0\0\1\0"),
        (0, b""),
    ]
    payload = b"".join(struct.pack(">H", kind << 9 | len(value)) + value for kind, value in tlvs)
    frame, _ = capture(traffic.pcap([traffic.ether(payload, kind=0x88CC)]))
    assert {
        (CAMERA, "lldp.chassis_id", CAMERA),
        (CAMERA, "lldp.system_description", "EX Camera 5.4"),
        (CAMERA, "lldp.manufacturer", "Example"),
        (CAMERA, "lldp.model", "EX-2CD"),
        (CAMERA, "ip", CAMERA_IP),
    } <= facts(frame)


def test_what_a_unit_tells_a_switch_by_cdp(capture):
    tlvs = [(1, b"cam-7"), (6, b"EX-2CD"), (5, b"EX 5.4"), (2, b"\0\0\0\1\1\1\xcc\0\4" + traffic.ip(CAMERA_IP))]
    body = b"\2\xb4\0\0" + b"".join(struct.pack(">HH", kind, 4 + len(value)) + value for kind, value in tlvs)
    packet = b"\xaa\xaa\3\0\0\x0c\x20\0" + body
    frame, _ = capture(traffic.pcap([traffic.ether(packet, target="01:00:0c:cc:cc:cc", kind=len(packet))]))
    assert {(CAMERA, "cdp.platform", "EX-2CD"), (CAMERA, "hostname", "cam-7"), (CAMERA, "ip", CAMERA_IP)} <= facts(
        frame
    )


def test_an_access_point_names_its_network_and_maker(capture):
    setup = b"\0\x50\xf2\4\x10\x21\0\7Example\x10\x23\0\6EX-FLY"
    elements = b"\0\7EX-Wifi" + bytes([221, len(setup)]) + setup
    beacon = b"\x80\0\0\0" + b"\xff" * 6 + traffic.mac(CAMERA) * 2 + b"\0\0" + bytes(12) + elements
    frame, _ = capture(traffic.pcap([beacon], 105))
    assert {
        (CAMERA, "wifi.ssid", "EX-Wifi"),
        (CAMERA, "wps.manufacturer", "Example"),
        (CAMERA, "wps.model_name", "EX-FLY"),
    } <= facts(frame)


def test_the_same_announcement_is_said_once(capture):
    frames = [traffic.datagram(SADP, 37020, 37020) for _ in range(50)]
    frame, _ = capture(traffic.pcap(frames))
    assert frame.filter(frame["value"] == "EX-2CD").height == 1


def test_a_relayed_client_is_not_the_relay(capture):
    client = DATAGRAMS["DHCPv6"][0]
    relayed = b"\x0c\0" + bytes(16) + traffic.ip("fe80::7") + struct.pack(">HH", 9, len(client)) + client
    packet = traffic.ipv6(17, traffic.udp(relayed, 547, 547), "fd00::fe", "fd00::53")
    frame, _ = capture(traffic.pcap([traffic.ether(packet, traffic.ROUTER)]))
    assert facts(frame, "hostname") == {("fe80::7", "hostname", "cam")}
    assert ("fe80::7", "mac", CAMERA) in facts(frame)


def test_who_looks_for_a_unit_is_not_that_unit(capture):
    question = WSD.replace(b"ProbeMatches", b"Resolve").replace(b"<d:ProbeMatch>", b"").replace(b"</d:ProbeMatch>", b"")
    frame, _ = capture(traffic.pcap([traffic.datagram(question, 50_000, 3702)]))
    assert not facts(frame, "wsd.scopes.endpoint")
