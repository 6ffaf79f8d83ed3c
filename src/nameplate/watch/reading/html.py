"""Web pages, live or saved: trafilatura finds the article's text; scripts, hidden parts and forged structure fall away.

Nothing of the page survives as markup. Where trafilatura finds no article, the page's visible text is taken instead.
"""

import datetime as dt
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from nameplate.errors import SourceError

if TYPE_CHECKING:
    from lxml import etree

DEEPEST = 200
"""Nested elements; a page deeper than that is built to hang its readers."""
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)|font-size\s*:\s*[01](?:px|pt|em|%)?\s*(?:;|$)",
    re.IGNORECASE,
)
"""Styles of what stands in a page without being seen."""
_MARK = "nameplate-unseen"
_HIDDEN = ("script", "style", "noscript", "template", "iframe", "svg", "object", "embed", "form")


class _Name(msgspec.Struct):
    name: str = ""


class _Article(msgspec.Struct):
    day: str | None = msgspec.field(default=None, name="datePublished")
    publisher: _Name | str | None = None


class Page(NamedTuple):
    """What a page says, and what it says of itself."""

    text: str
    title: str
    publisher: str | None
    published: dt.date | None


def read(html: str) -> Page:
    """The article of a page. Raises `SourceError` if it is nested too deeply or holds no text."""
    tree = _tree(html)
    told = _told(tree)
    meta = _meta(tree)
    _strip(tree)
    title = meta.get("og:title") or _first(tree, "//title/text()") or _first(tree, "//h1//text()")
    text = _article(tree) or _visible(tree)
    if not text.strip():
        raise SourceError("the page holds no text")
    heading = title.strip()
    whole = text if heading and heading[:40] in text[:400] else f"{heading}\n\n{text}".strip()
    days = (meta.get("article:published_time"), told.day, meta.get("date"), _first(tree, "//time/@datetime"))
    day = next((found for text in days if (found := date_of(text))), None) or _day(html)
    return Page(whole, heading, meta.get("og:site_name") or told.publisher or meta.get("publisher"), day)


def _day(html: str) -> dt.date | None:
    """The day of publication that the page tells in any of the usual places (htmldate)."""
    from htmldate import find_date

    return date_of(find_date(html, original_date=True, extensive_search=False))


def _tree(html: str) -> "etree._Element":
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.document_fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise SourceError("not a page that can be read") from error
    if _depth(tree) > DEEPEST:
        raise SourceError(f"elements are nested more than {DEEPEST} deep")
    return tree


class _Told(NamedTuple):
    day: str | None = None
    publisher: str | None = None


def _told(tree: "etree._Element") -> _Told:
    """What the page says of itself for search engines (schema.org, JSON-LD): day and publisher, nothing else."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            with suppress(msgspec.DecodeError):
                found = msgspec.json.decode(script.text, type=_Article | list[_Article])
                one = found[0] if isinstance(found, list) and found else found
                if isinstance(one, _Article) and one.day:
                    return _Told(one.day, one.publisher.name if isinstance(one.publisher, _Name) else None)
    return _Told()


def _strip(tree: "etree._Element") -> None:
    """Take away what the page does not show."""
    from lxml import etree

    for element in list(tree.iter()):
        if isinstance(element.tag, str) and (_UNSEEN.search(element.get("style") or "") or "hidden" in element.attrib):
            element.tag = _MARK
    etree.strip_elements(tree, _MARK, *_HIDDEN, with_tail=False)
    etree.strip_tags(tree, etree.Comment)


def _depth(tree: "etree._Element") -> int:
    deepest, stack = 0, [(tree, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if depth <= DEEPEST + 1:
            stack.extend((child, depth + 1) for child in element)
    return deepest


def _meta(tree: "etree._Element") -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or "").lower()
        if key and element.get("content"):
            found.setdefault(key, str(element.get("content")).strip())
    return found


def _first(tree: "etree._Element", path: str) -> str:
    hits = tree.xpath(path)
    return str(hits[0]) if isinstance(hits, list) and hits else ""


def _article(tree: "etree._Element") -> str:
    import trafilatura
    from lxml import html as writer

    shown = writer.tostring(tree, encoding="unicode")
    found = trafilatura.extract(shown, include_comments=False, include_tables=True, favor_recall=True)
    return found or ""


def _visible(tree: "etree._Element") -> str:
    lines = (str(part).strip() for part in tree.itertext())
    return "\n".join(line for line in lines if line)


def date_of(text: str | None) -> dt.date | None:
    """The day at the beginning of an ISO 8601 text; None if there is none."""
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
