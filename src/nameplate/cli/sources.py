"""`nameplate sources`: what is read, and for files which reader takes them and why."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nameplate.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nameplate.model import Problem

EXAMPLE = "Example: nameplate sources inventory.xlsx scan.xml"


def command(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE...]", help="Files or folders to look at.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List the readers; for FILEs, say which reader would take each, how sure it is, and why. Exit 3 if none would."""
    from nameplate.report.markup import plain
    from nameplate.sources import detect, plugins

    if not files:
        readers = [{"name": r.name, "about": r.about} for r in detect.readers()]
        if as_json:
            options.print_json({"readers": readers, "problems": plugins.problems()})
        else:
            for reader in readers:
                print(f"{reader['name']:24} {reader['about']}")
            _print(plugins.problems())
        raise typer.Exit(3 if plugins.problems() else 0)
    chosen, problems = _choose(files)
    if as_json:
        options.print_json({"files": chosen, "problems": problems})
    else:
        for one in chosen:
            print(plain(f"{one['path']}: {one['reader'] or 'no reader'} ({one['why']})"))
        _print(problems)
    raise typer.Exit(3 if problems or any(one["reader"] is None for one in chosen) else 0)


def _print(problems: "Sequence[Problem]") -> None:
    from nameplate.report.markup import plain

    for problem in problems:
        print(plain(f"{problem.source}: {problem.reason}"))


def _choose(files: list[Path]) -> "tuple[list[dict[str, Any]], list[Problem]]":
    from nameplate.sources import detect, plugins
    from nameplate.sources.walk import Walk

    found = []
    with tempfile.TemporaryDirectory(prefix="nameplate-") as scratch:
        walk = Walk(Path(scratch))
        for document in walk.documents(files):
            chosen = detect.choose(document)
            found.append(
                {
                    "path": document.label,
                    "reader": chosen.reader.name if chosen else None,
                    "score": chosen.fit.score if chosen else 0.0,
                    "why": chosen.fit.why if chosen else detect.why_not(document),
                    "others": [{"reader": n, "score": f.score, "why": f.why} for n, f in chosen.others]
                    if chosen
                    else [],
                }
            )
    return found, [*walk.problems, *plugins.problems()]
