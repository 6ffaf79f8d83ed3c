"""Score a review of an example (or of any holder of that shape) against its truth.

    python bench/district_truth.py [REVIEW_FOLDER TRUTH.jsonl] [--show]

Figures: every unit with direct evidence found with its maker, no unit of another maker called forbidden, every
undecidable unit left undecided with what would settle it. Without arguments the school district of examples/ is
reviewed first.
"""

import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FORBIDDEN = {"hikvision", "dahua", "huawei", "zte", "hytera", "dji", "kaspersky", "uniview", "tvt"}
"""Makers that some order names; of the others it only matters that they are not called one of these."""
FAULTS = ("ACCUSED", "WRONG maker", "MISSED direct evidence", "undecided WITHOUT a way to settle", "NOT FOUND")


def main(folder: Path, truth_file: Path, *, show: bool) -> int:
    """Print the score; exit code 1 if a figure is missed."""
    score: Counter[str] = Counter()
    for unit, outcome, said in outcomes(folder, truth_file):
        score[outcome] += 1
        if show and not outcome.startswith("right"):
            print(
                outcome, "|", unit["unit"], unit["maker"], unit["brand"], unit["signs"], "->", said, unit["places"][:3]
            )
    for name, count in sorted(score.items()):
        print(f"{name:40} {count}")
    return int(any(score[fault] for fault in FAULTS))


def outcomes(folder: Path, truth_file: Path) -> list[tuple[dict[str, Any], str, list[Any]]]:
    """Each scored unit of the truth with its outcome and what the review says of it."""
    review = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    truth = [json.loads(line) for line in truth_file.read_text(encoding="utf-8").splitlines()]
    by_place: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for device in review["devices"]:
        for place in device["subjects"]:
            by_place[Path(place["source"]).name, place["locator"]].append(device)
    named = {f["device"] for f in review["findings"] if f["verdict"] in {"forbidden", "forbidden_if"}}
    found = []
    for unit in truth:
        if unit.get("scored") is not False:
            devices = [d for p in unit["places"] for d in by_place.get((p["file"], p["locator"]), [])]
            said = sorted({(str(d["attribution"]["maker"]), d["attribution"]["verdict"]) for d in devices})
            found.append((unit, _judge(unit, devices, named), said))
    return found


def _judge(unit: dict[str, Any], devices: list[dict[str, Any]], named: set[str]) -> str:
    if not devices:
        return "NOT FOUND"
    makers = {d["attribution"]["maker"] for d in devices if d["attribution"]["verdict"] == "identified"}
    if (makers - {unit["maker"]}) & FORBIDDEN:
        return "ACCUSED" if any(d["id"] in named for d in devices) else "WRONG maker"
    if unit["maker"] in makers:
        return "told though undecidable" if unit["expect"] == "cannot_tell" else "right"
    if unit["expect"] == "identified" and unit["accept"] == ["identified"]:
        return "MISSED direct evidence" if unit["maker"] in FORBIDDEN else "honest unit, maker not named"
    open_ones = [d["attribution"] for d in devices if d["attribution"]["verdict"] == "cannot_tell"]
    if not open_ones:
        return "honest unit, maker not named" if makers else "nothing known of it"
    return "right: undecided" if all(a["would_settle"] for a in open_ones) else "undecided WITHOUT a way to settle"


def _review_district(folder: Path) -> None:
    """Review the school district of examples/ into `folder`."""
    district = ROOT / "examples/district"
    command = [str(Path(sys.executable).with_name("nameplate")), "review", str(district), "--quiet", "--format", "json"]
    command += ["--holder", str(district / "holder.yaml"), "--as-of", "2026-11-01", "--out", str(folder)]
    subprocess.run(command, check=False)


if __name__ == "__main__":
    arguments = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    with tempfile.TemporaryDirectory() as scratch:
        if len(arguments) < 2:
            _review_district(Path(scratch))
            arguments = [Path(scratch), ROOT / "examples/truth/district.jsonl"]
        sys.exit(main(arguments[0], arguments[1], show="--show" in sys.argv))
