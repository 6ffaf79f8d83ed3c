"""ONVIF and WS-Discovery answers saved as SOAP XML: device information, scopes, interfaces, probe matches.

Elements are told by namespace, never by prefix (tds:, SOAP-ENV: and env: differ between makers). Scopes are
kept percent-encoded as sent. Namespaces that a maker added to the envelope are evidence of the firmware.
Standards: ONVIF Core Specification sections 7.3 and 8; WS-Discovery 2005/04 section 5.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nameplate.sources import mac_text, xml_safe
from nameplate.sources.interface import Document, Fit, Sink

if TYPE_CHECKING:
    from lxml import etree

_DEVICE = "http://www.onvif.org/ver10/device/wsdl"
_SOAP = {"http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"}
_DISCOVERY = re.compile(r"http://(?:schemas\.xmlsoap\.org|docs\.oasis-open\.org)/ws(?:-dd/ns)?/(?:2005/04/)?discovery")
_NAMED_HERE = re.compile(r"onvif\.org/|ws/2005/04/discovery|ws-dd/ns/discovery")
_STANDARD = re.compile(
    r"^http://(?:www\.onvif\.org|www\.w3\.org|schemas\.xmlsoap\.org|docs\.oasis-open\.org|schemas\.microsoft\.com"
    r"|tempuri\.org)/"
)


class OnvifXml:
    """Reads what a camera answered, one document an answer."""

    name = "onvif"
    about = "ONVIF and WS-Discovery answers as XML (GetDeviceInformation, GetScopes, ProbeMatches ..)"

    def claim(self, document: Document) -> Fit | None:
        """SOAP envelopes that name ONVIF or WS-Discovery."""
        root = xml_safe.peek(document)
        if root is None or root.name != "Envelope" or not _NAMED_HERE.search(root.text):
            return None
        return Fit(0.97, "a SOAP envelope with ONVIF or WS-Discovery namespaces")

    def read(self, document: Document, sink: Sink) -> None:
        """The answer's fields; the subject is the serial number, address or endpoint it states."""
        root = xml_safe.root(document, sink)
        body = next((e for e in root if xml_safe.local(e) == "Body" and xml_safe.namespace(e) in _SOAP), None)
        answers = [e for e in body if xml_safe.local(e)] if body is not None else []
        subjects = [subject for answer in answers for subject in _answer(answer, document.label, sink)]
        sink.rows += max(1, len(subjects))
        if not subjects:
            names = ", ".join(xml_safe.local(answer) for answer in answers) or "no body"
            sink.skip("/Envelope/Body", f"an answer that says nothing of the unit's identity ({names[:80]})", 1)
        for subject in dict.fromkeys(subjects):
            for uri in _vendor_namespaces(root):
                sink.observe(subject, "/Envelope/@xmlns", "onvif.xmlns", uri)


def _answer(answer: "etree._Element", label: str, sink: Sink) -> Iterator[str]:
    """Observe one answer; gives its subjects."""
    name, uri = xml_safe.local(answer), xml_safe.namespace(answer)
    if uri == _DEVICE and name == "GetDeviceInformationResponse":
        yield _device_information(answer, label, sink)
    elif uri == _DEVICE and name == "GetScopesResponse":
        yield _scopes(answer, label, sink)
    elif uri == _DEVICE and name == "GetNetworkInterfacesResponse":
        yield _interfaces(answer, label, sink)
    elif uri == _DEVICE and name == "GetEndpointReferenceResponse":
        guid = next((e.text for e in answer.iter() if xml_safe.local(e) == "GUID"), None)
        sink.observe(label, f"/{name}/GUID", "wsd.scopes.endpoint", guid)
        yield label
    elif _DISCOVERY.match(uri):
        yield from _matches(answer, label, sink)


def _device_information(answer: "etree._Element", label: str, sink: Sink) -> str:
    fields = {xml_safe.local(e): (e.text or "").strip() for e in answer if xml_safe.local(e)}
    subject = fields.get("SerialNumber") or label
    for field, text in fields.items():
        place = f"/GetDeviceInformationResponse/{field}"
        sink.observe(subject, place, f"onvif.deviceinformation.{field}", text)
    return subject


def _scopes(answer: "etree._Element", label: str, sink: Sink) -> str:
    """The scopes as one text, blank-separated, as WS-Discovery sends them."""
    items = [(e.text or "").strip() for e in answer.iter() if xml_safe.local(e) == "ScopeItem"]
    sink.observe(label, "/GetScopesResponse/Scopes", "wsd.scopes.scopes", " ".join(filter(None, items)))
    _mac_in_scopes(label, "/GetScopesResponse/Scopes", " ".join(items), sink)
    return label


def _interfaces(answer: "etree._Element", label: str, sink: Sink) -> str:
    """Hardware address and addresses of every interface; the first hardware address names the subject."""
    found = [(leaf.names, leaf.locator, leaf.text) for leaf in xml_safe.leaves(answer)]
    subject = next((text for names, _, text in found if names[-1] == "HwAddress" and text), label)
    for names, place, text in found:
        if names[-1] == "HwAddress":
            sink.observe(subject, place, "onvif.networkinterfaces.HwAddress", text)
        elif names[-1] == "Address" and not text.lower().startswith(("fe80:", "169.254.")):
            sink.observe(subject, place, "ip", text)
    return subject


def _matches(answer: "etree._Element", label: str, sink: Sink) -> Iterator[str]:
    """ProbeMatch, ResolveMatch and Hello: endpoint, types, scopes, addresses."""
    name = xml_safe.local(answer)
    matches = [e for e in answer if xml_safe.local(e) in {"ProbeMatch", "ResolveMatch"}] or [answer]
    for number, match in enumerate(matches, 1):
        place = f"/{name}" + (f"/{xml_safe.local(match)}[{number}]" if match is not answer else "")
        fields = {xml_safe.local(e): " ".join(xml_safe.text_of(e).split()) for e in match if xml_safe.local(e)}
        endpoint = fields.get("EndpointReference", "")
        subject = endpoint or f"{label} match {number}"
        if not (endpoint or fields.get("Scopes")):
            continue
        sink.observe(subject, f"{place}/EndpointReference", "wsd.scopes.endpoint", endpoint)
        sink.observe(subject, f"{place}/Types", "wsd.scopes.types", fields.get("Types"))
        sink.observe(subject, f"{place}/Scopes", "wsd.scopes.scopes", fields.get("Scopes"))
        sink.observe(subject, f"{place}/XAddrs", "wsd.scopes.xaddrs", fields.get("XAddrs"))
        for address in dict.fromkeys(re.findall(r"//(\d{1,3}(?:\.\d{1,3}){3})[:/]", fields.get("XAddrs", ""))):
            if not address.startswith("169.254."):
                sink.observe(subject, f"{place}/XAddrs", "ip", address)
        _mac_in_scopes(subject, f"{place}/Scopes", fields.get("Scopes", ""), sink)
        yield subject


def _mac_in_scopes(subject: str, place: str, scopes: str, sink: Sink) -> None:
    """Some firmware states its MAC address as a scope of its own."""
    found = re.search(rf"/MAC/({mac_text.PATTERN})(?:\s|$)", scopes, re.IGNORECASE)
    if found and mac_text.is_unit(found.group(1)):
        sink.observe(subject, place, "mac", found.group(1))


def _vendor_namespaces(root: "etree._Element") -> list[str]:
    """Namespaces declared on the envelope that no standard body owns."""
    return sorted({uri for uri in root.nsmap.values() if uri and uri.startswith("http") and not _STANDARD.match(uri)})


READER = OnvifXml()
