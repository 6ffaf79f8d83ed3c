"""How right the answers are: precision, recall, `cannot tell` rate, Brier score and calibration, by channel and maker.

Rows whose maker is null count only against false names. Calibration error is the expected calibration error over
ten equal bins (Naeini, Cooper and Hauskrecht, 2015); the Brier score is of the probability of the maker put first.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from nameplate.identify.labelled import Labelled, same_maker
from nameplate.model import Attribution
from nameplate.register.load import Register

_BINS = 10
_UNTOLD = {"weak", "none"}
"""Weights of rows in which a miss is no fault."""


class Score(msgspec.Struct, frozen=True):
    """Counts of one group of rows. `named` rows have an answer; `tellable` rows have a truth that could be told."""

    rows: int
    tellable: int
    named: int
    right: int
    found: int
    cannot_tell: int
    falsely_named: int

    @property
    def precision(self) -> float | None:
        """Share of answers with a known truth that are right."""
        return self.right / (self.right + self.falsely_named) if self.right + self.falsely_named else None

    @property
    def recall(self) -> float | None:
        """Share of tellable rows that are answered rightly."""
        return self.found / self.tellable if self.tellable else None


class Bin(msgspec.Struct, frozen=True):
    """One bin of the calibration table: how many rows, mean probability, share that was right."""

    rows: int
    probability: float
    right: float


class Evaluation(msgspec.Struct, frozen=True):
    """One method on one labelled file."""

    method: str
    total: Score
    by_channel: dict[str, Score]
    by_maker: dict[str, Score]
    by_weight: dict[str, Score]
    brier: float
    calibration_error: float
    calibration: tuple[Bin, ...]


def evaluate(method: str, rows: Sequence[Labelled], answers: Sequence[Attribution], register: Register) -> Evaluation:
    """Score `answers` (one per row, same order)."""
    judged = [(row, answer, _is_right(row, answer, register)) for row, answer in zip(rows, answers, strict=True)]
    pairs = [(a.probability, right) for row, a, right in judged if row.maker is not None and a.maker is not None]
    bins = _calibration(pairs)
    total = max(1, len(pairs))
    return Evaluation(
        method=method,
        total=_score(judged),
        by_channel=_grouped(judged, lambda row: row.channel),
        by_maker=_grouped(judged, lambda row: register.maker_of((row.maker or "(none)").removeprefix("other:"))),
        by_weight=_grouped(judged, lambda row: row.weight),
        brier=sum((p - right) ** 2 for p, right in pairs) / total,
        calibration_error=sum(b.rows * abs(b.probability - b.right) for b in bins) / total,
        calibration=bins,
    )


_Judged = tuple[Labelled, Attribution, bool]


def _is_right(row: Labelled, answer: Attribution, register: Register) -> bool:
    return row.maker is not None and answer.maker is not None and same_maker(register, answer.maker, row.maker)


def _score(judged: Iterable[_Judged]) -> Score:
    counts: Counter[str] = Counter()
    for row, answer, right in judged:
        named = answer.verdict == "identified"
        tellable = row.maker is not None and row.weight not in _UNTOLD
        counts["rows"] += 1
        counts["tellable"] += tellable
        counts["named"] += named
        counts["right"] += named and right
        counts["found"] += named and right and tellable
        counts["cannot_tell"] += answer.verdict == "cannot_tell"
        counts["falsely_named"] += named and row.maker is not None and not right
    return Score(**{name: counts[name] for name in Score.__struct_fields__})


def _grouped(judged: Sequence[_Judged], key: Callable[[Labelled], str]) -> dict[str, Score]:
    groups: dict[str, list[_Judged]] = defaultdict(list)
    for item in judged:
        groups[key(item[0])].append(item)
    return {name: _score(group) for name, group in sorted(groups.items())}


def _calibration(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for probability, right in pairs:
        groups[min(_BINS - 1, int(probability * _BINS))].append((probability, right))
    return tuple(
        Bin(len(g), sum(p for p, _ in g) / len(g), sum(r for _, r in g) / len(g)) if g else Bin(0, 0.0, 0.0)
        for g in groups
    )
