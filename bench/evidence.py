"""How right identification is on labelled evidence: the shared scorer's figures, with and without Recog, and models.

    python bench/evidence.py [SHARED_FOLDER]

Figures: forbidden makers found in >= 0.97 of the rows of weight unit, firmware, brand and registrant; at most 1 row in
1,000 falsely accused; calibration error <= 0.02. Real answers: nobody accused. Model numbers alone: brand or its maker
named in >= 0.97 of those with a published grammar, no wrong maker above 0.5 for the others.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from nameplate.register import load

ROOT = Path(__file__).resolve().parent.parent
NAMEPLATE = Path(sys.executable).with_name("nameplate")
GRAMMAR = {
    *("hikvision", "hikmicro", "hilook", "dahua", "amcrest", "ic-realtime", "montavue", "cp-plus", "intelbras"),
    *("uniview", "uniarch", "annke", "abus", "lts", "safire", "luma", "clarevision", "digital-watchdog", "tvt"),
    *("provision-isr", "sunell", "kedacom", "geovision", "speco", "3xlogic", "gw-security", "jovision", "tiandy"),
    *("milesight", "hanwha", "i-pro", "bosch", "sony", "vivotek", "empiretech"),
}
"""Brands whose own scheme of model numbers is published (facts on models)."""

SAME = {"kasa": "tp-link", "costar": "arecont"}
"""Brands that are a maker's own without standing in the register: TP-Link's Kasa, Arecont Vision Costar."""


def main(shared: Path) -> int:
    """Print every figure; exit code 1 if one is missed."""
    worst = 0
    for name in ("dev", "real_answers"):
        for recog in ((), ("--recog", str(shared / "corpus/recog"))):
            print(f"{name:12} {'with Recog' if recog else 'without':10} {_scored(shared, name, recog)}")
    named, total, wrong = _models(shared / "samples/models/dev.csv")
    print(f"models with a published grammar: brand or maker named {named}/{total} = {named / total:.3f} (0.97)")
    print(f"other models: wrong maker above 0.5: {sum(wrong.values())} {dict(wrong.most_common(8))}")
    worst |= named / total < 0.97 or bool(wrong)
    return int(worst)


def _scored(shared: Path, name: str, recog: tuple[str, ...]) -> str:
    """The last line of the shared scorer on one file."""
    tool, rows = shared / "tools/evidence_to_observations.py", shared / f"samples/evidence/{name}.jsonl"
    lines = subprocess.run([sys.executable, tool, rows], check=True, capture_output=True).stdout
    answers = subprocess.run([NAMEPLATE, "identify", *recog], input=lines, check=True, capture_output=True).stdout
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as said:
        Path(said.name).write_bytes(answers)
        scored = subprocess.run([sys.executable, tool, rows, "--score", said.name], check=True, capture_output=True)
    return scored.stdout.decode().strip().splitlines()[-1]


def _models(path: Path) -> tuple[int, int, Counter[str]]:
    """(named rightly, of how many with a grammar, wrong answers of the others by brand and answer)."""
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    lines = [
        json.dumps({"id": n, "observations": [{"kind": "inventory.model", "value": row["model"]}]})
        for n, row in enumerate(rows)
    ]
    answers = subprocess.run([NAMEPLATE, "identify"], input="\n".join(lines).encode(), check=True, capture_output=True)
    found = [json.loads(line)["attribution"] for line in answers.stdout.splitlines()]
    named, total, wrong = 0, 0, Counter[str]()
    for row, attribution in zip(rows, found, strict=True):
        right = _right(row["brand"], attribution)
        if row["brand"] in GRAMMAR:
            total += 1
            named += right
        elif attribution["maker"] and attribution["probability"] > 0.5 and not right:
            wrong[f"{row['brand']}: {attribution['maker']}"] += 1
    return named, total, wrong


def _right(brand: str, attribution: dict[str, Any]) -> bool:
    """Whether the brand, or a maker that the register knows behind it, is what was answered."""
    register = load.load()
    behind = {line.maker for line in register.brands[brand].lineage} if brand in register.brands else set()
    wanted = {brand, SAME.get(brand), register.maker_of(brand), *behind, *(register.maker_of(m) for m in behind)}
    said = {attribution["brand"], attribution["maker"] if attribution["probability"] > 0.5 else None}
    return bool((wanted & said) - {None})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared"))
