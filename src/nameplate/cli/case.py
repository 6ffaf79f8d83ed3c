"""`nameplate case`: what people do about findings, step by step, each step signed by who takes it."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nameplate.cli import keeping, options
from nameplate.errors import UsageError

if TYPE_CHECKING:
    from nameplate.review.book import Book, File

app = typer.Typer(no_args_is_help=True, add_completion=False)
Cases = Annotated[list[str], typer.Argument(metavar="CASE...", help="Cases, say c-17; or `all` with --where.")]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="FIELD=VALUE", help="Only these: state, verdict, decision, site, maker, model ..."),
]
Attach = Annotated[list[Path] | None, typer.Option("--attach", metavar="FILE", help="A file that shows it.")]


@app.callback()
def _group() -> None:
    """Cases: from a finding to its end, by at least two persons."""


@app.command("import", epilog="Example: nameplate case import my-review --key alice.key")
def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a review (with review.json).")],
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """Take in a review, or a newer one. Decisions stay; what contradicts one opens its case again."""
    from nameplate.report import json_file
    from nameplate.review import intake

    review, path = json_file.read(folder), folder / json_file.NAME
    loaded = options.register(register)
    if review.register.version != loaded.version:
        raise UsageError(
            f"{path}: judged with register {review.register.version}, this is {loaded.version}; run the review again"
            + ("" if register else ", or name the folder it was judged with (--register)")
        )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    done = intake.take_in(keeping.book(db), review, digest, loaded, keeping.signer(key))
    if as_json:
        options.print_json(done)
        return
    if done.taken.known:
        print(f"{path}: this review was taken in before (import {done.taken.number}); nothing changed")
        return
    print(
        f"import {done.taken.number}: {len(review.devices):,} devices ({done.taken.new:,} new, {done.taken.changed:,} "
        f"changed, {done.taken.unseen:,} known ones not in it), {len(review.findings):,} findings"
    )
    for identifier, why in done.reopened.items():
        print(f"reopened {identifier}: {why}")
    for identifier in done.told:
        print(f"news in {identifier}")


@app.command("open", epilog="Example: nameplate case open --by model --where verdict=forbidden --key alice.key")
def open_(
    by: Annotated[
        str, typer.Option("--by", help="One case for each device, model, site, supplier or maker.")
    ] = "device",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="FIELD=VALUE", help="Only units that fit: id, verdict, order, site, maker ..."),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why these are looked at.")] = "",
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """Open cases from the findings of the newest review; units in an open case are left out."""
    from nameplate.review import opening

    filters = keeping.said(where or [])
    opened = opening.open_cases(
        keeping.book(db), keeping.signer(key), options.register(register), by=by, where=filters, why=why
    )
    if as_json:
        options.print_json({"cases": [{"id": c.id, "title": c.opening.title, "devices": c.devices} for c in opened]})
        return
    for case in opened:
        print(f"{case.id}  {case.verdict}  {case.opening.title}")


@app.command("list", epilog="Example: nameplate case list --where state=second_review")
def list_(
    where: Where = None,
    limit: Annotated[int, typer.Option("--limit", help="How many.")] = 50,
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Cases, nearest date first, and how many stand in which state."""
    from rich.console import Console
    from rich.table import Table

    from nameplate.report.markup import escape
    from nameplate.store import queries

    with keeping.book(db).store.reading() as connection:
        rows = queries.cases(connection, keeping.said(where or []), limit=limit)
        states = queries.case_facet(connection, "state")
    if as_json:
        options.print_json({"cases": rows, "states": dict(states)})
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("case", "state", "verdict", "decision", "first date", "what"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        words = [row["id"], row["state"], row["verdict"], row["decision"] or "", str(row["due"] or ""), row["title"]]
        stopped = "  STOPPED: on its way to another holder" if row["stopped"] else ""
        table.add_row(*(escape(w) for w in words[:-1]), escape(words[-1] + stopped))
    console = Console()
    console.print(table)
    console.print(", ".join(f"{count} {state.replace('_', ' ')}" for state, count in states) or "no cases")


@app.command(epilog="Example: nameplate case show c-17")
def show(
    case: Annotated[str, typer.Argument(metavar="CASE")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """One case: its units, what was decided, every act with who and when."""
    from rich.console import Console

    from nameplate.report import case_text

    book = keeping.book(db)
    found = book.case(case)
    if as_json:
        options.print_json(found)
    else:
        Console().print(case_text.tree(found, book.workflow))


@app.command(epilog='Example: nameplate case step c-17 assess says="Serial core says Hikvision." --key alice.key')
def step(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case, or `all` with --where.")],
    act: Annotated[str, typer.Argument(help="What is done: gather, assess, invite, carry_out, verify ...")],
    words: Annotated[list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="What is said.")] = None,
    where: Where = None,
    attach: Attach = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    as_json: options.Json = False,
) -> None:
    """Take one step in a case, or the same step in many; each by the same rules."""
    _do(db, [case], act, keeping.said(words or []), key, where, attach, as_json)


@app.command(epilog='Example: nameplate case decide c-17 remove --why "s.889 covers it" --key alice.key')
def decide(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case, or `all` with --where.")],
    decision: Annotated[str, typer.Argument(help="remove, disconnect, replace, exception, not_covered, cannot_tell.")],
    why: Annotated[str, typer.Option("--why", help="The reason.")],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last day of an exception.")] = None,
    safeguards: Annotated[str | None, typer.Option("--safeguards", help="What protects until then.")] = None,
    cost: Annotated[str | None, typer.Option("--cost", help="What it costs.")] = None,
    where: Where = None,
    attach: Attach = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    as_json: options.Json = False,
) -> None:
    """Ask for a decision. It counts when another person approves it: `nameplate case approve`."""
    given = {"decision": decision, "why": why, "until": until, "safeguards": safeguards, "cost": cost}
    _do(db, [case], keeping.book(db).workflow.asks, {k: v for k, v in given.items() if v}, key, where, attach, as_json)


@app.command(epilog="Example: nameplate case approve c-17 --key bob.key")
def approve(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case, or `all` with --where.")],
    why: Annotated[str | None, typer.Option("--why", help="What was looked at.")] = None,
    where: Where = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    as_json: options.Json = False,
) -> None:
    """Approve the decision that another person asks for."""
    _do(db, [case], keeping.book(db).workflow.decides, {"why": why} if why else {}, key, where, None, as_json)


@app.command(
    epilog='Example: nameplate case reply c-17 --whom maker --says "Not ours." --attach letter.pdf --key alice.key'
)
def reply(
    case: Annotated[str, typer.Argument(metavar="CASE")],
    whom: Annotated[str, typer.Option("--whom", help="Whose answer: seller, maker or site.")],
    says: Annotated[str, typer.Option("--says", help="The answer, in short; attach the letter.")],
    attach: Attach = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    as_json: options.Json = False,
) -> None:
    """Record what the seller, the maker or the site answers; it travels with the finding."""
    _do(db, [case], "answer", {"whom": whom, "says": says}, key, None, attach, as_json)


@app.command(epilog="Example: nameplate case export c-17 c-18 --form first_report --out reports")
def export(
    cases: Cases,
    form: Annotated[
        list[str], typer.Option("--form", help="first_report, follow_up, representation, removal_plan ...")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the forms go.")] = Path("forms"),
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What no case holds, say contract=W912.")
    ] = None,
    sites: Annotated[bool, typer.Option("--sites", help="Counts by site in an answer to the public.")] = False,
    zone: Annotated[str, typer.Option("--zone", help="In whose days the clock counts.")] = "America/New_York",
    where: Where = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Fill forms from cases, as a page to print and a workbook; see docs/forms.md for which there are."""
    from nameplate.report.forms.given import FormInput, Options
    from nameplate.report.forms.write import write
    from nameplate.review import filing

    book = keeping.book(db)
    filed = filing.gather(book, _all(book, where) if cases == ["all"] else cases)
    wanted = FormInput(
        holder=filed.holder,
        cases=filed.cases,
        devices=filed.devices,
        findings=filed.findings,
        register=filed.register,
        today=book.now().date(),
        reviews=filed.reviews,
        sources=filed.sources,
        head=filed.head,
        options=Options(sites, zone, keeping.said(given or [])),
        workflow=book.workflow,
    )
    written = [str(path) for name in form for path in write(name, wanted, out)]
    keeping.tell("\n".join(written), {"written": written}, as_json=as_json)


@app.command(epilog="Example: nameplate case expire --key alice.key")
def expire(
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """Open cases again whose exception has ended."""
    from nameplate.review import intake

    found = intake.expire(keeping.book(db), options.register(register), keeping.signer(key))
    lines = [f"reopened {identifier}: {why}" for identifier, why in found.items()]
    keeping.tell("\n".join([*lines, f"{len(found)} exceptions ended"]), {"reopened": found}, as_json=as_json)


@app.command(epilog="Example: nameplate case replay c-17")
def replay(
    case: Annotated[str, typer.Argument(metavar="CASE")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Judge a case again with the register of its day. Exit 1 if a verdict comes out otherwise."""
    from nameplate.review import replay as replays

    book = keeping.book(db)
    found = replays.replay(book, book.case(case))
    if as_json:
        options.print_json({"case": case, "differences": found})
    elif not found:
        print(f"{case}: every verdict comes out as it was")
    else:
        for one in found:
            print(f"{one.device}, {one.order}: {one.then} then, {one.now} now")
    raise typer.Exit(int(bool(found)))


def _do(
    db: str,
    wanted: list[str],
    act: str,
    said: dict[str, str],
    key: Path | None,
    where: list[str] | None,
    attach: list[Path] | None,
    as_json: bool,
) -> None:
    """One act on one case, or on all that fit `where`; a refusal ends a single act, and is listed among many."""
    book, signer = keeping.book(db), keeping.signer(key)
    files = _files(attach)
    if wanted != ["all"]:
        after = book.perform(wanted[0], act, said, signer, files)
        keeping.tell(f"{after.id}: {after.state}", {"case": after.id, "state": after.state}, as_json=as_json)
        return
    found = book.perform_all(_all(book, where), act, said, signer, files)
    lines = [refused or f"{identifier}: done" for identifier, refused in found.items()]
    keeping.tell("\n".join(lines), {"refused": {i: why for i, why in found.items() if why}}, as_json=as_json)
    raise typer.Exit(2 if any(found.values()) else 0)


def _all(book: "Book", where: list[str] | None) -> list[str]:
    from nameplate.store import queries

    if not where:
        raise UsageError("all: say which cases with --where, for instance --where state=assessed")
    with book.store.reading() as connection:
        return [row["id"] for row in queries.cases(connection, keeping.said(where), limit=100_000)]


def _files(paths: list[Path] | None) -> "list[File]":
    from nameplate.review.book import File

    return [File.read(path) for path in paths or []]
