"""What a case's history says, in words for forms: decisions, who did what when, whether a unit is gone."""

import datetime as dt

from nameplate.report.forms.given import FormInput
from nameplate.review.case import Case, Done

CARRY_OUT, VERIFY = "carry_out", "verify"


def decision(case: Case) -> str:
    """What was decided, or asked for, in words."""
    if case.decision:
        return named(case.decision)
    return f"asked for: {named(case.asked)}" if case.asked else "not decided"


def decided_on(given: FormInput, case: Case) -> dt.date | None:
    """The day of the decision in force."""
    done = case.last(given.workflow.decides)
    return given.options.day_of(done.time) if done and case.decision else None


def day_done(given: FormInput, done: Done | None) -> dt.date | None:
    """The day that an act names as its own, else the day on which it was entered."""
    if done is None:
        return None
    try:
        return dt.date.fromisoformat(str(done.said.get("day")))
    except ValueError:
        return given.options.day_of(done.time)


def to_do(given: FormInput, case: Case) -> bool:
    """Whether something was decided that is to be done to the units."""
    kind = given.workflow.decisions.get(str((case.decision or {}).get("decision")))
    return bool(kind and kind.to_do)


def gone(given: FormInput, case: Case | None) -> bool:
    """Whether the units were shown to be gone, under the decision in force."""
    return bool(case and to_do(given, case) and case.last(VERIFY))


def state(case: Case) -> str:
    """The state of a case."""
    return case.state.replace("_", " ")


def told(done: Done) -> str:
    """An act with what was said in it, on one line."""
    says = [f"{key}: {value}" for key, value in done.said.items() if isinstance(value, str) and value]
    return f"{done.act.replace('_', ' ')}" + (f" ({'; '.join(says)})" if says else "")


def named(asked: dict[str, object]) -> str:
    """A decision, as it was asked for, in words."""
    name = str(asked.get("decision", ""))
    until = f" until {asked['until']}" if asked.get("until") else ""
    return f"{name.replace('_', ' ')}{until}"
