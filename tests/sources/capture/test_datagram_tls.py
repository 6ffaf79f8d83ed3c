"""DTLS, QUIC and CAPWAP: what is shown before encryption begins, put together from datagrams."""

import struct

import pytest
import traffic
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from test_certificates import NAME, certificate
from test_layers import wireless
from traffic import CAMERA, facts

from nameplate.sources.capture import quic

CONNECTION = bytes.fromhex("8394c8f03e515708")
KEYS = {
    1: ("1f369613dd76d5467730efcbe3b1a22d", "fa044b2f42a3fd3b46fb255c", "9f50449e04a0e810283a1e9933adedd2"),
    0x6B3343CF: ("8b1a0bc121284290a29e0971b5cd045d", "91f73e2351d8fa91660e909f", "45b95e15235d6f45a6b19cbcb0294ba9"),
}
"""Client's keys for this connection in RFC 9001 appendix A.1 and RFC 9369 appendix A.1."""


@pytest.fixture(scope="module")
def der() -> bytes:
    return certificate()


def hello(name: bytes, cookie: bytes = b"") -> bytes:
    """The body of a ClientHello; `cookie` as DTLS has it behind the session."""
    server = struct.pack(">HHHBH", 0, len(name) + 5, len(name) + 3, 0, len(name)) + name
    padding = struct.pack(">HH", 21, 900) + bytes(900)
    extensions = padding + server
    return (
        b"\x03\x03" + bytes(32) + b"\0" + cookie + b"\0\2\x13\1" + b"\1\0" + struct.pack(">H", len(extensions))
    ) + extensions


def number(value: int) -> bytes:
    return struct.pack(">H", value | 0x4000)


def initial(piece: bytes, offset: int, version: int = 1, packet: int = 0) -> bytes:
    """An Initial packet with one CRYPTO frame, protected as RFC 9001 section 5 says."""
    key, iv, header = map(bytes.fromhex, KEYS[version])
    frames = b"\x02\0\0\0\0" + b"\x01" + b"\x06" + number(offset) + number(len(piece)) + piece
    frames += bytes(max(0, 1_100 - len(frames)))
    first = 0xC3 | (0x10 if version != 1 else 0)
    shown = bytes([first]) + struct.pack(">IB", version, 8) + CONNECTION + b"\0\0" + number(len(frames) + 20)
    shown += struct.pack(">I", packet)
    nonce = (int.from_bytes(iv, "big") ^ packet).to_bytes(12, "big")
    sealed = AESGCM(key).encrypt(nonce, frames, shown)
    mask = Cipher(algorithms.AES(header), modes.ECB()).encryptor().update(sealed[:16])
    hidden = bytes(a ^ b for a, b in zip(shown[-4:], mask[1:], strict=False))
    return bytes([first ^ mask[0] & 0x0F]) + shown[1:-4] + hidden + sealed


@pytest.mark.parametrize("version", KEYS)
def test_the_keys_of_a_connection_are_those_of_the_standard(version):
    packet = quic._initial(initial(b"", 0, version))
    assert packet is not None
    assert tuple(key.hex() for key in quic._keys(packet)) == KEYS[version]


@pytest.mark.parametrize("version", KEYS)
def test_a_server_name_is_read_from_a_hello_in_two_packets_in_any_order(capture, version):
    body = hello(b"cloud.example.org")
    text = b"\1" + len(body).to_bytes(3, "big") + body
    packets = [initial(text[at : at + 600], at, version, at // 600) for at in (600, 0)]
    frame, sink = capture(traffic.pcap([traffic.datagram(p, 50_000, 443) for p in packets]))
    assert (CAMERA, "tls.sni", "cloud.example.org") in facts(frame)
    assert not sink.problems


@pytest.mark.parametrize("damage", [0, 5, 6, 30, 700])
def test_a_damaged_packet_says_nothing_and_does_no_harm(capture, damage):
    body = hello(b"cloud.example.org")
    packet = bytearray(initial(b"\1" + len(body).to_bytes(3, "big") + body, 0))
    packet[damage] ^= 0xFF
    frame, sink = capture(traffic.pcap([traffic.datagram(bytes(packet), 50_000, 443)]))
    assert not facts(frame, "tls.sni")
    assert not sink.problems


def record(kind: int, body: bytes, at: int = 0, size: int | None = None, epoch: int = 0) -> bytes:
    """A DTLS record with one fragment of a handshake message."""
    piece = body[at : None if size is None else at + size]
    message = bytes([kind]) + len(body).to_bytes(3, "big") + b"\0\1" + at.to_bytes(3, "big")
    message += len(piece).to_bytes(3, "big") + piece
    return b"\x16\xfe\xfd" + struct.pack(">HHIH", epoch, 0, at, len(message)) + message


def test_a_certificate_in_fragments_is_put_together_in_any_order(capture, der):
    size = len(der).to_bytes(3, "big")
    chain = (len(der) + 3).to_bytes(3, "big") + size + der
    pieces = [record(11, chain, at, 150) for at in range(0, len(chain), 150)]
    frame, sink = capture(traffic.pcap([traffic.datagram(p, 5_684, 40_000) for p in [*pieces[1:], pieces[0]]]))
    assert {value for _, _, value in facts(frame, "x509.subject")} == {NAME}
    assert not sink.problems


def test_a_server_name_behind_a_cookie_is_read(capture):
    frame, _ = capture(traffic.pcap([traffic.datagram(record(1, hello(b"a.example", b"\4abcd")), 40_000, 5_684)]))
    assert (CAMERA, "tls.sni", "a.example") in facts(frame)


def test_an_access_point_shows_its_certificate_to_its_controller(capture, der):
    chain = (len(der) + 3).to_bytes(3, "big") + len(der).to_bytes(3, "big") + der
    frame, _ = capture(traffic.pcap([traffic.datagram(b"\1\0\0\0" + record(11, chain), 40_000, 5_246)]))
    assert facts(frame, "x509.subject")


def test_what_is_encrypted_is_left(capture, der):
    chain = (len(der) + 3).to_bytes(3, "big") + len(der).to_bytes(3, "big") + der
    frame, _ = capture(traffic.pcap([traffic.datagram(record(11, chain, epoch=1), 40_000, 5_246)]))
    assert not facts(frame, "x509.subject")


@pytest.mark.parametrize("swapped", [False, True])
def test_the_frames_of_a_station_are_read_inside_the_tunnel_of_its_access_point(capture, swapped):
    inner = wireless(1)
    if swapped:
        inner = inner[1::-1] + inner[2:]
    header = b"\0" + (2 << 19 | 1 << 9 | 0x100).to_bytes(3, "big") + b"\0\0\0\0"
    outer = traffic.datagram(header + inner, 40_000, 5_247, sender=traffic.ROUTER, source="10.4.0.2")
    frame, _ = capture(traffic.pcap([outer]))
    assert (CAMERA, "ssdp.SERVER", "unit") in facts(frame)
