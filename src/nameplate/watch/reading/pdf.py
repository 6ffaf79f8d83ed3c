"""PDF by pypdf: text pages only, within limits. A scan without text is a problem, not an empty article."""

import datetime as dt
import io
from typing import NamedTuple

from nameplate.errors import SourceError

MOST_PAGES, MOST_TEXT = 200, 2_000_000
"""Pages and characters that are read of one file."""


class Printed(NamedTuple):
    """Text of a PDF, its title, its day, and what was left out."""

    text: str
    title: str
    published: dt.date | None
    problems: tuple[str, ...]


def read(content: bytes) -> Printed:
    """Read a PDF. Raises `SourceError` if it is broken, locked or holds no text."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("the PDF is locked with a password")
        parts, size = [], 0
        for page in reader.pages[:MOST_PAGES]:
            parts.append(page.extract_text())
            size += len(parts[-1])
            if size > MOST_TEXT:
                break
        left = len(reader.pages) - len(parts)
        title = str(reader.metadata.title or "") if reader.metadata else ""
        made = reader.metadata.creation_date if reader.metadata else None
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise SourceError(f"not a PDF that can be read ({type(error).__name__})") from error
    text = "\n".join(parts)
    if not text.strip():
        raise SourceError("the PDF holds no text; it may be a scan: read the picture first")
    return Printed(text, title, made.date() if made else None, (f"{left} pages not read",) if left > 0 else ())
