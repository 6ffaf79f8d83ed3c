"""Whose words they are: a MAC where it is certainly the unit's own, else the address."""

import struct

import traffic
from traffic import CAMERA, CAMERA_IP, FAR_IP, ROUTER, Stream, facts

TEXT = b"HTTP/1.1 200 OK\r\nServer: unit\r\n\r\n"


def arp(mac: str, address: str, operation: int = 2) -> bytes:
    head = struct.pack(">HHBBH", 1, 0x0800, 6, 4, operation)
    packet = head + traffic.mac(mac) + traffic.ip(address) + bytes(6) + traffic.ip("10.4.0.1")
    return traffic.ether(packet, mac, kind=0x0806)


def said(frame) -> set[tuple[str, str]]:
    return {(subject, value) for subject, _, value in facts(frame, "http_header.server", "ssdp.SERVER")}


def behind_router(address: str = FAR_IP, ttl: int = 63, **more) -> list[bytes]:
    return list(Stream(80, 40_000, sender=ROUTER, source_ip=address, ttl=ttl, **more).frames(TEXT))


def test_a_unit_on_this_link_is_its_mac(capture):
    frame, _ = capture(traffic.pcap(Stream(80, 40_000).frames(TEXT)))
    assert said(frame) == {(CAMERA, "unit")}
    assert not facts(frame, "capture.behind")


def test_a_unit_behind_a_router_is_its_address_and_never_the_routers_mac(capture):
    frame, _ = capture(traffic.pcap(behind_router()))
    assert said(frame) == {(FAR_IP, "unit")}
    assert facts(frame, "capture.behind") == {(FAR_IP, "capture.behind", ROUTER)}
    assert not facts(frame, "mac")


def test_a_router_does_not_give_its_mac_even_if_it_leaves_the_time_to_live_alone(capture):
    frames = [frame for n in range(20) for frame in behind_router(f"10.9.0.{n + 1}", 64)]
    frame, _ = capture(traffic.pcap(frames))
    assert {subject for subject, _ in said(frame)} == {f"10.9.0.{n + 1}" for n in range(20)}


def test_public_addresses_of_one_mac_are_not_its_own(capture):
    frames = [*behind_router("8.8.4.4", 64), *behind_router("9.9.9.9", 64)]
    frame, _ = capture(traffic.pcap(frames))
    assert ROUTER not in {subject for subject, _ in said(frame)}


def test_who_answers_for_an_address_by_arp_owns_it(capture):
    frame, _ = capture(traffic.pcap([*Stream(80, 40_000, ttl=60).frames(TEXT), arp(CAMERA, CAMERA_IP)]))
    assert said(frame) == {(CAMERA, "unit")}


def test_a_packet_that_a_router_forwarded_is_of_the_unit_that_owns_the_address(capture):
    frame, _ = capture(traffic.pcap([*behind_router(CAMERA_IP), arp(CAMERA, CAMERA_IP)]))
    assert said(frame) == {(CAMERA, "unit")}


def test_a_proxy_that_answers_for_everybody_owns_nothing(capture):
    claims = [arp(ROUTER, f"10.4.0.{n}") for n in range(2, 40)]
    frame, _ = capture(traffic.pcap([*claims, *behind_router("10.4.0.9")]))
    assert said(frame) == {("10.4.0.9", "unit")}


def test_units_that_say_nothing_are_noted_too_but_not_hosts_of_the_internet(capture):
    silent = [
        traffic.datagram(b"\x80" * 400, 5_000, 6_000),
        traffic.datagram(b"\x80" * 400, 5_000, 6_000, ROUTER, source=FAR_IP, ttl=61),
        traffic.datagram(b"\x80" * 400, 5_000, 6_000, ROUTER, source="8.8.4.4", ttl=51),
    ]
    frame, _ = capture(traffic.pcap(silent))
    assert facts(frame) == {
        (CAMERA, "mac", CAMERA),
        (CAMERA, "ip", CAMERA_IP),
        (FAR_IP, "ip", FAR_IP),
        (FAR_IP, "capture.behind", ROUTER),
    }


def test_an_ipv6_unit_is_known_by_its_link_local_address_and_by_neighbour_discovery(capture):
    option = b"\2\1" + traffic.mac(CAMERA)
    advertisement = b"\x88\0\0\0\x60\0\0\0" + traffic.ip("2001:db8::7") + option
    text = traffic.tcp(TEXT, 80, 40_000, 1)
    frames = [
        traffic.ether(traffic.ipv6(6, text, "2001:db8::7", hops=60)),
        traffic.ether(traffic.ipv6(58, advertisement, "fe80::7", "ff02::1", 255)),
    ]
    frame, _ = capture(traffic.pcap(frames))
    assert said(frame) == {(CAMERA, "unit")}
    assert (CAMERA, "ip", "2001:db8::7") in facts(frame)


def test_a_group_address_is_nobody(capture):
    frame, _ = capture(traffic.pcap([traffic.datagram(b"\x80" * 99, 1, 2, "01:00:5e:00:00:01", source="0.0.0.0")]))
    assert not facts(frame)
