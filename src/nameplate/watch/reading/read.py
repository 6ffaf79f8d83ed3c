"""A file or an answer of a server as articles: the kind is told from what it holds, not from its name."""

import hashlib
from pathlib import Path

from nameplate.errors import SourceError
from nameplate.watch.reading import encoding, feed_xml, gazette, html, mail, pdf, plain
from nameplate.watch.shapes import Article

LARGEST = 20_000_000
"""Bytes of one file."""
LONGEST = 1_000_000
"""Characters of one article that are read; the rest is a problem."""
_MAIL = (
    "received:",
    "from:",
    "return-path:",
    "delivered-to:",
    "mime-version:",
    "message-id:",
    "date:",
    "to:",
    "subject:",
)
_PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"7z\xbc\xaf", b"Rar!")


def file(path: Path) -> list[Article]:
    """The articles of a file. Raises `SourceError` if it cannot be read, is too large, or holds no text."""
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path}: larger than {LARGEST:,} bytes; not read")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        return articles(content, str(path))
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from error


def articles(content: bytes, origin: str, declared: str | None = None) -> list[Article]:
    """The articles in `content`; `origin` is a path or an address, `declared` the encoding that a server tells.

    Raises `SourceError` as `file`.
    """
    if not content.strip():
        raise SourceError("it is empty")
    if content.startswith(b"%PDF-"):
        return [_of_pdf(content, origin)]
    if content.startswith(_PACKED):
        raise SourceError("an archive or a picture, no article; unpack it, or read the picture first")
    decoded, problems = encoding.decode(content, declared)
    start = decoded[:1024].lstrip().lower()
    if start.startswith("{"):
        return _of_gazette(decoded, origin)
    if start.startswith(_MAIL) and "\n\n" in decoded[:20000] and "subject:" in decoded[:20000].lower():
        return [_of_mail(content, origin)]
    if _is_page(start):
        return [_of_page(content, decoded, origin, problems)]
    if _is_feed(start):
        return _of_feed(decoded, origin, problems)
    return [_of_text(content, decoded, origin, problems)]


def _is_page(start: str) -> bool:
    return start.startswith("<!doctype html") or any(tag in start for tag in ("<html", "<body", "<article"))


def _is_feed(start: str) -> bool:
    return any(tag in start for tag in ("<rss", "<feed", "<rdf:rdf")) or start.startswith("<?xml")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _cut(text: str, problems: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    if len(text) <= LONGEST:
        return text, problems
    return text[:LONGEST], (*problems, f"only the first {LONGEST:,} of {len(text):,} characters were read")


def _of_text(content: bytes, decoded: str, origin: str, problems: tuple[str, ...]) -> Article:
    text, problems = _cut(decoded, problems)
    head = plain.head(text)
    return Article(origin, _digest(content), "text", text, head.title, head.publisher, head.published, problems)


def _of_page(content: bytes, decoded: str, origin: str, problems: tuple[str, ...]) -> Article:
    page = html.read(decoded)
    text, problems = _cut(page.text, problems)
    published = page.published or plain.head(text).published
    return Article(origin, _digest(content), "html", text, page.title, page.publisher, published, problems)


def _of_pdf(content: bytes, origin: str) -> Article:
    printed = pdf.read(content)
    text, problems = _cut(printed.text, printed.problems)
    head = plain.head(text)
    day = head.published or printed.published
    return Article(origin, _digest(content), "pdf", text, printed.title or head.title, head.publisher, day, problems)


def _of_mail(content: bytes, origin: str) -> Article:
    read = mail.read(content)
    text, problems = _cut(read.text, read.problems)
    return Article(origin, _digest(content), "mail", text, read.title, read.publisher, read.published, problems)


def _of_feed(decoded: str, origin: str, lies: tuple[str, ...]) -> list[Article]:
    found = []
    for entry in feed_xml.read(decoded):
        if entry.text:
            text, problems = _cut(entry.text, lies)
            digest, where = _digest(text.encode()), entry.link or origin
            found.append(Article(where, digest, "feed", text, entry.title, entry.publisher, entry.published, problems))
    return found


def _of_gazette(decoded: str, origin: str) -> list[Article]:
    return [
        Article(
            n.link or origin,
            _digest(n.text.encode()),
            "federal_register",
            n.text,
            n.title,
            gazette.PUBLISHER,
            n.published,
        )
        for n in gazette.read(decoded)
    ]  # fmt: skip
