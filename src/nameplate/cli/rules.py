"""`nameplate rules check`: every rule against its own examples."""

from pathlib import Path
from typing import Annotated

import typer

from nameplate.cli import options

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _group() -> None:
    """The identification rules."""


@app.command(epilog="Example: nameplate rules check my-rules/")
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="A folder of your own rule files; else the packaged ones.")
    ] = None,
    recog: options.RecogFolder = None,
    as_json: options.Json = False,
) -> None:
    """Run every rule's examples and near misses; with --recog those of Recog's files too. Exit 1 on a fault."""
    from nameplate.identify import check as checks
    from nameplate.identify import rulebook
    from nameplate.register import load

    book = rulebook.Rulebook((), rulebook.load_own(folder)) if folder else rulebook.packaged()
    counts, faults = checks.check(book, load.load())
    result: dict[str, object] = {"rules": counts, "faults": faults}
    if recog:
        from nameplate.identify.recog import book as recog_files
        from nameplate.identify.recog import check as recog_check

        found = recog_check.check(recog_files.load(recog))
        result["recog"] = found
        faults = [*faults, *(checks.Fault(f"recog:{f.matches}", f.what) for f in found.faults)]
    if as_json:
        options.print_json(result)
    else:
        print(
            f"{counts.rules} rules in {counts.files} files; {counts.decisive} decide, {counts.unverified} unverified; "
            f"{counts.examples} examples, {counts.near_misses} near misses, {counts.names} names, "
            f"{counts.contexts} contexts"
        )
        if recog:
            print(f"Recog: {found.fingerprints} fingerprints, {found.examples} examples")
        for fault in faults:
            print(f"! {fault.rule}: {fault.what}")
    raise typer.Exit(1 if faults else 0)
