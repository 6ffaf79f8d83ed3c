"""A ZIP or a folder as a set of named members, read as the work of a stranger: sizes, numbers and names have limits.

Nothing is unpacked to disk, no symbolic link is followed, no name leads out of the bundle.
"""

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from nameplate.errors import LedgerError

T = TypeVar("T")
_BLOCK = 1 << 20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True)
class Limits:
    """What a bundle may make the reader do. Sizes in bytes; `ratio` is unpacked to packed."""

    members: int = 100_000
    file: int = 4 << 30
    total: int = 16 << 30
    ratio: int = 200
    note: int = 1 << 16
    keys: int = 16 << 20
    sums: int = 64 << 20
    entries: int = 2 << 30
    lines: int = 10_000_000
    line: int = 4 << 20


class Container(Protocol):
    """Members by name, `/` between folders."""

    @property
    def names(self) -> tuple[str, ...]:
        """All members, sorted."""

    def size(self, name: str) -> int:
        """Bytes of a member, as its container states them."""

    def open(self, name: str) -> BinaryIO:
        """A member's bytes as a stream."""


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Container]:
    """The container at `path`. Raises `LedgerError` if there is none, or it goes beyond the limits."""
    with ExitStack() as stack:
        try:
            container: Container = _Folder(path, limits) if path.is_dir() else _archive(path, limits, stack)
        except OSError as error:
            raise LedgerError(f"{path}: cannot be read ({error.strerror or error})") from error
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise LedgerError(f"{path}: not a bundle: {error}") from error
        yield _checked(container, limits)


def _archive(path: Path, limits: Limits, stack: ExitStack) -> Container:
    archive = stack.enter_context(zipfile.ZipFile(stack.enter_context(path.open("rb"))))
    return _Zip(archive, path.stat().st_size, limits)


def read(container: Container, name: str, limit: int) -> bytes:
    """A member's bytes. Raises `LedgerError` if it is not there, longer than `limit`, or damaged."""
    if container.size(name) > limit:
        raise LedgerError(f"{name}: {container.size(name):,} bytes, at most {limit:,} are read")
    return b"".join(blocks(container, name, limit))


def digest(container: Container, name: str, limit: int) -> tuple[str, int]:
    """SHA-256 (hexadecimal) and true size of a member."""
    sha256, size = hashlib.sha256(), 0
    for block in blocks(container, name, limit):
        sha256.update(block)
        size += len(block)
    return sha256.hexdigest(), size


def blocks(container: Container, name: str, limit: int) -> Iterator[bytes]:
    """A member's bytes, piece by piece. Raises `LedgerError` as `read` does."""
    left = limit
    try:
        with container.open(name) as stream:
            while block := stream.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise LedgerError(f"{name}: longer than {limit:,} bytes")
                yield block
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise LedgerError(f"{name}: damaged: {error}") from error


class _Folder:
    def __init__(self, root: Path, limits: Limits) -> None:
        self._sizes: dict[str, int] = {}
        self._root = root
        for folder, folders, files in os.walk(root, followlinks=False):
            for name in [*folders, *files]:
                self._take(Path(folder) / name)
            if len(self._sizes) > limits.members:
                raise LedgerError(f"{root}: more than {limits.members:,} files")

    def _take(self, path: Path) -> None:
        found = path.lstat()
        if stat.S_ISREG(found.st_mode):
            self._sizes[path.relative_to(self._root).as_posix()] = found.st_size
        elif not stat.S_ISDIR(found.st_mode):
            raise LedgerError(f"{path}: a link or device; a bundle has only files")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._sizes))

    def size(self, name: str) -> int:
        return _known(self._sizes, name)

    def open(self, name: str) -> BinaryIO:
        _known(self._sizes, name)
        return (self._root / name).open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
        self._archive = archive
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(archive.infolist()) > limits.members:
            raise LedgerError(f"more than {limits.members:,} members")
        self._infos = {info.filename: info for info in members}
        if len(self._infos) != len(members):
            raise LedgerError("two members have the same name")
        for info in members:
            if info.flag_bits & 1 or info.compress_type not in _METHODS:
                raise LedgerError(f"{info.filename}: encrypted, or packed in another way than deflate")
        if sum(info.file_size for info in members) > max(packed, 1) * limits.ratio:
            raise LedgerError(f"unpacks to more than {limits.ratio} times its size")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self._infos))

    def size(self, name: str) -> int:
        return _known(self._infos, name).file_size

    def open(self, name: str) -> BinaryIO:
        return self._archive.open(_known(self._infos, name))  # type: ignore[return-value]


def _checked(container: Container, limits: Limits) -> Container:
    total = 0
    for name in container.names:
        if name.startswith("/") or "\\" in name or ":" in name or {"..", ".", ""} & set(name.split("/")):
            raise LedgerError(f"'{name}': not a name inside a bundle")
        size = container.size(name)
        total += size
        if size > limits.file or total > limits.total:
            raise LedgerError(f"{name}: too large ({size:,} bytes, {total:,} with those before it)")
    return container


def _known(found: dict[str, T], name: str) -> T:
    if name not in found:
        raise LedgerError(f"{name}: not in the bundle")
    return found[name]
