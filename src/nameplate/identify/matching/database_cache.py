"""A folder of the user's for what is dear to compute and the same each time; losing it costs only time.

A file is named after the hash of what its content was made from, and begins with the hash of the content: one that
is damaged counts as not there. Nothing is ever loaded that could run code (no pickle).
"""

import hashlib
import os
import tempfile
from pathlib import Path

_DIGEST = hashlib.sha256().digest_size


def folder() -> Path:
    """Where the cache is: `$XDG_CACHE_HOME/nameplate`, else `~/.cache/nameplate` (XDG Base Directory 0.8)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "nameplate"


def holds(name: str) -> bool:
    """Whether something is stored under `name`, be it damaged."""
    try:
        return (folder() / name).is_file()
    except (OSError, RuntimeError):
        return False


def load(name: str) -> bytes | None:
    """The content stored under `name`; None if there is none or it is damaged."""
    try:
        stored = (folder() / name).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: no home directory
        return None
    digest, content = stored[:_DIGEST], stored[_DIGEST:]
    return content if hashlib.sha256(content).digest() == digest else None


def store(name: str, content: bytes) -> None:
    """Keep `content` under `name`, whole or not at all; where nothing can be written, nothing is kept."""
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=folder(), prefix=name)
    except (OSError, RuntimeError):
        return
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(hashlib.sha256(content).digest() + content)
        Path(temporary).replace(folder() / name)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
