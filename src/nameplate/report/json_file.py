"""review.json: the whole review as the published contract has it (schema nameplate/review/1), keys sorted.

Written piece by piece: steps that many findings share are encoded once, so that a large review costs its
distinct parts and never stands in memory twice.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from nameplate.errors import UsageError
from nameplate.model import Finding
from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report.summary import Summary

NAME = "review.json"
_encode = msgspec.json.Encoder(order="sorted").encode


def write(review: Review, _summary: Summary, _register: Register, folder: Path) -> Path:
    """Write review.json."""
    path = folder / NAME
    with path.open("wb", buffering=1 << 20) as stream:
        for number, name in enumerate(sorted(f.name for f in msgspec.structs.fields(Review))):
            stream.write((b"{" if number == 0 else b",\n") + _encode(name) + b":")
            if name == "devices":
                _write_list(stream, map(_encode, review.devices))
            elif name == "findings":
                _write_list(stream, _findings(review.findings))
            else:
                stream.write(_encode(getattr(review, name)))
        stream.write(b"}\n")
    return path


def _write_list(stream: BinaryIO, items: Iterable[bytes]) -> None:
    stream.write(b"[")
    for number, item in enumerate(items):
        stream.write(b"\n" if number == 0 else b",\n")
        stream.write(item)
    stream.write(b"]")


def _findings(findings: Iterable[Finding]) -> Iterator[bytes]:
    """Each finding with sorted keys; parts that are the same object in many findings are encoded once."""
    known: dict[int, bytes] = {}

    def once(part: object) -> bytes:
        """The JSON of a part, encoded at its first use."""
        text = known.get(id(part))
        if text is None:
            text = known[id(part)] = _encode(part)
        return text

    for f in findings:
        chain = b",".join([once(step) for step in f.chain])
        yield (
            b'{"chain":[' + chain + b'],"conditions":' + once(f.conditions) + b',"device":' + _encode(f.device)
            + b',"duties":' + once(f.duties) + b',"missing":' + once(f.missing) + b',"order":' + once(f.order)
            + b',"verdict":' + once(f.verdict) + b"}"
        )  # fmt: skip


def read(folder: Path) -> Review:
    """Read a review back from its folder. Raises `UsageError` if there is none."""
    path = folder / NAME if folder.is_dir() else folder
    try:
        return msgspec.json.decode(path.read_bytes(), type=Review)
    except OSError as error:
        raise UsageError(f"{path}: no review there ({error.strerror}); run `nameplate review` first") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path}: not a review of this version of Nameplate: {error}") from error
