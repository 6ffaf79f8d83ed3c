"""From frame to payload: links, VLANs, IPv4 and IPv6, fragments, tunnels."""

import struct

import pytest
import traffic
from traffic import facts

TEXT = b"NOTIFY * HTTP/1.1\r\nSERVER: unit\r\n\r\n"
UDP = traffic.udp(TEXT, 1900, 1900)
PACKET = traffic.ipv4(17, UDP)
SNAP = b"\xaa\xaa\x03\0\0\0\x08\0"


def wireless(flags: int, subtype: int = 0x08) -> bytes:
    """A data frame of 802.11 with the camera as its source, by the bits to and from the distribution system."""
    camera, client, point = (traffic.mac(m) for m in (traffic.CAMERA, traffic.CLIENT, traffic.ROUTER))
    order = {
        0: (client, camera, point),
        1: (point, camera, client),
        2: (client, point, camera),
        3: (point, point, client),
    }
    addresses = b"".join(order[flags & 3])
    extra = (camera if flags & 3 == 3 else b"") + (b"\0\0" if subtype & 0x80 else b"")
    return bytes([subtype, flags, 0, 0]) + addresses + b"\0\0" + extra + SNAP + PACKET


RADIOTAP = struct.pack("<BBHI", 0, 0, 8, 0)
LINKS = {
    "ethernet": (1, traffic.ether(PACKET)),
    "vlan": (1, traffic.ether(PACKET, tags=[0x8100])),
    "q-in-q": (1, traffic.ether(PACKET, tags=[0x88A8, 0x8100])),
    "three tags": (1, traffic.ether(PACKET, tags=[0x9100, 0x8100, 0x8100])),
    "pppoe": (1, traffic.ether(b"\x11\0\0\1\0\0\0\x21" + PACKET, kind=0x8864)),
    "mpls": (1, traffic.ether(b"\0\0\x10\x40\0\0\x21\x40" + PACKET, kind=0x8847)),
    "cooked": (113, struct.pack(">HHH6s2xH", 0, 1, 6, traffic.mac(traffic.CAMERA), 0x0800) + PACKET),
    "cooked 2": (276, struct.pack(">HHIHBB6s2x", 0x0800, 0, 1, 1, 0, 6, traffic.mac(traffic.CAMERA)) + PACKET),
    "wireless": (105, wireless(0)),
    "to the access point": (105, wireless(1)),
    "from the access point": (105, wireless(2, 0x88)),
    "between access points": (105, wireless(3)),
    "radiotap": (127, RADIOTAP + wireless(2)),
    "ppi": (192, struct.pack("<BBHI", 0, 0, 8, 105) + wireless(2)),
}
WITHOUT_MAC = {
    "raw": (101, PACKET),
    "raw 228": (228, PACKET),
    "null": (0, struct.pack("<I", 2) + PACKET),
    "loop": (108, struct.pack(">I", 2) + PACKET),
    "ppp": (9, b"\xff\x03\0\x21" + PACKET),
    "hdlc": (104, b"\x0f\0\x08\0" + PACKET),
}


@pytest.mark.parametrize(("link", "frame"), LINKS.values(), ids=LINKS)
def test_links_with_a_mac_give_it_as_the_subject(capture, link, frame):
    observations, sink = capture(traffic.pcap([frame], link))
    assert (traffic.CAMERA, "ssdp.SERVER", "unit") in facts(observations)
    assert (traffic.CAMERA, "ip", traffic.CAMERA_IP) in facts(observations)
    assert not sink.problems


@pytest.mark.parametrize(("link", "frame"), WITHOUT_MAC.values(), ids=WITHOUT_MAC)
def test_links_without_a_mac_give_the_address(capture, link, frame):
    observations, _ = capture(traffic.pcap([frame], link))
    assert facts(observations) == {
        (traffic.CAMERA_IP, "ssdp.SERVER", "unit"),
        (traffic.CAMERA_IP, "ip", traffic.CAMERA_IP),
    }


def test_an_encrypted_frame_says_nothing(capture):
    observations, _ = capture(traffic.pcap([wireless(0x41), LINKS["wireless"][1]], 105))
    assert observations.filter(observations["locator"] == "frame 1").is_empty()


def extension(kind: int, following: int) -> bytes:
    return bytes([following, 1]) + bytes(14) if kind != 51 else bytes([following, 2]) + bytes(14)


@pytest.mark.parametrize("chain", [[0], [60, 43], [0, 60, 51], [60] * 7])
def test_ipv6_with_extension_headers(capture, chain):
    payload = UDP
    following = 17
    for kind in reversed(chain):
        payload, following = extension(kind, following) + payload, kind
    observations, _ = capture(traffic.pcap([traffic.ether(traffic.ipv6(following, payload))]))
    assert (traffic.CAMERA, "ssdp.SERVER", "unit") in facts(observations)


def test_ipv4_with_options(capture):
    observations, _ = capture(traffic.pcap([traffic.ether(traffic.ipv4(17, UDP, options=b"\x94\4\0\0"))]))
    assert (traffic.CAMERA, "ssdp.SERVER", "unit") in facts(observations)


def fragments(size: int = 16) -> list[bytes]:
    pieces = [(at, UDP[at : at + size]) for at in range(0, len(UDP), size)]
    last = pieces[-1][0]
    return [
        traffic.ether(traffic.ipv4(17, piece, fragment=at // 8 | (0x2000 if at < last else 0))) for at, piece in pieces
    ]


def six_fragments() -> list[bytes]:
    pieces = [(0, UDP[:24], 1), (24, UDP[24:], 0)]
    return [
        traffic.ether(traffic.ipv6(44, struct.pack(">BBHI", 17, 0, at | more, 77) + piece))
        for at, piece, more in pieces
    ]


@pytest.mark.parametrize(
    "frames", [fragments(), fragments()[::-1], fragments(24), six_fragments(), six_fragments()[::-1]]
)
def test_fragments_in_any_order_become_one_datagram(capture, frames):
    observations, _ = capture(traffic.pcap(frames))
    assert (traffic.CAMERA, "ssdp.SERVER", "unit") in facts(observations)


def test_overlapping_fragments_do_no_harm_and_missing_ones_give_nothing(capture):
    doubled, _ = capture(traffic.pcap([*fragments()[:-1], *fragments(24)]))
    assert (traffic.CAMERA, "ssdp.SERVER", "unit") in facts(doubled)
    missing, _ = capture(traffic.pcap([*fragments()[:1], *fragments()[2:]]))
    assert not facts(missing, "ssdp.SERVER")


INNER = traffic.ether(PACKET)
TUNNELS = {
    "ip in ip": (4, PACKET, traffic.CAMERA_IP),
    "6in4": (41, traffic.ipv6(17, UDP), "fd00::7"),
    "gre": (47, b"\0\0\x08\0" + PACKET, traffic.CAMERA_IP),
    "erspan": (47, b"\x10\0\x88\xbe\0\0\0\1" + bytes(8) + INNER, traffic.CAMERA),
    "vxlan": (17, traffic.udp(b"\x08\0\0\0\0\0\7\0" + INNER, 40_000, 4789), traffic.CAMERA),
    "gtp": (17, traffic.udp(b"\x30\xff\0\x40\0\0\0\1" + PACKET, 2152, 2152), traffic.CAMERA_IP),
}


@pytest.mark.parametrize(("protocol", "payload", "subject"), TUNNELS.values(), ids=TUNNELS)
def test_tunnels_are_stepped_out_of(capture, protocol, payload, subject):
    outer = traffic.ipv4(protocol, payload, "10.0.0.1", "10.0.0.2")
    observations, _ = capture(traffic.pcap([traffic.ether(outer, traffic.ROUTER)]))
    assert (subject, "ssdp.SERVER", "unit") in facts(observations)


def test_packets_cut_at_64_octets_give_addresses_and_no_problem(capture):
    frames = [traffic.datagram(TEXT, 1900, 1900), *traffic.Stream(443, 40_000).frames(bytes(5_000))]
    observations, sink = capture(traffic.pcap(frames, snap=64))
    assert facts(observations) == {
        (traffic.CAMERA, "mac", traffic.CAMERA),
        (traffic.CAMERA, "ip", traffic.CAMERA_IP),
    }
    assert not sink.problems
