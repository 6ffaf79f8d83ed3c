"""The reliability diagram of `nameplate evaluate` (DeGroot and Fienberg, 1983) as one SVG file."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nameplate.identify.evaluation import Bin, Evaluation
from nameplate.report.templating import render

_SIDE = 360
"""Side of the diagram in pixels: probability 0 to 1."""
_LINES = (("#0550ae", ""), ("#bc4c00", "6 3"), ("#1a7f37", "2 3"), ("#8250df", "8 3 2 3"))
"""Colour and dashes of each method, so that colour is never alone."""


def write(evaluations: Sequence[Evaluation], path: Path) -> None:
    """Write the picture of all methods; one without any answer is left out."""
    drawn = [e for e in evaluations if any(b.rows for b in e.calibration)]
    methods = [_method(e, *_LINES[at % len(_LINES)]) for at, e in enumerate(drawn)]
    path.write_text(render("calibration.svg.j2", methods=methods) if methods else _nothing(), encoding="utf-8")


def _nothing() -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="40"><text x="8" y="24">No answers.</text></svg>\n'
    )


def _method(evaluation: Evaluation, colour: str, dash: str) -> dict[str, Any]:
    points = [_point(b) for b in evaluation.calibration if b.rows]
    return {
        "name": evaluation.method,
        "error": f"{evaluation.calibration_error:.3f}",
        "brier": f"{evaluation.brier:.3f}",
        "rows": f"{sum(b.rows for b in evaluation.calibration):,}",
        "colour": colour,
        "dash": dash,
        "points": points,
        "line": " ".join(f"{p['x']},{p['y']}" for p in points),
    }


def _point(one: Bin) -> dict[str, str]:
    """Area grows with the logarithm of the answers: a tenth of ten answers stays visible beside one of a thousand."""
    return {
        "x": f"{one.probability * _SIDE:.1f}",
        "y": f"{(1 - one.right) * _SIDE:.1f}",
        "r": f"{3 + 2 * math.log10(one.rows):.1f}",
        "said": f"{one.probability:.3f}",
        "right": f"{one.right:.3f}",
        "rows": f"{one.rows:,}",
    }
