"""A record for others: JSON with everything, CSV with one line a match, a page to print, a PDF.

The page has no script and needs no network; every text is escaped. Cells that a spreadsheet would run are written
with an apostrophe before them.
"""

import csv
import html
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from nameplate.errors import UsageError
from nameplate.screen.party import Match
from nameplate.screen.record import Decision, Record, Screening

HEADING = ("time", "person", "name", "country", "list", "entry", "listed name", "score", "why", "decision",
           "decided by", "decided at", "note", "editions")  # fmt: skip
_STYLE = """body{font:13px/1.4 sans-serif;margin:2em;color:#111}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #999;padding:4px 6px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#eee}
td.n{text-align:right;font-variant-numeric:tabular-nums}
@media print{thead{display:table-header-group}tr{break-inside:avoid}}"""


def write(record: Record, path: Path) -> int:
    """Write the record to `path` (.json, .csv, .html or .pdf). Gives the number of screenings."""
    make = _WRITERS.get(path.suffix.casefold())
    if make is None:
        raise UsageError(f"--export {path}: the name must end in {', '.join(_WRITERS)}")
    screenings = record.screenings()
    try:
        made = make(record, screenings)
        path.write_bytes(made if isinstance(made, bytes) else made.encode())
    except OSError as error:
        raise UsageError(f"--export {path}: cannot be written ({error.strerror})") from error
    return len(screenings)


def as_json(record: Record, screenings: list[Screening]) -> str:
    """All screenings and decisions."""
    document = {
        "schema": "nameplate/screening/1",
        "screenings": screenings,
        "decisions": record.decisions(),
        "broken": record.broken(),
    }
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=2).decode() + "\n"


def as_csv(record: Record, screenings: list[Screening]) -> str:
    """One line a match; one line for a name without any."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADING)
    for row in _rows(record, screenings):
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue()


def as_page(record: Record, screenings: list[Screening]) -> str:
    """A page to print."""
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in HEADING)
    body = "".join(
        "<tr>" + "".join(_cell(cell, at) for at, cell in enumerate(row)) + "</tr>\n"
        for row in _rows(record, screenings)
    )
    broken = "".join(f"<p><strong>{html.escape(line)}</strong></p>" for line in record.broken())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Screening record</title>'
        f"<style>{_STYLE}</style></head><body><h1>Screening record</h1><p>{len(screenings)} screenings. A score is the"
        f" probability that the name means the listed party; it is never a verdict.</p>{broken}<table><thead><tr>{head}"
        f"</tr></thead><tbody>\n{body}</tbody></table></body></html>\n"
    )


def as_pdf(record: Record, screenings: list[Screening]) -> bytes:
    """The same in a PDF, with the JSON attached."""
    from nameplate.screen import printed

    rows = list(_rows(record, screenings))
    return printed.pdf(HEADING, rows, record.broken(), len(screenings), as_json(record, screenings))


def _cell(text: str, at: int) -> str:
    return (
        f'<td class="n">{html.escape(text)}</td>'
        if HEADING[at] == "score"
        else f'<td dir="auto">{html.escape(text)}</td>'
    )


def _rows(record: Record, screenings: list[Screening]) -> Iterator[tuple[str, ...]]:
    decisions = {(d.name, d.entry): d for d in record.decisions()}
    for one in screenings:
        editions = "; ".join(f"{e.list} {e.date or ''} {e.rows} rows {e.sha256[:12]}" for e in one.lists)
        head = (one.time.isoformat(timespec="seconds"), one.person, one.query.name, one.query.country)
        matches = [m for m in one.answer.matches if m.score >= one.at_least]
        for match in matches:
            yield (*head, *_match(match), *_decision(decisions.get((one.query.name, match.entry))), editions)
        told = [d for (name, entry), d in decisions.items() if name == one.query.name and not _among(entry, matches)]
        for decision in told:  # on an entry that the name did not match
            yield (*head, decision.entry.split(":", 1)[0], decision.entry, "", "", "", *_decision(decision), editions)
        if not matches and not told:
            yield (*head, "", "", one.answer.problem or "no match", "", "", "", "", "", "", editions)


def _among(entry: str, matches: Sequence[Match]) -> bool:
    return any(match.entry == entry for match in matches)


def _match(match: Match) -> tuple[str, ...]:
    return match.list, match.entry, match.name, f"{match.score:.3f}", "; ".join(match.why)


def _decision(decision: Decision | None) -> tuple[str, ...]:
    if decision is None:
        return "", "", "", ""
    return decision.verdict, decision.person, decision.time.isoformat(timespec="seconds"), decision.note


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


_WRITERS: dict[str, Callable[[Record, list[Screening]], str | bytes]] = {
    ".json": as_json,
    ".csv": as_csv,
    ".html": as_page,
    ".pdf": as_pdf,
}
