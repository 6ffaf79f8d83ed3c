"""The main job on one page: read, identify, evaluate, put together. Reports are made from what this returns."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from nameplate.identify import passers_by
from nameplate.identify.engine import Engine
from nameplate.identify.signs import SignReader
from nameplate.model import Device, Finding, Holder, NeverJoin, Problem, SourceReport, Verdict
from nameplate.policy import answers as answering
from nameplate.policy import findings as policy
from nameplate.policy.answers import Answers
from nameplate.policy.evaluate import Evaluator
from nameplate.policy.findings import NotCovered
from nameplate.policy.foremost import STRICTEST
from nameplate.register.load import Register
from nameplate.sources.reading import read_all


class RegisterNote(msgspec.Struct, frozen=True):
    """Which register a review was judged with."""

    version: str
    as_of: dt.date


class Review(msgspec.Struct, frozen=True):
    """The one result document behind every report (schema nameplate/review/1)."""

    schema: str
    as_of: dt.date
    holder: Holder
    register: RegisterNote
    sources: tuple[SourceReport, ...]
    devices: tuple[Device, ...]
    findings: tuple[Finding, ...]
    not_covered: tuple[NotCovered, ...]
    problems: tuple[Problem, ...]
    totals: dict[str, Any]
    unreadable: tuple[str, ...] = ()
    answers: Answers = answering.NONE


@dataclass(frozen=True)
class Job:
    """What the user asks for. `holder` has the answers about it already; those about units are in `answers`."""

    paths: Sequence[Path]
    holder: Holder
    register: Register
    signs: SignReader
    as_of: dt.date
    mapping: Mapping[str, str] = field(default_factory=dict)
    never_join: Sequence[NeverJoin] = ()
    leave_out: frozenset[Path] = frozenset()
    answers: Answers = answering.NONE
    progress: Callable[[str], None] = lambda _: None


def run(job: Job) -> tuple[Review, pl.DataFrame]:
    """Do the main job. Gives the review and the observation frame under it."""
    readings = read_all(job.paths, mapping=job.mapping, leave_out=job.leave_out, progress=job.progress)
    job.progress(f"identifying ({readings.observations.height:,} observations)")
    devices = Engine(job.register, job.signs).identify(readings.observations, job.holder, never=job.never_join)
    devices, left = passers_by.apart(devices, readings.observations)
    sources = passers_by.told(readings.sources, left)
    devices, unfit = answering.fill(devices, job.answers)
    job.progress(f"evaluating {len(job.register.orders)} orders for {len(devices):,} devices")
    evaluator = Evaluator(job.register, job.holder, job.as_of)
    findings, not_covered = policy.of_devices(devices, job.holder, evaluator, job.register)
    review = Review(
        schema="nameplate/review/1",
        as_of=job.as_of,
        holder=job.holder,
        register=RegisterNote(job.register.version, job.as_of),
        sources=sources,
        devices=tuple(devices),
        findings=tuple(findings),
        not_covered=tuple(not_covered),
        problems=(*readings.problems, *unfit),
        totals=totals(devices, findings, sources),
        unreadable=readings.unreadable,
        answers=job.answers,
    )
    return review, readings.observations


def verdicts(findings: Sequence[Finding]) -> dict[str, Verdict]:
    """The strictest verdict of each device that has a finding."""
    rank = {verdict: i for i, verdict in enumerate(STRICTEST)}
    found: dict[str, Verdict] = {}
    for finding in findings:
        known = found.get(finding.device)
        if known is None or rank[finding.verdict] < rank[known]:
            found[finding.device] = finding.verdict
    return found


def totals(devices: Sequence[Device], findings: Sequence[Finding], sources: Sequence[SourceReport]) -> dict[str, Any]:
    """Units by strictest verdict, by attribution, by maker; rows read and what was left out."""
    strictest = verdicts(findings)
    by_verdict: Counter[str] = Counter()
    by_attribution: Counter[str] = Counter()
    by_maker: Counter[str] = Counter()
    for device in devices:
        by_verdict[strictest.get(device.id) or _without_finding(device)] += device.quantity
        by_attribution[device.attribution.verdict] += device.quantity
        if device.attribution.verdict == "identified":
            by_maker[device.attribution.maker or "unknown"] += device.quantity
    return {
        "units": sum(device.quantity for device in devices),
        "devices": len(devices),
        "by_verdict": dict(sorted(by_verdict.items())),
        "by_attribution": dict(sorted(by_attribution.items())),
        "by_maker": dict(sorted(by_maker.items())),
        "rows": sum(source.rows for source in sources),
        "dropped_credentials": sum(sum(source.dropped.values()) for source in sources),
    }


def _without_finding(device: Device) -> Verdict:
    """A device that no order's finding speaks of: undecided if its maker is, else not covered."""
    return "cannot_tell" if device.attribution.verdict == "cannot_tell" else "not_covered"
