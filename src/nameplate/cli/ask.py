"""`nameplate ask`: every order's answer for one device that need not exist."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from nameplate.cli import options
from nameplate.errors import UsageError

if TYPE_CHECKING:
    from nameplate.model import Component, Finding
    from nameplate.register.load import Register

EXAMPLE = "Example: nameplate ask --maker hikvision --category camera --holder holder.yaml --site north-high"


def command(
    maker: Annotated[str, typer.Option("--maker", metavar="ID", help="A maker, company or brand id.")],
    category: Annotated[str, typer.Option("--category", metavar="CAT", help="camera, recorder, network ...")],
    holder: Annotated[Path, typer.Option("--holder", metavar="FILE", help="Who would hold it.")],
    site: Annotated[str | None, typer.Option("--site", metavar="ID", help="A site of the holder file.")] = None,
    acquired: Annotated[
        str | None, typer.Option("--acquired", metavar="DATE", help="Day of purchase; default the day asked for.")
    ] = None,
    contains: Annotated[
        list[str] | None, typer.Option("--contains", metavar="PART:MAKER", help="A part inside, say chip:hisilicon.")
    ] = None,
    as_of: options.AsOf = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """What every order says of one device: before buying, say. Orders that do not cover it come with the reason."""
    from nameplate.model import Category
    from nameplate.policy.ask import ask
    from nameplate.policy.evaluate import Evaluator
    from nameplate.policy.foremost import foremost, in_words

    if category not in get_args(Category):
        raise UsageError(f"--category {category}: choose one of {', '.join(get_args(Category))}")
    loaded, day = options.register(register), options.day(as_of)
    who = options.holder(holder)
    place = next((s for s in who.sites if s.id == site), None)
    if site and place is None:
        raise UsageError(f"--site {site}: not in {holder}; it has {', '.join(s.id for s in who.sites) or 'no sites'}")
    bought = options.date("--acquired", acquired) if acquired else day
    options.check_maker(maker.casefold(), loaded)
    parts = tuple(_part(text, loaded) for text in contains or ())
    findings = ask(maker.casefold(), category, place, bought, Evaluator(loaded, who, day), loaded, parts)  # type: ignore[arg-type]
    first = foremost(findings, loaded)
    if as_json:
        options.print_json({"as_of": day, "findings": findings, "foremost": first})
    else:
        _show(findings, in_words(first) if first else "no order in the register covers it")
    raise typer.Exit(int(any(f.verdict in {"forbidden", "forbidden_if"} for f in findings)))


def _part(text: str, register: "Register") -> "Component":
    """A part as it is written on the command line: what it is, and who made it."""
    from nameplate.model import Category, Component

    what, _, maker = text.partition(":")
    if what not in get_args(Category) or not maker:
        raise UsageError(f"--contains {text}: write PART:MAKER, say chip:hisilicon or module:huawei")
    options.check_maker(maker, register)
    return Component(maker, what)  # type: ignore[arg-type]


def _show(findings: "list[Finding]", first: str) -> None:
    from rich.console import Console
    from rich.tree import Tree

    from nameplate.report.markup import escape

    console = Console()
    console.print(f"[bold]{escape(first)}[/bold]")
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
