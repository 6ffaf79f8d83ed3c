"""What nmap's scripts print, as observations of the kinds that other sources of the same fact use.

Scripts that a rule can use have a function here; the rest is kept whole as `nmap.script.<id>`. Scripts
that try or list logins are dropped and counted: their output is credentials.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nameplate.sources import mac_text
from nameplate.sources.interface import Sink

if TYPE_CHECKING:
    from lxml import etree

Pair = tuple[str, str | None]

_LOGINS = re.compile(r"brute|default-accounts|creds|passw|auth-spoof|hashes|users$|-enum-users|community|domino-enum")
_NO_TITLE = re.compile(r"Site doesn't have a title|Did not follow redirect|Requested resource was|\s*$")
_PARAMETER = re.compile(r'(\w[\w-]*)\s*=\s*("[^"]*"|.*?)(?=,?\s+\w[\w-]*\s*=|\s*$)')
_CHALLENGE = re.compile(r"(Basic|Digest|NTLM|Negotiate|Bearer)\b[ ,]*(.*)", re.IGNORECASE)
_OLD_CHALLENGE = re.compile(r"Auth type: (\w+), realm = (.*)")
_LONGEST = 2_000
"""Lines of a script's output are looked at up to here."""

_NAMES = {
    "commonName": "CN",
    "organizationalUnitName": "OU",
    "organizationName": "O",
    "localityName": "L",
    "stateOrProvinceName": "ST",
    "countryName": "C",
}
_UPNP = {
    "server": "ssdp.SERVER",
    "location": "ssdp.LOCATION",
    "webserver": "http_header.server",
    "name": "upnp.friendlyName",
    "manufacturer": "upnp.manufacturer",
    "model name": "upnp.modelName",
    "model descr": "upnp.modelDescription",
    "model version": "upnp.modelNumber",
}


@dataclass(frozen=True)
class Script:
    """One `script` element: of which service, of which subject, where, when."""

    element: "etree._Element"
    service: str
    subject: str
    locator: str
    at: dt.datetime | None

    @property
    def output(self) -> str:
        """What the script printed for people."""
        return self.element.get("output", "")

    def lines(self) -> Iterator[str]:
        """The lines of `output`, without blanks around them."""
        for line in self.output.splitlines():
            yield line[:_LONGEST].strip()

    def line(self, beginning: str) -> str | None:
        """What follows `beginning` on the first line that has it."""
        found = next((line for line in self.lines() if line.startswith(beginning)), None)
        return None if found is None else found[len(beginning) :].strip()

    def value(self, key: str) -> str | None:
        """A value of the structured part by its key, at any depth."""
        found = next((e for e in self.element.iter("elem") if e.get("key") == key), None)
        return None if found is None else found.text


def observe_script(script: Script, sink: Sink) -> None:
    """All observations of one script's output."""
    name = script.element.get("id", "")
    if _LOGINS.search(name):
        sink.drop(f"output of the nmap script {name}", 1)
        return
    reader = _READERS.get(name)
    pairs = list(reader(script)) if reader else []
    if not any(value for _, value in pairs):
        pairs = [(f"nmap.script.{name}", script.output)]
    for kind, value in pairs:
        sink.observe(script.subject, script.locator, kind, value, script.at)


def _title(script: Script) -> Iterator[Pair]:
    title = script.value("title")
    if title is None and not _NO_TITLE.match(script.output):
        title = script.output.splitlines()[0]
    if title and not _NO_TITLE.match(title):
        yield "html_title", title


def _server(script: Script) -> Iterator[Pair]:
    elements = [e.text for e in script.element.iter("elem") if e.text]
    for server in elements or script.output.strip().splitlines():
        yield "http_header.server", server


def _challenges(script: Script) -> Iterator[Pair]:
    """The WWW-Authenticate headers again: scheme, realm first, then the rest without nonces."""
    for table in script.element.iterfind("table"):
        scheme = next((e.text for e in table.iterfind("elem") if e.get("key") == "scheme"), None)
        fields = {e.get("key", ""): e.text or "" for e in table.iterfind("table/elem")}
        if scheme:
            yield "http_header.wwwauth", _challenge(scheme, fields)
    if script.element.find("table") is None:
        for line in script.lines():
            if found := _CHALLENGE.match(line):
                yield "http_header.wwwauth", _challenge(found[1], dict(_PARAMETER.findall(found[2])))
            elif found := _OLD_CHALLENGE.match(line):
                yield "http_header.wwwauth", _challenge(found[1], {"realm": found[2]})


def _challenge(scheme: str, fields: dict[str, str]) -> str:
    names = sorted((n for n in fields if n not in {"nonce", "opaque"}), key=lambda n: n != "realm")
    shown = ", ".join(f'{name}="{fields[name].strip(chr(34))}"' for name in names)
    return f"{scheme} {shown}".strip()


def _headers(script: Script) -> Iterator[Pair]:
    for line in script.lines():
        name, found, value = line.partition(":")
        if found and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", name):
            known = {"set-cookie": "cookie", "www-authenticate": "wwwauth"}.get(name.lower(), name.lower())
            yield f"http_header.{known}", value


def _certificate(script: Script) -> Iterator[Pair]:
    """Subject and issuer as `CN=..,O=..`, from the structured part or else from the text."""
    for part in ("subject", "issuer"):
        table = script.element.find(f"table[@key='{part}']")
        if table is not None:
            fields = {e.get("key", ""): (e.text or "").strip() for e in table.iterfind("elem")}
        else:
            line = script.line(f"{part.capitalize()}:") or ""
            fields = dict(piece.split("=", 1) for piece in re.split(r"/(?=\w+=)", line) if "=" in piece)
        yield f"x509.{part}", distinguished_name(fields)
    yield "x509.subject_alternative_name", script.line("Subject Alternative Name:")
    yield "x509.sha1", (script.line("SHA-1:") or script.value("sha1") or "").replace(" ", "")


def distinguished_name(fields: dict[str, str]) -> str:
    """`CN=a,OU=b,O=c` in the order of RFC 4514, other attributes after them by their own names."""
    known = [(short, fields[long]) for long, short in _NAMES.items() if fields.get(long)]
    others = sorted((key, value) for key, value in fields.items() if key not in _NAMES and value)
    return ",".join(f"{key}={value}" for key, value in (*known, *others))


def _snmp_description(script: Script) -> Iterator[Pair]:
    description, _, _ = script.output.partition("System uptime:")
    yield "snmp.sys_description", description


def _snmp_engine(script: Script) -> Iterator[Pair]:
    for element in script.element.iter("elem"):
        yield f"snmp.{element.get('key', 'value')}", element.text


def _snmp_interfaces(script: Script) -> Iterator[Pair]:
    for address in re.findall(rf"(?:MAC|Physical) address:\s*({mac_text.PATTERN})", script.output, re.IGNORECASE):
        if mac_text.is_unit(address):
            yield "snmp.ifPhysAddress", address


def _upnp(script: Script) -> Iterator[Pair]:
    for line in script.output.splitlines():
        name, found, value = line.strip().partition(":")
        if found and name.lower() in _UPNP:
            yield _UPNP[name.lower()], value


def _netbios(script: Script) -> Iterator[Pair]:
    name = re.search(r"NetBIOS name: ([^,\n]+)", script.output)
    if name and "<" not in name.group(1):
        yield "hostname", name.group(1)
    mac = re.search(rf"NetBIOS MAC: ({mac_text.PATTERN})(?: \(([^)\n]*)\))?", script.output)
    if mac and mac_text.is_unit(mac.group(1)):
        yield "mac", mac.group(1)
        yield "mac.vendor", "" if mac.group(2) == "unknown" else mac.group(2)


def _banner(script: Script) -> Iterator[Pair]:
    service = re.sub(r"[^a-z0-9-]", "", script.service.lower()) or "nmap"
    yield f"{service}.banner", script.output


def _favicon(script: Script) -> Iterator[Pair]:
    digest = re.search(r"MD5: ([0-9A-Fa-f]{32})", script.output)
    yield "favicon.md5", digest.group(1).lower() if digest else None


def _host_keys(script: Script) -> Iterator[Pair]:
    for digest in re.findall(r"(?:[0-9a-f]{2}:){15}[0-9a-f]{2}|SHA256:\S+", script.output):
        yield "ssh.fingerprint", digest


_READERS: dict[str, Callable[[Script], Iterator[Pair]]] = {
    "http-title": _title,
    "html-title": _title,
    "http-server-header": _server,
    "http-auth": _challenges,
    "http-headers": _headers,
    "http-favicon": _favicon,
    "ssl-cert": _certificate,
    "rtsp-methods": lambda script: iter([("rtsp.methods", script.output)]),
    "snmp-sysdescr": _snmp_description,
    "snmp-info": _snmp_engine,
    "snmp-interfaces": _snmp_interfaces,
    "upnp-info": _upnp,
    "nbstat": _netbios,
    "banner": _banner,
    "ssh-hostkey": _host_keys,
}
