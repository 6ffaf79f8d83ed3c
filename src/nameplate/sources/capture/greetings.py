"""What servers send first: SSH, FTP, SMTP and other banners, and the screen before a Telnet login.

RFC 4253 section 4.2, RFC 959 section 4.2, RFC 5321 section 4.2, RFC 854. A Telnet server echoes what is typed: its
text ends at the first prompt for a name or password, so that nothing of a login is kept.
"""

import re
from collections.abc import Iterator

from nameplate.sources.capture.notebook import Said
from nameplate.sources.capture.text import lines, readable

_SSH = re.compile(rb"SSH-\d\.\d+-[^\r\n]{0,253}")
_REPLY = re.compile(rb"220[ -][^\r\n]{0,500}(?:\r?\n220[ -][^\r\n]{0,500}){0,10}")
_MAIL = {25, 465, 587, 2525}
_PROMPT = re.compile(r"(?:log ?in|user(?: ?name)?|account|password)\s*:", re.IGNORECASE)
_COMMAND = re.compile(rb"\xff(?:\xfa.*?\xff\xf0|[\xfb-\xfe].|[^\xfa-\xfe])", re.DOTALL)
_OTHERS = {
    110: ("pop3.banner", re.compile(rb"\+OK [^\r\n]{0,500}")),
    143: ("imap4.banner", re.compile(rb"\* OK [^\r\n]{0,500}")),
    119: ("nntp.banner", re.compile(rb"20[01] [^\r\n]{0,500}")),
}
_TELNET = {23, 2323, 9999}


def read(port: int, data: bytes) -> Iterator[Said]:
    """The greeting at the head of a stream that came from `port`."""
    if found := _SSH.match(data):
        yield Said("ssh.banner", readable(found.group()))
    elif found := _REPLY.match(data):
        kind = "smtp.banner" if port in _MAIL or b"SMTP" in found.group() else "ftp.banner"
        yield Said(kind, lines(found.group()))
    elif port in _OTHERS and (found := _OTHERS[port][1].match(data)):
        yield Said(_OTHERS[port][0], readable(found.group()))
    elif port in _TELNET:
        yield Said("telnet.banner", _screen(data[:4096]))


def _screen(data: bytes) -> str:
    """Text up to and with the first prompt; none if no prompt comes, for then it may be anything."""
    text = lines(_COMMAND.sub(b"", data).replace(b"\0", b""))
    prompt = _PROMPT.search(text)
    return text[: prompt.end()] if prompt and prompt.start() < 2_000 else ""
