"""One writer at a time in a folder, over processes too; the system lets go of the lock when a process dies."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes in `folder`, and keep others out meanwhile.

    The folder is made if need be; if it was, and nothing came into it, it goes again.
    """
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with _held(folder):
            yield
    finally:
        if new:
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if sys.platform == "win32":
        with (folder / ".lock").open("a+") as file:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
