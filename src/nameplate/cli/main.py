"""The `nameplate` command: the table of commands, each loaded only when it is called.

Errors of the user end in one line on standard error and exit code 2; bugs keep their traceback and exit with 70.
"""

import importlib
import sys
import traceback
from typing import TYPE_CHECKING

from nameplate import __version__

if TYPE_CHECKING:
    import typer

COMMANDS = {
    "review": "Review sources: find devices that an order forbids, and write the report.",
    "identify": "JSON lines of observations in, one attribution a line out.",
    "explain": "The chain of one device of a review, down to file and row.",
    "sources": "What readers there are, and which one takes a file and why.",
    "rules": "Check the identification rules against their own examples.",
    "evaluate": "How right the answers are on labelled evidence, beside baselines.",
    "orders": "The register's orders: list, show, timeline, diff, check.",
    "makers": "Makers, relations, brands and lineage with citations: list, show.",
    "case": "Cases: what people do about findings, step by step, by at least two persons.",
    "ledger": "The signed record of every act: open, hand out heads, export, back up.",
    "user": "People of a review: keys and roles.",
    "verify": "Verify an exported ledger: entries, signatures, heads and their witnesses.",
    "screen": "Names in any script against lists and the register, with a probability and reasons.",
    "watch": "Articles, notices and feeds to proposals: read, feed, pending, accept, reject.",
    "ask": "What every order says of one device that need not exist (before buying, say).",
}
"""Command -> its line in the help; each is a module of this folder with `command` or, for a group, `app`."""


def run() -> None:
    """Entry point. `--version` answers without loading anything else."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"nameplate {__version__}")
        return
    from nameplate.errors import NameplateError

    try:
        _app(sys.argv[1] if len(sys.argv) > 1 else "")()
    except NameplateError as error:
        print(f"nameplate: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception:  # noqa: BLE001 - the last place where it can be told from a finding
        traceback.print_exc()
        print("nameplate: this is a fault of Nameplate, not of your files; please report it", file=sys.stderr)
        sys.exit(70)  # EX_SOFTWARE of sysexits.h: never to be taken for "a finding is forbidden"


def _app(wanted: str) -> "typer.Typer":
    """The command line with only the wanted command loaded; with all of them for the help."""
    import typer

    app = typer.Typer(
        help="Read the plate, not the badge: find held devices that a government order forbids, and show why.",
        epilog="Example: nameplate review inventory.xlsx scan.xml --holder holder.yaml --out my-review",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_shared)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module = importlib.import_module(f"nameplate.cli.{name}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=COMMANDS[name])
        else:
            app.command(name, epilog=module.EXAMPLE)(module.command)
    return app


def _shared() -> None:
    """Shown by --help only; every command has its own options."""


if __name__ == "__main__":
    run()
