"""The documents of a controller's database: a stream of BSON, or an archive of mongodump, with their collections."""

from collections.abc import Iterator
from typing import IO, Any

from nameplate.errors import SourceError

_ARCHIVE, _PART = 0x8199E26D, 0xFFFFFFFF
_MOST = 48 << 20
"""Bytes of one document: MongoDB's limit of 16 MiB, with room (as its own tools have it)."""


def documents(stream: IO[bytes], allowed: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """(collection, document) of all documents; `allowed` bytes at most.

    Raises `SourceError` at the place where the stream is no BSON any more, is cut off or goes on for ever.
    """
    collection, count, read = "", 0, 0
    while size := stream.read(4):
        length = int.from_bytes(size, "little")
        if length == _PART or (length == _ARCHIVE and not read):
            read += 4
            continue
        read += length
        if not 5 <= length <= _MOST or read > allowed:
            raise SourceError(f"no document after {count:,} documents: what stands before is read")
        count += 1
        given = _decoded(size + stream.read(length - 4), count)
        named = given.get("collection")
        if isinstance(named, str):
            collection = named
        if not isinstance(named, str) or not {"__cmd", "EOF", "metadata"} & given.keys():
            yield collection, given


def _decoded(raw: bytes, number: int) -> dict[str, Any]:
    import bson

    try:
        return bson.decode(raw)
    except (bson.errors.BSONError, ValueError, OverflowError, RecursionError) as error:
        raise SourceError(f"document {number:,} is cut off or damaged ({error}): what stands before is read") from None
