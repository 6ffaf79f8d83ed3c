"""Bytes to text where the declared encoding may lie: what decodes without fault and looks like language wins."""

import codecs
import re
import unicodedata

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{3,30})", re.IGNORECASE)
_HEAD = 2048
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "latin-1": "windows-1252",
    "us-ascii": "windows-1252", "ascii": "windows-1252", "ks_c_5601-1987": "cp949", "shift_jis": "cp932",
}  # fmt: skip
"""What servers mean by a label (WHATWG Encoding Standard): the wider encoding."""
_USUAL = ("windows-1251", "windows-1256", "gb18030", "big5", "windows-1252", "koi8-r", "iso-8859-6", "utf-16", "utf-8")
"""Encodings that articles come in; others only where none of these fits."""
_MOJIBAKE = re.compile("[\u00a1-\u00ff]{4,}")
"""No Latin writing has four such letters in a row; bytes of another script read as Latin do."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(content: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Text of `content`, and problems: an encoding that lies, bytes that fit none.

    A byte order mark decides, then UTF-8 if it fits, then what is declared, then what charset-normalizer finds.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _clean(content.decode(name, errors="replace")), ()
    said = declared or _said(content)
    text = _strict(content, "utf-8")
    if text is not None:
        lie = said is not None and _name(said) not in {"utf-8", "ascii", None} and not content.isascii()
        return _clean(text), ((f"it says {said} but is UTF-8",) if lie else ())
    for label in dict.fromkeys((said, _said(content))):
        if label and (text := _strict(content, _WIDER.get(label.lower(), label))) is not None and not _is_garbage(text):
            return _clean(text), ()
    return _guessed(content, said)


def _guessed(content: bytes, said: str | None) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    sample = content[:200_000]
    best = from_bytes(sample, cp_isolation=list(_USUAL)).best() or from_bytes(sample).best()
    name = best.encoding if best else "utf-8"
    text = content.decode(name, errors="replace")
    problem = f"it says {said} but is {name}" if said else f"no encoding is given; read as {name}"
    return _clean(text), (problem,)


def _said(content: bytes) -> str | None:
    match = _DECLARED.search(content[:_HEAD])
    return match[1].decode("ascii") if match else None


def _name(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return None


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_garbage(text: str) -> bool:
    sample = text[:4000]
    odd = sum(unicodedata.category(c) in {"Cc", "Co", "Cn"} and c not in "\r\n\t" for c in sample)
    wrong = sum(len(run) for run in _MOJIBAKE.findall(sample))
    return odd * 50 > len(sample) or wrong * 20 > len(sample)


def _clean(text: str) -> str:
    """Lines end with one character; no control characters, and none that turn the writing direction round."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return "".join(c for c in kept if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"} or c in "\u200c\u200d")
