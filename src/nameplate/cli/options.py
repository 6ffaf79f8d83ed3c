"""Options and printing that several commands share."""

import datetime as dt
import difflib
import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from nameplate.errors import UsageError
from nameplate.model import Holder
from nameplate.policy import holder as holders
from nameplate.register import load as registers
from nameplate.register.load import Register

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Judge as of this day (YYYY-MM-DD); default today.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON with sorted keys.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary; the exit code says it.")]
HolderFile = Annotated[
    Path | None, typer.Option("--holder", metavar="FILE", help="Who is under review, as YAML; see docs/holder.md.")
]
RegisterFolder = Annotated[
    Path | None, typer.Option("--register", metavar="DIR", help="A folder of your own orders, makers and brands.")
]
RecogFolder = Annotated[
    Path | None,
    typer.Option("--recog", metavar="DIR", help="A folder of Recog's XML files, used beside our own rules."),
]
RulesFolder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="A folder of your own rules, beside the packaged ones."),
]


def day(text: str | None) -> dt.date:
    """The day a command judges as of. Raises `UsageError` if it is no date."""
    return dt.datetime.now(tz=dt.UTC).date() if text is None else date("--as-of", text)


def date(what: str, text: str) -> dt.date:
    """The day that an argument `what` gives. Raises `UsageError` if it is no date."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{what} {text}: not a date; write it like 2026-11-24") from error


def holder(path: Path | None) -> Holder:
    """The holder of a file, or the one of whom nothing is known."""
    return holders.load(path) if path else holders.UNKNOWN


def register(folder: Path | None) -> Register:
    """The packaged register, with the user's folder added."""
    return registers.load(folder)


def check_maker(maker: str, register: Register) -> None:
    """A maker outside the register is judged as such; one that looks like a misspelt known one is refused."""
    known = {*register.makers, *register.entities, *register.brands, *register.seats}
    near = difflib.get_close_matches(maker, known, n=1, cutoff=0.8)
    if maker not in known and near:
        raise UsageError(f"maker '{maker}': not in the register; did you mean {near[0]}?")


def print_json(value: Any) -> None:
    """Print as UTF-8 JSON with sorted keys, indented."""
    encoded = msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2)
    sys.stdout.write(encoded.decode() + "\n")
