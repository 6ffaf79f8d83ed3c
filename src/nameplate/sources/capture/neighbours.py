"""ARP and IPv6 neighbour discovery: who says which address is its own.

RFC 826; RFC 4861 sections 4.2 to 4.4 with the link-layer address options of section 4.6.1.
"""

from nameplate.sources.capture.notebook import Unit


def arp(packet: bytes) -> Unit | None:
    """The sender of an ARP packet for IPv4 over Ethernet; None for a probe (RFC 5227), which claims nothing yet."""
    if len(packet) < 28 or packet[:6] != b"\x00\x01\x08\x00\x06\x04":
        return None
    mac, ip = packet[8:14], packet[14:18]
    return Unit(mac, ip if any(ip) else b"")


def discovery(message: bytes, source: bytes) -> Unit | None:
    """Who a neighbour or router message of ICMPv6 says it is; None for other messages."""
    kind = message[0] if len(message) >= 8 else 0
    if kind in {133, 134, 135}:
        mac = _link_layer(message[{133: 8, 134: 16, 135: 24}[kind] :], 1)
        return Unit(mac, source) if mac and any(source) else None
    if kind == 136 and len(message) >= 24:
        mac = _link_layer(message[24:], 2)
        return Unit(mac, message[8:24]) if mac else None
    return None


def _link_layer(options: bytes, wanted: int) -> bytes:
    while len(options) >= 8 and options[1]:
        if options[0] == wanted:
            return options[2:8]
        options = options[options[1] * 8 :]
    return b""
