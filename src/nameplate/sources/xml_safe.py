"""XML from outside: no entities, no network, no unbounded depth; read up to where it breaks.

lxml over libxml2. A document that declares entities is refused whole (entity expansion attacks; none of
our formats needs them). Elements are matched by local name, because prefixes differ between makers.
Large documents go through `xml_stream`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Sink
from nameplate.sources.text_lines import head_text

if TYPE_CHECKING:
    from lxml import etree

MAX_ANSWER = 64 << 20
"""Largest XML document that is read as a whole, in bytes; larger ones must be streamed."""

_PROLOG = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_START = re.compile(r"\s*<((?:[\w.-]+:)?([A-Za-z_][\w.-]*))((?:\s[^>]*)?)>?", re.DOTALL)


@dataclass(frozen=True)
class Root:
    """The root element as `claim` sees it: local name, and the raw text from it on."""

    name: str
    text: str


@dataclass(frozen=True)
class Leaf:
    """A value in a tree: names from the root down, where it stands, its text."""

    names: tuple[str, ...]
    locator: str
    text: str


def peek(document: Document) -> Root | None:
    """The root element of a document that begins like XML; None for anything else."""
    text = head_text(document).lstrip("\ufeff \t\n")
    if not text.startswith("<"):
        return None
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    start = _START.match(text, at)
    return Root(start.group(2), text[start.start() :]) if start else None


def local(element: "etree._Element") -> str:
    """The name of an element without its namespace; '' for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: "etree._Element") -> str:
    """The namespace of an element, '' if it has none."""
    tag = element.tag
    return tag[1:].rpartition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def text_of(element: "etree._Element") -> str:
    """All text in an element."""
    return "".join(str(piece) for piece in element.itertext())


def root(document: Document, sink: Sink) -> "etree._Element":
    """The whole tree of a small document; what is damaged is named. Raises `SourceError` if there is none."""
    from lxml import etree

    if document.size > MAX_ANSWER:
        raise SourceError(f"an XML answer of {document.size:,} bytes, more than {MAX_ANSWER:,}: split it")
    refuse_entities(document)
    content = document.path.read_bytes()
    try:
        return etree.fromstring(content, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        first = error
    try:
        tree = etree.fromstring(content, _parser(recover=True))
    except etree.XMLSyntaxError:
        tree = None
    if tree is None:
        raise SourceError(f"not XML that can be read: {_reason(first)}; get a fresh copy") from first
    sink.problem(f"line {first.lineno}", f"{_reason(first)}; what stands before is read: get a fresh copy")
    return tree


_Placed = tuple["etree._Element", tuple[str, ...], str]


def leaves(element: "etree._Element", limit: int = 256) -> Iterator[Leaf]:
    """Every text and attribute below `element`, in document order, down to `limit` levels.

    Repeated siblings are numbered in the locator as in XPath: `/list/item[2]/model`.
    """
    name = local(element)
    stack: list[_Placed] = [(element, (name,), f"/{name}")]
    while stack:
        node, names, locator = stack.pop()
        for key, value in node.attrib.items():
            plain = str(key).rpartition("}")[2]
            yield Leaf((*names, plain), f"{locator}/@{plain}", str(value))
        children = [child for child in node if local(child)]
        if not children:
            yield Leaf(names, locator, text_of(node).strip())
        elif len(names) < limit:
            stack.extend(reversed(_placed(children, names, locator)))


def refuse_entities(document: Document) -> None:
    """Raise `SourceError` if the document's own DTD declares entities, before any is used, or has no root."""
    from lxml import etree

    with document.path.open("rb") as stream:
        try:
            for _, element in etree.iterparse(stream, events=("start",), recover=True, **OPTIONS):
                if declares_entities(element):
                    raise SourceError(BOMB)
                return
        except etree.XMLSyntaxError as error:
            raise SourceError(f"not XML that can be read: {_reason(error)}; get a fresh copy") from error
    raise SourceError("not XML that can be read: it has no element; get a fresh copy")


def declares_entities(element: "etree._Element") -> bool:
    """Whether the DTD inside the element's document declares entities."""
    dtd: Any = element.getroottree().docinfo.internalDTD  # lxml-stubs does not know `entities`
    return dtd is not None and bool(dtd.entities())


BOMB = "declares XML entities, which can be made to fill all memory: not read"
OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
"""How every parser here is made; `huge_tree` off keeps libxml2's own limits on depth and text."""


def _parser(*, recover: bool) -> "etree.XMLParser":
    from lxml import etree

    return etree.XMLParser(recover=recover, remove_comments=True, remove_pis=True, **OPTIONS)


def _placed(children: list["etree._Element"], names: tuple[str, ...], locator: str) -> list["_Placed"]:
    """Children with their names and numbered locators."""
    counts: dict[str, int] = {}
    for child in children:
        counts[local(child)] = counts.get(local(child), 0) + 1
    seen: dict[str, int] = {}
    placed: list[_Placed] = []
    for child in children:
        name = local(child)
        seen[name] = seen.get(name, 0) + 1
        number = f"[{seen[name]}]" if counts[name] > 1 else ""
        placed.append((child, (*names, name), f"{locator}/{name}{number}"))
    return placed


def _reason(error: "etree.XMLSyntaxError") -> str:
    return re.sub(r"\s*\(<?[^()]*line \d+\)$", "", str(error.msg)).split(", line ")[0][:200]
