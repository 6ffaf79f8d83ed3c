"""Answers of units inside packets and streams: read by the very readers that take such answers as files.

SADP, DHIP, WS-Discovery and ONVIF, ISAPI, UPnP descriptions. The answer is laid in a scratch file, read, and its
observations are told as statements of the unit that sent it.
"""

import datetime as dt
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from nameplate.errors import SourceError
from nameplate.sources import dhip_json, isapi, onvif_xml, upnp_xml
from nameplate.sources.capture.notebook import Said
from nameplate.sources.interface import HEAD_BYTES, Document, Reader, Sink

_READERS: tuple[Reader, ...] = (dhip_json.READER, onvif_xml.READER, *upnp_xml.READERS, *isapi.READERS)
_BEGINS = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*[<{]")
_LABEL = "the unit"
_QUESTION = re.compile(r"/(?:Resolve|Probe)/")
"""Questions of WS-Discovery name the unit that is looked for, not the one that asks."""
_CHANNEL = re.compile(r"(channel [^ ]{1,40}) of ")


class Answer(NamedTuple):
    """What an answer states: each with the part of the unit that it is about ("" for the unit); what went wrong."""

    said: tuple[tuple[str, Said], ...]
    problems: tuple[str, ...]
    dropped: dict[str, int]


class _Slip(Sink):
    """A sink for one answer: statements as they are. What every sink owes (credentials above all) the source's own
    sink does when they are written to it."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.said: list[tuple[str, Said]] = []

    def observe(
        self,
        subject: str,
        locator: str,
        kind: str,
        value: object,
        observed_at: dt.datetime | None = None,  # noqa: ARG002 - a packet has a time of its own
    ) -> None:
        """A recorder's channels stay apart; every other subject of one answer is the unit that sent it."""
        if _QUESTION.match(locator):
            return
        text = "" if value is None else str(value).strip()
        channel = _CHANNEL.match(subject)
        if text:
            self.said.append((channel.group(1) if channel else "", Said(kind, text, f" {locator}")))


class Desk:
    """Reads answers one at a time; its scratch folder goes when it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nameplate-", dir=_in_memory())
        self._path = Path(self._folder.name) / "answer"

    def close(self) -> None:
        """Remove the scratch folder."""
        self._folder.cleanup()

    def read(self, content: bytes) -> Answer | None:
        """The statements of an answer; None if no reader takes it."""
        if not _BEGINS.match(content):
            return None
        document = Document(_LABEL, self._path, len(content), content[:HEAD_BYTES])
        reader = next((r for r in _READERS if r.claim(document)), None)
        if reader is None:
            return None
        self._path.write_bytes(content)
        sink = _Slip(_LABEL)
        try:
            reader.read(document, sink)
        except SourceError as error:
            sink.problem("", str(error))
        problems = tuple(f"{reader.name} answer {p.locator}: {p.reason}".replace(" : ", ": ") for p in sink.problems)
        return Answer(tuple(sink.said), problems, dict(sink.dropped))


def _in_memory() -> str | None:
    """A folder that lies in memory, where the system has one: answers come and go by the hundred."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK | os.X_OK) else None  # noqa: S108 - a private folder is made in it
