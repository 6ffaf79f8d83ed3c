"""The body of an answer within limits: bytes sent, bytes unpacked, and seconds. A bomb is refused before it unpacks."""

import time
import zlib
from collections.abc import Iterator

from nameplate.errors import SourceError

LARGEST_SENT, LARGEST = 10_000_000, 20_000_000
"""Bytes on the wire; bytes unpacked."""
LONGEST_SECONDS = 60.0
"""A server that drips longer than that is left."""
_GZIP_OR_ZLIB = 47
"""zlib's window bits for "gzip or zlib, told by the head" (zlib manual, inflateInit2)."""


def whole(pieces: Iterator[bytes], coding: str) -> bytes:
    """The unpacked body. `coding` is the Content-Encoding. Raises `SourceError` beyond a limit or if it is broken."""
    named = [name.strip().lower() for name in coding.split(",") if name.strip().lower() not in {"", "identity"}]
    if not named:
        return b"".join(_limited(pieces))
    if len(named) > 1 or named[0] not in {"gzip", "x-gzip", "deflate"}:
        raise SourceError(f"packed as '{coding[:40]}', which was not asked for")
    return _unpacked(_limited(pieces), named[0])


def _limited(pieces: Iterator[bytes]) -> Iterator[bytes]:
    size, began = 0, time.monotonic()
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_SENT:
            raise SourceError(f"larger than {LARGEST_SENT:,} bytes; not read")
        if time.monotonic() - began > LONGEST_SECONDS:
            raise SourceError(f"not at its end after {LONGEST_SECONDS:.0f} seconds; not read")
        yield piece


def _unpacked(pieces: Iterator[bytes], name: str) -> bytes:
    unpacker, parts, size = zlib.decompressobj(_GZIP_OR_ZLIB), [], 0
    for number, packed in enumerate(pieces):
        piece = packed
        try:
            if number == 0 and name == "deflate" and piece[:1] and piece[0] & 0x0F != 8:
                unpacker = zlib.decompressobj(-15)  # many servers send deflate without zlib's head
            while piece and not unpacker.eof:
                parts.append(unpacker.decompress(piece, LARGEST + 1 - size))
                size += len(parts[-1])
                if size > LARGEST:
                    raise SourceError(f"unpacks to more than {LARGEST:,} bytes (a bomb?); not read")
                piece = unpacker.unconsumed_tail
        except zlib.error as error:
            raise SourceError(f"says it is packed as {name}, but is not ({error})") from error
    if parts and not unpacker.eof:
        raise SourceError("it breaks off in the middle of its packing; ask again later")
    return b"".join(parts)
