"""`nameplate ask`: every order's answer for one device that need not exist."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from nameplate.cli import options
from nameplate.errors import UsageError

if TYPE_CHECKING:
    from nameplate.model import Finding

EXAMPLE = "Example: nameplate ask --maker hikvision --category camera --holder holder.yaml --site north-high"


def command(
    maker: Annotated[str, typer.Option("--maker", metavar="ID", help="A maker, company or brand id.")],
    category: Annotated[str, typer.Option("--category", metavar="CAT", help="camera, recorder, network ...")],
    holder: Annotated[Path, typer.Option("--holder", metavar="FILE", help="Who would hold it.")],
    site: Annotated[str | None, typer.Option("--site", metavar="ID", help="A site of the holder file.")] = None,
    acquired: Annotated[
        str | None, typer.Option("--acquired", metavar="DATE", help="Day of purchase; default the day asked for.")
    ] = None,
    as_of: options.AsOf = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """What every order says of one device: before buying, say. Orders that do not cover it come with the reason."""
    from nameplate.model import Category
    from nameplate.policy.ask import ask
    from nameplate.policy.evaluate import Evaluator

    if category not in get_args(Category):
        raise UsageError(f"--category {category}: choose one of {', '.join(get_args(Category))}")
    loaded, day = options.register(register), options.day(as_of)
    who = options.holder(holder)
    place = next((s for s in who.sites if s.id == site), None)
    if site and place is None:
        raise UsageError(f"--site {site}: not in {holder}; it has {', '.join(s.id for s in who.sites) or 'no sites'}")
    bought = _date(acquired) if acquired else day
    options.check_maker(maker.casefold(), loaded)
    findings = ask(maker.casefold(), category, place, bought, Evaluator(loaded, who, day), loaded)  # type: ignore[arg-type]
    if as_json:
        options.print_json({"as_of": day, "findings": findings})
    else:
        _show(findings)
    raise typer.Exit(int(any(f.verdict in {"forbidden", "forbidden_if"} for f in findings)))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--acquired {text}: not a date; write it like 2021-08-01") from error


def _show(findings: "list[Finding]") -> None:
    from rich.console import Console
    from rich.tree import Tree

    from nameplate.report.markup import escape

    console = Console()
    for finding in findings:
        if finding.verdict == "not_covered":
            console.print(f"{finding.order}: {escape(finding.chain[-1].says)}")
            continue
        root = Tree(f"[bold]{finding.order}: {finding.verdict}[/bold]")
        for step in finding.chain:
            leaf = root.add(escape(step.says))
            if step.cite:
                leaf.add(f"[dim]{escape(step.cite)}[/dim]")
        for duty in finding.duties:
            root.add(f"duty: {escape(duty.says or duty.verb)}" + (f", due {duty.due}" if duty.due else ""))
        console.print(root)
