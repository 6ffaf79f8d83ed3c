"""HTTP, RTSP, SIP and SSDP: the headers, titles, realms and paths in which a unit names itself.

Credentials are never kept: Authorization headers are dropped and counted, of cookies only the name stays, of
challenges what is no nonce, of addresses what is no user or password. RFC 9110 section 11.6, RFC 7826, RFC 3261.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from nameplate.sources.capture.messages import Message
from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import readable

_TITLE = re.compile(rb"<title[^>]{0,200}>(.{1,1000}?)</title", re.IGNORECASE | re.DOTALL)
_PARAMETER = re.compile(r'([\w-]+)\s*=\s*("[^"]*"|[^\s,"]+)')
_SCHEME = re.compile(r"(?:^|,\s*)(Basic|Digest|NTLM|Negotiate|Bearer)(?=[\s,]|$)", re.IGNORECASE)
_PASSING = {"nonce", "opaque", "stale", "cnonce", "nextnonce"}
_LOGIN = re.compile(
    r"((?:^|[?&/_;])(?:user(?:name)?|usr|pass(?:word|wd)?|pwd|auth\w*|token|key|sid|session(?:id)?)=)"
    r".*?(?=[?&/_;][a-z]+=|\.sdp|$)",
    re.IGNORECASE,
)
"""A parameter that holds a login, up to the next parameter: a password may hold any sign."""
_AUTHORITY = re.compile(r"^[a-z]+://(?P<login>[^\s?]*@)?[^/\s]*", re.IGNORECASE)
_BOX = re.compile(
    rb"(?:^|\n)(deviceType|hardwareVersion|processor|serialNumber|updateSerial|vendor|version)=([^\r\n]{1,200})"
)
_SECRET_HEADERS = ("authorization", "proxy-authorization", "cookie")
_SSDP = {"server": "ssdp.SERVER", "location": "ssdp.LOCATION", "usn": "ssdp.USN", "nt": "ssdp.NT", "st": "ssdp.NT"}


class Heard(NamedTuple):
    """A statement, where in the stream it stands, whether it is about the receiver (a path asked of it)."""

    said: Said
    at: int
    of_receiver: bool = False


class Dropped(NamedTuple):
    """Credentials that were seen: what they are called, how many."""

    name: str
    times: int


def read(message: Message) -> Iterator[Heard | Dropped]:
    """What one message of HTTP, RTSP or SIP says."""
    for name in _SECRET_HEADERS:
        if count := sum(1 for _ in message.all(name)):
            yield Dropped(f"{name} header", count)
    if message.protocol == "SIP":
        yield from _sip(message)
    elif message.answers:
        yield from _answer(message, "rtsp_header" if message.protocol == "RTSP" else "http_header")
    else:
        for value, at in message.all("user-agent"):
            yield Heard(Said(f"{message.protocol.lower()}_header.user_agent", value), at)
        if message.protocol == "RTSP":
            yield from _path(message)


def _answer(message: Message, prefix: str) -> Iterator[Heard | Dropped]:
    for value, at in message.all("server"):
        yield Heard(Said(f"{prefix}.server", value), at)
    for value, at in message.all("www-authenticate"):
        for challenge in _challenges(value):
            yield Heard(Said(f"{prefix}.wwwauth", challenge), at)
    for value, at in message.all("x-powered-by"):
        yield Heard(Said(f"{prefix}.x-powered-by", value), at)
    cookies = list(message.all("set-cookie"))
    for value, at in cookies:
        yield Heard(Said(f"{prefix}.cookie", value.partition("=")[0].strip() + "="), at)
    if cookies:
        yield Dropped("cookie value", len(cookies))
    if prefix == "rtsp_header":
        for value, at in message.all("public"):
            yield Heard(Said("rtsp.methods", value), at)
        return
    if title := _TITLE.search(message.body):
        yield Heard(Said("html_title", html.unescape(" ".join(readable(title.group(1)).split()))), message.body_at)
    for key, value in _BOX.findall(message.body) if b"=" in message.body[:64] else ():
        yield Heard(Said(f"magicbox.{key.decode()}", readable(value)), message.body_at)


def _challenges(value: str) -> Iterator[str]:
    """Scheme, realm first, then the rest without what changes from answer to answer."""
    schemes = list(_SCHEME.finditer(value))
    for number, found in enumerate(schemes):
        end = schemes[number + 1].start() if number + 1 < len(schemes) else len(value)
        fields = {k: v.strip('"') for k, v in _PARAMETER.findall(value[found.end() : end])}
        names = sorted((n for n in fields if n.lower() not in _PASSING), key=lambda n: n.lower() != "realm")
        shown = ", ".join(f'{name}="{fields[name]}"' for name in names)
        yield f"{found.group(1)} {shown}".strip()


def _path(message: Message) -> Iterator[Heard | Dropped]:
    """The stream that was asked of a unit, without host and login (RFC 7826 section 13)."""
    words = message.start.split()
    if words[0] not in {"DESCRIBE", "SETUP", "PLAY", "OPTIONS", "ANNOUNCE"} or len(words) < 3:
        return
    address = _AUTHORITY.match(words[1])
    path = words[1][address.end() :] if address else words[1]
    path, logins = _LOGIN.subn(r"\1", path)
    if address and address["login"]:
        logins += 1
    if logins:
        yield Dropped("login in an address", logins)
    if path.strip("/*"):
        yield Heard(Said("rtsp.path", path), message.at, of_receiver=True)


def _sip(message: Message) -> Iterator[Heard]:
    for header, kind in (("user-agent", "sip_header.user_agent"), ("server", "sip_header.server")):
        for value, at in message.all(header):
            yield Heard(Said(kind, value), at)


def ssdp(message: Message) -> Iterator[Said]:
    """Headers of an announcement or of an answer to a search (UPnP Device Architecture 2.0 sections 1.2 and 1.3)."""
    if message.answers or message.start.startswith("NOTIFY"):
        for name, kind in _SSDP.items():
            for value, _ in message.all(name):
                yield Said(kind, value)
