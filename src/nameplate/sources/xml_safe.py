"""XML from outside: no entities, no network, no unbounded depth; streamed, and read up to where it breaks.

lxml over libxml2. A document that declares entities is refused whole (entity expansion attacks; none of
our formats needs them). Elements are matched by local name, because prefixes differ between makers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from nameplate.errors import SourceError
from nameplate.sources.interface import Document, Sink
from nameplate.sources.text_lines import head_text

if TYPE_CHECKING:
    from lxml import etree

_PIECE = 1 << 16
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


def content(element: "etree._Element") -> str:
    """All text in an element."""
    return "".join(str(piece) for piece in element.itertext())


def stream(document: Document, sink: Sink, *names: str) -> Iterator["etree._Element"]:
    """Complete elements with one of these local names, in order; each is freed after its turn.

    What is damaged is named in `sink` and elements after it are still read; an element that the end of
    the file cuts off is named, not given. Raises `SourceError` if the document declares entities or has
    no root.
    """
    from lxml import etree

    refuse_entities(document)
    parser = etree.XMLPullParser(events=("start", "end"), recover=True, remove_comments=True, **_OPTIONS)
    walk = _Walk(frozenset(names))
    with document.path.open("rb") as content:
        while piece := content.read(_PIECE):
            walk.lines += piece.count(b"\n")
            parser.feed(piece)
            for event, item in parser.read_events():
                element = cast("etree._Element", item)
                if walk.wanted(event, element):
                    yield element
                    _free(element)
    walk.report(parser.feed_error_log, names[0], sink)


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
            yield Leaf(names, locator, content(node).strip())
        elif len(names) < limit:
            stack.extend(reversed(_placed(children, names, locator)))


def refuse_entities(document: Document) -> None:
    """Raise `SourceError` if the document's own DTD declares entities, before any is used."""
    from lxml import etree

    with document.path.open("rb") as content:
        try:
            for _, element in etree.iterparse(content, events=("start",), recover=True, **_OPTIONS):
                dtd = element.getroottree().docinfo.internalDTD
                if dtd is not None and any(True for _ in dtd.iterentities()):
                    raise SourceError("declares XML entities, which can be made to fill all memory: not read")
                return
        except etree.XMLSyntaxError as error:
            raise SourceError(f"not XML that can be read: {_reason(error)}; get a fresh copy") from error


_OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def _parser(*, recover: bool) -> "etree.XMLParser":
    from lxml import etree

    return etree.XMLParser(recover=recover, remove_comments=True, remove_pis=True, **_OPTIONS)


@dataclass
class _Walk:
    """What a pull parser has passed: how deep it stands, what was complete, what is still open."""

    names: frozenset[str]
    lines: int = 0
    depth: int = 0
    complete: int = 0
    open: "etree._Element | None" = None
    ended: bool = False

    def wanted(self, event: str, element: "etree._Element") -> bool:
        """Whether this event completes an element that the caller asked for."""
        named = local(element) in self.names
        if event == "start":
            self.depth += 1
            if named:
                self.open = element
            return False
        self.depth -= 1
        self.ended = self.depth == 0
        if not named:
            return False
        self.open = None
        self.complete += 1
        return True

    def report(self, log: "etree._ListErrorLog", name: str, sink: Sink) -> None:
        """Say what was wrong with the document, if anything was."""
        kept = f"{self.complete:,} complete {name} elements were read"
        first = log[0] if len(log) else None
        if not self.ended:
            begun = f"; one more is incomplete and left out{_named(self.open)}" if self.open is not None else ""
            sink.problem(
                f"line {self.lines + 1}",
                f"the file stops in the middle: {kept}{begun}. Get the whole file or run it again",
            )
        elif first is not None:
            sink.problem(f"line {first.line}", f"damaged XML here ({first.message}): {kept}. Get a fresh copy")


def _named(element: "etree._Element") -> str:
    address = next((a.get("addr") for a in element.iter("address") if a.get("addr")), None)
    return f" ({address})" if address else ""


def _free(element: "etree._Element") -> None:
    """Let go of an element and of what stands before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


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
