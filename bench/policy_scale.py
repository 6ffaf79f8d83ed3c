"""All orders of the register for 100 k devices at 40 sites: evaluation alone, from devices to verdicts.

    python bench/policy_scale.py [DEVICES]

Figure: at most 5 s on 2 cores, median of three runs. Devices differ in maker, kind, day of purchase, money and site,
sites in purpose and sensitivity: nearly every device is a combination of its own. The other two lines hold the
combinations still and take ten times the devices, so that what a device costs by itself can be seen.
"""

import datetime as dt
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence

import msgspec

from nameplate import pipeline
from nameplate.model import Alternative, Attribution, Device, Holder, Identifiers, Place, Site
from nameplate.policy import findings as policy
from nameplate.policy.evaluate import Evaluator
from nameplate.register.load import Register, load

AS_OF = dt.date(2026, 11, 1)
FIGURE, RUNS, SITES = 5.0, 3, 40
KINDS = ("camera", "camera", "camera", "recorder", "network", "intercom", "radio", "phone", "drone", "other")
PURPOSES = (
    ("public_safety",),
    ("government_facility",),
    ("commercial",),
    ("education",),
    ("critical_infrastructure",),
    None,
)
MONEY = (None, None, None, ("own_funds",), ("federal_award",), ("e_rate",))
OTHERS = ("axis", "bosch", "hanwha", "avigilon", "cisco", "dell", "hp", "aruba", "verkada", "mobotix")


def holder() -> Holder:
    """A large public body with 40 sites."""
    sensitive = (None, False, True)
    sites = tuple(
        Site(f"s{n}", f"Site {n}", purposes=PURPOSES[n % 6], sensitive=sensitive[n // 6 % 3]) for n in range(SITES)
    )
    actors = ("public_body", "grantee", "contractor")
    return Holder("Bench", actors=actors, jurisdictions=("US", "US-LA"), sites=sites)  # type: ignore[arg-type]


def combinations(count: int, register: Register) -> list[Device]:
    """Devices that differ in what policy asks, a fifth of them with a maker that cannot be told."""
    rng = random.Random(889)
    makers = [*register.makers, *OTHERS]
    found = []
    for n in range(count):
        day = dt.date(2012, 1, 1) + dt.timedelta(days=rng.randrange(5400)) if rng.random() < 0.9 else None
        found.append(
            Device(
                id=f"d-{n:012x}",
                subjects=(Place("bench", f"row {n}", f"row {n}"),),
                site=f"s{rng.randrange(SITES)}" if rng.random() < 0.98 else None,
                identifiers=Identifiers(),
                attribution=_attribution(rng, makers),
                acquired=day,
                funding=rng.choice(MONEY),
            )
        )
    return found


def _attribution(rng: random.Random, makers: Sequence[str]) -> Attribution:
    kind = rng.choice(KINDS)
    if rng.random() < 0.8:
        return Attribution(rng.choice(makers), 0.98, "identified", "unit", category=kind)  # type: ignore[arg-type]
    possible = tuple(Alternative(maker, 0.3) for maker in rng.sample(makers[:6], 2))
    return Attribution(None, 0.0, "cannot_tell", None, category=kind, alternatives=possible)  # type: ignore[arg-type]


def repeated(distinct: Sequence[Device], times: int) -> list[Device]:
    """Each device `times` times, as units of their own."""
    return [msgspec.structs.replace(d, id=f"{d.id}-{n}") for n in range(times) for d in distinct]


def evaluate(devices: Sequence[Device], register: Register) -> tuple[float, int, int, int]:
    """Seconds from devices to verdicts, combinations, findings, verdicts. The evaluator is new, as in a review."""
    who = holder()
    began = time.perf_counter()
    evaluator = Evaluator(register, who, AS_OF)
    found, _ = policy.of_devices(devices, who, evaluator, register)
    verdicts = pipeline.verdicts(found)
    return time.perf_counter() - began, len(evaluator._cache), len(found), len(verdicts)


def report(name: str, devices: Sequence[Device], register: Register) -> float:
    """Median of three runs, with what was judged."""
    runs = [evaluate(devices, register) for _ in range(RUNS)]
    median = statistics.median(run[0] for run in runs)
    _, judged, found, verdicts = runs[0]
    print(
        f"{name:32} {len(devices):>9,} devices {judged:>7,} combinations {found:>9,} findings {verdicts:>9,} "
        f"with a verdict   median {median:6.2f} s of {RUNS}",
        flush=True,
    )
    return median


def main(count: int) -> int:
    """Print the three parts; exit code 1 where the figure is missed."""
    register = load()
    print(f"{len(register.orders)} orders, {SITES} sites, {os.cpu_count()} cores")
    first = report("all different", combinations(count, register), register)
    base = combinations(count // 20, register)
    few = report("fewer combinations", repeated(base, 2), register)
    more = report("the same, ten times the devices", repeated(base, 20), register)
    print(f"ten times the devices of the same combinations: {more / few:.1f} times the time")
    print(f"{first:.2f} s (figure: {FIGURE:.0f} s)")
    return int(first > FIGURE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) == 2 else 100_000))
