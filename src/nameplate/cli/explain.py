"""`nameplate explain`: the chain of one device of a finished review."""

from pathlib import Path
from typing import Annotated

import typer

from nameplate.cli import options

EXAMPLE = "Example: nameplate explain my-review d-1a2b3c4d5e6f"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a review.")],
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="Its id, serial, MAC, tag, address or name.")],
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """Print what was read of one DEVICE, what it proves, each order with its facts, and what would settle it."""
    from nameplate.report import explain, json_file

    review = json_file.read(folder)
    found = explain.find(review, device)
    findings = tuple(f for f in review.findings if f.device == found.id)
    if as_json:
        options.print_json({"device": found, "findings": findings})
        return
    from rich.console import Console

    Console().print(explain.tree(found, findings, options.register(register)))
