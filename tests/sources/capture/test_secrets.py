"""Credentials that pass by are dropped, counted and written nowhere."""

import pytest
import traffic
from test_protocols import DATAGRAMS, MDNS, TYPED, http, snmp
from traffic import CAMERA_IP, CLIENT, CLIENT_IP, Stream


def asks(port: int, data: bytes) -> list[bytes]:
    stream = Stream(40_000, port, sender=CLIENT, source_ip=CLIENT_IP, target_ip=CAMERA_IP)
    return list(stream.frames(data))


def test_nothing_of_a_credential_is_kept(capture):
    frames = [
        *asks(80, b"GET / HTTP/1.1\r\nAuthorization: Basic YWRtaW46czNjcmV0\r\nCookie: id=s3cret\r\n\r\n"),
        *asks(21, b"USER admin\r\nPASS s3cret\r\n"),
        *asks(23, b"admin\r\ns3cret\r\n"),
        *asks(554, b"DESCRIBE rtsp://h/user=admin_password=s3cret_channel=1.sdp RTSP/1.0\r\n\r\n"),
        *Stream(80, 40_001).frames(http(b"", b"Set-Cookie: session=s3cret; path=/")),
        *Stream(23, 40_002).frames(TYPED + b"s3cret"),
        traffic.datagram(snmp(), 161, 50_000),
        traffic.datagram(MDNS, 5353, 5353),
        traffic.datagram(*DATAGRAMS["DHIP"][:3]),
        traffic.datagram(*DATAGRAMS["SIP"][:3]),
        traffic.datagram(*DATAGRAMS["SADP"][:3]),
    ]
    frame, sink = capture(traffic.pcap(frames))
    shown = str(frame.rows()) + str(sink.problems) + str(sink.notes)
    for secret in ("s3cret", "YWRtaW4", "password=xy", "=admin", "username"):
        assert secret not in shown
    dropped = sink.dropped
    assert dropped["authorization header"] == 2
    assert dropped["cookie header"] == 1
    assert dropped["FTP password"] == 1
    assert dropped["Telnet input"] == 1
    assert dropped["SNMP community"] == 1
    assert dropped["cookie value"] == 1
    assert dropped["login in an address"] == 2
    assert dropped["mDNS text named like a credential"] == 1
    assert dropped["Password"] == 1


def test_an_snmp_value_equal_to_the_community_is_not_kept(capture):
    from test_protocols import PRIVATE, ber

    frame, _ = capture(traffic.pcap([traffic.datagram(snmp((PRIVATE, ber(0x04, b"s3cret"))), 161, 50_000)]))
    assert "s3cret" not in str(frame.rows())


@pytest.mark.parametrize(
    ("asked", "path", "dropped"),
    [
        ("rtsp://h:554/cam/realmonitor?channel=1&subtype=0", "/cam/realmonitor?channel=1&subtype=0", 0),
        ("rtsp://h/cam/realmonitor?channel=1&authbasic=YWRtaW46czNjcmV0", "/cam/realmonitor?channel=1&authbasic=", 1),
        ("rtsp://admin:s3/cret@h/live", "/live", 1),
        ("rtsp://h/user=admin&password=s3/cr&et&channel=1.sdp", "/user=&password=&channel=1.sdp", 2),
        ("/user=admin_password=s3cret_channel=2_stream=0.sdp", "/user=_password=_channel=2_stream=0.sdp", 2),
    ],
)
def test_a_path_is_kept_without_its_login(capture, asked, path, dropped):
    frame, sink = capture(traffic.pcap(asks(554, f"DESCRIBE {asked} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode())))
    assert {value for _, _, value in traffic.facts(frame, "rtsp.path")} == {path}
    assert sink.dropped["login in an address"] == dropped
