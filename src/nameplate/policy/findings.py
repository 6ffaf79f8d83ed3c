"""Devices x orders -> findings, and the orders that were considered and do not cover, with the reason once each."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from nameplate.model import Device, Finding, Holder, Step, percent
from nameplate.policy.evaluate import NOT_ASKED, Evaluator, Judgement
from nameplate.policy.subject import Subject, of_device
from nameplate.register.load import Register

_EVIDENCE_SHOWN = 3
"""Claims that a finding's chain begins with, strongest first; the device's attribution holds all."""


class NotCovered(msgspec.Struct, frozen=True):
    """An order that was considered and does not cover: the reason, and how many units it was given for."""

    order: str
    reason: str
    units: int


def of_devices(
    devices: Sequence[Device], holder: Holder, evaluator: Evaluator, register: Register
) -> tuple[list[Finding], list[NotCovered]]:
    """All findings but `not_covered` ones, device by device; those are counted per order and reason."""
    sites = {site.id: site for site in holder.sites}
    judged_of: dict[Subject, tuple[Judgement, ...]] = {}
    groups: dict[int, _Alike] = {}
    findings: list[Finding] = []
    for device in devices:
        subject = of_device(device, sites, holder, register)
        judged = judged_of.get(subject)
        if judged is None:
            judged = judged_of[subject] = evaluator.judge(subject)
        alike = groups.get(id(judged))
        if alike is None:
            alike = groups[id(judged)] = _Alike(judged)
        alike.units += device.quantity
        if alike.covering:
            evidence = chain_of_device(device, register)
            findings.extend(finding(device, judgement, evidence) for judgement in alike.covering)
    left_out: Counter[tuple[str, str]] = Counter()
    for alike in groups.values():
        for judgement in alike.counted:
            left_out[judgement.order, judgement.reason] += alike.units
    return findings, [NotCovered(o, r, n) for (o, r), n in sorted(left_out.items())]


class _Alike:
    """Units with the same judgements: those that are listed, those that are only counted."""

    def __init__(self, judged: tuple[Judgement, ...]) -> None:
        self.covering = tuple(one for one in judged if not only_counted(one))
        self.counted = tuple(one for one in judged if only_counted(one))
        self.units = 0


def only_counted(judgement: Judgement) -> bool:
    """Whether a judgement is counted per order instead of listed per unit."""
    return judgement.verdict == "not_covered" or judgement.conditions == (NOT_ASKED,)


def finding(device: Device, judgement: Judgement, evidence: tuple[Step, ...]) -> Finding:
    """One judgement as a finding on one device: its evidence first, then the order's chain."""
    return Finding(
        device=device.id,
        order=judgement.order,
        verdict=judgement.verdict,
        conditions=judgement.conditions,
        duties=judgement.duties,
        chain=evidence + judgement.chain,
        missing=judgement.missing,
    )


def chain_of_device(device: Device, register: Register) -> tuple[Step, ...]:
    """What was read, what it proves, what connects it to the maker: the part of the chain before any order."""
    attribution = device.attribution
    steps = [
        Step(
            f"{claim.observation.kind} reads '{claim.observation.value[:200]}': {claim.says} [{claim.rule}]",
            observation=claim.observation,
        )
        for claim in attribution.claims[:_EVIDENCE_SHOWN]
    ]
    steps.extend(_lineage_steps(device, register))
    if attribution.verdict == "identified":
        maker = register.label(attribution.maker)
        steps.append(
            Step(f"made by {maker} (probability {percent(attribution.probability)}, proof: {attribution.proof})")
        )
    else:
        possible = ", ".join(register.label(a.maker) for a in attribution.alternatives) or "anyone"
        first = f"{register.label(attribution.maker)}, " if attribution.maker else ""
        steps.append(Step(f"maker cannot be told; possible: {first}{possible}"))
    return tuple(steps)


def _lineage_steps(device: Device, register: Register) -> Iterable[Step]:
    for fact in dict.fromkeys(f for claim in device.attribution.claims for f in claim.facts):
        if fact in register.lineages:
            brand, line = register.lineages[fact]
            says = f"{brand.names[0]} is built by {register.label(line.maker)} ({line.share}, {line.state})"
            yield Step(f"{says}: {line.note}" if line.note else says, fact=fact, cite=register.cite_one(line.cite))
