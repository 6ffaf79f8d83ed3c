"""One order, one subject -> verdict with its chain: status, bound, target, act, exceptions, in this order.

Distinct combinations are judged once, and each half of an order once for all subjects that it tells nothing apart by
(`sight`), so that the cost grows with combinations, not with devices. The verdict never goes further than its inputs:
an unknown input gives `forbidden_if` with the condition in words, an unknown maker `cannot_tell`, and only a false
element gives `not_covered`, which says which.
"""

import bisect
import datetime as dt
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import msgspec

from nameplate.model import Duty, Holder, Site, Step, Verdict
from nameplate.policy import elements, sight, targets
from nameplate.policy.duties import duties_of
from nameplate.policy.logic import FALSE, Judged, Truth, both, either
from nameplate.policy.subject import Subject
from nameplate.register.load import Register
from nameplate.register.orders import Act, Order

_CANNOT_TELL = {
    "device.maker",
    "order.status",
    "order.reading",
    "maker.seat",
    "maker.ownership",
    "holder.component_reading",
}
"""Missing inputs without which nothing can be said; every other one gives a condition."""


NOT_ASKED = "an order on every maker's units binds the holder; no holder file says where it is"
"""The condition of orders without names, or on parts that may be in any unit, where nothing is known of the holder:
counted, not listed per unit."""
_ON_EVERYTHING = {"device.components", "device.production_country", "device.certificate"}
"""Inputs that an order asks of the units of every maker."""
_NOWHERE = Truth(None, ("holder.jurisdictions",), (NOT_ASKED,))


class Judgement(msgspec.Struct, frozen=True):
    """What one order says of one subject. `reason` is the sentence that decides, for summaries."""

    order: str
    verdict: Verdict
    reason: str
    conditions: tuple[str, ...]
    missing: tuple[str, ...]
    duties: tuple[Duty, ...]
    chain: tuple[Step, ...]


class _Begun(NamedTuple):
    """The first half of an order: its chain and truth so far, or the judgement where it ends there."""

    chain: tuple[Step, ...]
    base: Truth
    judgement: Judgement | None


class _AllBegun(NamedTuple):
    """The first halves of all orders: judgements of those that end there, and which go on, at which place."""

    judged: tuple[Judgement, ...]
    open: tuple[tuple[int, Order, _Begun], ...]


_OPEN = Judgement("", "not_covered", "", (), (), (), ())
"""Holds the place of a judgement that the second half gives."""


class Evaluator:
    """Judges subjects for one holder on one day."""

    def __init__(self, register: Register, holder: Holder, as_of: dt.date) -> None:
        self._register = register
        self.holder = holder
        self._as_of = as_of
        self._cache: dict[Subject, tuple[Judgement, ...]] = {}
        self._status = {o.id: elements.status(o, as_of) for o in register.orders.values()}
        self._bound: dict[tuple[str, Site], Judged] = {}
        self._sights = {o.id: sight.ActsSight(o) for o in register.orders.values()}
        self._settled: dict[Site, dict[str, _Begun]] = {}
        self._begun: dict[Hashable, _AllBegun] = {}
        self._alike: dict[_Begun, _Begun] = {}
        self._whole: dict[Hashable, Judgement] = {}
        self._tuples: dict[tuple[int, ...], tuple[Judgement, ...]] = {}
        self._facts = {o.id: _fact_index(o, register) for o in register.orders.values()}
        self._telling_days = _telling_days(register)

    def judge(self, subject: Subject) -> tuple[Judgement, ...]:
        """Every order's judgement of one subject, in order of id. Subjects judged alike get the same tuple."""
        subject = self._dated(subject)
        found = self._cache.get(subject)
        if found is None:
            begun = self._all_begun(subject)
            judged = [*begun.judged]
            for place, order, one in begun.open:
                judged[place] = self._ended(order, one, subject)
            found = self._cache[subject] = self._tuples.setdefault(tuple(map(id, judged)), tuple(judged))
        return found

    def _all_begun(self, subject: Subject) -> _AllBegun:
        """The first half of every order, once for all subjects with the same goods at alike sites."""
        seen = sight.of_goods(subject)
        found = self._begun.get(seen)
        if found is None:
            orders = self._register.orders.values()
            settled = self._settled_at(subject.site)
            begun = [settled.get(order.id) or self._shared(self._begin(order, subject)) for order in orders]
            judged = tuple(one.judgement or _OPEN for one in begun)
            rest = tuple((n, o, one) for n, (o, one) in enumerate(zip(orders, begun, strict=True)) if not one.judgement)
            found = self._begun[seen] = _AllBegun(judged, rest)
        return found

    def _settled_at(self, site: Site) -> dict[str, _Begun]:
        """Orders that end before the goods are looked at: not in force, no holdings, not bound at this site."""
        found = self._settled.get(site)
        if found is None:
            begun = ((order.id, self._bind(order, site)) for order in self._register.orders.values())
            found = self._settled[site] = {order: self._shared(one) for order, one in begun if one.judgement}
        return found

    def _shared(self, begun: _Begun) -> _Begun:
        """One object for all that is alike."""
        return self._alike.setdefault(begun, begun)

    def _ended(self, order: Order, begun: _Begun, subject: Subject) -> Judgement:
        """The second half of one order, once for all subjects that it tells nothing apart by."""
        key = (id(begun), self._sights[order.id](subject))
        found = self._whole.get(key)
        if found is None:
            found = self._whole[key] = self._acts(order, subject, begun.base, [*begun.chain])
        return found

    def _judge(self, order: Order, subject: Subject) -> Judgement:
        """One judgement, from nothing that was judged before."""
        begun = self._begin(order, subject)
        return begun.judgement or self._acts(order, subject, begun.base, [*begun.chain])

    def _bind(self, order: Order, site: Site) -> _Begun:
        """Status and bound of one order; the judgement where it ends there."""
        status, bound = self._status[order.id], self._is_bound(order, site)
        chain = [self._step(order, "status", f"{order.id}, {order.title}: {status.says}")]
        if status.truth.value is False:
            return _Begun((), FALSE, _not_covered(order, status.says, chain))
        chain.append(self._step(order, "bound", bound.says))
        if not order.touches_holdings:
            why_not = [chain[0], self._step(order, "acts", order.why_not)]
            return _Begun((), FALSE, _not_covered(order, order.why_not, why_not))
        if bound.truth.value is False:
            return _Begun((), FALSE, _not_covered(order, bound.says, chain))
        if not self.holder.jurisdictions and not any(target.entities for target in order.targets):
            return _Begun((), FALSE, self._conclude(order, "cannot_tell", _NOWHERE, chain))
        return _Begun(tuple(chain), both((status.truth, bound.truth)), None)

    def _begin(self, order: Order, subject: Subject) -> _Begun:
        """Status, bound and targets of one order; the judgement where it ends there."""
        bound = self._bind(order, subject.site)
        if bound.judgement:
            return bound
        target = targets.target(order, subject, self._register, self.holder, self._as_of)
        chain = [*bound.chain, self._step(order, "targets", target.says)]
        if not self.holder.jurisdictions and _ON_EVERYTHING & set(target.truth.missing):
            return _Begun((), FALSE, self._conclude(order, "cannot_tell", _NOWHERE, chain))
        if target.truth.value is False:
            return _Begun((), FALSE, _not_covered(order, target.says, chain))
        return _Begun(tuple(chain), both((bound.base, target.truth)), None)

    def _dated(self, subject: Subject) -> Subject:
        """The subject with the last day on or before its acquisition from which on something in the register differs.

        No comparison with any day of the register comes out otherwise, and units bought between two such days are
        one combination.
        """
        if subject.acquired is None:
            return subject
        place = bisect.bisect_right(self._telling_days, subject.acquired)
        return msgspec.structs.replace(subject, acquired=self._telling_days[place - 1] if place else dt.date.min)

    def _is_bound(self, order: Order, site: Site) -> Judged:
        key = (order.id, site)
        if key not in self._bound:
            self._bound[key] = elements.bound(order, self.holder, site)
        return self._bound[key]

    def _acts(self, order: Order, subject: Subject, base: Truth, chain: list[Step]) -> Judgement:
        acts = [(one, elements.act(order, one, subject, self.holder, self._as_of)) for one in order.acts]
        forbids = both((base, either(j.truth for a, j in acts if a.strength == "forbid")))
        restricts = both((base, either(j.truth for a, j in acts if a.strength != "forbid")))
        if forbids.value is False and restricts.value is False:
            says = "; ".join(dict.fromkeys(j.says for _, j in acts)) or "it forbids nothing that a holder does"
            return _not_covered(order, says, [*chain, self._step(order, "acts", says)])
        chosen, strong = (forbids, True) if forbids.value is not False else (restricts, False)
        chain = [*chain, *self._act_steps(order, acts, strong=strong)]
        return self._with_exceptions(order, subject, chosen, chain, strong=strong)

    def _act_steps(self, order: Order, acts: Sequence[tuple[Act, Judged]], *, strong: bool) -> list[Step]:
        telling = [j.says for a, j in acts if j.truth.value is not False and (a.strength == "forbid") is strong]
        tail = "" if strong else " (not forbidden outright: a duty or a recommendation)"
        return [self._step(order, "acts", says + tail) for says in dict.fromkeys(telling)]

    def _with_exceptions(
        self, order: Order, subject: Subject, truth: Truth, chain: list[Step], *, strong: bool
    ) -> Judgement:
        exceptions = [(e, elements.exemption(e, subject, self._as_of)) for e in order.exceptions]
        granted = next((j for _, j in exceptions if j.truth.value is True), None)
        if granted and truth.value is True:
            chain = [*chain, self._step(order, "exceptions", f"exception: {granted.says}")]
            return self._conclude(order, "allowed_by_exception", truth, chain)
        opened = [j for _, j in exceptions if j.truth.value is None]
        if opened and truth.value is not False:
            before = both([truth, *(_not(j.truth) for j in opened)])
            truth = before if before.value is None else truth
        for one, judged in exceptions:
            if judged.truth.value is False and "other goods" not in judged.says and "past" not in judged.says:
                needs = f"; to use it, show: {one.evidence}" if one.evidence else ""
                chain.append(self._step(order, "exceptions", f"exception not shown to apply: {one.test}{needs}"))
        return self._conclude(order, _verdict(truth, strong=strong), truth, chain)

    def _conclude(self, order: Order, verdict: Verdict, truth: Truth, chain: list[Step]) -> Judgement:
        codes = [c.code for c in order.citations if _valid(c.from_, c.to, self._as_of)]
        sentence = _CONCLUSIONS[verdict]
        if truth.conditions:
            sentence += ": " + "; and ".join(truth.conditions)
        chain = [*chain, Step(f"{verdict}: {sentence}", cite=", ".join(codes) or None)]
        return Judgement(
            order.id,
            verdict,
            sentence,
            truth.conditions,
            truth.missing,
            duties_of(order, verdict, self.holder, self._as_of),
            tuple(chain),
        )

    def _step(self, order: Order, field: str, says: str) -> Step:
        fact, cite = self._facts[order.id].get(field, (None, None))
        return Step(says, fact=fact, cite=cite)


_CONCLUSIONS: dict[Verdict, str] = {
    "forbidden": "all elements hold",
    "forbidden_if": "forbidden if",
    "restricted": "a duty follows, no outright ban",
    "allowed_by_exception": "an exception takes it out",
    "not_covered": "one element does not hold",
    "cannot_tell": "it would be covered if",
}


def _verdict(truth: Truth, *, strong: bool) -> Verdict:
    if truth.value is True:
        return "forbidden" if strong else "restricted"
    if set(truth.missing) & _CANNOT_TELL:
        return "cannot_tell"
    return "forbidden_if" if strong else "restricted"


def _not(truth: Truth) -> Truth:
    """Negation of an open exception: its condition turned round."""
    if truth.value is None:
        return Truth(None, truth.missing, tuple(f"not: {c}" for c in truth.conditions))
    return Truth(not truth.value) if truth.value is not None else FALSE


def _not_covered(order: Order, says: str, chain: list[Step]) -> Judgement:
    steps = (*chain, Step(f"not_covered: {says}"))
    return Judgement(order.id, "not_covered", says, (), (), (), steps)


def _valid(start: dt.date | None, end: dt.date | None, as_of: dt.date) -> bool:
    return not ((start and start > as_of) or (end and end < as_of))


def _telling_days(register: Register) -> list[dt.date]:
    """Days with which a unit's acquisition is compared: starts and ends of acts, exceptions, relations of companies."""
    days: set[dt.date | None] = set()
    for order in register.orders.values():
        days |= {act.from_ for act in order.acts} | {act.until for act in order.acts}
        days |= {e.acquired_before for e in order.exceptions}
    for _, entity in register.entities.values():
        days |= {entity.from_, entity.to + dt.timedelta(days=1) if entity.to else None}
    return sorted(day for day in days if day)


def _fact_index(order: Order, register: Register) -> dict[str, tuple[str, str | None]]:
    """The id and citation of the first fact on each field of an order."""
    found: dict[str, tuple[str, str | None]] = {}
    for fact in order.facts:
        if fact.basis != "unverified" and fact.field not in found:
            found[fact.field] = (f"{order.id}/{fact.field}", register.cite_one(fact.cite))
    return found
