"""Web pages, live or saved: trafilatura finds the article's text; scripts, hidden parts and forged structure fall away.

Nothing of the page survives as markup. Where trafilatura finds no article, the page's visible text is taken instead.
"""

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from nameplate.errors import SourceError

if TYPE_CHECKING:
    from lxml import etree

DEEPEST = 200
"""Nested elements; a page deeper than that is built to hang its readers."""
_HIDDEN = ("script", "style", "noscript", "template", "iframe", "svg", "object", "embed", "form")


class Page(NamedTuple):
    """What a page says, and what it says of itself."""

    text: str
    title: str
    publisher: str | None
    published: dt.date | None


def read(html: str) -> Page:
    """The article of a page. Raises `SourceError` if it is nested too deeply or holds no text."""
    tree = _tree(html)
    meta = _meta(tree)
    title = meta.get("og:title") or _first(tree, "//title/text()") or _first(tree, "//h1//text()")
    text = _article(html) or _visible(tree)
    if not text.strip():
        raise SourceError("the page holds no text")
    heading = title.strip()
    whole = text if heading and heading[:40] in text[:400] else f"{heading}\n\n{text}".strip()
    day = date_of(meta.get("article:published_time") or meta.get("date") or _first(tree, "//time/@datetime"))
    return Page(whole, heading, meta.get("og:site_name") or meta.get("publisher"), day)


def _tree(html: str) -> "etree._Element":
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.document_fromstring(html.encode(), parser=parser.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise SourceError("not a page that can be read") from error
    if _depth(tree) > DEEPEST:
        raise SourceError(f"elements are nested more than {DEEPEST} deep")
    etree.strip_elements(tree, *_HIDDEN, with_tail=False)
    return tree


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


def _article(html: str) -> str:
    import trafilatura

    found = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True)
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
