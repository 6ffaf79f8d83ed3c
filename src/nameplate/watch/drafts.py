"""The order file that an accepted change becomes: what the article says, and nothing more, each part with its fact.

An order of this kind has `text_seen: false`, basis `press` and low confidence; its open questions say what to look for.
"""

import datetime as dt
from typing import Any

import msgspec

from nameplate.errors import UsageError
from nameplate.register.load import Register
from nameplate.watch.changes import REPLIES
from nameplate.watch.shapes import Event, Proposal, RegisterChange

_ACTS: dict[str, dict[str, Any]] = {
    "use_prohibited": {"verb": "use", "applies_to": "both", "relabels": "silent"},
    "procurement_prohibited": {"verb": "procure", "applies_to": "new", "relabels": "silent"},
    "holdings_review": {"verb": "assess", "applies_to": "existing", "strength": "duty_only", "relabels": "silent"},
    "order_cease_operations": {"verb": "operate_business", "object": "company", "relabels": "silent"},
    "listed": {"verb": "list", "relabels": "silent"},
}
_WHY_NOT = {
    "order_cease_operations": "It speaks to a company, not to what is held.",
    "listed": "A list covers nothing by itself; an order that refers to it does.",
}


def citation(proposal: Proposal, today: dt.date) -> tuple[str, dict[str, Any]]:
    """Key and citation of an article."""
    source = proposal.source
    parts = (source.title or "Article", source.publisher, source.published and source.published.isoformat())
    title = ", ".join(str(part) for part in parts if part)
    quoted = f"; quoted from {source.quoted_from}" if source.quoted_from else ""
    where = source.url or f"file {source.path}, sha256 {source.sha256}"
    return f"watch-{source.sha256[:10]}", {"title": f"{title}{quoted}"[:300], "url": where, "accessed": today}


def draft(change: RegisterChange, proposal: Proposal, register: Register, who: str, why: str) -> dict[str, Any]:
    """The order as it would stand in the register, ready for YAML. Raises `UsageError` if a day is missing."""
    event = proposal.events[change.event]
    if change.kind == "known_order":
        return _extended(change, event, proposal, register, who, why)
    begins = event.date or proposal.source.published
    if begins is None:
        raise UsageError(
            f"{change.id}: neither the event nor the article has a date; find it and write the order yourself"
        )
    return _new(change, event, proposal, begins, who, why)


def _fact(field: str, says: str, event: Event, proposal: Proposal, day: dt.date) -> dict[str, Any]:
    return {
        "field": field,
        "says": says,
        "cite": [f"watch-{proposal.source.sha256[:10]}"],
        "as_of": proposal.source.published or day,
        "confidence": "medium" if event.confidence >= 0.7 and proposal.source.primary else "low",
        "basis": "press",
    }


def _extended(
    change: RegisterChange, event: Event, proposal: Proposal, register: Register, who: str, why: str
) -> dict[str, Any]:
    """An order of the register with one fact more. Raises `UsageError` if it is gone."""
    if change.order not in register.orders:
        raise UsageError(f"{change.order}: no longer in the register; read the article again")
    known: dict[str, Any] = _plain(msgspec.to_builtins(register.orders[change.order], builtin_types=(dt.date,)))
    field = "reply" if event.type in REPLIES else "note"
    day = event.date or proposal.source.published or register.orders[change.order].facts[0].as_of
    fact = _fact(field, f"{_sentence(event)} Accepted by {who}: {why}", event, proposal, day)
    return {**known, "facts": [*known["facts"], fact]}


def _plain(value: Any) -> Any:
    """Without what stands at its default of null or nothing; tuples as lists."""
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None and v not in ([], ())}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def _new(
    change: RegisterChange, event: Event, proposal: Proposal, begins: dt.date, who: str, why: str
) -> dict[str, Any]:
    planned = event.stance == "planned"
    status = "proposed" if planned else "announced" if event.type == "holdings_review" else "in_force"
    touches = event.type not in _WHY_NOT
    says = _sentence(event)
    facts = [_fact(f, says, event, proposal, begins) for f in ("status", "bound", "acts", "targets")]
    facts.append(_fact("note", f"Accepted by {who}: {why}", event, proposal, begins))
    order: dict[str, Any] = {
        "id": change.order,
        "title": f"{change.jurisdiction}: {change.says}"[:300],
        "jurisdiction": change.jurisdiction,
        "issuer": event.actor or "not named in the article",
        "kind": "proposal" if planned else "list" if event.type == "listed" else "policy",
        "summary": f"{says} Taken from an article; the text of the order was not seen.",
        "announced": begins,
        "text_seen": False,
        "citations": [{"code": proposal.source.primary or "not named in the article"}],
        "status_history": [{"from": begins, "status": "in_force" if status == "announced" else status}],
        "bound": [_bound(event)],
        "acts": [{**_ACTS[event.type], "from": begins}],
        "targets": [{"by": "entity", "entities": [change.maker], "note": "As the article says; relabels not stated."}],
        "open_questions": list(proposal.questions),
        "facts": facts,
    }
    if not planned:
        order["effective"] = begins
    return order if touches else {**order, "touches_holdings": False, "why_not": _WHY_NOT[event.type]}


def _bound(event: Event) -> dict[str, Any]:
    if event.type == "order_cease_operations":
        return {"actors": ["named_company"], "note": "One company, as the article says."}
    return {"actors": ["agency"], "note": "Who is bound was not read in an order; agencies are taken."}


def _sentence(event: Event) -> str:
    """What the article says, in its own words, attributed."""
    by = f"{event.attributed_to} says, according to the article" if event.attributed_to else "The article says"
    return f'{by}: "{" ".join(event.text.split())[:240]}"'
