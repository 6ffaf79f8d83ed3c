"""A register in one piece, as it was on a day: kept with a ledger, so that an old verdict can be judged again."""

import gzip
from io import BytesIO

import msgspec

from nameplate.errors import DocumentError
from nameplate.register.evidence import Citation
from nameplate.register.load import Register
from nameplate.register.orders import Order
from nameplate.register.who import Brand, Maker

_LIMIT = 64 << 20
"""Bytes that a snapshot may unpack to."""


class _Snapshot(msgspec.Struct, frozen=True):
    makers: dict[str, Maker]
    brands: dict[str, Brand]
    orders: dict[str, Order]
    citations: dict[str, Citation]
    seats: dict[str, str]
    version: str
    own: tuple[str, ...]


def pack(register: Register) -> bytes:
    """The register as gzip of JSON; the same register gives the same bytes."""
    parts = {name: getattr(register, name) for name in ("makers", "brands", "orders", "citations", "seats", "version")}
    return gzip.compress(
        msgspec.json.encode(_Snapshot(**parts, own=tuple(sorted(register.own))), order="sorted"), mtime=0
    )


def unpack(content: bytes) -> Register:
    """The register of a snapshot. Raises `DocumentError` if it is none."""
    try:
        with gzip.open(BytesIO(content)) as stream:
            text = stream.read(_LIMIT + 1)
        if len(text) > _LIMIT:
            raise DocumentError(f"not a register: it unpacks to more than {_LIMIT:,} bytes")
        found = msgspec.json.decode(text, type=_Snapshot)
    except (OSError, EOFError, msgspec.DecodeError) as error:
        raise DocumentError(f"not a register: {error}") from error
    parts = msgspec.structs.asdict(found)
    return Register(**parts | {"own": frozenset(found.own)})
