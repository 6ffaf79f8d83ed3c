"""What each half of an order looks at in a subject: subjects alike in that are judged once, whatever else differs.

Who is bound and whose goods are meant is one half, acts and exceptions the other. A key may hold too much, which
costs time; it may never hold too little: a test compares every judgement with one made without keys.
"""

import bisect
from collections.abc import Hashable

from nameplate.policy.subject import Subject
from nameplate.register.orders import Order


def of_goods(subject: Subject) -> Hashable:
    """What status, bound and targets look at; the day of purchase tells only companies that were sold."""
    return (
        subject.maker,
        subject.certain,
        subject.candidates,
        subject.open,
        subject.entity,
        subject.category,
        subject.components,
        subject.site.purposes,
        subject.site.sensitive,
        subject.acquired if subject.entity or subject.components else None,
    )


class ActsSight:
    """What the acts and exceptions of one order look at."""

    def __init__(self, order: Order) -> None:
        days = {act.from_ for act in order.acts} | {one.acquired_before for one in order.exceptions}
        self._days = sorted(day for day in days if day)
        self._kinds = any(one.products for one in order.exceptions)
        self._money = any(act.funding for act in order.acts)
        self._scope = any(act.scope for act in order.acts)
        self._label = any(act.relabels == "silent" for act in order.acts)

    def __call__(self, subject: Subject) -> Hashable:
        return (
            None if subject.acquired is None else bisect.bisect_right(self._days, subject.acquired),
            subject.category if self._kinds else None,
            subject.funding if self._money else None,
            subject.site.purposes if self._scope else None,
            subject.relabelled if self._label else None,
        )
