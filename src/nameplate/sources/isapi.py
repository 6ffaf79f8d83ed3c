"""Hikvision-dialect ISAPI answers: deviceInfo, input proxy channels, event notifications, as XML or JSON.

Field names as the unit sends them (ISAPI is also spoken by relabelled units; nothing here decides whose it
is). A recorder speaks for its cameras: each channel is a subject of its own, named after the recorder.
JSON dumps of all GET answers of one unit (`{"data": {"ISAPI": {path: {"response": ..}}}}`) are read too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nameplate.errors import SourceError
from nameplate.sources import instants, json_document, text_lines, xml_safe
from nameplate.sources.interface import SECRET_NAME, Document, Fit, Sink

_ROOTS = {"DeviceInfo", "InputProxyChannelList", "InputProxyChannel", "EventNotificationAlert"}
_SILENT_ROOTS = re.compile(r'xmlns="http://www\.(?:hikvision|isapi)\.(?:com|org)/ver\d+/XMLSchema"')
_JSON = re.compile(
    r'\s*\{\s*("data"\s*:\s*\{\s*)?("ISAPI"\s*:\s*\{|"DeviceInfo"\s*:\s*\{|"InputProxyChannelList"\s*:|"EventNotificationAlert"\s*:)'
)
_OWN_NAME = ("serialNumber", "macAddress", "deviceID", "deviceName")

Tree = Mapping[str, Any]


class IsapiXml:
    """One ISAPI answer as the unit sent it."""

    name = "isapi-xml"
    about = "ISAPI answer as XML (deviceInfo, InputProxy channels, event notification)"

    def claim(self, document: Document) -> Fit | None:
        """XML with a known root and its fields, or in ISAPI's namespace."""
        root = xml_safe.peek(document)
        if root is None:
            return None
        start = root.text[:400]
        if _SILENT_ROOTS.search(start):
            return Fit(0.97, f"XML {root.name} in the namespace of ISAPI")
        fields = ("<serialNumber", "<deviceID", "<sourceInputPortDescriptor", "<eventType")
        if root.name in _ROOTS and any(field in root.text for field in fields):
            return Fit(0.9, f"XML {root.name} with the fields of ISAPI")
        return None

    def read(self, document: Document, sink: Sink) -> None:
        """The subjects of one answer."""
        root = xml_safe.root(document, sink)
        name = xml_safe.local(root)
        if name == "InputProxyChannelList":
            channels = [child for child in root if xml_safe.local(child) == "InputProxyChannel"]
            for number, channel in enumerate(channels, 1):
                place = f"/InputProxyChannelList/InputProxyChannel[{number}]"
                _channel(list(_of_xml(channel, place)), document.label, sink)
        elif name == "InputProxyChannel":
            _channel(list(_of_xml(root, f"/{name}")), document.label, sink)
        else:
            _answer(name, list(_of_xml(root, f"/{name}")), document.label, sink)


class IsapiJson:
    """ISAPI answers as JSON: one answer, or a dump of all of one unit."""

    name = "isapi-json"
    about = "ISAPI answers as JSON (a dump of all answers of one unit, or one answer)"

    def claim(self, document: Document) -> Fit | None:
        """JSON that begins with ISAPI's own names."""
        found = _JSON.match(text_lines.head_text(document).lstrip("\ufeff"))
        return Fit(0.96, "JSON with ISAPI answers") if found else None

    def read(self, document: Document, sink: Sink) -> None:
        """The unit itself, then its channels."""
        value = json_document.load(document, sink)
        found = list(_answers(value, "$", 6))
        if not found:
            raise SourceError("JSON without an ISAPI answer; export deviceInfo and the InputProxy channels")
        recorder = document.label
        for name, tree, place in sorted(found, key=lambda f: f[0] != "DeviceInfo"):
            if name == "DeviceInfo":
                recorder = _answer(name, list(_of_json(tree, (), place)), document.label, sink)
            elif name == "InputProxyChannelList":
                channels = tree.get("InputProxyChannel") or []
                for number, channel in enumerate(channels if isinstance(channels, list) else [channels]):
                    at = f"{place}.InputProxyChannel" + (f"[{number}]" if isinstance(channels, list) else "")
                    if isinstance(channel, dict):
                        _channel(list(_of_json(channel, (), at)), recorder, sink)
            else:
                _answer(name, list(_of_json(tree, (), place)), recorder, sink)


Field = tuple[str, str, str]
"""(path below the answer, locator, text)."""


def _of_xml(element: Any, place: str) -> Iterator[Field]:
    """Fields of an XML answer, with its namespace as `xmlns`, as the JSON form has it."""
    if uri := xml_safe.namespace(element):
        yield "xmlns", f"{place}/@xmlns", uri
    for leaf in xml_safe.leaves(element):
        if len(leaf.names) > 1:
            yield ".".join(leaf.names[1:]), place + leaf.locator[len(leaf.names[0]) + 1 :], leaf.text


def _of_json(value: Any, path: tuple[str, ...], place: str) -> Iterator[Field]:
    """Fields of a JSON answer; attributes (`@xmlns`) without the at sign."""
    if isinstance(value, dict) and len(path) < 60:
        for key, inner in value.items():
            name = str(key).lstrip("@")
            yield from _of_json(inner, path if name == "#text" else (*path, name), f"{place}.{key}")
    elif isinstance(value, list) and len(path) < 60:
        for number, inner in enumerate(value):
            yield from _of_json(inner, path, f"{place}[{number}]")
    elif value is not None and not isinstance(value, dict | list):
        yield ".".join(path), place, json_document.text(value)


def _answers(value: Any, place: str, depth: int) -> Iterator[tuple[str, Tree, str]]:
    """(root name, answer, where) of every known answer down to `depth` objects."""
    if not isinstance(value, dict) or not depth:
        return
    for key, inner in value.items():
        at = f"{place}.{key}" if re.fullmatch(r"[\w-]+", str(key)) else f"{place}['{key}']"
        if key in {"DeviceInfo", "InputProxyChannelList", "EventNotificationAlert"} and isinstance(inner, dict):
            yield key, inner, at
        else:
            yield from _answers(inner, at, depth - 1)


def _answer(name: str, fields: list[Field], label: str, sink: Sink) -> str:
    """One answer about the unit that gave it; gives the unit's name as the source has it."""
    sink.rows += 1
    stated = {path: text.strip() for path, _, text in fields if "." not in path}
    if name == "EventNotificationAlert":
        subject = stated.get("macAddress") or stated.get("ipAddress") or label
        at = instants.from_iso(stated.get("dateTime", ""))
        for path, locator, text in fields:
            if "." not in path:
                sink.observe(subject, locator, f"isapi.event.{path}", text, at)
        return subject
    if name != "DeviceInfo":
        sink.skip(f"/{name}", f"an ISAPI answer that says nothing of who made the unit ({name})", 1)
        return label
    subject = next((stated[key] for key in _OWN_NAME if stated.get(key)), label)
    _observe(subject, "isapi.deviceInfo", fields, sink)
    return subject


def _channel(fields: list[Field], recorder: str, sink: Sink) -> None:
    """One camera as its recorder tells of it."""
    sink.rows += 1
    number = next((text for path, _, text in fields if path == "id" and text), "?")
    subject = f"channel {number} of {recorder}"
    _observe(subject, "isapi.inputProxyChannel", fields, sink)


def _observe(subject: str, prefix: str, fields: list[Field], sink: Sink) -> None:
    """Fields under a prefix; what lies below a name like `password` is dropped too."""
    for path, locator, text in fields:
        secret = next((name for name in path.split(".")[:-1] if SECRET_NAME.search(name)), "")
        if secret:
            sink.drop(secret, 1)
        else:
            sink.observe(subject, locator, f"{prefix}.{path}", text)


READERS = (IsapiXml(), IsapiJson())
