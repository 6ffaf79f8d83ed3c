"""`nameplate evaluate`: how right the answers are on labelled evidence, beside a baseline."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nameplate.cli import options
from nameplate.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from nameplate.identify.evaluation import Evaluation

EXAMPLE = "Example: nameplate evaluate evidence.jsonl --recog recog/xml"


def command(
    labelled: Annotated[Path, typer.Argument(metavar="LABELLED.jsonl", help="Rows with observations and a maker.")],
    recog: options.RecogFolder = None,
    register: options.RegisterFolder = None,
    rules: options.RulesFolder = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg", help="Also draw the calibration as a picture.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Precision, recall, `cannot tell` rate, Brier score, calibration by channel and maker; baselines beside it."""
    from nameplate.identify import evaluation
    from nameplate.identify import labelled as rows_of
    from nameplate.identify.methods import methods

    if not labelled.is_file():
        raise UsageError(f"{labelled}: there is no such file")
    loaded = options.register(register)
    rows = rows_of.read(labelled.read_bytes().split(b"\n"), str(labelled))
    found = [
        evaluation.evaluate(name, rows, answer(rows), loaded) for name, answer in methods(loaded, recog, rules).items()
    ]
    if plot:
        _draw(found, plot)
    if as_json:
        options.print_json({"evaluations": found})
        return
    from rich.console import Console

    console = Console()
    _compare(found, console)
    _detail(found[0], console)


def _draw(found: "list[Evaluation]", plot: Path) -> None:
    from nameplate.report import calibration_picture

    try:
        calibration_picture.write(found, plot)
    except OSError as error:
        raise UsageError(f"--plot {plot}: this file cannot be written ({error.strerror})") from error


def _compare(found: "list[Evaluation]", console: "Console") -> None:
    from rich.table import Table

    table = Table(title="Methods on the same rows", title_justify="left", box=None, pad_edge=False)
    for heading in ("method", "rows", "named", "precision", "recall", "cannot tell", "Brier", "calibration error"):
        table.add_column(heading, justify="left" if heading == "method" else "right")
    for e in found:
        t = e.total
        table.add_row(
            e.method, f"{t.rows:,}", f"{t.named:,}", _rate(t.precision), _rate(t.recall), f"{t.cannot_tell:,}",
            f"{e.brier:.3f}", f"{e.calibration_error:.3f}",
        )  # fmt: skip
    console.print(table)


def _detail(best: "Evaluation", console: "Console") -> None:
    from rich.table import Table

    for title, groups in (("channel", best.by_channel), ("weight", best.by_weight), ("maker", best.by_maker)):
        table = Table(title=f"{best.method}, by {title}", title_justify="left", box=None, pad_edge=False)
        for heading in (title, "rows", "named", "precision", "recall", "falsely named"):
            table.add_column(heading, justify="left" if heading == title else "right")
        largest = sorted(groups.items(), key=lambda pair: (-pair[1].rows, pair[0]))[:40]
        for name, s in largest:
            table.add_row(
                name, f"{s.rows:,}", f"{s.named:,}", _rate(s.precision), _rate(s.recall), f"{s.falsely_named:,}"
            )
        console.print()
        console.print(table)
    console.print("\nCalibration: said (mean probability) and right (share), by tenth")
    for number, b in enumerate(best.calibration):
        if b.rows:
            bar = "█" * round(40 * b.right) + "░" * (40 - round(40 * b.right))
            said = f"  {number / 10:.1f} to {(number + 1) / 10:.1f}  said {b.probability:.3f}  right {b.right:.3f}"
            console.print(f"{said}  {bar}  {b.rows:,}")


def _rate(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
