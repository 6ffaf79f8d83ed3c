"""Octets that should be text: decoded as what they look like, control characters out, one length at most."""

_LONGEST = 4_096


def readable(raw: bytes, longest: int = _LONGEST) -> str:
    """UTF-8, else Latin-1; control characters become blanks, as do line ends; ends are stripped."""
    try:
        text = raw[: longest * 4].decode("utf-8")
    except UnicodeDecodeError:
        text = (
            raw[:longest].decode("utf-8", errors="replace") if raw[:1] >= b"\xc0" else raw[:longest].decode("latin-1")
        )
    text = text[:longest]
    return (text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).strip()


def lines(raw: bytes, longest: int = _LONGEST) -> str:
    """As `readable`, with line ends kept."""
    text = raw[:longest].decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text).strip()
