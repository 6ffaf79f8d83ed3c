"""Real captures of ../shared/samples/pcap, beside what their makers and tshark say of them."""

from pathlib import Path

import polars as pl
import pytest
from traffic import facts

from nameplate.errors import SourceError
from nameplate.sources.capture import READER, reader
from nameplate.sources.interface import HEAD_BYTES, Document, Sink

pytestmark = pytest.mark.shared
TLS = "zeek+zeek/testing/btest/Traces/tls"
NDPI = "ntop+nDPI/tests/cfgs/default/pcap"
CERTIFICATES = {
    f"{TLS}/certificate-with-sct.pcap": 3,
    f"{TLS}/tls1.2.pcap": 3,
    f"{TLS}/client-certificate.pcap": 5,
    f"{TLS}/xmpp-starttls.pcap": 2,
    f"{TLS}/tls-expired-cert.pcap": 5,
    f"{TLS}/google-duplicate.pcap": 3,
    f"{TLS}/cert-no-cn.pcap": 1,
    f"{TLS}/CVE-2015-3194.pcap": 1,
    f"{NDPI}/dtls_certificate.pcapng": 1,
    f"{NDPI}/dtls_certificate_fragments.pcap": 3,
    f"{NDPI}/capwap.pcap": 2,
}
"""Distinct certificates that `tshark -Y tls.handshake.certificate` (4.0) finds, or `dtls.handshake.certificate`."""
SERVER_NAMES = {
    "quic-23.pcap": {"quic.aiortc.org"},
    "quic-27.pcap": {"play.google.com"},
    "quic_0RTT.pcap": {"abcd", "ssl.gstatic.com"},
    "quic_crypto_aes_auth_size.pcap": {"app-analytics-v2.snapchat.com", "gcp.api.snapchat.com"},
    "quic_frags_different_dcid.pcapng": {"cdnjs.cloudflare.com"},
    "capwap_data.pcapng": {"alt2-mtalk.google.com"},
}
"""What `tshark -T fields -e tls.handshake.extensions_server_name` (4.0) finds in QUIC, and inside CAPWAP."""
SAID = {
    "the-tcpdump-group+tcpdump/tests/lldp_mudurl.pcap": (
        "00:23:54:c2:57:02",
        "lldp.system_name",
        "upstairs.ofcourseimright.com",
    ),
    "ntop+nDPI/tests/cfgs/default/pcap/telnet.pcap": (
        "00:00:c0:9f:a0:97",
        "telnet.banner",
        "OpenBSD/i386 (oof) (ttyp2)\n\nlogin:",
    ),
    "ntop+nDPI/tests/cfgs/default/pcap/ftp.pcap": ("90.130.70.73", "ftp.banner", "220 (vsFTPd 3.0.3)"),
    "ntop+nDPI/tests/cfgs/default/pcap/rtsp.pcap": ("00:0c:29:3b:2f:b0", "rtsp_header.server", "VLC/3.0.12"),
    "ntop+nDPI/tests/cfgs/default/pcap/netbios.pcap": ("00:1c:c4:10:79:0f", "hostname", "GUNNAR"),
}


@pytest.fixture
def samples(shared) -> Path:
    """The folder of real captures."""
    return shared / "samples/pcap"


def capture_of(path: Path, *, filtered: bool = True) -> tuple[pl.DataFrame, Sink]:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    document, sink = Document(path.name, path, path.stat().st_size, head), Sink(path.name)
    assert READER.claim(document), path
    try:
        reader.read(document, sink, filtered=filtered)
    except SourceError as error:
        sink.problem("", str(error))
    return sink.observations(), sink


@pytest.mark.parametrize(("name", "expected"), CERTIFICATES.items(), ids=lambda v: Path(str(v)).name)
def test_every_certificate_is_found(samples, name, expected):
    frame, _ = capture_of(samples / name)
    assert len({value for _, _, value in facts(frame, "x509.sha1", "x509.chain.sha1")}) == expected


@pytest.mark.parametrize(("name", "expected"), SERVER_NAMES.items(), ids=SERVER_NAMES)
def test_server_names_are_found_in_datagrams(samples, name, expected):
    frame, _ = capture_of(samples / NDPI / name)
    assert {value for _, _, value in facts(frame, "tls.sni")} == expected


@pytest.mark.parametrize(("name", "expected"), SAID.items(), ids=lambda v: Path(str(v)).name)
def test_what_a_unit_says_is_found(samples, name, expected):
    frame, _ = capture_of(samples / name)
    assert expected in facts(frame)


def test_the_device_of_each_set_up_capture_is_found_by_its_mac(samples):
    found = 0
    for stated in sorted((samples / "andypitcher+IoT_Sentinel").rglob("_iotdevice-mac.txt")):
        for path in sorted(stated.parent.glob("*.pcap"))[:1]:
            frame, _ = capture_of(path)
            mac = stated.read_text().strip().lower()
            assert (mac, "mac", mac) in facts(frame), path
            found += 1
    assert found > 10


def test_every_seventh_sample_is_read_the_same_with_and_without_the_filter(samples):
    paths = sorted(p for p in samples.rglob("*") if p.suffix in {".pcap", ".pcapng", ".cap"})[::7]
    assert len(paths) > 100
    for path in paths:
        frame, sink = capture_of(path)
        plain, other = capture_of(path, filtered=False)
        assert frame.rows() == plain.rows(), path
        assert (sink.problems, sink.dropped) == (other.problems, other.dropped), path
