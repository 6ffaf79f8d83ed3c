"""Reading everything: walk, choose a reader, read, collect. One bad source never stops the others."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from nameplate import frame
from nameplate.errors import SourceError
from nameplate.model import Problem, SourceReport
from nameplate.sources import detect, plugins
from nameplate.sources.interface import Document, Limits, Sink
from nameplate.sources.walk import Walk, clean, digest

_State = tuple[int, int, int]
"""Inode, size, time of the last change (ns): a file that keeps all three was not written to."""


@dataclass(frozen=True)
class Readings:
    """All observations of all sources, how each source was read, and what could not be.

    `unreadable` are labels of sources that gave nothing for a reason that is an error (exit code 3).
    """

    observations: pl.DataFrame
    sources: tuple[SourceReport, ...]
    problems: tuple[Problem, ...]
    unreadable: tuple[str, ...]


def read_all(
    paths: Sequence[Path],
    limits: Limits | None = None,
    mapping: Mapping[str, str] | None = None,
    leave_out: frozenset[Path] = frozenset(),
    progress: Callable[[str], None] = lambda _: None,
) -> Readings:
    """Read every document below `paths`. `progress` is told each label before it is read."""
    scratch = Path(tempfile.mkdtemp(prefix="nameplate-"))
    walk = Walk(scratch, limits or Limits(), mapping or {}, leave_out)
    frames: list[pl.DataFrame] = []
    reports: list[SourceReport] = []
    problems: list[Problem] = []
    unreadable: list[str] = []
    seen: dict[str, str] = {}
    try:
        for document in walk.documents(paths):
            progress(document.label)
            try:
                before = _state(document)
                content = digest(document.path)
            except OSError as error:
                problems.append(Problem(document.label, "", f"cannot be read any more ({error.strerror})"))
                unreadable.append(document.label)
                continue
            if document.size and content in seen:
                problems.append(Problem(document.label, "", f"the same bytes as {seen[content]}: read once"))
                continue
            seen[content] = document.label
            report, sink, failed = _read_one(document, content, before)
            reports.append(report)
            problems.extend(sink.all_problems())
            frames.append(sink.observations())
            if failed:
                unreadable.append(document.label)
    finally:
        clean(scratch)
    unreadable.extend(problem.source for problem in walk.problems)
    problems.extend((*walk.problems, *plugins.problems()))
    return Readings(frame.concatenate(frames), tuple(reports), tuple(problems), tuple(unreadable))


def _read_one(document: Document, content: str, before: _State) -> tuple[SourceReport, Sink, bool]:
    """Read one document; `content` is its digest, `before` its state when that was made."""
    sink = Sink(document.label, document.limits)
    chosen, failed = _choose_and_read(document, sink)
    if _state_now(document) != before:
        sink.problem("", "the file changed while it was read: read it again when nobody writes to it")
    report = SourceReport(
        path=document.label,
        sha256=content,
        reader=chosen.reader.name if chosen else "none",
        rows=sink.rows,
        problems=len(sink.all_problems()),
        why="; ".join([chosen.fit.why if chosen else "no reader", *sink.notes]),
        observations=sink.observations().height,
        columns=tuple(sink.columns),
        dropped=dict(sorted(sink.dropped.items())),
        skipped=tuple(sink.skipped),
        speaks_of=sink.speaks_of,
    )
    return report, sink, failed


def _state(document: Document) -> _State:
    now = document.path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns


def _state_now(document: Document) -> _State | None:
    try:
        return _state(document)
    except OSError:
        return None


def _choose_and_read(document: Document, sink: Sink) -> tuple[detect.Chosen | None, bool]:
    """The reader that was chosen, and whether nothing could be read. Whatever a reader raises stays in this source."""
    chosen = None
    try:
        chosen = detect.choose(document)
        if chosen is None:
            sink.problem("", detect.why_not(document))
        elif document.size > document.limits.file and not getattr(chosen.reader, "streams", False):
            sink.problem("", f"{document.size:,} bytes, more than the limit of {document.limits.file:,}: split it")
        else:
            chosen.reader.read(document, sink)
            return chosen, False
    except SourceError as error:
        sink.problem("", str(error))
    except Exception as error:  # noqa: BLE001 - one bad source never stops the others, whatever its reader does
        name = chosen.reader.name if chosen else "chosen"
        sink.problem("", f"the {name} reader gave up ({type(error).__name__}: {error})"[:300] + "; please report it")
        return chosen, not sink.observations().height
    return chosen, True
