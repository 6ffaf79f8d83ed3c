"""A bundle: everything that a stranger needs to verify a ledger, as one ZIP or one folder.

    entries.jsonl      the lines of the ledger, in order (nameplate.ledger.entry)
    checkpoints/*      signed heads (nameplate.ledger.checkpoint), one of them over all entries
    keys.json          who holds which key, as the entries say it
    attachments/*      files by SHA-256
    witnesses/*        cosigned heads (.note) and time stamps (.tsr) from outside
    README.txt, verify.html, SHA256SUMS

Writing the same content gives the same bytes: members are sorted, stored as they are, with one fixed time.
"""

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from nameplate.errors import LedgerError
from nameplate.ledger import canonical, checkpoint, note, page
from nameplate.ledger.keys import KeyRecord

ENTRIES, KEYS, SUMS, README, PAGE = "entries.jsonl", "keys.json", "SHA256SUMS", "README.txt", "verify.html"
CHECKPOINTS, ATTACHMENTS, WITNESSES = "checkpoints/", "attachments/", "witnesses/"
SCHEMA = "nameplate/ledger-keys/1"
_BLOCK = 1 << 20
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can state: the same in every bundle."""


@dataclass(frozen=True)
class Contents:
    """What goes into a bundle.

    `entries`: lines without newlines, in order. `checkpoints`: signed notes; the last must be over all entries.
    `keys`: `Registry.records()`. `attachments`: digest -> bytes or file. `witnesses`: file name, ending in .note
    (cosigned head) or .tsr (RFC 3161 answer) -> bytes.
    """

    entries: Iterable[bytes]
    checkpoints: Iterable[bytes]
    keys: Iterable[KeyRecord]
    attachments: Mapping[str, bytes | Path] = field(default_factory=dict)
    witnesses: Mapping[str, bytes] = field(default_factory=dict)


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of keys.json."""

    keys: tuple[KeyRecord, ...]
    schema: str


def write_bundle(path: Path, contents: Contents, *, folder: bool = False) -> None:
    """Write a bundle as a ZIP, or as a new folder.

    Raises `LedgerError` on a name that cannot stand in a bundle, an attachment that is not what its digest says,
    or a path that exists or cannot be written.
    """
    if path.exists():
        raise LedgerError(f"{path}: is there already; a bundle is never written over another")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if folder:
            partial.mkdir(parents=True)
            _fill(_FolderWriter(partial), contents)
        else:
            with zipfile.ZipFile(partial, "x", zipfile.ZIP_STORED) as archive:
                _fill(_ZipWriter(archive), contents)
        partial.rename(path)
    except OSError as error:
        raise LedgerError(f"{path}: the bundle cannot be written ({error.strerror or error})") from error
    finally:
        _remove(partial)


def _remove(partial: Path) -> None:
    """What was begun and not finished; nothing is left of it once it has its name."""
    if partial.is_dir():
        shutil.rmtree(partial)
    elif partial.exists():
        partial.unlink()


def write_page(path: Path, bundle: Path) -> None:
    """Write verify.html with the bundle (a ZIP) inside. Raises `LedgerError` if one cannot be read or written."""
    try:
        path.write_text(page.with_bundle(bundle.read_bytes()), encoding="utf-8")
    except OSError as error:
        raise LedgerError(f"{error.filename}: {error.strerror}") from error


def keys_file(keys: Iterable[KeyRecord]) -> bytes:
    """keys.json: every key that the ledger knows, as canonical JSON."""
    return canonical.encode(msgspec.to_builtins(KeyFile(tuple(keys), SCHEMA))) + b"\n"


class _FolderWriter:
    """Members as files of a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def open(self, name: str) -> BinaryIO:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


class _ZipWriter:
    """Members of an archive, all with the same time and rights."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> BinaryIO:
        info = zipfile.ZipInfo(name, _LONG_AGO)
        info.create_system, info.external_attr = 3, 0o644 << 16
        return self._archive.open(info, "w", force_zip64=True)  # type: ignore[return-value]


def _fill(writer: _FolderWriter | _ZipWriter, contents: Contents) -> None:
    sums = []
    for name, blocks in _members(contents):
        sha256 = hashlib.sha256()
        with writer.open(name) as stream:
            for block in blocks:
                stream.write(block)
                sha256.update(block)
        if name.startswith(ATTACHMENTS) and sha256.hexdigest() != name.removeprefix(ATTACHMENTS):
            raise LedgerError(f"attachment {name.removeprefix(ATTACHMENTS)}: the file has another digest")
        sums.append(f"{sha256.hexdigest()}  {name}\n")
    with writer.open(SUMS) as stream:
        stream.write("".join(sums).encode())


def _members(contents: Contents) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and bytes of every member but the sums, in the order in which they are written."""
    text = resources.files(__package__).joinpath("bundle-readme.txt").read_bytes()
    yield README, [text]
    yield PAGE, [page.text().encode()]
    yield KEYS, [keys_file(contents.keys)]
    yield ENTRIES, (line + b"\n" for line in contents.entries)
    heads = {checkpoint.read_text(note.read(data).text).size: data for data in contents.checkpoints}
    for size, data in sorted(heads.items()):
        yield f"{CHECKPOINTS}{size:012}.note", [data]
    for name, data in sorted(contents.witnesses.items()):
        if "/" in name or not name.endswith((".note", ".tsr")):
            raise LedgerError(f"witness file '{name}': its name must end in .note or .tsr and hold no slash")
        yield WITNESSES + name, [data]
    for name, source in sorted(contents.attachments.items()):
        yield ATTACHMENTS + name, _blocks(source)


def _blocks(source: bytes | Path) -> Iterator[bytes]:
    stream = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with stream:
        while block := stream.read(_BLOCK):
            yield block
