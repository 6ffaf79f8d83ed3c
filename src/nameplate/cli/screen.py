"""`nameplate screen`: names in any script against lists and the register, with a record if asked for."""

import datetime as dt
import getpass
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from nameplate.cli import options
from nameplate.errors import UsageError
from nameplate.screen import AT_LEAST

if TYPE_CHECKING:
    from nameplate.screen.party import Answer, Listing, Query
    from nameplate.screen.record import Decision, Record

EXAMPLE = "Example: nameplate screen 'Hick Vision Digital' 海康威视 --list sdn.csv --record screened"
SHOWN = 160
"""Characters of a name that the terminal shows."""


def command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Names to look for, in any script.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option("--batch", metavar="FILE", help='JSON lines {"id", "name", "country"?}; - is standard input.'),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option("--list", metavar="FILE", help="A list as published, or a folder of lists; may be repeated."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--list-mapping", metavar="FILE", help="YAML that says what the columns of a list of your own are."
        ),
    ] = None,
    country: Annotated[
        str, typer.Option("--country", metavar="CODE", help="Country of the NAMEs, if you know it.")
    ] = "",
    at_least: Annotated[
        float, typer.Option("--at-least", metavar="P", help="Probability from which a match is one.")
    ] = AT_LEAST,
    record: Annotated[
        Path | None, typer.Option("--record", metavar="DIR", help="Keep every screening in this folder.")
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="PERSON", help="Who screens or decides; default the user's name.")
    ] = "",
    decide: Annotated[
        str, typer.Option("--decide", metavar="ENTRY=VERDICT", help="Record a decision on NAME: same, other or open.")
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="The reason of a decision.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Screen all names of the record again; show only what is new.")
    ] = False,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export", metavar="FILE", help="Write the record as .json, .csv, .pdf or a page to print (.html)."
        ),
    ] = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Look for NAMEs on lists and in the register. A score is a probability, never a verdict.

    Exit code 0: no match; 1: a match (with --again: a new one); 2: wrong usage, or a batch line that cannot be read.
    """
    from nameplate.screen.record import Record

    if not 0 < at_least <= 1:
        raise UsageError(f"--at-least {at_least}: a probability above 0 and up to 1")
    kept = Record(record) if record else None
    if (decide or again or export) and kept is None:
        raise UsageError("--decide, --again and --export speak of a record; name it with --record DIR")
    person = by or getpass.getuser()
    if kept and decide:
        return _decide(kept, names or [], decide, note, person)
    if kept and export and not names and not batch and not again:
        return _export(kept, export, quiet=quiet)
    given, bad = _queries(names or [], batch, country, kept if again else None)
    if not given and not bad:
        raise UsageError("no name given: write NAMEs, or --batch FILE, or --record DIR --again")
    listings = _listings(lists or [], mapping, register, kept)
    _warn(kept, listings, quiet=quiet)
    answers = _screen(given, listings)
    known = kept.screenings() if kept else []
    if kept:
        _keep(kept, given, answers, listings, at_least, person)
    shown = list(zip(given, answers, strict=True))
    if again:
        shown = _new(known, shown, at_least)
    decided = {(one.name, one.entry): one for one in kept.decisions()} if kept else {}
    _print(shown, at_least, decided, lines=batch is not None and not as_json, as_json=as_json, quiet=quiet)
    if kept and export:
        _export(kept, export, quiet=quiet)
    found = any(match.score >= at_least for _, answer in shown for match in answer.matches)
    raise typer.Exit(2 if bad else int(found))


class _Line(msgspec.Struct):
    """A line of a batch."""

    name: str
    id: str | int | None = None
    country: str = ""


def _queries(names: list[str], batch: str | None, country: str, record: "Record | None") -> "tuple[list[Query], bool]":
    """Queries of the command line, of the batch, of the record; and whether a line of the batch could not be read."""
    from nameplate.screen.party import Query

    out = [Query(at, name, country) for at, name in enumerate(names)]
    bad = False
    for number, line in _lines(batch) if batch else ():
        try:
            one = msgspec.json.decode(line, type=_Line)
        except (msgspec.MsgspecError, RecursionError) as error:
            sys.stderr.write(f"nameplate: {batch}: line {number}: {error}; the others are screened\n")
            bad = True
            continue
        out.append(Query(number if one.id is None else one.id, one.name, one.country))
    if record:
        earlier = {(s.query.name, s.query.country): s.query for s in record.screenings()}
        out += earlier.values()
    return out, bad


def _lines(batch: str) -> Iterator[tuple[int, bytes]]:
    try:
        content = sys.stdin.buffer.read() if batch == "-" else Path(batch).read_bytes()
    except OSError as error:
        raise UsageError(f"--batch {batch}: cannot be read ({error.strerror})") from error
    return ((at, line) for at, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1) if line.strip())


def _listings(
    paths: list[Path], mapping: Path | None, register: Path | None, record: "Record | None"
) -> "list[Listing]":
    """The lists and the register, with the names that decisions in the record confirmed."""
    from nameplate.screen import aliases
    from nameplate.screen.lists import register_list
    from nameplate.screen.lists.read import read_all

    found = [*read_all(paths, mapping), register_list.listing(options.register(register))]
    confirmed = aliases.confirmed(record.decisions()) if record else {}
    for line in aliases.homeless(found, confirmed):
        sys.stderr.write(f"nameplate: {line}\n")
    return aliases.added(found, confirmed)


def _screen(queries: "list[Query]", listings: "list[Listing]") -> "list[Answer]":
    from nameplate.screen import many
    from nameplate.screen.screener import Screener

    return list(many.screen(Screener(listings), queries))


def _warn(record: "Record | None", listings: "list[Listing]", *, quiet: bool) -> None:
    """Which lists were read, and what is wrong with them: always told, since a screen with half a list says nothing."""
    from nameplate.screen.lists.editions import alarms

    editions = [listing.edition for listing in listings]
    for edition in editions:
        if not quiet:
            dated = f", edition of {edition.date}" if edition.date else ""
            sys.stderr.write(
                f"{edition.list}: {edition.rows:,} rows, {edition.parties:,} parties, {edition.names:,} names{dated}\n"
            )
        if edition.troubles:
            first = edition.troubles[0]
            sys.stderr.write(
                f"nameplate: {edition.list}: {_counted(len(edition.troubles))}; {first.where}: {first.reason}\n"
            )
    for alarm in alarms(record.editions(), editions) if record else ():
        sys.stderr.write(f"nameplate: ALARM: {alarm}\n")


def _counted(troubles: int) -> str:
    return "1 row with a problem" if troubles == 1 else f"{troubles} rows with a problem"


def _keep(
    record: "Record",
    queries: "list[Query]",
    answers: "list[Answer]",
    listings: "list[Listing]",
    at_least: float,
    person: str,
) -> None:
    from nameplate.screen import model
    from nameplate.screen.record import Screening

    now = dt.datetime.now(tz=dt.UTC)
    editions = tuple(msgspec.structs.replace(listing.edition, troubles=()) for listing in listings)
    weights = str(model.load().learnt.get("day", ""))
    record.keep(
        [Screening(now, person, q, a, at_least, editions, weights) for q, a in zip(queries, answers, strict=True)]
    )


def _new(known: "list[Any]", shown: "list[tuple[Query, Answer]]", at_least: float) -> "list[tuple[Query, Answer]]":
    from nameplate.screen.record import new

    fresh = dict(new(known, [answer for _, answer in shown], [query.name for query, _ in shown], at_least))
    return [(query, fresh[query.name]) for query, _ in shown if query.name in fresh]


def _decide(record: "Record", names: list[str], decide: str, note: str, person: str) -> None:
    from nameplate.screen.record import Decision

    entry, _, verdict = decide.rpartition("=")
    if len(names) != 1 or verdict not in {"same", "other", "open"} or not entry:
        raise UsageError(
            "--decide: write one NAME and ENTRY=VERDICT (same, other or open): 'Autel' --decide reg:autel=same"
        )
    record.decide(Decision(dt.datetime.now(tz=dt.UTC), person, names[0], entry, verdict, note))  # type: ignore[arg-type]


def _export(record: "Record", path: Path, *, quiet: bool) -> None:
    from nameplate.screen import export

    count = export.write(record, path)
    if not quiet:
        sys.stderr.write(f"{path}: {count} screenings\n")


def _print(
    shown: "list[tuple[Query, Answer]]",
    at_least: float,
    decided: "dict[tuple[str, str], Decision]",
    *,
    lines: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    if lines and not quiet:
        for _, answer in shown:
            sys.stdout.write(msgspec.json.encode(_plain(answer), order="sorted").decode() + "\n")
    elif as_json:
        options.print_json(
            {"at_least": at_least, "answers": [{"name": query.name, **_plain(answer)} for query, answer in shown]}
        )
    elif not quiet:
        _table(shown, at_least, decided)


def _plain(answer: "Answer") -> dict[str, Any]:
    matches = [{f: getattr(m, f) for f in ("list", "entry", "name", "score", "why")} for m in answer.matches]
    return {"id": answer.id, "matches": matches} | ({"problem": answer.problem} if answer.problem else {})


def _short(name: str) -> str:
    """A name as the terminal shows it; the JSON has all of it."""
    return name if len(name) <= SHOWN else f"{name[:SHOWN]}…"


def _table(shown: "list[tuple[Query, Answer]]", at_least: float, decided: "dict[tuple[str, str], Decision]") -> None:
    from rich.console import Console

    from nameplate.report.markup import escape

    console = Console()
    for query, answer in shown:
        matches = [match for match in answer.matches if match.score >= at_least]
        below = len(answer.matches) - len(matches)
        more = f" ({below} less likely; --json shows them)" if below else ""
        said = "; ".join(part for part in (answer.problem, "" if matches or answer.problem else "no match") if part)
        console.print(f"[bold]{escape(_short(query.name))}[/bold]: {said}{more}".rstrip())
        for match in matches:
            console.print(f"  {match.score:.2f}  {escape(match.entry)}  {escape(_short(match.name))}")
            for reason in match.why:
                console.print(f"        {escape(reason)}")
            if (known := decided.get((query.name, match.entry))) is not None:
                note = f": {known.note}" if known.note else ""
                console.print(
                    f"        {escape(f'decided: {known.verdict}, {known.person}, {known.time.date()}{note}')}"
                )
