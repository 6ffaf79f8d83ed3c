"""Claims of one device -> its attribution: naive Bayes over makers, with levels kept apart.

Each independent cause counts once (the strongest claim of it); strengths are likelihood ratios, multiplied in
log space, against "somebody else" at odds 1 (Good, 1950, weight of evidence). What is written on the label never
outvotes what the unit itself answers: then the label is the brand, and a relabel is what was found.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.model import About, AttributionVerdict, Category, Proof
from nameplate.register.lineage import Behind

Level = Literal[
    "unit",
    "firmware",
    "registrant",
    "written",
    "tool",
    "supporting",
    "brand",
    "lineage",
    "block",
    "vendor",
    "text",
]
_PROOF: dict[str, Proof] = {
    "unit": "unit",
    "written": "brand",
    "firmware": "firmware",
    "registrant": "registrant",
    "block": "registrant",
    "vendor": "registrant",
    "supporting": "firmware",
    "tool": "firmware",
    "brand": "brand",
    "text": "brand",
    "lineage": "lineage",
}
_RANK = {
    "unit": 4,
    "firmware": 3,
    "registrant": 3,
    "written": 2,
    "tool": 2,
    "supporting": 2,
    "block": 1,
    "vendor": 1,
    "brand": 1,
    "lineage": 1,
    "text": 0,
}
"""What stands above what: the unit's own numbers, its answers, what is typed of its model, its label, free text."""
_ORDER = tuple(_RANK)
_LABELS = {"brand", "text"}
_CAP = 0.995
Market = Mapping[str, float]
NO_MARKET: Market = MappingProxyType({})
"""Share of each maker among units such as the holder buys: a prior, used only where the holder gives it."""


class Strength(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The likelihood ratio of a level of proof; `right` and `wrong` are the counts that it was learnt from."""

    ratio: float
    basis: Literal["judged", "learnt"]
    note: str
    right: int = 0
    wrong: int = 0


class Strengths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """strengths.yaml: ratios by level, and the constants that go with them."""

    strengths: dict[str, Strength]
    prior: float
    decide: float
    explained: float
    note: str


class Sign(msgspec.Struct, frozen=True):
    """One claim without its place: what a rule says, apart from where it was read."""

    about: About
    value: str
    rule: str
    level: Level
    cause: str
    basis: Literal["seen", "unverified"] = "seen"
    category: Category | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The maker of one set of signs, without places. `makers` are all candidates with probabilities, best first."""

    maker: str | None
    probability: float
    verdict: AttributionVerdict
    proof: Proof | None
    brand: str | None
    firmware_family: str | None
    category: Category | None
    makers: tuple[tuple[str, float], ...]
    contradictions: tuple[str, ...]
    needs: tuple[str, ...]
    lineage: tuple[Behind, ...]

    def differs(self, other: "Verdict") -> bool:
        """Whether another answer comes out: another maker, or told where it was not."""
        return (self.maker, self.verdict) != (other.maker, other.verdict)


@cache
def strengths() -> Strengths:
    """The packaged likelihood ratios."""
    return yamlfile.packaged("nameplate.identify", "strengths.yaml", Strengths)


def ratio(level: str) -> float:
    """Likelihood ratio of a level."""
    return strengths().strengths[level].ratio


def fuse(signs: Sequence[Sign], behind: Sequence[tuple[Sign, Behind]], market: Market = NO_MARKET) -> Verdict:
    """Weigh the signs of one device. `behind` are the makers that its brand signs lead to. A market moves
    probabilities; it names no maker that the evidence alone does not."""
    direct = [s for s in signs if s.about in {"maker", "firmware_family", "registrant"} and s.basis == "seen"]
    direct += [_as_sign(s, b) for s, b in behind if b.decides]
    weights, ranks = _weights(direct), _ranks(direct)
    top = max(ranks.values(), default=-1)
    undecided = [b for _, b in behind if not b.decides and b.maker not in weights] if top <= 1 else []
    if not weights and not undecided:
        return _nothing(signs, behind)
    leaders = [maker for maker, rank in ranks.items() if rank == top]
    explained = math.log(strengths().explained)
    weights = {m: w if ranks[m] == top else min(w, explained) for m, w in weights.items()}
    conflict = _conflict(leaders, direct) if len(leaders) > 1 else None
    makers = _probabilities(weights, market)
    if undecided:
        makers = _with_undecided(makers, undecided, market)
    alone = {m for m, p in _probabilities(weights, NO_MARKET) if p >= strengths().decide}
    return _verdict(makers, alone, direct, signs, behind, conflict, undecided)


def carrying(
    signs: Sequence[Sign], behind: Sequence[tuple[Sign, Behind]], verdict: Verdict, market: Market = NO_MARKET
) -> frozenset[str]:
    """Causes without which another answer would come out (leave one out); empty where several carry it together."""
    causes = {sign.cause for sign in signs}
    return frozenset(
        cause
        for cause in causes
        if verdict.differs(
            fuse([s for s in signs if s.cause != cause], [(s, b) for s, b in behind if s.cause != cause], market)
        )
    )


def _ranks(signs: Iterable[Sign]) -> dict[str, int]:
    """The highest rank of evidence for each maker."""
    ranks: dict[str, int] = {}
    for sign in signs:
        ranks[sign.value] = max(_RANK[sign.level], ranks.get(sign.value, -1))
    return dict(sorted(ranks.items()))


def _as_sign(sign: Sign, behind: Behind) -> Sign:
    return Sign("maker", behind.maker, f"lineage:{behind.fact}", "lineage", sign.cause)


def _weights(signs: Iterable[Sign]) -> dict[str, float]:
    """Log likelihood ratio per maker: the strongest sign of each cause, summed over causes."""
    causes: dict[str, dict[str, float]] = defaultdict(dict)
    for sign in signs:
        weight = math.log(ratio(sign.level))
        causes[sign.value][sign.cause] = max(weight, causes[sign.value].get(sign.cause, 0.0))
    return {maker: sum(by_cause.values()) for maker, by_cause in sorted(causes.items())}


def _conflict(makers: Sequence[str], signs: Sequence[Sign]) -> str:
    """A sentence where evidence of one rank speaks for several makers: what a rank cannot decide, nothing below can."""
    parts = [f"{m}: {', '.join(sorted({s.rule for s in signs if s.value == m}))}" for m in makers]
    return "evidence of the same level speaks for different makers (" + "; ".join(parts) + ")"


def _probabilities(weights: dict[str, float], market: Market) -> list[tuple[str, float]]:
    """Posterior per maker against "somebody else", best first; never more than 0.995."""
    prior = strengths().prior
    scores = {maker: weight + _log_odds(market.get(maker, prior)) for maker, weight in weights.items()}
    top = max([0.0, *scores.values()])
    total = math.exp(-top) + sum(math.exp(score - top) for score in scores.values())
    found = [(maker, min(_CAP, math.exp(score - top) / total)) for maker, score in scores.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def _verdict(
    makers: Sequence[tuple[str, float]],
    proven: Set[str],
    support: Sequence[Sign],
    signs: Sequence[Sign],
    behind: Sequence[tuple[Sign, Behind]],
    conflict: str | None,
    undecided: Sequence[Behind],
) -> Verdict:
    best, probability = makers[0]
    weak = {s.level for s in support if s.value == best} <= {"block", "vendor"}
    named = probability >= strengths().decide and best in proven and conflict is None and not (undecided and weak)
    contradictions = [conflict] if conflict else []
    contradictions += _label_against(best if named else None, signs, behind)
    return Verdict(
        maker=best if named or probability >= 0.5 else None,
        probability=round(probability, 4),
        verdict="identified" if named else "cannot_tell",
        proof=_proof(best, support) if named else None,
        brand=_brand(signs),
        firmware_family=next((s.value for s in signs if s.about == "firmware_family"), None),
        category=_category(signs),
        makers=tuple((m, round(p, 4)) for m, p in makers),
        contradictions=tuple(contradictions),
        needs=tuple(dict.fromkeys(b.needs for _, b in behind if b.needs)) if not named else (),
        lineage=tuple(b for _, b in behind),
    )


def _with_undecided(
    makers: list[tuple[str, float]], undecided: Sequence[Behind], market: Market
) -> list[tuple[str, float]]:
    """Share what the decided makers leave among those that a brand only makes possible: never more than even odds."""
    left = 1.0 - sum(p for _, p in makers)
    shares = [(b, b.share * market.get(b.maker, strengths().prior) / strengths().prior) for b in undecided]
    total = max(1.0, sum(share for _, share in shares))
    found = dict(makers)
    for behind, weighed in shares:
        share = weighed / total * left / 2
        found[behind.maker] = max(found.get(behind.maker, 0.0), share)
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _proof(maker: str, support: Sequence[Sign]) -> Proof:
    """The strongest level of evidence for the maker that is named."""
    own = [s for s in support if s.value == maker]
    return _PROOF[min(own, key=lambda s: _ORDER.index(s.level)).level]


def _label_against(maker: str | None, signs: Sequence[Sign], behind: Sequence[tuple[Sign, Behind]]) -> list[str]:
    """Sentences for labels that name another maker than the unit's own answers do."""
    if maker is None:
        return []
    reachable = {b.maker for _, b in behind} | {maker}
    named = {s.value for s in signs if s.about == "maker" and s.level in _LABELS} - reachable
    return [f"a list names {other} as maker; what the unit shows says {maker}" for other in sorted(named)]


def _brand(signs: Sequence[Sign]) -> str | None:
    """The brand on the label: a brand sign, else the maker that a maker field names."""
    ranked = sorted(
        (s for s in signs if s.about == "brand" or (s.about == "maker" and s.level in _LABELS)),
        key=lambda s: (s.level == "text", s.about != "brand", s.value),
    )
    return ranked[0].value if ranked else None


def _category(signs: Sequence[Sign]) -> Category | None:
    """The category most signs name; signs of the unit before words of a list."""
    votes: dict[Category, float] = defaultdict(float)
    for sign in signs:
        if sign.category:
            votes[sign.category] += 1 + _RANK.get(sign.level, 0)
    if not votes:
        return None
    ranked = sorted(votes, key=lambda category: (-votes[category], category))
    return ranked[0]


def _nothing(signs: Sequence[Sign], behind: Sequence[tuple[Sign, Behind]]) -> Verdict:
    """No maker at all: cannot tell where the thing is known to be of a kind that orders name, else nothing known."""
    brands = any(s.about == "brand" for s in signs)
    named = _category(signs) not in {None, "other", "vehicle"}
    verdict: AttributionVerdict = "cannot_tell" if brands or named else "nothing_known"
    return Verdict(
        None, 0.0, verdict, None, _brand(signs), None, _category(signs), (), (), (), tuple(b for _, b in behind)
    )
