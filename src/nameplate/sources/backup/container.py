"""Opening a controller's backup: decrypted to a scratch file, and the database found in the archive inside.

Archives of the small kind often lack their end (the program cuts the file at a block of the cipher): then the database
is found by its own heading (PKWARE APPNOTE 4.3.7) and unpacked as far as it goes.
"""

import gzip
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

from nameplate.errors import SourceError
from nameplate.sources.backup.knowledge import Container, known

_BLOCK, _PIECE, _IN_MEMORY = 16, 1 << 20, 64 << 20
_HEADING = b"PK\x03\x04"
_HEADING_BYTES = 30
_MOST = 1 << 30
"""Bytes that are unpacked from an archive without its end."""
DAMAGED = (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile, ValueError, NotImplementedError)
"""What opening and unpacking raise on bytes that are cut off or are no archive."""


def of_head(head: bytes) -> Container | None:
    """The kind of backup that a file is, told by how its first bytes decrypt."""
    for one in known().containers:
        start = 0 if one.iv else _BLOCK
        first = head[start : start + _BLOCK]
        if len(first) == _BLOCK and _decryptor(one, head).update(first).startswith(bytes.fromhex(one.begins)):
            return one
    return None


@contextmanager
def database(path: Path, container: Container) -> Iterator[IO[bytes]]:
    """The unpacked database as a stream. Raises `SourceError` where there is none; reading may raise `DAMAGED`."""
    with _scratch() as plain:
        _decrypt(path, plain, container)
        plain.seek(0)
        opened = _in_zip if plain.read(len(_HEADING)) == _HEADING else _in_tar
        plain.seek(0)
        with opened(plain, container) as packed, gzip.GzipFile(fileobj=packed, mode="rb") as stream:
            yield cast("IO[bytes]", stream)


def _scratch() -> IO[bytes]:
    """A file that is gone when it is closed, in memory while it is small."""
    return cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="nameplate-"))


def _decryptor(container: Container, head: bytes) -> CipherContext:
    iv = bytes.fromhex(container.iv) if container.iv else head[:_BLOCK]
    return Cipher(algorithms.AES(bytes.fromhex(container.key)), modes.CBC(iv)).decryptor()


def _decrypt(path: Path, plain: IO[bytes], container: Container) -> None:
    """The whole blocks of a file; a rest that is no block is left out."""
    with path.open("rb") as source:
        decryptor = _decryptor(container, b"" if container.iv else source.read(_BLOCK))
        while piece := source.read(_PIECE):
            plain.write(decryptor.update(piece))


@contextmanager
def _in_tar(plain: IO[bytes], container: Container) -> Iterator[IO[bytes]]:
    with tarfile.open(fileobj=plain, mode="r|gz") as archive:
        for member in archive:
            if member.name in container.database and (content := archive.extractfile(member)):
                yield content
                return
    raise SourceError("no network database in this backup; export the list of clients and devices instead")


@contextmanager
def _in_zip(plain: IO[bytes], container: Container) -> Iterator[IO[bytes]]:
    name = container.database[0]
    try:
        archive = zipfile.ZipFile(plain)
    except zipfile.BadZipFile:
        with _by_heading(plain, name) as content:
            yield content
        return
    if name not in archive.namelist():
        raise SourceError("no database in this backup; export the list of clients and devices instead")
    with archive, archive.open(name) as content:
        yield content


@contextmanager
def _by_heading(plain: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A member of an archive without its directory."""
    plain.seek(0)
    content = plain.read()
    at = content.find(name.encode())
    start = at - _HEADING_BYTES
    if start < 0 or content[start : start + 4] != _HEADING:
        raise SourceError("the backup is damaged and holds no database; make a new one")
    method, extra = content[start + 8], int.from_bytes(content[start + 28 : start + 30], "little")
    data = memoryview(content)[at + len(name) + extra :]
    with _scratch() as unpacked:
        unpacked.write(zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, _MOST) if method else data)
        unpacked.seek(0)
        yield unpacked
