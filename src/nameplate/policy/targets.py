"""Whose and which goods an order reaches: maker, kind and use of the unit itself, and of the parts inside it."""

import datetime as dt
from typing import NamedTuple

import msgspec

from nameplate.model import Holder, Site
from nameplate.policy import parts
from nameplate.policy.logic import FALSE, TRUE, Judged, Truth, both, either, listed, unknown
from nameplate.policy.subject import Subject
from nameplate.register.load import Register
from nameplate.register.orders import Order, Target
from nameplate.register.relations import covers


class _Reach(NamedTuple):
    """Truth, sentence, and how near it comes: 0 not listed, 1 other maker, 2 other goods, 3 other use, 4 fits."""

    truth: Truth
    says: str
    near: int


def target(order: Order, subject: Subject, register: Register, holder: Holder, as_of: dt.date) -> Judged:
    """Whether the order names this unit's maker, kind and use; the sentence is of the target that comes nearest."""
    if not order.targets:
        return Judged(FALSE, "it names no goods")
    judged = [_target(one, subject, register, holder, as_of) for one in order.targets]
    truth = either(reach.truth for reach in judged)
    nearest = max((reach for reach in judged if reach.truth.value is truth.value), key=lambda reach: reach.near)
    return Judged(truth, nearest.says)


def _target(one: Target, subject: Subject, register: Register, holder: Holder, as_of: dt.date) -> _Reach:
    if (one.from_ and one.from_ > as_of) or (one.to and one.to < as_of):
        return _Reach(FALSE, f"this entry does not stand on the list on {as_of}", 0)
    whole = _whole(one, subject, register, as_of)
    if whole.truth.value is True or one.component_rule == "none":
        return whole
    inside = parts.inside(one, subject, holder, lambda part: whose(one, _resolved(part, register), register, as_of))
    used = both((inside.truth, _use(one, subject.site))) if inside else FALSE
    if inside is None or used.value is False:
        return whole
    if whole.truth.value is False:
        return _Reach(used, inside.says, 4)
    return _Reach(either((whole.truth, used)), f"{whole.says}; {inside.says}", 4)


def _resolved(part: Subject, register: Register) -> Subject:
    """A part of a maker's company is that maker's, made by that company."""
    named = part.maker or ""
    return msgspec.structs.replace(
        part, maker=register.maker_of(named), entity=named if named in register.entities else None
    )


def _whole(one: Target, subject: Subject, register: Register, as_of: dt.date) -> _Reach:
    """The unit as such, whatever is inside it."""
    allowed = parts.allowed_as_part(one, subject)
    if allowed:
        return _Reach(FALSE, allowed, 2)
    maker, kind, use = whose(one, subject, register, as_of), _kind(one, subject), _use(one, subject.site)
    truth = both((maker.truth, kind, use, parts.as_such(one, subject)))
    if truth.value is not False and not one.settled:
        reading = one.note or f"{maker.says} ({listed(one.products) or 'all goods'})"
        truth = both((truth, unknown("order.reading", f"the order is read so that it reaches this: {reading}")))
    if maker.truth.value is False:
        return _Reach(truth, maker.says, 1)
    if kind.value is False:
        return _Reach(
            truth, f"{maker.says}, but a {subject.category} is not among its goods ({listed(one.products)})", 2
        )
    if use.value is False:
        purposes = listed(subject.site.purposes or ())
        return _Reach(truth, f"{maker.says}, but only for {listed(one.purposes)}; this site is for {purposes}", 3)
    tail = f" when used for {listed(one.purposes)}" if one.purposes and "any" not in one.purposes else ""
    return _Reach(truth, f"{maker.says}{tail}", 4)


def whose(one: Target, subject: Subject, register: Register, as_of: dt.date) -> Judged:
    """Whether the maker is one the target reaches."""
    if one.by in {"entity", "entity_plus", "ownership_threshold"}:
        return _named(one, subject, register, as_of)
    if one.by in {"legal_test", "country_of_origin"}:
        return _by_country(one, subject, register)
    if one.by == "certification":
        return Judged(unknown("device.certificate", "the model has no certificate of the kind asked for"), one.test)
    produced = f"the unit was produced in {listed(one.countries) or 'a country named'}"
    return Judged(unknown("device.production_country", produced), one.test or "it goes by the country of production")


def _named(one: Target, subject: Subject, register: Register, as_of: dt.date) -> Judged:
    names = listed([register.label(e) for e in one.entities])
    if not subject.certain:
        possible = [c for c in subject.candidates if covers(register, one, c, None, as_of, subject.acquired)]
        if possible or subject.open:
            makers = listed([register.label(c) for c in possible]) or names
            return Judged(unknown("device.maker", f"the unit was made by {makers}"), f"it names {names}")
        return Judged(FALSE, f"it names {names}, none of the makers that are possible here")
    reached = covers(register, one, subject.maker or "", subject.entity, as_of, subject.acquired)
    maker = register.label(subject.entity or subject.maker)
    ended = register.entities[subject.entity][1].to if subject.entity in register.entities else None
    if reached is None and ended and subject.acquired is None:
        made = unknown("device.acquired", f"the unit was acquired by {ended}, when {maker} was sold")
        return Judged(made, f"it names {names}; {maker} belonged to it until {ended}")
    if reached is None:
        share = f"{maker} is owned or controlled by {register.label(subject.maker)} as far as the order asks"
        return Judged(unknown("maker.ownership", share), f"it names {names}; the share in {maker} is not known")
    if reached:
        return Judged(TRUE, f"it names {names}: the maker is {maker}")
    late = ended is not None and subject.acquired is not None and subject.acquired > ended
    return Judged(FALSE, f"it names {names}, not {maker}" + (f" ({maker} had been sold by {ended})" if late else ""))


def _by_country(one: Target, subject: Subject, register: Register) -> Judged:
    test = one.test or f"makers of {listed(one.countries)}"
    if not subject.certain:
        seats = [register.seat(c) for c in subject.candidates]
        if subject.open or any(seat is None or _inside(one, seat) for seat in seats):
            return Judged(unknown("device.maker", f"the maker falls under: {test}"), test)
        return Judged(FALSE, f"{test}; none of the possible makers does")
    seat = register.seat(subject.maker or "")
    if seat is None:
        return Judged(unknown("maker.seat", f"{register.label(subject.maker)} falls under: {test}"), test)
    return Judged(Truth(_inside(one, seat)), f"{test}: {register.label(subject.maker)} has its seat in {seat}")


def _inside(one: Target, seat: str) -> bool:
    """Whether a seat meets the test: one of `countries`, or none of `outside`."""
    return seat in one.countries if one.countries else bool(one.outside) and seat not in one.outside


def _kind(one: Target, subject: Subject) -> Truth:
    if not one.products:
        return TRUE
    if subject.category is None:
        return unknown("device.category", f"the unit is one of: {listed(one.products)}")
    return Truth(subject.category in one.products)


def _use(one: Target, site: Site) -> Truth:
    if not one.purposes or "any" in one.purposes:
        return TRUE
    if site.purposes is None:
        return unknown("site.purposes", f"the site is used for: {listed(one.purposes)}")
    return Truth(bool(set(one.purposes) & set(site.purposes)))
