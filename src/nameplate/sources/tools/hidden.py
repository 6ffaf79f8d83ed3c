"""What is never kept of a record: fields named like credentials, and lines of a text that hold them."""

import re
from functools import lru_cache
from typing import Any

from nameplate.sources.interface import SECRET_NAME, Sink
from nameplate.sources.tools import formats

_LINE = re.compile(r"(?im)^[ \t]*((?:set-)?cookie2?|(?:proxy-)?authorization)[ \t]*:.*(?:\r?\n)?")
"""Lines of HTTP answers in banners (RFC 6265, RFC 9110 section 11)."""
_MAY = re.compile(r"(?i)cookie|authorization")


def count(value: Any, sink: Sink, depth: int) -> None:
    """Count what is never kept, by name; a pair of `name` and `value` is a field with that name."""
    if isinstance(value, list):
        for item in value:
            count(item, sink, depth + 1)
    elif isinstance(value, dict) and depth < 40:
        paired = value.get("name")
        if isinstance(paired, str) and value.get("value") and _is_secret(paired):
            sink.drop(paired, 1)
            return
        for name, item in value.items():
            if isinstance(item, dict | list) and item and not _is_hidden(name):
                count(item, sink, depth + 1)
            elif item and _is_secret(name):
                sink.drop(name, 1)


def lines(text: str, sink: Sink) -> str:
    """A text without the lines of an HTTP answer that hold credentials; they are counted."""
    if not _MAY.search(text):
        return text
    for found in _LINE.finditer(text):
        sink.drop(found[1].lower(), 1)
    return _LINE.sub("", text)


@lru_cache(maxsize=4_096)
def _is_secret(name: str) -> bool:
    return bool(SECRET_NAME.search(name) or formats.secrets().search(name))


@lru_cache(maxsize=4_096)
def _is_hidden(name: str) -> bool:
    return formats.secrets().search(name) is not None
