"""Headers of many packets at once, as columns of numbers.

Octets are taken as 64-bit words, nine of them a packet, and fields cut out of the words: that is several times
faster than a column an octet. Words are little-endian, so a field of network order that is only compared stays
swapped. What is not a plain TCP or UDP packet (options, fragments, extension headers, tunnels) is marked as
not plain and left to the packet-by-packet way.
"""

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

from nameplate.sources.capture.notebook import UNTOUCHED

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[Any]

NETWORK_AT = {1: 14, 113: 16, 276: 20, 0: 4, 108: 4, 12: 0, 14: 0, 101: 0, 228: 0, 229: 0}
"""Link types that are read here (LINKTYPE_ values), with where the network header begins (without VLAN tags)."""
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
"""Odd constants that spread what they multiply (as in xxHash and splitmix64)."""
_FOUR, _SIX, _TAGS = 0x0008, 0xDD86, (0x0081, 0xA888, 0x0091)
"""EtherTypes as little-endian words hold them."""
_TCP, _UDP = 6, 17
_LOW = (1 << 48) - 1


class Headers(NamedTuple):
    """One entry a packet in every column.

    `plain`: the other columns hold; `udp`: else TCP; `ports`: both, swapped; `first`: the first four octets of a
    datagram; of a segment `sequence` (the number of its first octet), `syn`, and how many octets its `payload` has;
    `flow`, `sender`: keys of direction and of sender.
    """

    plain: "npt.NDArray[np.bool_]"
    udp: "npt.NDArray[np.bool_]"
    ports: "npt.NDArray[np.uint64]"
    first: "npt.NDArray[np.uint64]"
    sequence: "npt.NDArray[np.uint32]"
    syn: "npt.NDArray[np.bool_]"
    payload: "npt.NDArray[np.int64]"
    flow: "npt.NDArray[np.uint64]"
    sender: "npt.NDArray[np.uint64]"


class _Ip(NamedTuple):
    """What IPv4 and IPv6 have in common; `rest` is the word with ports and what follows them."""

    fits: "Array"
    protocol: "Array"
    ttl: "Array"
    length: "Array"
    header: "Array | int"
    source: "Array"
    pair: "Array"
    ports: "Array"
    sequence: "Array"
    tail: "Array"
    first: "Array"


def read(data: bytearray, link: int, at: "Array", room: "Array") -> Headers:
    """The headers of packets of one link type that begin at `at` and have `room` captured octets."""
    import numpy as np

    kind, network, words, mac = _link(data, link, at)
    four = _four(words, kind == _FOUR)
    six = kind == _SIX
    ip: _Ip = four
    header: Any = four.header
    if six.any():
        other = _six(words, six)
        header = np.where(six, other.header, header)
        ip = _Ip(*(np.where(six, b, a) for a, b in zip(four, other, strict=True)))
    udp = ip.protocol == _UDP
    whole = np.minimum(ip.length, room - network) >= header + 20
    plain = ip.fits & (udp | (ip.protocol == _TCP)) & whole
    offset = (ip.tail & np.uint64(0xF0)).view(np.int64) >> 2
    syn = (ip.tail & np.uint64(0x0200)) != 0
    untouched = _untouched()[ip.ttl.view(np.int64)]
    return Headers(
        plain=plain,
        udp=udp,
        ports=ip.ports,
        first=ip.first,
        sequence=ip.sequence.astype(np.uint32).byteswap() + syn,
        syn=syn,
        payload=(ip.length - header - offset) * (offset >= 20),
        flow=_spread(ip.pair ^ ip.ports * np.uint64(_MIX[2])),
        sender=_spread(mac * np.uint64(_MIX[1]) ^ ip.source ^ untouched),
    )


@functools.cache
def _untouched() -> "Array":
    """By time to live, whether no router has lowered it (as a number, to be mixed into keys)."""
    import numpy as np

    return np.isin(np.arange(256), list(UNTOUCHED)).astype(np.uint64)


def _words(data: bytearray, at: "Array", count: int) -> "list[Array]":
    """`count` words from each place, word by word."""
    import numpy as np

    every = np.ndarray((len(data) - 8 * count + 1,), np.dtype(f"V{8 * count}"), data, 0, (1,))
    return list(np.ascontiguousarray(every[at].view(np.dtype("<u8")).reshape(-1, count).T))


def _four(words: "list[Array]", is_four: "Array") -> _Ip:
    """RFC 791, header of 20 octets: words hold length and fragment, ttl protocol and source, target and ports."""
    import numpy as np

    first, second, third, fourth, fifth = words[:5]
    low = np.uint64(0xFFFFFFFF)
    source = second >> np.uint64(32)
    fits = is_four & ((first & np.uint64(0xFF3F0000000000FF)) == 0x45)
    length = ((first >> np.uint64(16)) & np.uint64(0xFFFF)).astype(np.uint16).byteswap().astype(np.int64)
    mixed = source * np.uint64(_MIX[0])
    return _Ip(
        fits=fits,
        protocol=(second >> np.uint64(8)) & np.uint64(0xFF),
        ttl=second & np.uint64(0xFF),
        length=length,
        header=20,
        source=mixed,
        pair=mixed ^ (third & low) * np.uint64(_MIX[1]),
        ports=third >> np.uint64(32),
        sequence=fourth & low,
        tail=fifth,
        first=fourth >> np.uint64(32),
    )


def _six(words: "list[Array]", is_six: "Array") -> _Ip:
    """RFC 8200, transport right behind the header: words hold length next-header hops, four words of addresses, ports
    and sequence number, then acknowledgement and flags."""
    import numpy as np

    one, two, low = np.uint64(_MIX[0]), np.uint64(_MIX[1]), np.uint64(0xFFFFFFFF)
    source = _spread(words[1] * two ^ words[2] * one)
    length = ((words[0] >> np.uint64(32)) & np.uint64(0xFFFF)).astype(np.uint16).byteswap().astype(np.int64)
    return _Ip(
        fits=is_six & ((words[0] & np.uint64(0xF0)) == 0x60),
        protocol=(words[0] >> np.uint64(48)) & np.uint64(0xFF),
        ttl=words[0] >> np.uint64(56),
        length=length + 40,
        header=40,
        source=source,
        pair=source ^ _spread(words[3] * one ^ words[4] * two) * two,
        ports=words[5] & low,
        sequence=words[5] >> np.uint64(32),
        tail=words[6] >> np.uint64(32),
        first=words[6] & low,
    )


def _spread(key: "Array") -> "Array":
    """A key whose upper bits depend on all of it; never 0, which marks an empty slot."""
    import numpy as np

    key = (key ^ (key >> np.uint64(29))) * np.uint64(_MIX[3])
    key = (key ^ (key >> np.uint64(32))) * np.uint64(_MIX[0])
    return key | np.uint64(1)


def _link(data: bytearray, link: int, at: "Array") -> "tuple[Array, Array, list[Array], Array]":
    """EtherType (swapped), where the network header begins, the words from there on, and the sender's MAC as a number.

    Sixteen octets before the network header are taken too: on Ethernet both addresses and the EtherType stand there.
    """
    import numpy as np

    network = np.full(len(at), NETWORK_AT[link], dtype=np.int64)
    before, last, *words = _words(data, at + (NETWORK_AT[link] - 16), 9)
    kind, mac = last >> np.uint64(48), last & np.uint64(_LOW)
    if link == 1:
        network, kind, words = _tagged(data, at, network, kind, words)
    elif link == 113:
        mac = (before >> np.uint64(48) | last << np.uint64(16)) & np.uint64(_LOW)
    elif link == 276:
        kind = _words(data, at, 1)[0] & np.uint64(0xFFFF)
    else:
        version = words[0] & np.uint64(0xF0)
        kind, mac = np.where(version == 0x40, _FOUR, np.where(version == 0x60, _SIX, 0)), np.zeros_like(mac)
    return kind, network, words, mac


def _tagged(
    data: bytearray, at: "Array", network: "Array", kind: "Array", words: "list[Array]"
) -> "tuple[Array, Array, list[Array]]":
    """Step over up to two VLAN tags; more are left to the packet-by-packet way."""
    import numpy as np

    for _ in range(2):
        if (kind == _FOUR).all() or ((kind == _FOUR) | (kind == _SIX)).all():
            return network, kind, words
        tagged = np.isin(kind, _TAGS)
        if not tagged.any():
            return network, kind, words
        network = network + tagged * 4
        last, *words = _words(data, at + network - 8, 8)
        kind = np.where(tagged, last >> np.uint64(48), kind)
    return network, kind, words
