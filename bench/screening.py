"""Screening beside its peers in one run: rightness per kind and script, calibration, speed, memory.

    python bench/screening.py [SAMPLES] [--made N] [--failures]

Ours is scored on parties that its trees and its calibration were not learnt from (bench/learn_screening.py, five
folds); the threshold of each method is its best one on the same queries. Peers: rapidfuzz token_sort_ratio on
anyascii over the whole list; nomenklatura's logic-v2 on the 60 nearest by n-grams, if it is installed.
"""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

import learn_screening
import screening_truth as truth
from nameplate.screen.grams import Grams, best
from nameplate.screen.party import Party, Query
from nameplate.screen.screener import Screener

Answers = dict[int, list[tuple[str, float]]]


def main(samples: Path, count: int, *, failures: bool) -> None:
    """Print all figures."""
    rows, parties = truth.read(samples), truth.parties(samples)
    _speed(rows, samples)
    for name, answer in (("rapidfuzz token_sort_ratio + anyascii", _token_sort), ("nomenklatura logic-v2", _logic_v2)):
        _peer(name, answer, rows, parties)
    held = learn_screening.held_out(samples, count)
    found = truth.figures(held.rows, held.labelled.answers(held.scores))
    print(f"\n== ours, held-out parties\n{truth.table(found)}")
    if failures:
        for kind, query, entry, score, expected in sorted(found.failures):
            print(f"{kind:12} {query[:50]:50} {score:.2f} {entry} (expected {expected})")


def _peer(
    name: str,
    answer: Callable[[Sequence[str], Sequence[Party]], Answers],
    rows: list[truth.Labelled],
    parties: list[Party],
) -> None:
    start = time.perf_counter()
    try:
        found = answer([row.query for row in rows], parties)
    except ImportError as error:
        print(f"\n== {name}: not measured ({error})")
        return
    took = time.perf_counter() - start
    print(f"\n== {name}: {len(rows) / took:,.0f} names/s\n{truth.table(truth.figures(rows, found))}")


def _speed(rows: list[truth.Labelled], samples: Path) -> None:
    start = time.perf_counter()
    screener = Screener(truth.listings(samples))
    loaded = time.perf_counter()
    queries = [Query(at, text) for at, text in enumerate(dict.fromkeys(row.query for row in rows))]
    latin = [query for query in queries if query.name.isascii()]
    list(screener.screen(queries[:64]))
    print(f"lists and index ready in {loaded - start:.1f} s ({len(screener.index.texts):,} names)")
    for label, asked, why in (
        ("all scripts", queries, False),
        ("Latin", latin, False),
        ("with reasons", queries, True),
    ):
        start = time.perf_counter()
        list(screener.screen(asked, why=why))
        print(f"{label}: {len(asked) / (time.perf_counter() - start):,.0f} names/s in one process")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _ascii(text: str) -> str:
    return str(anyascii(text)).lower()


def _names(parties: Sequence[Party]) -> tuple[list[str], list[str]]:
    pairs = [(text, truth.entry(party.entry)) for party in parties for text in party.names]
    return [text for text, _ in pairs], [entry for _, entry in pairs]


def _ranked(entries: Sequence[str], scores: Sequence[float]) -> list[tuple[str, float]]:
    known: dict[str, float] = {}
    for entry, score in zip(entries, scores, strict=True):
        known[entry] = max(known.get(entry, 0.0), float(score))
    return sorted(known.items(), key=lambda one: -one[1])[:20]


def _token_sort(queries: Sequence[str], parties: Sequence[Party]) -> Answers:
    texts, entries = _names(parties)
    listed = [" ".join(sorted(_ascii(text).split())) for text in texts]
    out: Answers = {}
    for start in range(0, len(queries), 200):
        asked = [" ".join(sorted(_ascii(text).split())) for text in queries[start : start + 200]]
        scores = process.cdist(asked, listed, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)
        for at, row in enumerate(scores):
            top = np.argpartition(row, -40)[-40:]
            out[start + at] = _ranked([entries[i] for i in top], [row[i] / 100 for i in top])
    return out


def _logic_v2(queries: Sequence[str], parties: Sequence[Party]) -> Answers:
    from followthemoney import model
    from nomenklatura.matching import LogicV2, ScoringConfig

    texts, entries = _names(parties)
    grams = Grams([(_ascii(text),) for text in texts], (2, 3), len(texts) // 10)
    at, names, _ = best(grams.near([(_ascii(text),) for text in queries]), 60, 0.05)
    config = ScoringConfig.defaults()

    def made(number: int, text: str) -> object:
        return model.get_proxy({"id": str(number), "schema": "LegalEntity", "properties": {"name": [text]}})

    out: Answers = {}
    for query, text in enumerate(queries):
        asked = made(0, text)
        near = names[at == query]
        scores = [LogicV2.compare(asked, made(i + 1, texts[i]), config).score for i in near]
        out[query] = _ranked([entries[i] for i in near], scores)
    return out


if __name__ == "__main__":
    plain = [a for a in sys.argv[1:] if not a.startswith("--") and not a.isdigit()]
    number = int(sys.argv[sys.argv.index("--made") + 1]) if "--made" in sys.argv else learn_screening.MADE
    main(Path(plain[0]) if plain else truth.SAMPLES, number, failures="--failures" in sys.argv)
