"""`nameplate verify`: an exported ledger, checked by somebody who did not keep it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nameplate.cli import options

if TYPE_CHECKING:
    from nameplate.ledger.checks.findings import Verification

EXAMPLE = "Example: nameplate verify review-bundle.zip --key keys.txt --witness witness.txt --head head-of-may.note"
"""Shown by --help."""
_FEW = 5_000
"""So many entries are done before a bar would be seen."""


def command(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The ZIP or folder that the ledger's keeper gave.")],
    key: Annotated[
        list[Path] | None,
        typer.Option("--key", metavar="FILE", help="Keys you hold of the server and of persons, a line each."),
    ] = None,
    witness: Annotated[
        list[Path] | None,
        typer.Option(
            "--witness",
            metavar="FILE",
            help="A witness's key, an authority's certificate (PEM), a cosigned head, or a time stamp (.tsr).",
        ),
    ] = None,
    head: Annotated[
        list[Path] | None,
        typer.Option("--head", metavar="FILE", help="A head you were given earlier: its three lines, or the note."),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Check every entry, signature, file, head and act of an exported ledger, offline. Exit 1 if one is broken."""
    from nameplate.ledger.trust import read_trust
    from nameplate.ledger.verify import verify_bundle
    from nameplate.review import bundle_rules

    trust = read_trust(key or (), witness or (), head or ())
    with _Bar(quiet=quiet or as_json) as bar:
        found = bundle_rules.judged(verify_bundle(bundle, trust, progress=bar), bundle)
    if as_json:
        options.print_json(found)
    elif not quiet:
        _print(found)
    raise typer.Exit(0 if found.intact else 1)


class _Bar:
    """A bar on standard error, for ledgers that take more than a moment."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._progress = Progress(console=Console(stderr=True), transient=True, disable=quiet)
        self._task = self._progress.add_task("entries", visible=False)

    def __enter__(self) -> "_Bar":
        if sys.stderr.isatty():
            self._progress.start()
        return self

    def __call__(self, done: int, of: int) -> None:
        self._progress.update(self._task, completed=done, total=of, visible=of > _FEW)

    def __exit__(self, *_: object) -> None:
        if self._progress.live.is_started:
            self._progress.stop()


def _print(found: "Verification") -> None:
    from rich.console import Console

    from nameplate.report import ledger_text

    console = Console()
    for part in ledger_text.parts(found):
        console.print(part, highlight=False)
