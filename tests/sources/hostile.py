"""What every reader must stand: damaged and arbitrary bytes, without an exception but `SourceError`.

Used by the property tests of the readers. Reading the same bytes twice must give the same.
"""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from nameplate.errors import SourceError
from nameplate.sources.interface import HEAD_BYTES, Document, Reader, Sink

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Enough examples to find the usual crashes, few enough for every test run."""


def outcome(reader: Reader, content: bytes) -> Any:
    """Observations and problems of one reading, or the words of its `SourceError`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        path.write_bytes(content)
        document = Document("x", path, len(content), content[:HEAD_BYTES])
        reader.claim(document)
        sink = Sink("x")
        try:
            reader.read(document, sink)
        except SourceError as error:
            return str(error)
        return sink.observations().rows(), [(p.locator, p.reason) for p in sink.all_problems()]


def survives(reader: Reader, content: bytes) -> None:
    """Read twice: no exception, the same result, every observation with a place and a subject."""
    first = outcome(reader, content)
    assert outcome(reader, content) == first
    if not isinstance(first, str):
        for _, locator, subject, kind, value, _ in first[0]:
            assert locator
            assert subject
            assert kind
            assert value


def damaged(*valid: bytes) -> st.SearchStrategy[bytes]:
    """Arbitrary bytes, and valid documents with pieces cut out, put in or exchanged."""
    edits = st.lists(
        st.tuples(
            st.sampled_from(["cut", "put", "exchange", "end"]),
            st.floats(0, 1, exclude_max=True),
            st.binary(max_size=6) | st.sampled_from([b"\0", b"{", b"}", b'"', b"<", b"&x;", b"\n", b",", b"\xff"]),
        ),
        max_size=4,
    )
    whole = st.tuples(st.sampled_from(valid), edits).map(lambda pair: _edited(*pair))
    return (
        whole
        | st.binary(max_size=200)
        | st.sampled_from(valid).map(lambda v: v.decode(errors="replace").encode("utf-16"))
    )


def _edited(content: bytes, edits: list[tuple[str, float, bytes]]) -> bytes:
    for what, where, piece in edits:
        at = int(where * len(content))
        if what == "cut":
            content = content[:at] + content[at + 5 :]
        elif what == "put":
            content = content[:at] + piece + content[at:]
        elif what == "exchange":
            content = content[:at] + piece + content[at + len(piece) :]
        else:
            content = content[:at]
    return content
