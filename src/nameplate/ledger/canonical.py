"""Canonical JSON (RFC 8785): one text for one value, so that a hash or a signature over it has one meaning.

Writing is done by the library `rfc8785`. Reading is stricter than JSON: a text that could mean two things is refused.
"""

import json
import math
import re
from typing import Any

import msgspec
import rfc8785

from nameplate.errors import LedgerError

_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_LONG = b"0" * 16
"""With all digits as zeros: an integer that may be beyond 2**53 - 1."""
_FLOAT = re.compile(rb"[.eE][-+]?[0-9]+[,}\]]")
"""The end of a float in an object or array."""
_compact = msgspec.json.Encoder(order="sorted").encode


def encode(value: Any) -> bytes:
    """`value`, of JSON's types, as canonical UTF-8 text (RFC 8785 section 3.2).

    Raises `LedgerError` on a key that is no string, a float that is not finite, an integer beyond 2**53 - 1,
    half a surrogate pair, or any other type.
    """
    try:
        return rfc8785.dumps(value)
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"this has no canonical JSON: {error}") from error


def decode(data: bytes) -> Any:
    """The value of a JSON text in any layout. Raises `LedgerError` on doubled keys, NaN, infinity, or no JSON."""
    try:
        return json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_integer,
        )
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"not JSON as a ledger takes it: {error}") from error


def decode_canonical(data: bytes) -> Any:
    """The value of a text that must be canonical already, byte for byte. Raises `LedgerError` if it is not."""
    try:
        value = msgspec.json.decode(data)
    except (ValueError, RecursionError) as error:
        raise LedgerError(f"not JSON: {error}") from error
    if _plain(data, value):
        return value
    value = decode(data)
    if encode(value) != data:
        raise LedgerError("not canonical JSON (RFC 8785): the same value is written in another way")
    return value


def _plain(data: bytes, value: Any) -> bool:
    """Whether this is canonical, seen at once; False means only that it takes the library to tell.

    In ASCII, without escapes by number, floats and long runs of digits, RFC 8785 and any compact writer with sorted
    keys write the same. Nearly all entries are so, and the library takes as long as a third of a signature.
    """
    plain = data.startswith(b"{") and data.isascii() and b"\\u" not in data
    return plain and _LONG not in data.translate(_DIGITS) and not _FLOAT.search(data) and _compact(value) == data


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is not finite")
    return number


def _integer(text: str) -> int | float:
    """Beyond 2**53 - 1 the canonical text of a float has neither point nor exponent (RFC 8785 section 3.2.2.3)."""
    number = int(text)
    return number if abs(number) < 2**53 else _finite(text)


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number in JSON")
