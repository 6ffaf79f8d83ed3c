"""How long a bundle takes to verify, and how fast entries are signed and chained (no store): 100 k entries.

    python bench/ledger_verify.py [ENTRIES]

Figures: verify 100 k entries in at most 10 s on 2 cores; the chain itself at least 1,000 appends/s, so that it is never
what a store waits for. Quote the median of three runs.
"""

import datetime as dt
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from nameplate.ledger import checkpoint, keys, note, registry
from nameplate.ledger.bundle import Contents, write_bundle
from nameplate.ledger.chain import Tip, append, open_ledger
from nameplate.ledger.entry import Draft, read_entry
from nameplate.ledger.keys import KeyRecord, SigningKey
from nameplate.ledger.registry import Registry
from nameplate.ledger.verify import verify_bundle

RUNS = 3
START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
VERIFY_SECONDS = 10.0
APPENDS = 1_000


def main(entries: int) -> int:
    """Print the figures; exit code 1 if one is missed."""
    server, people = keys.generate("example.org/review"), [keys.generate(f"person-{i}@example.org") for i in range(4)]
    began = time.perf_counter()
    lines, tip = chain(entries, server, people)
    rate = entries / (time.perf_counter() - began)
    print(f"sign and chain  {rate:10,.0f} entries/s   (figure: {APPENDS:,})   mean line {size(lines):,.0f} bytes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bundle.zip"
        began = time.perf_counter()
        head = note.write(checkpoint.sign(tip.head, server))
        write_bundle(path, Contents(lines, [head], records(lines)))
        print(f"write bundle    {time.perf_counter() - began:10.2f} s   {path.stat().st_size / 1e6:,.0f} MB")
        seconds = statistics.median(timed(path) for _ in range(RUNS))
    print(f"verify          {seconds:10.2f} s   (figure: {VERIFY_SECONDS:g} for 100,000)   {entries:,} entries")
    print(f"  of it computing {processor() / RUNS:8.2f} s, shared by {os.cpu_count()} cores")
    return int(rate < APPENDS or seconds > VERIFY_SECONDS * max(entries / 100_000, 1))


def chain(entries: int, server: SigningKey, people: list[SigningKey]) -> tuple[list[bytes], Tip]:
    """A ledger of this many entries, of the size that real acts have."""
    first = open_ledger("example.org/review", server, START)
    lines, tip = [first.line], first.tip
    for draft, key in acts(entries, server, people):
        done = append(tip, draft, key)
        lines.append(done.line)
        tip = done.tip
    return lines, tip


def acts(entries: int, server: SigningKey, people: list[SigningKey]) -> Iterator[tuple[Draft, SigningKey]]:
    """Who does what: the persons are added, then take turns."""
    for person in people:
        record = KeyRecord(person.name, ("reviewer",), str(person.verifier), START)
        yield registry.added(record, START), server
    for number in range(len(people) + 1, entries):
        body = {
            "decision": "remove",
            "because": "Label and firmware agree on the maker; the site is a public building, the order is in force.",
            "orders": ["US-889B", "US-GA-HB113"],
            "devices": [f"d-{number:08x}", f"d-{number + 1:08x}"],
            "due": "2026-12-31",
        }
        yield Draft(START + dt.timedelta(seconds=number), "decide", f"case-{number:06}", body), people[number % 4]


def records(lines: list[bytes]) -> list[KeyRecord]:
    """The keys as the entries make them."""
    found = Registry()
    for line in lines[:10]:
        found.apply(read_entry(line).entry)
    return found.records()


def size(lines: list[bytes]) -> float:
    """Mean length of a line."""
    return statistics.mean(map(len, lines))


def processor() -> float:
    """Seconds that the verifying processes computed; the wall time is longer where others use the machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(path: Path) -> float:
    """Seconds of one verification, which must find nothing wrong."""
    began = time.perf_counter()
    found = verify_bundle(path)
    seconds = time.perf_counter() - began
    if not found.intact:
        sys.exit(f"the bundle is not intact: {found.of('failed')[:3]}")
    return seconds


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
