"""RSS 2.0 and Atom: one article an entry, by lxml with entities and network off. HTML in an entry is read as a page."""

import datetime as dt
import email.utils
from typing import TYPE_CHECKING, NamedTuple

from nameplate.errors import SourceError
from nameplate.watch.reading import html

if TYPE_CHECKING:
    from lxml import etree

MOST_ENTRIES = 500
_TITLES, _BODIES = ("title",), ("encoded", "content", "description", "summary")
_DAYS, _LINKS = ("pubDate", "published", "updated", "date"), ("link",)


class Entry(NamedTuple):
    """One entry: its link, title, text and day; `publisher` is the feed's title."""

    link: str
    title: str
    text: str
    published: dt.date | None
    publisher: str | None


def read(text: str) -> list[Entry]:
    """The entries of a feed. Raises `SourceError` if it is none, or holds a document type or entities."""
    from lxml import etree

    if "<!DOCTYPE" in text[:4096].upper() or "<!ENTITY" in text[:65536].upper():
        raise SourceError("the feed declares entities or a document type; that is refused")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )  # the text is decoded already, whatever its declaration says
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"not a feed that can be read ({error})") from error
    found = [e for e in root.iter() if isinstance(e.tag, str) and _name(e.tag) in {"item", "entry"}]
    publisher = _text_of(next((e for e in root.iter() if isinstance(e.tag, str) and _name(e.tag) == "title"), None))
    return [_entry(element, publisher or None) for element in found[:MOST_ENTRIES]]


def _entry(element: "etree._Element", publisher: str | None) -> Entry:
    told: dict[str, str] = {}
    for child in element:
        if isinstance(child.tag, str):
            href = child.get("href") if _name(child.tag) == "link" else None
            value = href or _text_of(child)
            told.setdefault(_name(child.tag), value)
    title = _plain(_pick(told, _TITLES))
    body = _plain(_pick(told, _BODIES))
    text = f"{title}\n\n{body}".strip()
    return Entry(_pick(told, _LINKS), title, text, _day(_pick(told, _DAYS)), publisher)


def _pick(told: dict[str, str], names: tuple[str, ...]) -> str:
    return next((told[name] for name in names if told.get(name)), "")


def _name(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _text_of(element: "etree._Element | None") -> str:
    return "".join(map(str, element.itertext())).strip() if element is not None else ""


def _plain(text: str) -> str:
    if "<" not in text:
        return text
    try:
        return html.read(f"<html><body><article>{text}</article></body></html>").text
    except SourceError:
        return ""


def _day(text: str) -> dt.date | None:
    try:
        return html.date_of(text) or email.utils.parsedate_to_datetime(text).date()
    except (ValueError, TypeError):
        return None
