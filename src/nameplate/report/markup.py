"""Text from files and devices for the terminal: no markup of ours, no control characters that drive it."""

import re

from rich.markup import escape as _escape

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""C0 and C1 controls (ECMA-48) and characters that turn the direction of writing."""


def plain(text: str) -> str:
    """`text` without anything that drives a terminal."""
    return _CONTROL.sub("\ufffd", text)


def escape(text: str) -> str:
    """`text` as it may be printed by rich."""
    return _escape(plain(text))
