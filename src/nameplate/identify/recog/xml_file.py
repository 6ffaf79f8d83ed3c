"""Recog's XML files as they are: databases of fingerprints, read only when somebody asks for their kind.

One file is one database; several may answer the same `matches`. A file without `matches` is named after itself
(recog-ruby, lib/recog/db.rb). XML from outside: no entities, no network.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nameplate.errors import DocumentError
from nameplate.identify.recog import fingerprint as recog_fingerprint
from nameplate.identify.recog.fingerprint import Fingerprint, Param

if TYPE_CHECKING:
    from lxml import etree

_PREFERENCE = 0.10
"""Of a file that gives none."""


class Example(NamedTuple):
    """A text that a fingerprint must match, with the parameters that must come out; `text` is None if its file is
    missing."""

    line: int
    text: str | None
    expected: dict[str, str]


@dataclass(frozen=True)
class Database:
    """One file: what it matches, its place in the order (high first), and its fingerprints, in order."""

    path: Path
    root: "etree._Element"

    @cached_property
    def matches(self) -> str:
        """The kind of text that the file is for."""
        return self.root.get("matches") or self.path.stem

    @cached_property
    def preference(self) -> float:
        """Databases with a higher preference are asked first."""
        found = _number(self.path, self.root, "preference")
        return _PREFERENCE if found is None else found

    @cached_property
    def fingerprints(self) -> tuple[Fingerprint, ...]:
        """All fingerprints. Raises `DocumentError` with the line of one that cannot be read."""
        protocol = (self.root.get("protocol") or "").lower()
        return tuple(_fingerprint(self.path, element, protocol) for element in self._elements())

    def examples(self) -> Iterator[tuple[Fingerprint, list[Example]]]:
        """Each fingerprint with its examples."""
        for fingerprint, element in zip(self.fingerprints, self._elements(), strict=True):
            yield fingerprint, [_example(self.path, example) for example in element.iterchildren("example")]

    def _elements(self) -> Iterator["etree._Element"]:
        return self.root.iterchildren("fingerprint")


def read(path: Path) -> Database:
    """Parse a file. Raises `DocumentError` with file and line if it is not Recog's XML."""
    from lxml import etree

    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **options)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror})") from error
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{path}: line {error.lineno}: not valid XML: {error.msg}; get a fresh copy") from error
    if _declares_entities(root):
        raise DocumentError(f"{path}: declares XML entities, which can be made to fill all memory: not read")
    if root.tag != "fingerprints":
        raise DocumentError(f"{path}: line {root.sourceline}: <{root.tag}>, not <fingerprints>: not a file of Recog's")
    return Database(path, root)


def _declares_entities(root: "etree._Element") -> bool:
    dtd: Any = root.getroottree().docinfo.internalDTD
    return dtd is not None and any(True for _ in dtd.iterentities())


def text_of(content: bytes) -> str:
    """What a service sent, as text: UTF-8, or else each byte as the character of its number, so that none is lost."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _fingerprint(path: Path, element: "etree._Element", protocol: str) -> Fingerprint:
    pattern = element.get("pattern")
    if pattern is None:
        raise _fault(path, element, "a fingerprint without a pattern")
    try:
        expression = recog_fingerprint.expression(pattern, element.get("flags") or "")
    except ValueError as error:
        raise _fault(path, element, str(error)) from error
    return Fingerprint(
        line=_line(element),
        description=" ".join((element.findtext("description") or "").split()),
        expression=expression,
        certainty=_number(path, element, "certainty"),
        params=tuple(_param(path, param) for param in element.iterchildren("param")),
        protocol=protocol,
    )


def _param(path: Path, element: "etree._Element") -> Param:
    name, group = element.get("name"), element.get("pos") or "0"
    if name is None or not group.isdecimal():
        raise _fault(path, element, "a param needs a name, and a pos that is a number")
    return Param(name, int(group), element.get("value") or "")


def _example(path: Path, element: "etree._Element") -> Example:
    given = {str(name): str(value) for name, value in element.attrib.items()}
    encoding, filename = given.pop("_encoding", ""), given.pop("_filename", None)
    text: str | None = "".join(map(str, element.itertext()))
    if filename is not None:
        text = _from_file(path, element, filename)
    elif encoding == "base64":
        try:
            text = text_of(base64.b64decode(text or ""))
        except binascii.Error as error:
            raise _fault(path, element, f"not base64: {error}") from error
    return Example(_line(element), text, given)


def _from_file(path: Path, element: "etree._Element", filename: str) -> str | None:
    """The content of an example's file, which stands in a folder named after the database."""
    folder = path.with_suffix("").resolve()
    file = (folder / filename).resolve()
    if not file.is_relative_to(folder):
        raise _fault(path, element, f"an example outside its folder: {filename}")
    return text_of(file.read_bytes()) if file.is_file() else None


def _number(path: Path, element: "etree._Element", name: str) -> float | None:
    text = element.get(name)
    try:
        return None if text is None else float(text)
    except ValueError as error:
        raise _fault(path, element, f"{name} '{text}' is not a number") from error


def _line(element: "etree._Element") -> int:
    line: Any = element.sourceline
    return int(line or 0)


def _fault(path: Path, element: "etree._Element", what: str) -> DocumentError:
    return DocumentError(f"{path}: line {element.sourceline}: {what}")
