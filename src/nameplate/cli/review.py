"""`nameplate review`: the main job."""

import difflib
import gc
import sys
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from nameplate import yamlfile
from nameplate.cli import options
from nameplate.errors import UsageError
from nameplate.model import NeverJoin

if TYPE_CHECKING:
    import polars as pl

    from nameplate.pipeline import Review
    from nameplate.register.load import Register

EXAMPLE = "Example: nameplate review inventory.xlsx leases/ --holder holder.yaml --out my-review"


class _Joins(msgspec.Struct, forbid_unknown_fields=True):
    """A joins file: identifiers by which nothing may be joined into one unit."""

    never_join: tuple[NeverJoin, ...]


class _Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """A mapping file: column heading -> kind, or '' for a column to leave out."""

    columns: dict[str, str]


def command(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Files, folders or archives to read.")],
    holder: options.HolderFile = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the report goes.")] = Path("review"),
    as_of: options.AsOf = None,
    recog: options.RecogFolder = None,
    rules: options.RulesFolder = None,
    register: options.RegisterFolder = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", metavar="NAMES", help="Any of html,json,csv,xlsx,questions, with commas; default all."
        ),
    ] = "json,csv,xlsx,html,questions",
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="YAML that says what columns are; see docs.")
    ] = None,
    joins: Annotated[
        Path | None, typer.Option("--joins", metavar="FILE", help="YAML with identifiers that join nothing; see docs.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="A filled-in questions.yaml, or answers.yaml.")
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option("--screen", metavar="LIST", help="Look for suppliers, makers ... on this list; may be repeated."),
    ] = None,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Read SOURCEs, find devices that an order forbids, and write the report.

    Exit code 0: nothing forbidden; 1: a finding is forbidden or forbidden_if; 2: wrong usage; 3: some source
    could not be read (the rest is done).
    """
    from nameplate import pipeline
    from nameplate.identify.readers import reader_for
    from nameplate.policy import answers as answering
    from nameplate.report import summary as summaries
    from nameplate.report import terminal, write

    wanted = _formats(formats, write.FORMATS)
    loaded = options.register(register)
    day = options.day(as_of)
    given = answering.load(answers, loaded, day) if answers else answering.NONE
    who = answering.merge(options.holder(holder), given, holder)
    leave_out = frozenset(path.resolve() for path in (holder, mapping, joins, answers) if path)
    columns = _columns(mapping) if mapping else {}
    reviewed = options.holder(holder)
    for one in reviewed.market:
        options.check_maker(one.maker, loaded)
    _make_folder(out)
    with _Progress(quiet=quiet) as progress:
        gc.disable()  # millions of small objects that all live to the end: collecting them again and again is waste
        job = pipeline.Job(
            paths=sources,
            holder=who,
            register=loaded,
            signs=reader_for(loaded, recog, rules),
            as_of=day,
            mapping=columns,
            never_join=yamlfile.load(joins, _Joins).never_join if joins else (),
            leave_out=leave_out | _earlier_report(out),
            answers=given,
            progress=progress,
        )
        done, observations = pipeline.run(job)
        summary = summaries.summarise(done, loaded)
        written = write.write(done, summary, loaded, observations, out, wanted, progress)
        if lists:
            progress("screening names")
            written.append(_screened(lists, loaded, observations, out))
    if as_json:
        options.print_json({"totals": done.totals, "out": str(out), "written": [str(path) for path in written]})
    elif not quiet:
        from rich.console import Console

        terminal.show(done, summary, written, Console())
    raise typer.Exit(_exit_code(done))


def _screened(lists: list[Path], register: "Register", observations: "pl.DataFrame", out: Path) -> Path:
    from nameplate.report import names_to_look_at
    from nameplate.screen.lists import register_list
    from nameplate.screen.lists.read import read_all

    return names_to_look_at.write(observations, [*read_all(lists), register_list.listing(register)], out)


def _columns(path: Path) -> dict[str, str]:
    """The columns of a mapping file; a kind that the table of kinds does not have is a typo."""
    from nameplate import kinds

    columns = yamlfile.load(path, _Mapping).columns
    for column, kind in columns.items():
        if kind and kinds.lookup(kind) is kinds.TABLE[-1]:
            near = difflib.get_close_matches(kind, [line.pattern for line in kinds.TABLE], n=1, cutoff=0.5)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise UsageError(f"{path}: column '{column}': there is no kind '{kind}'{hint}")
    return columns


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--out {out}: this folder cannot be made ({error.strerror}); name another") from error


def _formats(text: str, known: Collection[str]) -> list[str]:
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise UsageError(f"--format {unknown[0]}: not known; choose from {', '.join(known)}")
    return wanted


def _earlier_report(out: Path) -> frozenset[Path]:
    """Files of an earlier run in the output folder are no sources, even if that folder is walked."""
    if not (out / "review.json").exists():
        return frozenset()
    return frozenset(path.resolve() for path in out.rglob("*") if path.is_file())


def _exit_code(done: "Review") -> int:
    if done.unreadable:
        return 3
    return int(any(f.verdict in {"forbidden", "forbidden_if"} for f in done.findings))


class _Progress:
    """One line on standard error that says what is being done; nothing where nobody watches."""

    def __init__(self, *, quiet: bool) -> None:
        self._show = not quiet and sys.stderr.isatty()

    def __enter__(self) -> "_Progress":
        return self

    def __call__(self, what: str) -> None:
        if self._show:
            sys.stderr.write(f"\r\033[K{what[:110]}")
            sys.stderr.flush()

    def __exit__(self, *_: object) -> None:
        if self._show:
            sys.stderr.write("\r\033[K")
