"""The values of one JSON record, each with its place and kind; what is secret is dropped and counted.

Known names get their kind from `json_keys`; others are kept as `json.<path>`. A record has a limit of
values and depth, so that no single object can fill a report.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nameplate.sources import json_document, json_keys, mac_text
from nameplate.sources.interface import SECRET_NAME, Sink
from nameplate.sources.tools import formats, hidden, moments

_MOST = 2_000
_DEEPEST = 40
_PAIR_NAMES = ("name", "key", "field", "label", "attribute")
_NOT_OWN = ("127.", "::1", "169.254.", "fe80:", "0.0.0.0")  # noqa: S104 - compared, never bound


@dataclass(frozen=True)
class Value:
    """One value: its kind ('' tells nothing), whether its name is known, where it stands, its text."""

    kind: str
    known: bool
    place: str
    text: str


def values(record: Mapping[str, Any], shape: json_keys.Shape | None, place: str, sink: Sink) -> Iterator[Value]:
    """Every value of a record in document order."""
    known = json_keys.names()
    count = 0
    stack: list[tuple[Any, tuple[str, ...], str]] = [(record, (), place)]
    while stack:
        item, path, where = stack.pop()
        if isinstance(item, dict | list):
            if len(path) >= _DEEPEST:
                sink.problem(where, f"more than {_DEEPEST} objects in each other: not read further")
                continue
            stack.extend(reversed(list(_inner(item, path, where, sink))))
            continue
        if item is None or item == "":
            continue
        count += 1
        if count > _MOST:
            sink.problem(place, f"a record of more than {_MOST:,} values: the rest is not kept")
            return
        kind = known.kind(tuple(map(json_keys.folded, path)), shape)
        text = hidden.lines(json_document.text(item), sink)
        if kind in {"mac", "ip"} and not _is_own(kind, text):
            kind = f"json.{'.'.join(path)}"
            yield Value(kind, False, where, text)
        elif kind is None:
            yield Value(f"json.{'.'.join(path)}", False, where, text)
        else:
            yield Value(kind, True, where, text)


def when(record: Mapping[str, Any]) -> dt.datetime | None:
    """When the record says the unit was last seen."""
    seen = json_keys.names().seen
    for name, value in record.items():
        if json_keys.folded(name) in seen and not isinstance(value, dict | list | bool):
            return moments.of(str(value))
    return None


def _inner(
    item: dict[str, Any] | list[Any], path: tuple[str, ...], where: str, sink: Sink
) -> Iterator[tuple[Any, tuple[str, ...], str]]:
    """Members of an object or list that may be kept."""
    if isinstance(item, list):
        for number, member in enumerate(item):
            yield member, path, f"{where}[{number}]"
        return
    secret = next(
        (str(item[n]) for n in _PAIR_NAMES if isinstance(item.get(n), str) and SECRET_NAME.search(item[n])),
        "",
    )
    for name, member in item.items():
        if (
            SECRET_NAME.search(name)
            or formats.secrets().search(name)
            or (secret and name.casefold() in {"value", "val", "content", "data"})
        ):
            sink.drop(secret or name, max(1, _scalars(member)))
        else:
            step = f".{name}" if re.fullmatch(r"[\w-]+", name) else f"[{name!r}]"
            yield member, (*path, name.replace(".", "_")), f"{where}{step}"


def _scalars(member: Any) -> int:
    """How many values a dropped member has."""
    stack, count = [member], 0
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
        else:
            count += 1
    return count


def _is_own(kind: str, text: str) -> bool:
    """Whether an address can be that of the unit: no group, loopback or link-local address."""
    if kind == "mac":
        octets = mac_text.octets(text.strip())
        return octets is None or mac_text.is_unit(text.strip())
    return (
        not text.startswith(_NOT_OWN) and not text.isdecimal()
    )  # a number may be an address, but is shown as text too
