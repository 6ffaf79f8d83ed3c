"""Who may do what, when: one function that says no, with the reason, before anything is entered."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from nameplate.errors import RefusedError
from nameplate.review.case import Case
from nameplate.review.workflow import Act, Need, Workflow


def check(
    case: Case,
    name: str,
    said: Mapping[str, Any],
    person: str,
    roles: Collection[str],
    workflow: Workflow,
    *,
    files: int = 0,
    today: dt.date,
) -> None:
    """Raises `RefusedError` unless `person` with `roles` may do the act `name` on the case as it stands."""
    act = workflow.acts.get(name)
    if act is None or name == workflow.opens:
        raise RefusedError(f"'{name}' is not an act on a case; choose from {', '.join(_others(workflow))}")
    _check_role(act, name, person, roles)
    if case.state not in act.from_:
        raise RefusedError(f"{case.id}: '{name}' comes after {_listed(act.from_)}; the case is {case.state}")
    _check_persons(case, act, name, person)
    _check_said(act, name, said, workflow, today)
    decision = (case.decision or {}).get("decision")
    if act.only_for and decision not in act.only_for:
        raise RefusedError(f"{case.id}: '{name}' is for {_listed(act.only_for)}; decided was {decision}")
    if act.attach and not files:
        raise RefusedError(f"{case.id}: '{name}' needs a file: attach the record")
    _check_decision(case, name, said, workflow, today)
    _check_destination(case, said, workflow)


def check_role(name: str, person: str, roles: Collection[str], workflow: Workflow) -> None:
    """Raises `RefusedError` unless one of `roles` may do the act `name` at all."""
    _check_role(workflow.acts[name], name, person, roles)


def _check_role(act: Act, name: str, person: str, roles: Collection[str]) -> None:
    if not set(act.roles) & set(roles):
        raise RefusedError(
            f"{person} ({_listed(roles) or 'no role'}) may not do '{name}'; that is for {_listed(act.roles)}"
        )


def _check_persons(case: Case, act: Act, name: str, person: str) -> None:
    """Four eyes: nobody does two acts that are to be done by two persons."""
    before = case.who_did(*act.apart_from).get(person)
    if before:
        raise RefusedError(f"{case.id}: {person} did '{before}'; '{name}' must be done by another person")


def _check_said(act: Act, name: str, said: Mapping[str, Any], workflow: Workflow, today: dt.date) -> None:
    known = act.needs | act.optional
    for field in said:
        if field not in known:
            raise RefusedError(f"'{name}' takes no '{field}'; it takes {_listed(known) or 'nothing'}")
    for field in act.needs:
        if said.get(field) in {None, ""}:
            raise RefusedError(f"'{name}' needs '{field}' ({_told(act.needs[field], workflow)})")
    for field, value in said.items():
        _check_value(name, field, value, known[field], workflow, today)


def _check_value(name: str, field: str, value: Any, need: Need, workflow: Workflow, today: dt.date) -> None:
    if need == "text":
        return
    if need == "date":
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError as error:
            raise RefusedError(f"'{name}', {field}: '{value}' is no day; write it like {today}") from error
        if field == "day" and day > today:
            raise RefusedError(f"'{name}', {field}: {day} has not come yet")
        return
    if str(value) not in _choices(need, workflow):
        raise RefusedError(f"'{name}', {field}: '{value}' is not one of {_told(need, workflow)}")


def _check_decision(case: Case, name: str, said: Mapping[str, Any], workflow: Workflow, today: dt.date) -> None:
    if name != workflow.asks:
        return
    kind = workflow.decisions[str(said["decision"])]
    until = said.get("until")
    if kind.expires and not (until and said.get("safeguards")):
        raise RefusedError(f"{case.id}: an exception needs 'until' (its last day) and 'safeguards'")
    if kind.expires and dt.date.fromisoformat(str(until)) <= today:
        raise RefusedError(f"{case.id}: an exception until {until} is over before it begins")
    if until and not kind.expires:
        raise RefusedError(f"{case.id}: '{said['decision']}' has no last day")


def _check_destination(case: Case, said: Mapping[str, Any], workflow: Workflow) -> None:
    """A forbidden unit must not reach another holder by donation, excess or sale."""
    destination = workflow.destinations.get(str(said.get("destination", "")))
    if destination and destination.stopped and case.verdict in {"forbidden", "forbidden_if"}:
        raise RefusedError(
            f"{case.id}: stopped: a unit that is {case.verdict} must not be {destination.says}; destroy or recycle it"
        )


def _choices(need: Need, workflow: Workflow) -> tuple[str, ...]:
    if need == "decision":
        return tuple(workflow.decisions)
    if need == "destination":
        return tuple(workflow.destinations)
    return tuple(need)


def _told(need: Need, workflow: Workflow) -> str:
    if need in {"text", "date"}:
        return {"text": "words", "date": "a day, YYYY-MM-DD"}[str(need)]
    return _listed(_choices(need, workflow))


def _others(workflow: Workflow) -> list[str]:
    return [name for name in workflow.acts if name != workflow.opens]


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)
