"""The elements of an order, each judged on its own: status, who is bound, whose goods, which act, which exception.

Every function gives a `Truth` and a sentence for the chain. None of them knows the verdict.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from nameplate.model import Actor, Holder, Site
from nameplate.policy.logic import FALSE, TRUE, Truth, both, either, unknown
from nameplate.policy.subject import Subject
from nameplate.register.load import Register
from nameplate.register.relations import covers
from nameplate.register.schema import Act, Bound, Exemption, Order, Target

_ACQUIRING = {"procure", "obtain", "fund"}
"""Acts that are done when a unit is bought; they do not reach units bought before the act was forbidden."""
_TRADING: dict[str, tuple[Actor, ...]] = {
    "import": ("importer",),
    "market": ("seller", "importer"),
    "authorise": ("importer", "seller"),
    "certify": ("importer", "seller"),
    "provide": ("seller", "contractor", "subcontractor"),
    "export_to": ("exporter",),
    "invest_in": ("investor",),
    "operate_business": ("named_company",),
}
"""Acts of those who trade in goods: a holder that only uses them does not do these."""


class Judged(NamedTuple):
    """One element: its truth and what to say of it."""

    truth: Truth
    says: str


def status(order: Order, as_of: dt.date) -> Judged:
    """Whether the order is in force on the day; a status that is unknown after a date is unknown."""
    if order.kind == "none_found":
        return Judged(FALSE, "no order was found here; the search itself is the fact")
    changes = [c for c in order.status_history if c.from_ <= as_of]
    if not changes:
        first = min((c.from_ for c in order.status_history), default=order.effective)
        return Judged(FALSE, f"not yet in being on {as_of} (first known status {first})")
    last = max(changes, key=lambda c: c.from_)
    note = f": {last.note}" if last.note else ""
    if last.status == "unknown":
        return Judged(
            unknown("order.status", f"{order.id} is in force on {as_of}"),
            f"its status is not known after {last.from_}{note}",
        )
    if order.end and order.end < as_of:
        return Judged(FALSE, f"it ended on {order.end}")
    if order.effective and order.effective > as_of:
        return Judged(FALSE, f"it takes effect on {order.effective}")
    if last.status in {"in_force", "remanded", "announced"}:
        return Judged(TRUE, f"{last.status.replace('_', ' ')} since {last.from_}{note}")
    return Judged(FALSE, f"{last.status.replace('_', ' ')} since {last.from_}{note}")


def bound(order: Order, holder: Holder, site: Site) -> Judged:
    """Whether the holder must obey the order at this site."""
    if not order.bound:
        return Judged(FALSE, "it binds nobody by itself")
    truth = either([_bound(order, one, holder, site) for one in order.bound])
    who = _listed([actor for one in order.bound for actor in one.actors])
    mine = _listed(holder.actors) or "not stated"
    verb = {True: "binds", None: "may bind", False: "does not bind"}[truth.value]
    narrower = _narrower(order, site) if truth.value is False else ""
    return Judged(truth, f"it speaks to {who} in {order.jurisdiction}{narrower}; {verb} this holder ({mine})")


def _narrower(order: Order, site: Site) -> str:
    """What else must hold than being one of those spoken to, for the sentence that says why it does not bind."""
    sectors = _listed([sector for one in order.bound for sector in one.sectors])
    parts = [f"in the sectors {sectors}"] if sectors else []
    if site.sensitive is False and any(one.site_class == "sensitive" for one in order.bound):
        parts.append("at sensitive sites, which this is not")
    return "".join(f", {part}" for part in parts)


def _bound(order: Order, one: Bound, holder: Holder, site: Site) -> Truth:
    parts = [_actor(one, holder), TRUE if one.anywhere else _in_jurisdiction(order.jurisdiction, holder)]
    if one.sectors:
        if holder.sectors is None:
            parts.append(unknown("holder.sectors", f"the holder operates in: {_listed(one.sectors)}"))
        else:
            parts.append(Truth(bool(set(one.sectors) & set(holder.sectors))))
    if one.site_class == "sensitive":
        if site.sensitive is None:
            parts.append(unknown("site.sensitive", "the site is a sensitive site"))
        else:
            parts.append(Truth(site.sensitive))
    return both(parts)


def _actor(one: Bound, holder: Holder) -> Truth:
    if "anyone" in one.actors:
        return TRUE
    if one.actors == ("named_company",) or (one.entity and "named_company" in holder.actors):
        return Truth(holder.entity is not None and holder.entity == one.entity)
    if not holder.actors:
        return unknown("holder.actors", f"the holder is one of: {_listed(one.actors)}")
    return Truth(bool(set(one.actors) & set(holder.actors)))


def _in_jurisdiction(jurisdiction: str, holder: Holder) -> Truth:
    if not holder.jurisdictions:
        return unknown("holder.jurisdictions", f"the holder is under the law of {jurisdiction}")
    return Truth(any(j == jurisdiction or j.startswith(jurisdiction + "-") for j in holder.jurisdictions))


def target(order: Order, subject: Subject, register: Register, as_of: dt.date) -> Judged:
    """Whether the order names this unit's maker, kind and use; the sentence is of the target that comes nearest."""
    if not order.targets:
        return Judged(FALSE, "it names no goods")
    judged = [_target(one, subject, register, as_of) for one in order.targets]
    truth = either(t for t, _, _ in judged)
    _, says, _ = max((j for j in judged if j[0].value is truth.value), key=lambda j: j[2])
    return Judged(truth, says)


def _target(one: Target, subject: Subject, register: Register, as_of: dt.date) -> tuple[Truth, str, int]:
    """Truth, sentence, and how near it comes: 0 not listed, 1 other maker, 2 other goods, 3 other use, 4 fits."""
    if (one.from_ and one.from_ > as_of) or (one.to and one.to < as_of):
        return FALSE, f"this entry does not stand on the list on {as_of}", 0
    goods, whose = _whose(one, subject, register, as_of)
    kind, use = _kind(one, subject), _use(one, subject.site)
    truth = both((goods, kind, use))
    if truth.value is not False and not one.settled:
        reading = one.note or f"{whose} ({_listed(one.products) or 'all goods'})"
        truth = both((truth, unknown("order.reading", f"the order is read so that it reaches this: {reading}")))
    if goods.value is False:
        return truth, whose, 1
    if kind.value is False:
        return truth, f"{whose}, but a {subject.category} is not among its goods ({_listed(one.products)})", 2
    if use.value is False:
        purposes = _listed(subject.site.purposes or ())
        return truth, f"{whose}, but only for {_listed(one.purposes)}; this site is for {purposes}", 3
    tail = f" when used for {_listed(one.purposes)}" if one.purposes and "any" not in one.purposes else ""
    return truth, f"{whose}{tail}", 4


def _whose(one: Target, subject: Subject, register: Register, as_of: dt.date) -> tuple[Truth, str]:
    """Whether the maker is one the target reaches."""
    if one.by in {"entity", "entity_plus", "ownership_threshold"}:
        names = _listed([register.label(e) for e in one.entities])
        if subject.certain:
            reached = covers(register, one, subject.maker or "", subject.entity, as_of, subject.acquired)
            maker = register.label(subject.entity or subject.maker)
            if reached is None:
                sold = register.entities[subject.entity or ""][1].to
                made = unknown("device.acquired", f"the unit was acquired by {sold}, when {maker} was sold")
                return made, f"it names {names}; {maker} belonged to it until {sold}"
            if reached:
                return TRUE, f"it names {names}: the maker is {maker}"
            ended = register.entities[subject.entity][1].to if subject.entity in register.entities else None
            late = ended is not None and subject.acquired is not None and subject.acquired > ended
            after = f" ({maker} had been sold by {ended})" if late else ""
            return FALSE, f"it names {names}, not {maker}{after}"
        possible = [c for c in subject.candidates if covers(register, one, c, None, as_of, subject.acquired)]
        if possible or subject.open:
            makers = _listed([register.label(c) for c in possible]) or names
            return unknown("device.maker", f"the unit was made by {makers}"), f"it names {names}"
        return FALSE, f"it names {names}, none of the makers that are possible here"
    if one.by in {"legal_test", "country_of_origin"}:
        return _by_country(one, subject, register)
    if one.by == "certification":
        return unknown("device.certificate", "the model has no certificate of the kind asked for"), one.test
    return unknown(
        "device.production_country", f"the unit was produced in {_listed(one.countries) or 'a country named'}"
    ), (one.test or "it goes by the country of production")


def _by_country(one: Target, subject: Subject, register: Register) -> tuple[Truth, str]:
    test = one.test or f"makers of {_listed(one.countries)}"
    if not subject.certain:
        seats = [register.seat(c) for c in subject.candidates]
        if subject.open or any(seat is None or _inside(one, seat) for seat in seats):
            return unknown("device.maker", f"the maker falls under: {test}"), test
        return FALSE, f"{test}; none of the possible makers does"
    seat = register.seat(subject.maker or "")
    if seat is None:
        return unknown("maker.seat", f"{register.label(subject.maker)} falls under: {test}"), test
    return Truth(_inside(one, seat)), f"{test}: {register.label(subject.maker)} has its seat in {seat}"


def _inside(one: Target, seat: str) -> bool:
    """Whether a seat meets the test: one of `countries`, or none of `outside`."""
    return seat in one.countries if one.countries else bool(one.outside) and seat not in one.outside


def _kind(one: Target, subject: Subject) -> Truth:
    if not one.products:
        return TRUE
    if subject.category is None:
        return unknown("device.category", f"the unit is one of: {_listed(one.products)}")
    return Truth(subject.category in one.products)


def _use(one: Target, site: Site) -> Truth:
    if not one.purposes or "any" in one.purposes:
        return TRUE
    if site.purposes is None:
        return unknown("site.purposes", f"the site is used for: {_listed(one.purposes)}")
    return Truth(bool(set(one.purposes) & set(site.purposes)))


def act(one: Act, subject: Subject, holder: Holder, as_of: dt.date) -> Judged:
    """Whether what the order forbids is done by holding or having bought this unit."""
    start = one.from_
    if start and start > as_of:
        return Judged(FALSE, f"{_verb(one)} is forbidden only from {start}")
    if one.until and one.until < as_of:
        return Judged(FALSE, f"{_verb(one)} was forbidden only until {one.until}")
    if one.object in {"securities", "company", "data_access"}:
        return Judged(FALSE, f"it is about {one.object.replace('_', ' ')}, not about equipment that is held")
    parts = [_does(one, holder), _when(one, subject), _money(one, subject), _scope(one, subject)]
    truth = both(parts)
    since = f" from {start}" if start else ""
    if parts[0].value is False:
        return Judged(truth, f"to {_verb(one)} is forbidden{since}; this holder does not trade in the goods")
    if parts[1].value is False:
        return Judged(truth, f"to {_verb(one)} is forbidden{since}; the unit was acquired before that")
    if truth.value is False:
        return Judged(truth, f"to {_verb(one)} is forbidden{since}, which does not reach this unit")
    return Judged(truth, f"to {_verb(one)} is forbidden{since}")


def _does(one: Act, holder: Holder) -> Truth:
    """Whether the holder does such a thing at all; `actors` of the act narrow it."""
    traders = _TRADING.get(one.verb)
    doers = one.actors or traders or ()
    if not doers:
        return TRUE
    if not holder.actors:
        return unknown("holder.actors", f"the holder is one of: {_listed(doers)}")
    if one.actors and not set(one.actors) & set(holder.actors):
        return FALSE
    if traders is None:
        return TRUE
    if one.verb == "provide" and set(holder.actors) & {"contractor", "subcontractor"}:
        return unknown("device.provided", "the unit is provided to the government under a contract")
    return Truth(bool(set(traders) & set(holder.actors)))


def _when(one: Act, subject: Subject) -> Truth:
    """Acts of acquiring reach only units acquired since the act is forbidden; new-only acts likewise."""
    if not (one.applies_to == "new" or one.verb in _ACQUIRING) or one.from_ is None:
        return TRUE
    if subject.acquired is None:
        return unknown("device.acquired", f"the unit was acquired on or after {one.from_}")
    return Truth(subject.acquired >= one.from_)


def _money(one: Act, subject: Subject) -> Truth:
    if not one.funding:
        return TRUE
    if subject.funding is None:
        return unknown("site.funding", f"it was paid for or is maintained with: {_listed(one.funding)}")
    return Truth(bool(set(one.funding) & set(subject.funding)))


def _scope(one: Act, subject: Subject) -> Truth:
    """A narrower place of use, named as a purpose of the site (a core network, say)."""
    if not one.scope:
        return TRUE
    if subject.site.purposes is None:
        return unknown("site.purposes", f"the unit is connected to or used for: {_listed(one.scope)}")
    return Truth(bool(set(one.scope) & set(subject.site.purposes)))


def exemption(one: Exemption, subject: Subject, as_of: dt.date) -> Judged:
    """Whether an exception takes the unit out. Only dates and kinds decide by themselves; the rest needs evidence."""
    if one.until and one.until < as_of:
        return Judged(FALSE, f"{one.test} (until {one.until}, past)")
    if one.products and subject.category and subject.category not in one.products:
        return Judged(FALSE, f"{one.test} (other goods)")
    if one.kind in {"grandfather", "stock"} and one.acquired_before:
        if subject.acquired is None:
            return Judged(unknown("device.acquired", f"the unit was acquired before {one.acquired_before}"), one.test)
        return Judged(Truth(subject.acquired < one.acquired_before), one.test)
    return Judged(FALSE, one.test)


def _verb(one: Act) -> str:
    return one.verb.replace("_", " ")


def _listed(words: Sequence[str]) -> str:
    plain = [w.replace("_", " ") for w in dict.fromkeys(words)]
    return ", ".join(plain)
