"""Lists as XML, by their layout, element by element; entities, doctypes and the network are off."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from nameplate.errors import SourceError
from nameplate.screen.lists import formats
from nameplate.screen.lists.formats import Format
from nameplate.screen.lists.gathering import Fields, Gathering


def layout_of(content: bytes) -> Format | None:
    """The layout by the root element; None for XML of another kind."""
    try:
        for _, element in _events(content, ("start",)):
            return formats.of_root(etree.QName(element).localname)
    except etree.XMLSyntaxError:
        return None
    return None


def _events(content: bytes, events: tuple[str, ...]) -> Any:
    return etree.iterparse(
        BytesIO(content), events=events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def read(name: str, content: bytes, layout: Format, into: Gathering) -> str:
    """Read all parties. Gives the list's own words for its date. A file that breaks off is read up to there."""
    said, row = "", layout.rows_from - 1
    if b"<!ENTITY" in content[:100_000]:
        raise SourceError("it declares XML entities, which a list has no need of; it was not read")
    try:
        for event, element in _events(content, ("start", "end")):
            tag = etree.QName(element).localname
            if event == "start":
                said = said or _dated(element, layout)
            elif tag in layout.elements:
                row += 1
                into.add(_fields(element), row, f"{name} line {element.sourceline} <{tag}>")
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        into.trouble(name, f"the XML breaks off: {error.msg}; parties after that place are missing")
    return said


def _dated(element: Any, layout: Format) -> str:
    return str(element.get(layout.date_attribute, "")) if layout.date_attribute else ""


def _fields(element: Any) -> Fields:
    def values(path: str) -> Sequence[str]:
        if path == "@element":
            return (etree.QName(element).localname,)
        found = [element]
        for part in path.split("/"):
            found = [child for one in found for child in one if _is(child, part)]
        return [one.text for one in found if one.text]

    return values


def _is(child: Any, name: str) -> bool:
    """Tags of a bilingual list carry the other language behind a hyphen (`Country-Pays`)."""
    if not isinstance(child.tag, str):
        return False
    local = child.tag.rpartition("}")[2]  # without its namespace
    return local == name or local.startswith(f"{name}-") or (name == "EntityOrShip" and local == "Entity")
