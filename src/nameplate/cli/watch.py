"""`nameplate watch`: articles and notices become proposals; a person accepts or rejects them.

Nothing is applied unasked.
"""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nameplate.cli import options
from nameplate.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from nameplate.register.load import Register
    from nameplate.watch.shapes import Article, Proposal

app = typer.Typer(no_args_is_help=True, add_completion=False)
Proposals = Annotated[Path, typer.Option("--proposals", metavar="DIR", help="The folder of proposals.")]
ReviewFolder = Annotated[
    Path | None, typer.Option("--review", metavar="DIR", help="A review: name the findings that would flip.")
]
Who = Annotated[str, typer.Option("--who", metavar="NAME", help="Who decides.")]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason.")]
_FOLDER = Path("proposals")


@app.callback()
def _group() -> None:
    """Articles and notices to proposals."""


@app.command(epilog="Example: nameplate watch read article.html notice.pdf --proposals proposals")
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Text, HTML, PDF, mail, feed, JSON.")],
    proposals: Proposals = _FOLDER,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read articles and keep a proposal of each. Exit code 3 if a file cannot be read; the others are read."""
    from nameplate.watch.reading import read as reading

    keep = _keeper(proposals, register)
    kept, problems = [], []
    for path in files:
        try:
            articles = reading.file(path)
        except SourceError as error:
            problems.append(str(error))
            continue
        kept += [keep(article) for article in articles]
    found = _kept(proposals, kept)
    _show({"proposals": found, "problems": problems}, found, as_json=as_json, quiet=quiet)
    _end(problems)


@app.command(epilog="Example: nameplate watch feed https://news.example/feed.xml --proposals proposals")
def feed(
    url: Annotated[list[str] | None, typer.Argument(metavar="URL...", help="Feeds to ask now.")] = None,
    schedule: Annotated[
        Path | None, typer.Option("--schedule", metavar="FILE", help="Feeds as YAML; those that are due are asked.")
    ] = None,
    articles: Annotated[
        int, typer.Option("--articles", metavar="N", min=0, max=200, help="Also fetch up to N linked pages a feed.")
    ] = 0,
    proposals: Proposals = _FOLDER,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Ask feeds for what is new and keep a proposal of each article. Uses the network; nothing else here does.

    Exit code 3 if something could not be read; the rest is read.
    """
    from nameplate.watch import rounds
    from nameplate.watch import schedule as schedules
    from nameplate.watch.fetch.request import USER_AGENT
    from nameplate.watch.fetch.visitor import Visitor

    if bool(url) == bool(schedule):
        raise UsageError("give either addresses of feeds or --schedule FILE")
    plan = schedules.load(schedule) if schedule else None
    wanted = plan.feeds if plan else tuple(schedules.Feed(one, articles=articles) for one in dict.fromkeys(url or ()))
    agent = f"{USER_AGENT} {plan.contact}" if plan and plan.contact else USER_AGENT
    keep = _keeper(proposals, register)
    done = list(rounds.run(wanted, proposals, Visitor(agent=agent), keep, only_due=bool(plan)))
    found = _kept(proposals, [id_ for outcome in done for id_ in outcome.proposals])
    problems = [problem for outcome in done for problem in outcome.problems]
    _show({"proposals": found, "feeds": done, "problems": problems}, found, as_json=as_json, quiet=quiet)
    _end(problems, [] if quiet else [note for outcome in done for note in outcome.notes])


def _keeper(proposals: Path, register: Path | None) -> "Callable[[Article], str]":
    """What makes a proposal of an article, keeps it and gives its id."""
    from nameplate.identify import rulebook
    from nameplate.watch import folder
    from nameplate.watch.makers import MakerFinder
    from nameplate.watch.proposals import propose

    loaded = options.register(register)
    finder = MakerFinder(loaded, rulebook.packaged())
    return lambda article: folder.keep(proposals, article, propose(article, finder, loaded)).id


def _kept(proposals: Path, ids: list[str]) -> "list[Proposal]":
    from nameplate.watch import folder

    return [one for one in folder.all_of(proposals) if one.id in ids] if ids else []


def _end(problems: list[str], notes: "list[str] | tuple[()]" = ()) -> None:
    """Tell what could not be read, a line each, and leave with the exit code that says so."""
    from nameplate.report.markup import plain

    for line in (*notes, *(f"! {problem}" for problem in problems)):
        print(plain(" ".join(line.split())), file=sys.stderr)
    raise typer.Exit(3 if problems else 0)


@app.command(epilog="Example: nameplate watch pending --proposals proposals --review my-review")
def pending(
    proposals: Proposals = _FOLDER,
    review: ReviewFolder = None,
    register: options.RegisterFolder = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Proposals that wait for a person, with their open questions; with --review what each would flip."""
    from nameplate.watch import folder

    found = folder.pending(proposals)
    shown: dict[str, Any] = {"proposals": found}
    if review:
        shown["flips"] = _flips(found, review, options.register(register), options.day(as_of))
    _show(shown, found, as_json=as_json, quiet=False)
    for id_, flips in shown.get("flips", {}).items() if not as_json else ():
        print(f"{id_} would flip {len(flips)} findings")


@app.command(
    epilog="Example: nameplate watch accept p-0123456789ab --who 'A. Lee' --why 'Read the order' --register own"
)
def accept(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A proposal (p-...) or one of its changes (c-...).")],
    who: Who,
    why: Why,
    register: Annotated[Path, typer.Option("--register", metavar="DIR", help="Your register folder, written to.")],
    proposals: Proposals = _FOLDER,
    as_json: options.Json = False,
) -> None:
    """Write what was proposed into your register folder, with its citation; the register is checked first."""
    from nameplate.watch import accept as accepting

    decided, files = accepting.accept(proposals, wanted, who, why, register, _today())
    if as_json:
        options.print_json({"proposal": decided, "files": [str(path) for path in files]})
        return
    for path in files:
        print(path)


@app.command(epilog="Example: nameplate watch reject p-0123456789ab --who 'A. Lee' --why 'A namesake'")
def reject(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="A proposal (p-...) or one of its changes (c-...).")],
    who: Who,
    why: Why,
    proposals: Proposals = _FOLDER,
    as_json: options.Json = False,
) -> None:
    """Write down that a proposal was rejected, by whom and why. It is kept."""
    from nameplate.watch import accept as accepting

    decided = accepting.reject(proposals, wanted, who, why, _today())
    if as_json:
        options.print_json({"proposal": decided})
        return
    print(f"{decided.id} rejected")


def _today() -> dt.date:
    return options.day(None)


def _flips(found: "list[Proposal]", folder: Path, register: "Register", day: dt.date) -> dict[str, Any]:
    from nameplate.report import json_file
    from nameplate.watch import accept as accepting
    from nameplate.watch import impact
    from nameplate.watch.folder import open_changes

    review = json_file.read(folder)
    flips: dict[str, Any] = {}
    for proposal in found:
        for change in proposal.register_changes:
            if change.id in open_changes(proposal):
                try:
                    then = accepting.preview(proposal, [change], register, day)
                except UsageError as error:
                    print(f"! {change.id}: {error}", file=sys.stderr)
                    continue
                flips[change.id] = impact.flips(review, register, then, day)
    return flips


def _show(value: dict[str, Any], found: "list[Proposal]", *, as_json: bool, quiet: bool) -> None:
    if as_json:
        options.print_json(value)
        return
    if quiet:
        return
    from rich.console import Console

    from nameplate.report.markup import escape

    console = Console()
    for one in found:
        console.print(f"[bold]{one.id}[/]  {escape(one.source.title)}  ({one.source.language})")
        for event in one.events:
            by = f", says {event.attributed_to}" if event.attributed_to else ""
            where = f" in {event.jurisdiction}" if event.jurisdiction else ""
            line = f"{event.stance}: {event.type} {event.target}{where} {event.date or ''}{by} ({event.confidence:.2f})"
            console.print(f"  {escape(line)}")
        for change in one.register_changes:
            console.print(f"  {change.id}  {escape(change.kind)} {escape(change.order)}: {escape(change.says)}")
        for question in one.questions:
            console.print(f"  ? {escape(question)}")
