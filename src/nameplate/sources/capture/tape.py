"""A file as a moving stretch of memory of one size, however long the file is."""

from typing import BinaryIO

SIZE = 4 << 20
"""Octets held at a time: large enough for array work to pay, small enough for the processor's cache."""
SLACK = 256
"""Octets behind the last one read, so that headers can be taken as rows of one length."""


class Tape:
    """`data[at:end]` is what was read and not yet used; `data` never moves, so that views on it stay good."""

    def __init__(self, stream: BinaryIO, size: int = SIZE) -> None:
        self.data = bytearray(size + SLACK)
        self.at = 0
        self.end = 0
        self.ended = False
        self._stream = stream
        self._view = memoryview(self.data)[:size]

    @property
    def left(self) -> int:
        """Octets that are here and not yet used."""
        return self.end - self.at

    def fill(self) -> bool:
        """Move what is left to the front and read on; whether anything new came."""
        rest = self.left
        self._view[:rest] = self._view[self.at : self.end]
        self.at, self.end = 0, rest
        while not self.ended and self.end < len(self._view):
            got = self._stream.readinto(self._view[self.end :])  # type: ignore[attr-defined]
            self.ended = not got
            self.end += got or 0
        return self.end > rest

    def need(self, size: int) -> bool:
        """Have `size` octets here, reading on if need be; False if the file ends before."""
        return self.left >= size or (not self.ended and self.fill() and self.left >= size)

    def skip(self, size: int) -> bool:
        """Leave `size` octets out, more than fit here if need be; False if the file ends before."""
        while size > self.left:
            size -= self.left
            self.at = self.end
            if not self.fill():
                return False
        self.at += size
        return True
