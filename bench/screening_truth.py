"""Labelled names of ../shared/samples/screening, and the figures of answers to them.

A query counts as answered right if its best match is one of the expected parties (equal scores share the place).
Register entries are compared by maker. Names in the original script are left out of the UN list: with them in, half
of the queries in other scripts would be the list's own words.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from nameplate.register.load import load
from nameplate.screen import AT_LEAST
from nameplate.screen.lists import register_list
from nameplate.screen.lists.read import read_all
from nameplate.screen.party import Listing, Party
from nameplate.screen.text.name import name

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared/samples/screening"
LISTS = ("sdn.csv", "cons_prim.csv", "dpl.txt", "csl.csv", "un_consolidated.xml")
IDS = {"tplink": "tp-link", "djibaiwang": "dji-baiwang", "moyu": "moyu-haishi", "luopu": "luopu-haishi-dingxin",
       "yutian": "yutian-haishi-meitian", "urumqi": "urumqi-haishi-xinan"}  # fmt: skip
"""Ids of the samples that the register writes otherwise."""
OTHER_SCRIPTS = ("translit", "mangled", "real_script")


@dataclass(frozen=True)
class Labelled:
    """One labelled query: the entries that are right answers, none if it must not alarm."""

    query: str
    expect: tuple[str, ...]
    kind: str
    script: str


def entry(identifier: str) -> str:
    """An entry as it is compared: of the register, its maker's."""
    if not identifier.startswith("reg:"):
        return identifier
    return f"reg:{load().maker_of(IDS.get(identifier[4:], identifier[4:]))}"


def read(samples: Path = SAMPLES) -> list[Labelled]:
    """All labelled queries. Those that must not alarm and are a name of the register itself are left out: the
    register grew since the labels were made."""
    known = {name(text).joined for party in register_list.listing(load()).parties for text in party.names}
    rows = [json.loads(line) for line in (samples / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Labelled(row["query"], tuple(entry(e) for e in row["expect"]), row["kind"], row["script"])
        for row in rows
        if row["expect"] or name(row["query"]).joined not in known
    ]


def listings(samples: Path = SAMPLES, *, original_script: bool = False) -> list[Listing]:
    """The lists of the samples and the register."""
    found = [*read_all([samples / "lists" / file for file in LISTS]), register_list.listing(load())]
    if original_script:
        return found
    return [msgspec.structs.replace(one, parties=tuple(map(_latin, one.parties))) for one in found]


def parties(samples: Path = SAMPLES) -> list[Party]:
    """All parties of the lists."""
    return [party for one in listings(samples) for party in one.parties]


def _latin(party: Party) -> Party:
    if party.list != "un":
        return party
    kept = tuple(text for text in party.names if not any(c > "\u0370" and c.isalpha() for c in text))
    return msgspec.structs.replace(party, names=kept)


@dataclass
class Figures:
    """What came out: over all queries, and per kind and script (right, all)."""

    f1: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    threshold: float = 0.0
    recall_at_95: float = 0.0
    among_ten: float = 0.0
    calibration_error: float = 0.0
    f1_at_default: float = 0.0
    alarms_at_default: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    kinds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    scripts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    failures: list[tuple[str, str, str, float, str]] = field(default_factory=list)

    def share(self, kinds: Sequence[str]) -> float:
        """Share of right answers over several kinds."""
        right, total = (sum(self.kinds[k][i] for k in kinds if k in self.kinds) for i in (0, 1))
        return right / total if total else 0.0


def figures(rows: Sequence[Labelled], answers: Mapping[int, Sequence[tuple[str, float]]]) -> Figures:
    """Figures of `answers`: query number -> (entry, score), best first."""
    out = Figures()
    positives = sum(bool(row.expect) for row in rows)
    tops: list[tuple[float, bool, int]] = []
    for at, row in enumerate(rows):
        found = answers.get(at, ())
        out.among_ten += bool(row.expect) and any(e in row.expect for e, _ in found[:10])
        if found:
            right = any(e in row.expect for e, score in found if score >= found[0][1] - 1e-9)
            tops.append((found[0][1], right, at))
    out.among_ten /= positives
    tops.sort(key=lambda one: -one[0])
    hits = 0
    for count, (score, right, _) in enumerate(tops, 1):
        hits += right
        precision, recall = hits / count, hits / positives
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        if f1 > out.f1:
            out.f1, out.precision, out.recall, out.threshold = f1, precision, recall, score
        if score >= AT_LEAST:
            out.f1_at_default = f1
        if precision >= 0.95:
            out.recall_at_95 = recall
    out.calibration_error = _calibration(tops)
    by_query = {at: (score, right) for score, right, at in tops}
    for at, row in enumerate(rows):
        score, right = by_query.get(at, (0.0, False))
        good = score >= out.threshold and right if row.expect else score < out.threshold
        out.alarms_at_default[row.kind] += not row.expect and score >= AT_LEAST
        for table, key in ((out.kinds, row.kind), (out.scripts, row.script)):
            table[key][0] += good
            table[key][1] += 1
        if not good:
            best = answers.get(at, ())
            out.failures.append(
                (row.kind, row.query, best[0][0] if best else "-", score, ", ".join(row.expect[:2]) or "none")
            )
    return out


def _calibration(tops: Sequence[tuple[float, bool, int]]) -> float:
    """Expected calibration error of the best answers in ten bins (Naeini and others 2015)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, right, _ in tops:
        bins[min(int(score * 10), 9)].append((score, right))
    return sum(abs(sum(s for s, _ in b) - sum(r for _, r in b)) for b in bins.values()) / max(1, len(tops))


def table(found: Figures) -> str:
    """The figures as text."""
    span = f"precision {found.precision:.3f}, recall {found.recall:.3f}, from score {found.threshold:.3f}"
    alarms = [1 - found.share([kind]) for kind in ("lookalike", "swap")]
    lines = [
        f"F1 {found.f1:.3f} ({span}; at {AT_LEAST}: {found.f1_at_default:.3f})",
        f"recall at 95 % precision {found.recall_at_95:.3f}   among ten {found.among_ten:.3f}",
        f"calibration error {found.calibration_error:.3f}   other scripts {found.share(OTHER_SCRIPTS):.3f}",
        f"look-alike alarms {alarms[0]:.3f}   swap alarms {alarms[1]:.3f}",
        f"alarms at {AT_LEAST}: "
        + ", ".join(f"{k} {n} of {found.kinds[k][1]}" for k, n in found.alarms_at_default.items() if n),
        "kinds: " + "  ".join(f"{k} {a}/{b}" for k, (a, b) in sorted(found.kinds.items())),
        "scripts: " + "  ".join(f"{k} {a}/{b}" for k, (a, b) in sorted(found.scripts.items())),
    ]
    return "\n".join(lines)
