"""Answers of the DHIP discovery protocol (UDP 37810) saved as JSON, with or without their 32-byte headers.

Fields are taken under `dhip.` by their path in the answer, as the unit sends them. Vendor and Manufacturer
are often blanked for other brands ("General", "Private"): that is theirs to say, not ours to mend.
"""

import json
from collections.abc import Iterator
from typing import Any

from nameplate.errors import SourceError
from nameplate.sources.interface import SECRET_NAME, Document, Fit, Sink
from nameplate.sources.json_document import text as spelled

_MARK = b"client.notifyDevInfo"
_MOST_BYTES = 256 << 20


class DhipJson:
    """One subject an answer."""

    name = "dhip"
    about = "DHIP discovery answers as JSON (client.notifyDevInfo)"

    def claim(self, document: Document) -> Fit | None:
        """Only documents whose first object is such an answer."""
        if _MARK not in document.head:
            return None
        content = document.head.decode("utf-8", errors="replace")
        try:
            first, _ = json.JSONDecoder(strict=False).raw_decode(content, content.find("{"))
        except (ValueError, RecursionError):
            return None
        fits = isinstance(first, dict) and first.get("method") == _MARK.decode()
        return Fit(0.97, "DHIP answers (client.notifyDevInfo)") if fits else None

    def read(self, document: Document, sink: Sink) -> None:
        """Every answer in the document, wherever it stands."""
        if document.size > _MOST_BYTES:
            raise SourceError(f"{document.size:,} bytes of discovery answers: split the file")
        content = document.path.read_bytes().decode("utf-8", errors="replace")
        answers = 0
        for number, answer in enumerate(_objects(content, sink), 1):
            if not isinstance(answer, dict) or not isinstance(answer.get("params"), dict):
                continue
            answers += 1
            sink.rows += 1
            fields = list(_leaves(answer, "dhip", "$", sink))
            stated = {kind.rpartition(".")[2].casefold(): text for kind, _, text in fields}
            subject = stated.get("serialno") or stated.get("mac") or f"{document.label} answer {number}"
            for kind, place, text in fields:
                sink.observe(subject, f"answer {number} {place}", kind, text)
        if not answers:
            raise SourceError("no complete DHIP answer; save the replies again")


def _objects(content: str, sink: Sink) -> Iterator[Any]:
    """JSON objects one after another, with anything between them; a list's objects singly."""
    decoder = json.JSONDecoder(strict=False)
    line, counted, at = 1, 0, content.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            line, counted = line + content.count("\n", counted, at), at
            sink.problem(f"line {line}", "an answer that is cut off or damaged: left out")
            end = content.find("\n", at)
        else:
            yield value
        at = content.find("{", end) if end >= 0 else -1


def _leaves(value: Any, kind: str, place: str, sink: Sink, depth: int = 0) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict) and depth < 40:
        for name, inner in value.items():
            if SECRET_NAME.search(name):
                sink.drop(name, 1)
            else:
                yield from _leaves(inner, f"{kind}.{name}", f"{place}.{name}", sink, depth + 1)
    elif isinstance(value, list) and depth < 40:
        for number, inner in enumerate(value):
            yield from _leaves(inner, kind, f"{place}[{number}]", sink, depth + 1)
    elif value is not None and not isinstance(value, dict | list):
        yield kind, place, spelled(value)


READER = DhipJson()
