"""The first screen in a terminal: the sentence, the nearest duty, what moves it most, what was not seen."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from nameplate.pipeline import Review
from nameplate.report.markup import escape
from nameplate.report.summary import Row, Summary

_SHOWN = 12
_HEADINGS = {
    "forbidden": "forbidden",
    "forbidden_if": "if ...",
    "restricted": "duty",
    "cannot_tell": "undecided",
    "not_covered": "not covered",
}


def show(review: Review, summary: Summary, written: Sequence[Path], console: Console) -> None:
    """Print the summary of a review."""
    console.print(f"\n[bold]{escape(review.holder.name)}[/bold], as of {review.as_of}")
    console.print(f"\n[bold]{escape(summary.sentence)}[/bold]")
    if summary.deadline:
        duty, order = summary.deadline.duty, summary.deadline.order
        console.print(f"Nearest duty: [bold]{duty.due}[/bold]  {escape(duty.says or duty.verb)} ({order})")
    if summary.actions:
        console.print("\nWhat moves it most:")
        for number, action in enumerate(summary.actions, start=1):
            console.print(f"  {number}. {escape(action.says)} [bold]{action.units:,} units[/bold]")
    console.print("\nWhat was seen:")
    for line in summary.coverage:
        console.print(f"  {escape(line)}")
    _relabels(summary, console)
    for title, rows in (("Sites", summary.sites), ("Makers", summary.makers), ("Orders", summary.orders)):
        _rows(title, rows, console)
    for problem in review.problems[:5]:
        where = f" {problem.locator}" if problem.locator else ""
        console.print(f"[bold]![/bold] {escape(problem.source + where)}: {escape(problem.reason)}")
    if len(review.problems) > 5:
        console.print(f"  and {len(review.problems) - 5:,} more reading problems in the report")
    if written:
        console.print("\nReport: " + ", ".join(escape(str(path)) for path in written))


def _relabels(summary: Summary, console: Console) -> None:
    cells = [cell for cell in summary.matrix if cell.relabelled]
    if not cells:
        return
    table = Table(title="Label on the box, maker behind it (relabelled units)", title_justify="left", box=None)
    table.add_column("label")
    table.add_column("maker")
    table.add_column("units", justify="right")
    for cell in cells[:_SHOWN]:
        table.add_row(escape(cell.label), escape(cell.maker), f"{cell.units:,}")
    if len(cells) > _SHOWN:
        table.add_row(f"... {len(cells) - _SHOWN} more", "", f"{sum(c.units for c in cells[_SHOWN:]):,}")
    console.print()
    console.print(table)


def _rows(title: str, rows: Sequence[Row], console: Console) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("", overflow="fold", max_width=44)
    table.add_column("units", justify="right")
    for heading in _HEADINGS.values():
        table.add_column(heading, justify="right")
    for row in rows[:_SHOWN]:
        label = row.id if title == "Orders" else row.label
        counts = [f"{row.by_verdict[v]:,}" if v in row.by_verdict else "" for v in _HEADINGS]
        table.add_row(escape(label), f"{row.units:,}", *counts)
    if len(rows) > _SHOWN:
        table.add_row(f"... {len(rows) - _SHOWN} more", f"{sum(r.units for r in rows[_SHOWN:]):,}")
    console.print()
    console.print(table)
