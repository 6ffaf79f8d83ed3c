"""Which findings of a review would flip: its devices judged twice on one day.

Once with the register as it is, once as it would be with a proposed change.
"""

import datetime as dt
from collections.abc import Iterator

import msgspec

from nameplate.model import Verdict
from nameplate.pipeline import Review
from nameplate.policy import findings as policy
from nameplate.policy.evaluate import Evaluator
from nameplate.register.load import Register


class Flip(msgspec.Struct, frozen=True):
    """One finding that changes: `before` is what the register says now, `after` what it would say."""

    device: str
    order: str
    before: Verdict
    after: Verdict
    units: int


def flips(review: Review, now: Register, then: Register, day: dt.date) -> list[Flip]:
    """Findings that differ between two registers on `day`, by device and order."""
    before, after = (_verdicts(review, register, day) for register in (now, then))
    return sorted(_differing(review, before, after), key=lambda flip: (flip.device, flip.order))


def _differing(
    review: Review, before: dict[tuple[str, str], Verdict], after: dict[tuple[str, str], Verdict]
) -> Iterator[Flip]:
    units = {device.id: device.quantity for device in review.devices}
    for device, order in sorted({*before, *after}):
        old, new = before.get((device, order), "not_covered"), after.get((device, order), "not_covered")
        if old != new:
            yield Flip(device, order, old, new, units[device])


def _verdicts(review: Review, register: Register, day: dt.date) -> dict[tuple[str, str], Verdict]:
    evaluator = Evaluator(register, review.holder, day)
    found, _ = policy.of_devices(review.devices, review.holder, evaluator, register)
    return {(finding.device, finding.order): finding.verdict for finding in found}
