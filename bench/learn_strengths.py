"""Learn the likelihood ratios of identify/strengths.yaml from labelled evidence; anyone can run it again.

    python bench/learn_strengths.py [EVIDENCE.jsonl] [--write]

For each level of proof: the rows in which evidence of that level is the strongest for one maker and for no other,
counted right or wrong against the label. With Laplace's rule, odds = (right + 1) / (wrong + 1), and
ratio = odds * (1 - prior) / prior. Levels seen in fewer than 20 rows keep their judged value. Five-fold
cross-validation (folds by hash of the row's first value, so that equal texts stay together) gives the calibration
error on rows that were not learnt from. --write stores ratios and counts.
"""

import hashlib
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec
import polars as pl
import yaml

from nameplate.identify import evaluation, fuse, labelled, methods
from nameplate.identify.fuse import Sign
from nameplate.identify.labelled import Labelled
from nameplate.identify.readers import reader_for
from nameplate.register.load import Register, load

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE = ROOT.parent / "shared/samples/evidence/dev.jsonl"
TARGET = ROOT / "src/nameplate/identify/strengths.yaml"
FOLDS = 5
FEWEST = 20
KEPT = {"supporting"}
"""Signs that many makers share: right in a collection of the makers it was made for, wrong in the field."""
ABOUT = {"maker", "firmware_family", "registrant"}

Counts = dict[str, Counter[bool]]


def main(evidence: Path, *, write: bool) -> None:
    """Learn, cross-validate, print, and store if asked to."""
    register = load()
    rows = [r for r in labelled.read(evidence.read_bytes().split(b"\n"), str(evidence)) if r.maker is not None]
    seen = _strongest(rows, register)
    folds = [int(hashlib.sha256(str(row.observations[:1]).encode()).hexdigest(), 16) % FOLDS for row in rows]
    before = fuse.strengths()
    error, brier, weight = 0.0, 0.0, 0
    for fold in range(FOLDS):
        _use(_learn([s for s, f in zip(seen, folds, strict=True) if f != fold], before))
        held_out = [row for row, f in zip(rows, folds, strict=True) if f == fold]
        answers = methods.methods(register, None)["nameplate"](held_out)
        scored = evaluation.evaluate("held out", held_out, answers, register)
        error += len(held_out) * scored.calibration_error
        brier += len(held_out) * scored.brier
        weight += len(held_out)
    print(f"held out: calibration error {error / weight:.4f}, Brier score {brier / weight:.4f}, {weight:,} rows")
    learnt = _learn(seen, before)
    for level, strength in learnt.strengths.items():
        print(
            f"{level:12} ratio {strength.ratio:8.1f}  {strength.basis:8} right {strength.right} wrong {strength.wrong}"
        )
    if write:
        _store(learnt)


def _strongest(rows: Sequence[Labelled], register: Register) -> list[tuple[str, bool] | None]:
    """For each row the level that alone speaks for one maker, and whether that maker is the truth."""
    pairs = pl.DataFrame([o for row in rows for o in row.observations], schema=["kind", "value"], orient="row").unique()
    by_value = reader_for(register).read(pairs).by_value
    found: list[tuple[str, bool] | None] = []
    for row in rows:
        signs = [read.sign for pair in row.observations for read in by_value.get(pair, ())]
        found.append(_level(signs, row, register))
    return found


def _level(signs: Sequence[Sign], row: Labelled, register: Register) -> tuple[str, bool] | None:
    direct = [s for s in signs if s.about in ABOUT and s.basis == "seen"]
    makers = {s.value for s in direct}
    if len(makers) != 1:
        return None
    causes: dict[str, str] = defaultdict(str)
    for sign in direct:
        best = causes[sign.cause]
        if not best or fuse.ratio(sign.level) > fuse.ratio(best):
            causes[sign.cause] = sign.level
    if len(causes) != 1:
        return None
    return next(iter(causes.values())), labelled.same_maker(register, makers.pop(), row.maker or "")


def _learn(seen: Sequence[tuple[str, bool] | None], before: fuse.Strengths) -> fuse.Strengths:
    counts: Counts = defaultdict(Counter)
    for item in seen:
        if item:
            counts[item[0]][item[1]] += 1
    strengths = {}
    for level, old in before.strengths.items():
        right, wrong = counts[level][True], counts[level][False]
        if right + wrong < FEWEST or level in KEPT:
            strengths[level] = old
            continue
        odds = (right + 1) / (wrong + 1)
        ratio = round(odds * (1 - before.prior) / before.prior, 1)
        strengths[level] = msgspec.structs.replace(old, ratio=ratio, basis="learnt", right=right, wrong=wrong)
    return msgspec.structs.replace(before, strengths=strengths)


def _use(strengths: fuse.Strengths) -> None:
    """Make the engine weigh with these strengths (in this process)."""
    fuse.strengths = lambda: strengths  # type: ignore[assignment]


def _store(strengths: fuse.Strengths) -> None:
    head = "".join(
        line for line in TARGET.read_text(encoding="utf-8").splitlines(keepends=True) if line.startswith("#")
    )
    body = yaml.safe_dump(msgspec.to_builtins(strengths), sort_keys=False, allow_unicode=True, width=110)
    TARGET.write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    main(Path(arguments[0]) if arguments else EVIDENCE, write="--write" in sys.argv)
