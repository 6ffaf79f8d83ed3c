"""Readers that other distributions bring: the entry point group `nameplate.readers`.

An entry point names a reader, a sequence of readers, or a module with `READER` or `READERS`. What is broken in a
plug-in is named in the report under the plug-in's name and never stops a review.
"""

from collections.abc import Iterator
from importlib import metadata
from typing import Any

from nameplate.model import Problem
from nameplate.sources.interface import Document, Fit, Reader, Sink

GROUP = "nameplate.readers"

_BROKEN: dict[str, str] = {}


class PluginReader:
    """A reader of a plug-in, kept from stopping others."""

    def __init__(self, reader: Reader, plugin: str) -> None:
        self.name = reader.name
        self.about = reader.about
        self.streams = bool(getattr(reader, "streams", False))
        self.at_most = float(getattr(reader, "at_most", 1))
        self._reader = reader
        self._plugin = plugin

    def claim(self, document: Document) -> Fit | None:
        """What the reader claims; None, and a problem of the plug-in, if it fails."""
        try:
            fit = self._reader.claim(document)
        except Exception as error:  # noqa: BLE001 - whatever a plug-in does, the others go on
            _BROKEN[self._plugin] = f"its reader {self.name} cannot look at {document.label}: {_said(error)}"
            return None
        return fit if isinstance(fit, Fit) else None

    def read(self, document: Document, sink: Sink) -> None:
        """As the reader does; what it raises becomes a problem of the document."""
        self._reader.read(document, sink)


def readers(taken: set[str]) -> list[Reader]:
    """The readers of all plug-ins, by name of plug-in; names in `taken` are refused."""
    found: list[Reader] = []
    for entry in sorted(metadata.entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        try:
            given = list(_given(entry.load()))
        except Exception as error:  # noqa: BLE001 - whatever a plug-in does, the others go on
            _BROKEN[entry.name] = f"cannot be loaded: {_said(error)}"
            continue
        for reader in given:
            if fault := _fault(reader, taken):
                _BROKEN[entry.name] = fault
            else:
                taken.add(reader.name)
                found.append(PluginReader(reader, entry.name))
    return found


def problems() -> tuple[Problem, ...]:
    """What is broken in plug-ins, so far."""
    update = "update or uninstall the plug-in"
    return tuple(Problem(f"plug-in {name}", "", f"{why}; {update}") for name, why in sorted(_BROKEN.items()))


def _given(loaded: Any) -> Iterator[Any]:
    """The readers that an entry point names."""
    named = getattr(loaded, "READERS", None) or getattr(loaded, "READER", None) or loaded
    yield from named if isinstance(named, list | tuple) else [named]


def _fault(reader: Any, taken: set[str]) -> str:
    """Why something is no reader, '' if it is one."""
    name = getattr(reader, "name", None)
    if not isinstance(name, str) or not name or not isinstance(getattr(reader, "about", None), str):
        return "a reader needs `name` and `about`"
    if not callable(getattr(reader, "claim", None)) or not callable(getattr(reader, "read", None)):
        return f"its reader {name} has no `claim` or no `read`"
    return f"there is a reader {name} already" if name in taken else ""


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
