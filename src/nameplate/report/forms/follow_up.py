"""The follow-up: ten business days after the first report was submitted (FAR 52.204-25(d)(2)(ii))."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence

from nameplate.report.forms import acts, clock, items, provenance, statements
from nameplate.report.forms.filled import Form, Layout, Part, Row, or_blank
from nameplate.report.forms.first_report import other_cases
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.items import Item
from nameplate.report.forms.words import words
from nameplate.review.case import Case, Done

NAME = "follow_up"
_ANSWERS = ("case", "contract", "items", "mitigation", "prevented", "will_prevent")
_CLOCK = ("case", "reported", "reported_to", "due")
_RECORD = ("case", "entry", "day", "who", "what")


def build(given: FormInput) -> Form:
    """Fill the follow-up: when each case was reported, what was done and will be done, what its acts record."""
    layout = Layout(words().forms[NAME])
    covered = items.covered(given, given.units(), layout.words.all_orders)
    cases = list({item.case.id: item.case for item in covered if item.case}.values())
    parts = [
        _clock(given, layout, cases),
        layout.table("answers", _ANSWERS, [_answer(given, layout, case, covered) for case in cases]),
        layout.table("record", _RECORD, [line for case in cases for line in _record(given, case)]),
        other_cases(layout, items.other_cases(given, covered)),
        statements.where(cases, layout.words.fields),
    ]
    return provenance.form(NAME, given, layout.words, parts)


def _clock(given: FormInput, layout: Layout, cases: Sequence[Case]) -> Part:
    rows = [_reported(given, layout, case) for case in cases]
    days = [row["due"] for row in rows if isinstance(row["due"], dt.date)]
    first = clock.in_words(given, min(days)) if days else layout.words.unknown_due
    head = layout.part("clock", due=first, addressee=layout.words.addressee)
    return Part("clock", head.words, head.fields, layout.table("clock", _CLOCK, rows).table)


def _reported(given: FormInput, layout: Layout, case: Case) -> Row:
    """When the first report on a case was submitted; without that day there is no day for this one."""
    fields, term = layout.words.fields, layout.words.term
    day = statements.said_day(given, case, fields["reported"])
    return {
        "case": case.id,
        "reported": or_blank(day, f"case {case.id}"),
        "reported_to": statements.filled(given, case, fields["reported_to"]),
        "due": clock.due(day, term) if day and term else None,
    }


def _answer(given: FormInput, layout: Layout, case: Case, covered: list[Item]) -> Row:
    fields = layout.words.fields
    counted: Counter[str] = Counter()
    for item in covered:
        counted[items.label(given, item)] += item.units if item.case and item.case.id == case.id else 0
    names = [f"{label} ({units:,})" for label, units in counted.items() if units]
    return {
        "case": case.id,
        "contract": or_blank(statements.said(given, case, fields["contract"]), f"case {case.id}"),
        "items": "; ".join(names),
        "mitigation": statements.filled(given, case, fields["mitigation"]),
        "prevented": statements.filled(given, case, fields["prevented"]),
        "will_prevent": statements.filled(given, case, fields["will_prevent"]),
    }


def _record(given: FormInput, case: Case) -> Iterator[Row]:
    """Decisions and what was done under them: facts beside the person's answers, never in their place."""
    workflow = given.workflow
    under = {name for name, act in workflow.acts.items() if act.only_for}
    asked: dict[str, object] = {}
    for done in case.history:
        if done.act == workflow.asks:
            asked = done.said
        elif done.act == workflow.decides:
            yield _line(given, case, done, f"decided: {acts.named(asked)}")
        elif done.act in under:
            yield _line(given, case, done, acts.told(done))


def _line(given: FormInput, case: Case, done: Done, says: str) -> Row:
    day = acts.day_done(given, done)
    return {"case": case.id, "entry": done.sequence, "day": day, "who": done.actor, "what": says}
