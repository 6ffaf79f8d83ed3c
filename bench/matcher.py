"""The matcher on Recog's files: strings a second by backend beside a plain loop, same answers, start, worst text.

    python bench/matcher.py [RECOG_FOLDER]

Figures: at least 400 k distinct strings/s with Hyperscan and 150 k without, 40 and 15 times a plain loop over `re`
in the same run; first start at most 20 s with an empty cache, 0.3 s with a filled one; no text of 64 Ki characters
takes a second. The strings are Recog's examples, each with 16 mutations, most of them damaged, so that about a third
matches: of real texts from elsewhere a fifth does.
"""

import os
import random
import re
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from nameplate.identify.matching import hyperscan_filter
from nameplate.identify.matching.matcher import SCAN_LIMIT, Expression, Found, Matcher
from nameplate.identify.recog import book as recog
from nameplate.identify.recog.book import RecogBook

ROOT = Path(__file__).resolve().parent.parent
MUTATIONS = 16
"""Of each example; with the examples themselves, and doubles left out, more than 100 k strings."""
SAMPLE = 20
"""The plain loop, slow as it is, sees each 20th string."""
RUNAWAY = 0.05
"""Seconds after which a search by the plain loop counts as run away; it is left out of the loop's time."""
FIGURES = {"hyperscan": (400_000, 40), "prefilter": (150_000, 15)}
START = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from nameplate.identify.recog import book as recog
book = recog.load(Path(sys.argv[1]))
for kind in book.kinds:
    book.match(kind, "x")
print(time.perf_counter() - began)
"""

Kind = tuple[list[Expression], list[str]]


def main(folder: Path) -> int:
    """Print every figure; exit code 1 if answers differ or a ratio is missed."""
    if not folder.is_dir():
        print(f"{folder} is not there: nothing measured; name a copy of Recog's folder xml/")
        return 0
    book = recog.load(folder)
    kinds = {kind: (expressions(book, kind), strings(book, kind)) for kind in book.kinds}
    backends = [name for name in FIGURES if name != "hyperscan" or hyperscan_filter.available()]
    print(f"{sum(len(s) for _, s in kinds.values()):,} distinct strings in {len(kinds)} kinds")
    faults = 0
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        for name in backends:
            cold, warm = (start(folder, name) for _ in range(2))
            print(f"{name:10} start {cold:6.2f} s with an empty cache, {warm:.2f} s with a filled one (20 s, 0.3 s)")
        faults += throughput(kinds, backends)
        expected = answers(kinds, "plain")
        print(f"{sum(answer is not None for answer in expected) / len(expected):.0%} of the strings match")
        for name in backends:
            same = answers(kinds, name) == expected
            print(f"{name:10} {'the same' if same else 'OTHER'} first matches as without a prefilter, on all strings")
            faults += not same
        worst_text(book)
    return min(faults, 1)


def expressions(book: RecogBook, kind: str) -> list[Expression]:
    """The patterns of a kind, in Recog's order."""
    return [f.expression for d in book.databases if d.matches == kind for f in d.fingerprints]


def examples(book: RecogBook, kind: str) -> list[str]:
    """The texts of a kind's examples."""
    found = (e.text for d in book.databases if d.matches == kind for _, each in d.examples() for e in each)
    return list(dict.fromkeys(text for text in found if text))


def strings(book: RecogBook, kind: str) -> list[str]:
    """A kind's examples and mutations of them, all different, in random order."""
    rng = random.Random(kind)
    texts = examples(book, kind)
    found = list(dict.fromkeys([*texts, *(mutated(text, rng) for text in texts for _ in range(MUTATIONS))]))
    rng.shuffle(found)
    return found


def mutated(text: str, rng: random.Random) -> str:
    """A fifth with other digits, as another version or serial has; the others damaged in two places."""
    if rng.random() < 0.2:
        return "".join(rng.choice(string.digits) if c.isdigit() else c for c in text)
    return damaged(damaged(text, rng), rng)


def damaged(text: str, rng: random.Random) -> str:
    """A character more, a character less, the front half, the other case, or a word more."""
    at = rng.randrange(len(text) + 1)
    damage = [
        text[:at] + rng.choice(string.printable + "é文") + text[at:],
        text[:at] + text[at + 1 :],
        text[:at],
        text.swapcase(),
        f"{text} {rng.choice(string.ascii_letters)}{rng.randrange(99)}",
    ]
    return rng.choice(damage)


def throughput(kinds: dict[str, Kind], backends: list[str]) -> int:
    """Print strings a second of each backend, beside a plain loop over `re.search` that stops at the first match
    (recog-ruby's algorithm), kind by kind in turn; the number of ratios that are missed."""
    spent = dict.fromkeys(["loop", *backends], 0.0)
    slowest = dict.fromkeys(backends, (float("inf"), ""))
    for kind, (patterns, values) in kinds.items():
        spent["loop"] += plain_loop(patterns, values)
        for name in backends:
            os.environ["NAMEPLATE_MATCHER"] = name
            matcher = Matcher(patterns)
            took = min(_timed(matcher, values) for _ in range(4))
            spent[name] += took
            if len(values) > 500:
                slowest[name] = min(slowest[name], (len(values) / took, kind))
    count = sum(len(values) for _, values in kinds.values())
    print(f"plain loop {count / spent['loop']:9,.0f} strings/s")
    for name in backends:
        (figure, ratio), reached = FIGURES[name], spent["loop"] / spent[name]
        print(
            f"{name:10} {count / spent[name]:9,.0f} strings/s, {reached:.0f} times the loop "
            f"({figure:,}, {ratio} times); slowest {slowest[name][1]} {slowest[name][0]:,.0f}"
        )
    return sum(spent["loop"] / spent[name] < FIGURES[name][1] for name in backends)


def plain_loop(patterns: list[Expression], values: list[str]) -> float:
    """Seconds that the loop takes for all values, from each 20th of them; without those on which it runs away."""
    searches = [re.compile(*pattern).search for pattern in patterns]
    times = []
    for value in values[::SAMPLE]:
        began = time.perf_counter()
        next((True for search in searches if search(value)), False)
        times.append(time.perf_counter() - began)
    ended = [took for took in times if took <= RUNAWAY]
    return sum(ended) / len(ended) * len(values) if ended else 0.0


def _timed(matcher: Matcher, values: list[str]) -> float:
    began = time.perf_counter()
    matcher.first_matches(values)
    return time.perf_counter() - began


def answers(kinds: dict[str, Kind], name: str) -> list[object]:
    """The first match of every string, with its groups."""
    os.environ["NAMEPLATE_MATCHER"] = name
    found = (f for patterns, values in kinds.values() for f in Matcher(patterns).first_matches(values))
    return [_shown(f) if f else None for f in found]


def _shown(found: Found) -> object:
    return found[0], found[1].span(), found[1].groups()


def start(folder: Path, name: str) -> float:
    """Seconds until a new process has all databases ready, imports included."""
    environment = {**os.environ, "NAMEPLATE_MATCHER": name}
    command = [sys.executable, "-c", START, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


def worst_text(book: RecogBook) -> None:
    """The longest time that one text takes: examples repeated, and with a piece of them repeated, up to the limit."""
    os.environ.pop("NAMEPLATE_MATCHER")
    worst = (0.0, "", "")
    for kind in book.kinds:
        for text in _hostile(book, kind):
            began = time.perf_counter()
            book.match(kind, text)
            worst = max(worst, (time.perf_counter() - began, kind, text[:40]))
    print(f"worst text {worst[0]:.2f} s ({worst[1]}: {worst[2]!r} ...)")


def _hostile(book: RecogBook, kind: str) -> Iterator[str]:
    rng = random.Random(kind)
    yield from ("a" * SCAN_LIMIT, "1." * SCAN_LIMIT, "\r\n" * SCAN_LIMIT, "- .1a " * SCAN_LIMIT)
    for text in rng.sample(found := examples(book, kind), min(40, len(found))):
        yield (text * (SCAN_LIMIT // len(text) + 1))[:SCAN_LIMIT]
        at, size = rng.randrange(len(text)), rng.randrange(1, 30)
        for repeats in (200, 20_000):
            yield (text[:at] + text[at : at + size] * repeats + text[at:])[:SCAN_LIMIT]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/corpus/recog"))
