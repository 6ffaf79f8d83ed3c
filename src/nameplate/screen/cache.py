"""What is dear to compute from lists and the same each time, in the user's cache folder; losing it costs only time.

A file is named after the hash of what its content was made from (lists, and the code and tables that read them), and
begins with the hash of its content: one that is damaged counts as not there, and is made anew. Nothing is ever loaded
that could run code (no pickle). The oldest files go when there are many.
"""

import hashlib
import os
import tempfile
import unicodedata
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size
BEGINS = "screen-"
MOST = 24
"""Files that are kept."""
_READERS = ("anyascii", "numpy", "opencc-python-reimplemented", "pypinyin")
"""Libraries whose tables go into what is kept."""


def folder() -> Path:
    """Where the cache is: `$XDG_CACHE_HOME/nameplate`, else `~/.cache/nameplate` (XDG Base Directory 0.8)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "nameplate"


def named(*made_from: bytes) -> str:
    """The name under which something made from these is kept; another version of the code gives another."""
    digest = hashlib.sha256(_code())
    for part in made_from:
        digest.update(hashlib.sha256(part).digest())
    return BEGINS + digest.hexdigest()[:40]


@cache
def _code() -> bytes:
    """A digest of the code and tables of this package, and of the versions of what they read with."""
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for name in _READERS:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    for file in _files(resources.files("nameplate.screen")):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()


def _files(at: Traversable) -> list[Traversable]:
    here = sorted((one for one in at.iterdir() if one.name != "__pycache__"), key=lambda one: one.name)
    return [file for one in here for file in (_files(one) if one.is_dir() else [one])]


def load(name: str) -> bytes | None:
    """The content kept under `name`; None if there is none or it is damaged."""
    try:
        stored = (folder() / name).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: no home directory
        return None
    content = memoryview(stored)[_DIGEST:]
    return bytes(content) if hashlib.sha256(content).digest() == stored[:_DIGEST] else None


def store(name: str, content: bytes) -> None:
    """Keep `content` under `name`, whole or not at all; where nothing can be written, nothing is kept."""
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_room()
        descriptor, temporary = tempfile.mkstemp(dir=folder(), prefix=BEGINS)
    except (OSError, RuntimeError):
        return
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(temporary).replace(folder() / name)
    except OSError:
        Path(temporary).unlink(missing_ok=True)


def _make_room() -> None:
    kept = sorted(folder().glob(f"{BEGINS}*"), key=lambda file: file.stat().st_mtime)
    for file in kept[: max(0, len(kept) - MOST + 1)]:
        file.unlink(missing_ok=True)
