"""pcapng: one section and its blocks (draft-ietf-opsawg-pcapng sections 4.1 to 4.4 and appendix A).

Only blocks that hold packets or describe interfaces are read. Comments, names and decryption secrets are
passed over: nothing of them is kept.
"""

import struct
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from nameplate.sources.capture.tape import SIZE
from nameplate.sources.capture.window import Interface, Window

if TYPE_CHECKING:
    from nameplate.sources.capture.container import Reading

_SECTION, _INTERFACE, _OLD, _SIMPLE, _ENHANCED = 0x0A0D0D0A, 1, 2, 3, 6
_OTHERS = {_SECTION, _INTERFACE, _OLD, _SIMPLE}
"""Blocks that are taken in one at a time; the types that are not named here are passed over."""
_INTERFACES = 4_096
"""Interfaces of one section that are kept."""
_RESOLUTION, _OFFSET = 9, 14
"""Options of an interface: units of time, seconds to add."""


class _Section:
    """What was said of the section so far: byte order, interfaces and how much of a packet each keeps."""

    def __init__(self, order: str) -> None:
        self.order = order
        self.interfaces: tuple[Interface, ...] = ()
        self.snap = 0


def section(reading: "Reading") -> Iterator[Window]:
    """The packets of one section, up to the end or the next section."""
    tape = reading.tape
    if not tape.need(28):
        reading.complain("", "the file ends inside the header of a section")
        tape.at = tape.end
        return
    little = bytes(tape.data[tape.at + 8 : tape.at + 12]) == b"\x4d\x3c\x2b\x1a"
    state = _Section("<" if little else ">")
    size = struct.unpack_from(state.order + "I", tape.data, tape.at + 4)[0]
    if size < 28 or not tape.skip(size):
        reading.complain("", "the header of a section is damaged: the rest of the file is not read")
        tape.at = tape.end
        return
    while True:
        starts, stop, other = _enhanced(reading, state)
        if starts:
            yield from _packets(reading, state, starts)
        tape.at = stop
        if other is None:
            if not tape.fill():
                break
        elif other == _SECTION or not (yield from _other(reading, state, other)):
            return
    if tape.left:
        reading.complain(reading.here, "cut off: the file ends inside a block")
        tape.at = tape.end


def _enhanced(reading: "Reading", state: _Section) -> tuple[list[int], int, int | None]:
    """Where packets of enhanced blocks start, where the first block stands that is none, and its type.

    The type is None where only the end of the tape was met.
    """
    tape = reading.tape
    head = struct.Struct(state.order + "II").unpack_from
    data, at, end = tape.data, tape.at, tape.end
    starts: list[int] = []
    append = starts.append
    while at + 12 <= end:
        kind, size = head(data, at)
        if kind != _ENHANCED and (kind in _OTHERS or size < 12 or size & 3 or at + size > end):
            return starts, at, kind
        if kind == _ENHANCED:
            if size < 32 or size & 3 or size > SIZE:
                return starts, at, -1
            if at + size > end:
                break
            append(at + 28)
        at += size
    return starts, at, None


def _packets(reading: "Reading", state: _Section, starts: list[int]) -> Iterator[Window]:
    """A window of enhanced blocks; packets of interfaces that nobody described are named and left out."""
    import numpy as np

    from nameplate.sources.capture.container import words

    data, order = reading.tape.data, state.order
    at = np.array(starts, dtype=np.int64)
    room, of, captured = (words(data, at - before, order) for before in (24, 20, 8))
    known = of < len(state.interfaces)
    if not known.all():
        reading.complain(reading.here, "a packet of an interface that the section does not describe is left out")
    lengths = np.where(known, np.minimum(captured, room - 32), 0)
    window = reading.window((at, lengths), order, state.interfaces, np.where(known, of, 0))
    if state.interfaces:
        yield window


def _other(reading: "Reading", state: _Section, kind: int) -> Generator[Window, None, bool]:
    """Take in one block of another type; the generator's result is whether the section goes on."""
    tape = reading.tape
    size = struct.unpack_from(state.order + "I", tape.data, tape.at + 4)[0]
    if kind == -1 or size < 12 or size & 3 or size > 1 << 30:
        return not reading.begins() and _find_block(reading, state)
    if kind in {_INTERFACE, _OLD, _SIMPLE} and size <= SIZE:
        if not tape.need(size):
            reading.complain(reading.here, "cut off: the file ends inside a block")
            tape.at = tape.end
            return False
        if kind == _INTERFACE:
            _describe(reading, state, size)
        elif state.interfaces:
            yield _single(reading, state, kind, size)
    if not tape.skip(size):
        reading.complain(reading.here, "cut off: the file ends inside a block")
        return False
    return True


def _find_block(reading: "Reading", state: _Section) -> bool:
    """Go to the next enhanced block that ends as it begins (section 3.1), or else to where a section begins.

    Whether a block was found; at a section, or at the end, this section goes on no more.
    """
    from nameplate.sources.capture.container import PCAPNG

    tape = reading.tape
    mark = struct.pack(state.order + "I", _ENHANCED)
    more = reading.goes_on("a damaged block; reading goes on where one fits")
    while more and tape.need(32):
        found = [tape.data.find(which, tape.at + 1, tape.end) for which in (mark, PCAPNG)]
        place = min((at for at in found if at >= 0), default=-1)
        tape.at = place if place >= 0 else tape.end - 31
        if place >= 0 and reading.begins():
            return False
        if place >= 0 and _is_whole(reading, state):
            return True
        if place < 0 and not tape.fill():
            break
    tape.at = tape.end
    return False


def _is_whole(reading: "Reading", state: _Section) -> bool:
    """Whether an enhanced block stands at the tape's place: its length is said once more at its end."""
    tape = reading.tape
    if not tape.need(32):
        return False
    size = struct.unpack_from(state.order + "I", tape.data, tape.at + 4)[0]
    if not 32 <= size <= SIZE or size & 3 or not tape.need(size):
        return False
    return bool(struct.unpack_from(state.order + "I", tape.data, tape.at + size - 4)[0] == size)


def _describe(reading: "Reading", state: _Section, size: int) -> None:
    """An interface: link type, units of time (if_tsresol, microseconds unless said), seconds to add (if_tsoffset)."""
    block = bytes(reading.tape.data[reading.tape.at : reading.tape.at + size - 4])
    if len(block) < 16:
        reading.complain(reading.here, "a damaged description of an interface")
        return
    link, state.snap = struct.unpack_from(state.order + "H2xI", block, 8)
    ticks, shift, at = 1_000_000, 0, 16
    while at + 4 <= len(block):
        code, length = struct.unpack_from(state.order + "HH", block, at)
        value = block[at + 4 : at + 4 + length]
        if code == _RESOLUTION and len(value) == 1:
            base, power = (2, value[0] & 0x7F) if value[0] & 0x80 else (10, value[0])
            ticks = base ** min(power, 62 if base == 2 else 18)
        elif code == _OFFSET and len(value) == 8:
            shift = struct.unpack(state.order + "q", value)[0]
        at += 4 + (length + 3) // 4 * 4
    if len(state.interfaces) >= _INTERFACES:
        reading.complain(reading.here, f"more than {_INTERFACES:,} interfaces: packets of this one are left out")
        return
    state.interfaces = (*state.interfaces, Interface(link, ticks, split=False, shift=shift))


def _single(reading: "Reading", state: _Section, kind: int, size: int) -> Window:
    """A packet of a simple block (section 4.4: no time, the first interface) or of an old one (appendix A)."""
    import numpy as np

    data, at, order = reading.tape.data, reading.tape.at, state.order
    interfaces, of = state.interfaces, 0
    if kind == _OLD:
        start, length = at + 28, struct.unpack_from(order + "I", data, at + 20)[0] if size >= 32 else 0
        of = struct.unpack_from(order + "H", data, at + 8)[0]
        of = of if of < len(interfaces) else 0
        room = size - 32
    else:
        start, length = at + 12, struct.unpack_from(order + "I", data, at + 8)[0]
        length = min(length, state.snap or length)
        interfaces = (Interface(interfaces[0].link, 0, split=False),)
        room = size - 16
    lengths = np.array([max(0, min(length, room))])
    reading.frames += 1
    return Window(data, np.array([start]), lengths, reading.frames, order, interfaces, np.array([of]))
