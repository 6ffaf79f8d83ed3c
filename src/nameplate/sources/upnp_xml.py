"""What units say of themselves in plain XML: UPnP device descriptions and SADP discovery answers.

UPnP Device Architecture 2.0 section 2.3: the root device's fields; embedded devices are parts of the same
unit. SADP's ProbeMatch varies with firmware: fields are taken by name, whatever their order and case.
"""

import re
from typing import TYPE_CHECKING

from nameplate.sources import xml_safe
from nameplate.sources.interface import Document, Fit, Sink

if TYPE_CHECKING:
    from lxml import etree

_ADDRESS = re.compile(r"^https?://(\d{1,3}(?:\.\d{1,3}){3})[:/]")


class UpnpXml:
    """A UPnP device description, as behind an SSDP LOCATION."""

    name = "upnp"
    about = "UPnP device description (XML)"

    def claim(self, document: Document) -> Fit | None:
        """XML with the root `root` in UPnP's namespace."""
        root = xml_safe.peek(document)
        fits = root is not None and root.name == "root" and "urn:schemas-upnp-org:device-1-0" in root.text[:1000]
        return Fit(0.98, "XML root in urn:schemas-upnp-org:device-1-0") if fits else None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject: the root device, by its UDN."""
        root = xml_safe.root(document, sink)
        device = next((e for e in root if xml_safe.local(e) == "device"), None)
        sink.rows += 1
        if device is None:
            sink.problem("/root", "a description without a device: left out")
            return
        udn = next((e.text for e in device if xml_safe.local(e) == "UDN" and e.text), "")
        subject = udn.strip() or document.label
        base = next((e.text for e in root if xml_safe.local(e) == "URLBase" and e.text), "")
        _observe_device(device, "/root/device", subject, sink)
        for number, inner in enumerate(_embedded(device), 1):
            _observe_device(inner, f"/root/device//device[{number}]", subject, sink)
        for text in (base, *(e.text or "" for e in device if xml_safe.local(e) == "presentationURL")):
            if found := _ADDRESS.match(text.strip()):
                sink.observe(subject, "/root/device/presentationURL", "ip", found.group(1))
                break


class SadpXml:
    """Answers to a SADP inquiry."""

    name = "sadp"
    about = "SADP discovery answers (ProbeMatch XML)"

    def claim(self, document: Document) -> Fit | None:
        """XML with a ProbeMatch that is no SOAP and has SADP's fields."""
        root = xml_safe.peek(document)
        if root is None or root.name == "Envelope":
            return None
        fits = re.search(r"<probematch\b", root.text, re.IGNORECASE) and re.search(
            r"<(?:DeviceSN|DeviceDescription|SoftwareVersion)\b", root.text, re.IGNORECASE
        )
        return Fit(0.97, "XML ProbeMatch with the fields of SADP") if fits else None

    def read(self, document: Document, sink: Sink) -> None:
        """One subject an answer."""
        root = xml_safe.root(document, sink)
        answers = [e for e in root.iter() if xml_safe.local(e).casefold() == "probematch"]
        for number, answer in enumerate(answers, 1):
            sink.rows += 1
            fields = [(xml_safe.local(e), (e.text or "").strip()) for e in answer if xml_safe.local(e)]
            stated = {name.casefold(): text for name, text in fields}
            subject = stated.get("devicesn") or stated.get("mac") or f"{document.label} answer {number}"
            place = "/ProbeMatch" if len(answers) == 1 else f"/ProbeMatch[{number}]"
            for name, text in fields:
                sink.observe(subject, f"{place}/{name}", f"sadp.{name}", text)


def _embedded(device: "etree._Element") -> list["etree._Element"]:
    return [e for e in device.iter() if xml_safe.local(e) == "device" and e is not device]


def _observe_device(device: "etree._Element", place: str, subject: str, sink: Sink) -> None:
    for element in device:
        name = xml_safe.local(element)
        if name and not len(element):
            sink.observe(subject, f"{place}/{name}", f"upnp.{name}", element.text)


READERS = (UpnpXml(), SadpXml())
