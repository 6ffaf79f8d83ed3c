"""Score a review of an example (or any district of that shape) against its truth.

    python bench/district_truth.py [REVIEW_FOLDER TRUTH.jsonl] [--show]

Prints recall on units with direct evidence, false accusations, undecidable units and what became of them.
Without arguments the school district of examples/ is reviewed first.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path, truth_file: Path, *, show: bool) -> int:
    """Print the score; exit code 1 if a figure is missed."""
    review = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    truth = [json.loads(line) for line in truth_file.read_text(encoding="utf-8").splitlines()]
    by_place: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for device in review["devices"]:
        for place in device["subjects"]:
            by_place[Path(place["source"]).name, place["locator"]].append(device)
    named = (
        {o for o in review["findings"] if o["verdict"] in {"forbidden", "forbidden_if"}}
        if False
        else {f["device"] for f in review["findings"] if f["verdict"] in {"forbidden", "forbidden_if"}}
    )
    score: Counter[str] = Counter()
    for unit in truth:
        if unit.get("scored") is False:
            continue
        devices = [d for p in unit["places"] for d in by_place.get((p["file"], p["locator"]), [])]
        score["units"] += 1
        outcome = _judge(unit, devices, named)
        score[outcome] += 1
        if show and outcome not in {"right", "right: undecided"}:
            said = [
                (d["attribution"]["maker"], d["attribution"]["verdict"], d["attribution"]["proof"]) for d in devices
            ]
            print(
                outcome,
                "|",
                unit["unit"],
                unit["class"],
                unit["maker"],
                unit["brand"],
                unit["expect"],
                unit.get("evidence"),
                unit.get("traps"),
                "->",
                sorted(set(said)),
                unit["places"][:3],
            )
    for name, count in sorted(score.items()):
        print(f"{name:40} {count}")
    return int(bool(score["WRONG maker"] or score["MISSED direct evidence"] or score["ACCUSED"]))


def _judge(unit: dict[str, Any], devices: list[dict[str, Any]], named: set[str]) -> str:
    if not devices:
        return "NOT FOUND in the review"
    makers = {d["attribution"]["maker"] for d in devices if d["attribution"]["verdict"] == "identified"}
    verdicts = {d["attribution"]["verdict"] for d in devices}
    accepted = set(unit.get("accept") or [unit["expect"]])
    if makers - {unit["maker"]}:
        accused = any(d["id"] in named for d in devices if d["attribution"]["maker"] in makers - {unit["maker"]})
        return "ACCUSED" if accused else "WRONG maker"
    if (
        unit["expect"] == "identified"
        and unit["maker"] not in makers
        and "identified" in accepted
        and len(accepted) == 1
    ):
        return "MISSED direct evidence"
    if not makers and not verdicts & accepted:
        return f"other: {sorted(verdicts)}"
    if unit["expect"] == "cannot_tell" and makers:
        return "told though undecidable"
    if unit["expect"] == "cannot_tell":
        settle = all(d["attribution"]["would_settle"] for d in devices if d["attribution"]["verdict"] == "cannot_tell")
        return "right: undecided" if settle else "undecided WITHOUT a way to settle"
    return "right"


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    sys.exit(main(Path(arguments[0]), Path(arguments[1]), show="--show" in sys.argv))
