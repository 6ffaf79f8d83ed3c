"""`nameplate identify`: observations of other programs in, attributions out, as JSON lines."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from nameplate.cli import options
from nameplate.errors import UsageError

EXAMPLE = "Example: nameplate identify devices.jsonl > attributions.jsonl"


def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help="JSON lines; - or nothing for standard input.")] = "-",
    recog: options.RecogFolder = None,
    rules: options.RulesFolder = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,  # noqa: ARG001 - the output is JSON lines either way
) -> None:
    """One line in: {"id", "observations": [{"kind", "value"}]}; one line out: {"id", "attribution"}, same order.

    A line that cannot be read is answered with a "problem"; the rest goes on, and the exit code is 2.
    """
    from nameplate.identify import lines
    from nameplate.identify.engine import Engine
    from nameplate.identify.readers import reader_for
    from nameplate.model import Holder

    if file != "-" and not Path(file).is_file():
        raise UsageError(f"{file}: there is no such file")
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    ids, observations, problems = lines.read(content.split(b"\n"), file)
    loaded = options.register(register)
    devices = Engine(loaded, reader_for(loaded, recog, rules)).identify(observations, Holder(name=""), apart=True)
    found = {device.subjects[0].subject: device.attribution for device in devices}
    encoder = msgspec.json.Encoder(order="sorted")
    for number, identifier in enumerate(ids, start=1):
        attribution = found.get(f"line {number}", _nothing())
        problem = {"problem": problems[number]} if number in problems else {}
        sys.stdout.buffer.write(encoder.encode({"id": identifier, "attribution": attribution, **problem}) + b"\n")
    for text in problems.values():
        print(f"nameplate: {text}", file=sys.stderr)
    if problems:
        raise typer.Exit(2)


def _nothing() -> object:
    from nameplate.model import Attribution

    return Attribution(maker=None, probability=0.0, verdict="nothing_known", proof=None)
