"""findings.csv and walk-list.csv: UTF-8 with byte order mark (for spreadsheet programs), formulas neutralised."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report import cells
from nameplate.report.summary import Summary


def write_findings(review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write findings.csv: one line per unit and order."""
    rows = cells.finding_rows(review.devices, summary, register)
    return _write(folder / "findings.csv", cells.FINDING_COLUMNS, rows)


def write_walk_list(_review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write walk-list.csv: the units that only a plate can decide, by building."""
    rows = (cells.walk_row(device, register) for device in summary.walk)
    return _write(folder / "walk-list.csv", cells.WALK_COLUMNS, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([cells.neutral(cell) for cell in row] for row in rows)
    return path
