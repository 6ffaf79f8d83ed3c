"""Archives made of bytes, and one walk over them: what was found, what was refused."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from nameplate.sources.interface import Limits
from nameplate.sources.walk import Walk

TABLE = b"Manufacturer,Model,Serial\nHikvision,DS-2CD2143G0-I,SN0012345\n"


class Found:
    """What a walk of `paths` found: contents by label (below `base`), and its problems."""

    def __init__(self, base: Path, *paths: Path, limits: Limits | None = None) -> None:
        scratch = base / "scratch"
        scratch.mkdir()
        walk = Walk(scratch, limits or Limits())
        self.contents = {_short(base, d.label): d.path.read_bytes() for d in walk.documents(paths or (base / "in",))}
        self.problems = {_short(base, p.source): p.reason for p in walk.problems}
        self.left_behind = list(scratch.iterdir())


def _short(base: Path, label: str) -> str:
    return label.removeprefix(f"{base.as_posix()}/")


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], *others: tarfile.TarInfo) -> bytes:
    """A tar with these members, and entries without content after them."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in others:
            archive.addfile(info)
    return out.getvalue()


def with_flag(content: bytes, local: int, central: int, value: int) -> bytes:
    """Set bits in a zip's first local header and its first central entry, at the given offsets."""
    patched = bytearray(content)
    patched[local] |= value
    patched[patched.find(b"PK\x01\x02") + central] |= value
    return bytes(patched)
