"""From what the user names to documents: files as they are, folders walked, archives unpacked within limits.

Members are unpacked to numbered files in a scratch folder, so that no name in an archive can reach outside
it; links and devices are named and left out. Order is by name, so that the same inputs give the same review.
"""

import bz2
import gzip
import hashlib
import lzma
import shutil
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from nameplate.model import Problem
from nameplate.sources.interface import HEAD_BYTES, Document, Limits

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    zstd.ZstdError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)
"""What the standard library raises on archives that are damaged, cut off or of a method it does not know."""
_JUNK = {".ds_store", "thumbs.db", "desktop.ini"}
_STREAMS: tuple[tuple[bytes, Callable[[Path], Any]], ...] = (
    (b"\x1f\x8b", gzip.GzipFile),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
    (b"\x28\xb5\x2f\xfd", zstd.ZstdFile),
)


@dataclass
class Walk:
    """One walk: where it may unpack to, what it must not do, what it could not open."""

    scratch: Path
    limits: Limits = field(default_factory=Limits)
    mapping: Mapping[str, str] = field(default_factory=dict)
    leave_out: frozenset[Path] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    _members: int = 0
    _unpacked: int = 0

    def documents(self, paths: Sequence[Path]) -> Iterator[Document]:
        """Every document below `paths`; what cannot be opened becomes a problem."""
        for path in paths:
            if path.is_dir():
                yield from self._folder(path)
            elif path.exists():
                yield from self._file(path, path.as_posix(), 0)
            else:
                self._problem(path.as_posix(), "there is no such file or folder; check the path")

    def _folder(self, folder: Path) -> Iterator[Document]:
        paths = sorted(folder.rglob("*"))
        if not any(path.is_file() for path in paths):
            self._problem(folder.as_posix(), "the folder holds no file")
        for path in paths:
            if path.is_symlink() and (reason := _bad_link(path, folder)):
                self._problem(path.as_posix(), reason)
                continue
            if path.is_dir() or path.resolve() in self.leave_out:
                continue
            inner = path.relative_to(folder).parts
            if any(part.startswith(".") for part in inner) or path.name.casefold() in _JUNK:
                continue
            if not path.is_file():
                self._problem(path.as_posix(), "not a regular file: not read")
            else:
                yield from self._file(path, path.as_posix(), 0)

    def _file(self, path: Path, label: str, depth: int) -> Iterator[Document]:
        try:
            size = path.stat().st_size
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except OSError as error:
            self._problem(label, f"cannot be opened ({error.strerror})")
            return
        document = Document(label, path, size, head, self.limits, self.mapping)
        unpack = self._unpacker(document)
        if unpack is None:
            yield document
        elif depth >= self.limits.nesting:
            self._problem(label, f"archives nested more than {self.limits.nesting} deep: not unpacked")
        else:
            yield from self._unpack(document, unpack, depth)

    def _unpacker(self, document: Document) -> "Callable[[Document], Iterator[_Member]] | None":
        head = document.head
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return None if _is_office(document.path) else _zip_members
        if head[257:262] == b"ustar":
            return _tar_members
        return _stream_members if any(head.startswith(magic) for magic, _ in _STREAMS) else None

    def _unpack(
        self, document: Document, unpack: "Callable[[Document], Iterator[_Member]]", depth: int
    ) -> Iterator[Document]:
        label = document.label
        try:
            found = 0
            for member in unpack(document):
                found += 1
                self._members += 1
                if self._members > self.limits.members:
                    self._problem(label, f"more than {self.limits.members:,} members: the rest is not read")
                    return
                if member.refused:
                    self._problem(f"{label}!/{member.name}", member.refused)
                    continue
                target = self._store(member, document)
                if target is not None:
                    yield from self._file(target, f"{label}!/{member.name}", depth + 1)
                    target.unlink(missing_ok=True)
            if not found:
                self._problem(label, "the archive holds no file")
        except _DAMAGED as error:
            self._problem(label, f"the archive is damaged or cut off ({error}); get a fresh copy")

    def _store(self, member: "_Member", archive: Document) -> Path | None:
        """Unpack one member; None, with a problem, if it grows beyond the limits."""
        target = self.scratch / f"member-{self._members}"
        allowed = min(self.limits.unpacked - self._unpacked, max(1, archive.size) * self.limits.ratio)
        written = 0
        reason = ""
        try:
            with member.open() as source, target.open("wb") as out:
                read = getattr(source, "read1", source.read)  # gives what there is where the rest is damaged
                while (piece := read(1 << 20)) and written <= allowed:
                    written += len(piece)
                    out.write(piece)
        except _DAMAGED as error:
            reason = f"the archive is damaged or cut off here ({error}); get a fresh copy"
        if written > allowed:
            times = f"more than {self.limits.ratio} times the archive's size"
            reason = f"unpacks to {times} or past the limit of all archives: not read"
        self._unpacked += written
        if not reason:
            return target
        if member.alone and 0 < written <= allowed:
            self._problem(f"{archive.label}!/{member.name}", f"{reason}; what stands before is read")
            return target
        self._problem(f"{archive.label}!/{member.name}", reason)
        target.unlink(missing_ok=True)
        return None

    def _problem(self, source: str, reason: str) -> None:
        self.problems.append(Problem(source, "", reason))


@dataclass(frozen=True)
class _Member:
    name: str
    open: Callable[[], IO[bytes]]
    refused: str = ""
    alone: bool = False
    """The only content of its file, so that a file cut off still gives what stands before."""


def _zip_members(document: Document) -> Iterator[_Member]:
    with zipfile.ZipFile(document.path) as archive:
        for info in sorted(archive.infolist(), key=lambda i: i.filename):
            if info.is_dir():
                continue
            refused = "protected by a password: not read" if info.flag_bits & 1 else ""
            yield _Member(_safe(info.filename), lambda info=info: archive.open(info), refused)  # type: ignore[misc]


def _tar_members(document: Document) -> Iterator[_Member]:
    with tarfile.open(document.path, mode="r:") as archive:
        for info in archive:
            if info.isdir():
                continue
            refused = "" if info.isfile() else "a link or device in an archive: not followed"
            yield _Member(_safe(info.name), lambda info=info: archive.extractfile(info), refused)  # type: ignore[misc, arg-type]
        end = archive.offset
    with document.path.open("rb") as stream:
        stream.seek(max(0, end - tarfile.BLOCKSIZE))
        if tarfile.NUL * tarfile.BLOCKSIZE not in stream.read(4 * tarfile.BLOCKSIZE):
            raise tarfile.ReadError("no end of archive")  # IEEE 1003.1 pax: two blocks of zeros end it


def _stream_members(document: Document) -> Iterator[_Member]:
    """A single compressed stream: its member is named like the file without the last ending."""
    opener = next(o for magic, o in _STREAMS if document.head.startswith(magic))
    name = Path(document.label).name
    inner = name.rsplit(".", 1)[0] if "." in name else name
    if name.lower().endswith((".tgz", ".tbz2", ".txz", ".tzst")):
        inner += ".tar"
    yield _Member(_safe(inner), lambda: opener(document.path), alone=True)


def _bad_link(path: Path, folder: Path) -> str:
    """Why a link in a folder is not followed; '' if it leads to a file in the same folder."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link that leads nowhere or to itself: not followed"
    if not target.is_relative_to(folder.resolve()):
        return "a link that leads out of the folder: not followed"
    return "a link to a folder: not followed; what it holds is read where it is" if target.is_dir() else ""


def _is_office(path: Path) -> bool:
    """Whether a zip is a document of an office program (read as such, not walked)."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist()[:50])
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    return "[Content_Types].xml" in names or "mimetype" in names


def _safe(name: str) -> str:
    """A member's name as it may stand in a label: no control characters, no climbing."""
    parts = [p for p in name.replace("\\", "/").split("/") if p not in {"", ".", ".."}]
    return "".join(c if c.isprintable() else "?" for c in "/".join(parts)) or "member"


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def clean(scratch: Path) -> None:
    """Remove a scratch folder and all that was unpacked there."""
    shutil.rmtree(scratch, ignore_errors=True)
