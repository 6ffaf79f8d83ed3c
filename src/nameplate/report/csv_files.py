"""findings.csv and walk-list.csv: UTF-8 with byte order mark (for spreadsheet programs), formulas neutralised."""

from pathlib import Path

from nameplate.pipeline import Review
from nameplate.register.load import Register
from nameplate.report import cells
from nameplate.report.summary import Summary


def write_findings(review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write findings.csv: one line per unit and order."""
    path = folder / "findings.csv"
    cells.neutral(cells.findings(review.devices, summary, register)).write_csv(path, include_bom=True)
    return path


def write_walk_list(_review: Review, summary: Summary, register: Register, folder: Path) -> Path:
    """Write walk-list.csv: the units that only a plate can decide, by building."""
    path = folder / "walk-list.csv"
    cells.neutral(cells.walk_list(summary, register)).write_csv(path, include_bom=True)
    return path
