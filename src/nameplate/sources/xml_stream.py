"""Elements of large XML files one at a time: flat memory, files that stop in the middle, several in one.

The parser is fed and never told of the end, so that an element cut off by it is never taken for a whole one.
A second `<?xml` begins a new document: people put the reports of several scans into one file.
"""

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, cast

from nameplate.sources import xml_safe
from nameplate.sources.interface import Document, Sink

if TYPE_CHECKING:
    from lxml import etree

_PIECE = 1 << 16
_BEGINS = re.compile(rb"(?=<\?xml\s)")


def elements(document: Document, sink: Sink, *names: str) -> Iterator["etree._Element"]:
    """Complete elements with one of these local names, in order; each is freed after its turn.

    What is damaged is named in `sink` and elements after it are still read; an element that the end of
    the file cuts off is named (`names[0]` in the words of the problem), not given. Raises `SourceError`
    if the first document declares entities or has no root.
    """
    xml_safe.refuse_entities(document)
    root = xml_safe.peek(document)
    walk = _Walk(names, 1, root.name if root else "")
    with document.path.open("rb") as stream:
        for piece, begins in _pieces(stream):
            if begins and walk.fed:
                walk.report(sink)
                walk = _Walk(names, walk.line, "")
            for element in walk.feed(piece):
                if walk.is_bomb(element):
                    sink.problem(f"line {walk.line}", xml_safe.BOMB)
                    return
                yield element
                _free(element)
    walk.report(sink)


def _pieces(stream: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Pieces of a file, each with whether a document begins there."""
    held = b""
    while (piece := stream.read(_PIECE)) or held:
        whole = held + piece
        cut = whole.rfind(b"<", len(whole) - 6) if piece else -1
        held = whole[cut:] if cut >= 0 else b""
        for number, part in enumerate(_BEGINS.split(whole[:cut] if cut >= 0 else whole)):
            if part:
                yield part, number > 0


class _Walk:
    """One document on its way through the parser: where it stands, what was complete, what is open."""

    def __init__(self, names: tuple[str, ...], line: int, root: str) -> None:
        """`root` is the root's local name; '' if it is not known: then every element passes through Python."""
        from lxml import etree

        self.parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in (*names, root)] if root else None,
            recover=True,
            remove_comments=True,
            **xml_safe.OPTIONS,
        )
        self.names = names
        self.first = self.line = line
        self.depth = 0
        self.complete = 0
        self.open: etree._Element | None = None
        self.fed = self.ended = self.checked = False
        self.failed = ""

    def feed(self, piece: bytes) -> Iterator["etree._Element"]:
        """Elements that are complete after this piece."""
        from lxml import etree

        self.fed = True
        try:
            self.parser.feed(piece)
        except etree.XMLSyntaxError as error:
            self.failed = self.failed or str(error.msg)
        for event, item in self.parser.read_events():
            element = cast("etree._Element", item)
            if self._wanted(event, element):
                yield element
        self.line += piece.count(b"\n")

    def _wanted(self, event: str, element: "etree._Element") -> bool:
        """Whether this event completes an element that the caller asked for."""
        named = xml_safe.local(element) in self.names
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
        self.complete += xml_safe.local(element) == self.names[0]
        return True

    def is_bomb(self, element: "etree._Element") -> bool:
        """Whether the document declares entities (looked at once)."""
        first, self.checked = not self.checked, True
        return first and xml_safe.declares_entities(element)

    def report(self, sink: Sink) -> None:
        """Say what was wrong with the document, if anything was."""
        name = self.names[0]
        kept = f"{self.complete:,} complete {name} elements were read"
        log = self.parser.feed_error_log
        if not self.ended:
            begun = f"; one more is incomplete and left out{_named(self.open)}" if self.open is not None else ""
            reason = f"the file stops in the middle: {kept}{begun}. Get the whole file or run it again"
            sink.problem(f"line {self.line}", reason)
        elif len(log) or self.failed:
            line = self.first + (log[0].line if len(log) else 1) - 1
            message = log[0].message if len(log) else self.failed
            sink.problem(f"line {line}", f"damaged XML here ({message}): {kept}. Get a fresh copy")


def _named(element: "etree._Element") -> str:
    """The address in an element that was cut off, to find it by."""
    address = next((a.get("addr") for a in element.iter("address") if a.get("addr")), None)
    return f" ({address})" if address else ""


def _free(element: "etree._Element") -> None:
    """Let go of an element and of what stands before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
