"""The elements of an order, each judged on its own: status, who is bound, which act, which exception.

Every function gives a `Truth` and a sentence for the chain. None of them knows the verdict. Whose and which goods:
`targets`.
"""

import datetime as dt

from nameplate.model import Actor, Holder, Site
from nameplate.policy.logic import FALSE, TRUE, Judged, Truth, both, either, listed, unknown
from nameplate.policy.subject import Subject
from nameplate.register.orders import Act, Bound, Exemption, Order

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
    who = listed([actor for one in order.bound for actor in one.actors])
    mine = listed(holder.actors) or "not stated"
    verb = {True: "binds", None: "may bind", False: "does not bind"}[truth.value]
    narrower = _narrower(order, site) if truth.value is False else ""
    return Judged(truth, f"it speaks to {who} in {order.jurisdiction}{narrower}; {verb} this holder ({mine})")


def _narrower(order: Order, site: Site) -> str:
    """What else must hold than being one of those spoken to, for the sentence that says why it does not bind."""
    sectors = listed([sector for one in order.bound for sector in one.sectors])
    parts = [f"in the sectors {sectors}"] if sectors else []
    if site.sensitive is False and any(one.site_class == "sensitive" for one in order.bound):
        parts.append("at sensitive sites, which this is not")
    return "".join(f", {part}" for part in parts)


def _bound(order: Order, one: Bound, holder: Holder, site: Site) -> Truth:
    parts = [_actor(one, holder), TRUE if one.anywhere else _in_jurisdiction(order.jurisdiction, holder)]
    if one.sectors:
        if holder.sectors is None:
            parts.append(unknown("holder.sectors", f"the holder operates in: {listed(one.sectors)}"))
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
        return unknown("holder.actors", f"the holder is one of: {listed(one.actors)}")
    return Truth(bool(set(one.actors) & set(holder.actors)))


def _in_jurisdiction(jurisdiction: str, holder: Holder) -> Truth:
    if not holder.jurisdictions:
        return unknown("holder.jurisdictions", f"the holder is under the law of {jurisdiction}")
    return Truth(any(j == jurisdiction or j.startswith(jurisdiction + "-") for j in holder.jurisdictions))


def act(order: Order, one: Act, subject: Subject, holder: Holder, as_of: dt.date) -> Judged:
    """Whether what the order forbids is done by holding or having bought this unit."""
    start = one.from_
    if start and start > as_of:
        return Judged(FALSE, f"{_verb(one)} is forbidden only from {start}")
    if one.until and one.until < as_of:
        return Judged(FALSE, f"{_verb(one)} was forbidden only until {one.until}")
    if one.object in {"securities", "company", "data_access"}:
        return Judged(FALSE, f"it is about {one.object.replace('_', ' ')}, not about equipment that is held")
    parts = [_does(one, holder), _when(one, subject), _money(one, subject), _scope(one, subject)]
    truth = both([*parts, _performance(order, one, holder), _label(one, subject)])
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
        return unknown("holder.actors", f"the holder is one of: {listed(doers)}")
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
        return unknown("site.funding", f"it was paid for or is maintained with: {listed(one.funding)}")
    return Truth(bool(set(one.funding) & set(subject.funding)))


def _scope(one: Act, subject: Subject) -> Truth:
    """A narrower place of use, named as a purpose of the site (a core network, say)."""
    if not one.scope:
        return TRUE
    if subject.site.purposes is None:
        return unknown("site.purposes", f"the unit is connected to or used for: {listed(one.scope)}")
    return Truth(bool(set(one.scope) & set(subject.site.purposes)))


def _performance(order: Order, one: Act, holder: Holder) -> Truth:
    """An order that binds contractors only in performing the contract does not reach what they use elsewhere."""
    contracting = {"contractor", "subcontractor"} & set(holder.actors)
    free = [b for b in order.bound if b.nexus != "in_performance" and set(b.actors) & {*holder.actors, "anyone"}]
    narrow = [b for b in order.bound if b.nexus == "in_performance" and set(b.actors) & contracting]
    if not narrow or free or one.verb in _TRADING:
        return TRUE
    return unknown("device.in_performance", "the unit is used in performing a contract with the government")


def _label(one: Act, subject: Subject) -> Truth:
    """A text that does not say whether goods under another label are meant leaves a relabelled unit open."""
    if one.relabels != "silent" or not subject.relabelled:
        return TRUE
    return unknown("order.relabels", "the order also reaches goods under another label (its text does not say)")


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
