"""Each event once: sentences that tell the same are joined, the fuller one leading; what differs stays apart."""

from typing import NamedTuple

import msgspec

from nameplate.watch.actors import TELLING
from nameplate.watch.shapes import Event


class Told(NamedTuple):
    """An event, and whether only a headline tells it."""

    event: Event
    headline: bool


def told_once(found: list[Told]) -> list[Event]:
    """The events without repetitions: later sentences fill what the first left open; a denial stays apart.

    What only a headline says of a maker of whose acts the text tells is its short for them.
    """
    kept: list[Told] = []
    for one in found:
        at = next((n for n, known in enumerate(kept) if _same(known, one)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = _joined(kept[at], one)
    acts = {one.event.target for one in kept if not one.headline and one.event.type not in TELLING}
    return [one.event for one in kept if not (one.headline and one.event.target in acts)]


def _same(one: Told, other: Told) -> bool:
    known, event = one.event, other.event
    if (known.type, known.target) != (event.type, event.target):
        return False
    if one.headline or other.headline:
        return True
    if event.type in TELLING:
        return known.actor == event.actor
    if (known.stance == "denied") != (event.stance == "denied"):
        return False
    if known.jurisdiction and event.jurisdiction and known.jurisdiction != event.jurisdiction:
        return False
    return not (known.date and event.date and known.date.year != event.date.year)


def _joined(known: Told, other: Told) -> Told:
    better = _rank(other) > _rank(known)
    best, less = (other, known) if better else (known, other)
    dated = best if best.event.date or not less.event.date or less.headline else less
    event = msgspec.structs.replace(
        best.event,
        jurisdiction=best.event.jurisdiction or less.event.jurisdiction,
        date=dated.event.date,
        date_precision=dated.event.date_precision,
        confidence=max(known.event.confidence, other.event.confidence),
    )
    return Told(event, best.headline)


def _rank(told: Told) -> tuple[bool, bool, bool, bool]:
    event = told.event
    return (not told.headline, event.stance == "asserted", event.maker_certain, event.date is not None)
