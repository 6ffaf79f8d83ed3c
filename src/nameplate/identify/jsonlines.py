"""One line of JSON as a struct, also where the writer put raw bytes or half a surrogate pair into a string."""

import json
from typing import TypeVar

import msgspec

T = TypeVar("T")


def decode(text: bytes, shape: type[T]) -> T:
    """The struct of one line. What is no UTF-8 (a banner copied as it came) becomes U+FFFD. Raises `ValueError` on
    text that is no JSON of this shape."""
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.convert(_lenient(text), shape)


def _lenient(text: bytes) -> object:
    """What the standard library reads: it takes lone surrogates, which are replaced here."""
    try:
        whole = json.loads(text.decode("utf-8", errors="replace"))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return json.loads(json.dumps(whole, ensure_ascii=False).encode("utf-8", errors="replace"))
