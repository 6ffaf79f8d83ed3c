"""Screening beside its peers in one run: rightness per kind and script, calibration, speed, memory.

    python bench/screening.py [SAMPLES] [--made N] [--failures] [--listed N] [--speed]

Ours is scored on parties that its trees and its calibration were not learnt from (bench/learn_screening.py, five
folds); the threshold of each method is its best one on the same queries. Peers: rapidfuzz token_sort_ratio on
anyascii over the whole list; logic-v2 of nomenklatura on the 60 nearest by n-grams, if it is there. `--listed N` adds
made parties until the lists have N names, for the speed only; `--speed` measures nothing else.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process

import learn_screening
import screening_truth as truth
from nameplate.screen import many
from nameplate.screen.grams import Grams, best
from nameplate.screen.party import Party, Query
from nameplate.screen.screener import Screener
from screening_samples import made, more

Answers = dict[int, list[tuple[str, float]]]


def main(samples: Path, count: int, listed: int, *, failures: bool, only_speed: bool) -> None:
    """Print all figures."""
    rows, parties = truth.read(samples), truth.parties(samples)
    _speed(rows, samples, listed)
    if only_speed:
        return
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


def _speed(rows: list[truth.Labelled], samples: Path, listed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        screener = _ready(samples, listed, "from the files")
        screener = _ready(samples, listed, "from the cache")
    texts = list(dict.fromkeys(row.query for row in rows))
    parties = [party for party in screener.index.parties if party.list != "made"]
    longer = {sample.query for sample in made(parties, range(len(parties)), 16_000, 11)} | set(texts)
    latin = [text for text in longer if text.isascii()]
    mixed = sorted(longer - set(latin)) + sorted(latin)[: 3 * (len(longer) - len(latin))]
    random.Random(1).shuffle(mixed)
    list(screener.screen([Query(0, texts[0])]))
    _rate("one process, labelled names", screener, texts, why=False, cores=False)
    _rate("one process, labelled names, with reasons", screener, texts, why=True, cores=False)
    _rate("all cores, a quarter in other scripts", screener, mixed, why=False, cores=True)
    _rate("all cores, a quarter in other scripts, with reasons", screener, mixed, why=True, cores=True)
    _rate("all cores, Latin", screener, sorted(latin), why=False, cores=True)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _ready(samples: Path, listed: int, how: str) -> Screener:
    start = time.perf_counter()
    listings = truth.listings(samples)
    took = time.perf_counter() - start
    parties = [party for one in listings for party in one.parties]
    spare = listed - sum(len(party.names) for party in parties)
    if spare > 0:
        extra = tuple(more(parties, spare, 5))
        listings.append(msgspec.structs.replace(listings[0], parties=extra))
    start = time.perf_counter()
    screener = Screener(listings)
    took += time.perf_counter() - start
    print(f"lists and index ready {how} in {took:.2f} s ({len(screener.index.texts):,} names)")
    return screener


def _rate(label: str, screener: Screener, texts: Sequence[str], *, why: bool, cores: bool) -> None:
    queries = [Query(at, text) for at, text in enumerate(texts)]
    screener.index.near_words.clear()
    start, used = time.perf_counter(), _processor()
    answers = many.screen(screener, queries, why=why) if cores else screener.screen(queries, why=why)
    count = sum(1 for _ in answers)
    clock, used = time.perf_counter() - start, _processor() - used
    print(f"{label}: {count / clock:,.0f} names/s, {count / used:,.0f} a second of one processor ({count:,} distinct)")


def _processor() -> float:
    """Seconds of processor time of this process and its children: on a machine that others use, what a name costs."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


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
    from nomenklatura.matching import LogicV2

    texts, entries = _names(parties)
    grams = Grams([(_ascii(text),) for text in texts], (2, 3), len(texts) // 10)
    at, names, _ = best(grams.near([(_ascii(text),) for text in queries]), 60, 0.05)
    config = LogicV2.default_config()

    def entity(number: int, text: str) -> object:
        return model.get_proxy({"id": str(number), "schema": "LegalEntity", "properties": {"name": [text]}})

    out: Answers = {}
    for query, text in enumerate(queries):
        asked = entity(-1 - query, text)
        near = names[at == query]
        scores = [LogicV2.compare(asked, entity(i + 1, texts[i]), config).score for i in near]
        out[query] = _ranked([entries[i] for i in near], scores)
    return out


if __name__ == "__main__":
    plain = [a for a in sys.argv[1:] if not a.startswith("--") and not a.isdigit()]
    numbers = [int(sys.argv[sys.argv.index(o) + 1]) if o in sys.argv else 0 for o in ("--made", "--listed")]
    main(
        Path(plain[0]) if plain else truth.SAMPLES,
        numbers[0] or learn_screening.MADE,
        numbers[1],
        failures="--failures" in sys.argv,
        only_speed="--speed" in sys.argv,
    )
