"""What is worth a look: UDP ports of protocols in which units name themselves, and how such datagrams begin.

Port numbers as registered with IANA, and those of SADP and DHIP. Answers to a search come from any port to any
port, so that beginnings count as well as ports.
"""

from nameplate.sources.capture import datagram_tls, quic

PORTS = frozenset(
    {
        53,  # DNS, RFC 1035
        67,  # DHCP, RFC 2131
        68,
        137,  # NetBIOS name service, RFC 1002
        161,  # SNMP, RFC 3417
        162,
        546,  # DHCPv6, RFC 8415
        547,
        1900,  # SSDP, UPnP Device Architecture 2.0 section 1
        2152,  # GTP-U and VXLAN, tunnels that are stepped out of
        4789,
        3702,  # WS-Discovery 2005/04 section 2.4
        5060,  # SIP, RFC 3261
        5246,  # CAPWAP, RFC 5415
        5247,
        5353,  # mDNS, RFC 6762
        5355,  # LLMNR, RFC 4795
        37020,  # SADP
        37810,  # DHIP
    }
)
"""UDP ports, on either side."""

DHIP = b"\x20\x00\x00\x00DHIP"
"""How the header of a DHIP message begins."""

OPENINGS = (b"HTTP", b"NOTI", b"SIP/", b"REGI", b"OPTI", b"INVI", DHIP[:4], b'{"me', *datagram_tls.OPENINGS)
"""First four octets of datagrams of any port that are looked at; `<` and the first packets of QUIC are, too."""


def speaks(source: int, target: int, payload: bytes) -> bool:
    """Whether a datagram may name a unit."""
    return (
        source in PORTS or target in PORTS or payload[:4] in OPENINGS or payload[:1] == b"<" or quic.begins(payload[:4])
    )
