"""When the clock of a report began and when it ends, in business days (FAR 52.204-25(d)(2))."""

import datetime as dt

import msgspec

from nameplate.policy.calendar import add_business_days
from nameplate.report.forms import statements
from nameplate.report.forms.given import FormInput
from nameplate.report.forms.words import FieldWords, Term
from nameplate.review.case import Case


class Identified(msgspec.Struct, frozen=True):
    """When the equipment of a case was identified, by whom, and how that is known. `earlier` is a day before it that is
    on record too, in a sentence, or empty."""

    case: str
    day: dt.date
    who: str
    how: str
    earlier: str = ""


def identified(given: FormInput, case: Case, field: FieldWords) -> Identified:
    """The day that somebody named (`field` says under which keys), else the day on which the case was opened."""
    day = statements.said_day(given, case, field)
    if day is None:
        return _opened(given, case)
    named = statements.newest(case, field.said)
    if named is None:
        return Identified(case.id, day, "(not said)", "as given when this form was made")
    return Identified(case.id, day, named.done.actor, f"as said in entry {named.done.sequence}")


def _opened(given: FormInput, case: Case) -> Identified:
    first = case.history[0]
    day = given.options.day_of(first.time)
    how = f"case opened {first.time:%Y-%m-%d %H:%M} UTC, entry {first.sequence}"
    return Identified(case.id, day, first.actor, how, _earlier(given, case, day))


def due(start: dt.date, term: Term) -> dt.date:
    """The last day of a term that began on `start`; `start` itself does not count."""
    return add_business_days(start, term.n, term.jurisdiction)


def in_words(given: FormInput, day: dt.date) -> str:
    """The day with what it means today."""
    days = (day - given.today).days
    if days < 0:
        return f"{day}, which has passed"
    return f"{day}, today" if days == 0 else f"{day}, in {days} calendar day{'s' if days != 1 else ''}"


def _earlier(given: FormInput, case: Case, day: dt.date) -> str:
    """Whether an earlier day could be taken for that of identification: the import that the case was opened from, or
    the holder's own word. It is told, not used: who identified what when is for people to say."""
    for review in given.reviews:
        taken = given.options.day_of(_utc(review["imported"]))
        if review["id"] == case.opening.review and taken < day:
            return f"the review that shows it was taken in on {taken}"
    if given.holder.discovered and given.holder.discovered < day:
        return f"the holder file names {given.holder.discovered} as the day of discovery"
    return ""


def _utc(moment: dt.datetime) -> dt.datetime:
    """A time of the store; SQLite gives it without its zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
