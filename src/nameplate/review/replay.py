"""Judging an old case again with the register of its day: the same inputs must give the same verdicts."""

import msgspec

from nameplate.errors import RefusedError
from nameplate.model import Holder
from nameplate.policy.evaluate import Evaluator
from nameplate.policy.findings import only_counted
from nameplate.policy.subject import Subject
from nameplate.register import snapshot
from nameplate.review.book import Book
from nameplate.review.case import IMPORTED, Case
from nameplate.store import ledger_rows


class Difference(msgspec.Struct, frozen=True):
    """A verdict that comes out otherwise today: device, order, what was said then and what is said now."""

    device: str
    order: str
    then: str
    now: str


def replay(book: Book, case: Case) -> list[Difference]:
    """Every finding of the case, judged again; none differs if register and program say what they said then.

    Raises `RefusedError` if the ledger does not hold the import that the case was opened from.
    """
    with book.store.reading() as connection:
        entries = ledger_rows.of_subject(connection, f"review:{case.opening.review}")
        imported = next((e.entry for e in entries if e.entry.act == IMPORTED), None)
        content = ledger_rows.file_of(connection, imported.attachments[0]) if imported else None
    if imported is None or content is None:
        raise RefusedError(f"{case.id}: the ledger does not hold the import {case.opening.review[:12]}")
    holder = msgspec.convert(imported.body["holder"], Holder, strict=False)
    evaluator = Evaluator(snapshot.unpack(content), holder, case.opening.as_of)
    found = []
    for one in case.opening.found:
        subject = msgspec.convert(one.subject, Subject, strict=False)
        judged = {j.order: j.verdict for j in evaluator.judge(subject) if not only_counted(j)}
        for order in sorted({*judged, *one.orders}):
            then, now = one.orders.get(order, "not_covered"), judged.get(order, "not_covered")
            if then != now:
                found.append(Difference(one.device, order, then, now))
    return found
