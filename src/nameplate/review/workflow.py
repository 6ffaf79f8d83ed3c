"""The steps of a review as data: which acts there are, who may do them, when, and what must be said.

Whatever a holder writes into a workflow of its own, three things stay: who asks for a decision never approves it, a
decision needs both, and receiver, inventory taker and disposer of one unit are three people.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from nameplate import yamlfile
from nameplate.errors import DocumentError

Need = Literal["text", "date", "decision", "destination"] | tuple[str, ...]
"""What a field takes: words, a day, a decision or destination of the workflow, or one of a list."""


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """One thing that a person can do in a case; see workflow.yaml for the keys."""

    says: str
    from_: tuple[str, ...]
    roles: tuple[str, ...]
    to: str | None = None
    needs: dict[str, Need] = {}
    optional: dict[str, Need] = {}
    apart_from: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()
    attach: bool = False


class DecisionKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that can be decided: whether something is to be done then, and whether it ends on a day."""

    says: str
    to_do: bool = False
    expires: bool = False


class Destination(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a removed unit may go; `stopped` where a forbidden one must not."""

    says: str
    stopped: bool = False


class Workflow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A whole workflow. `opens`, `asks`, `decides` and `reopens` name the acts that open a case, ask for a decision,
    decide, and open it again."""

    name: str
    first: str
    states: dict[str, str]
    roles: dict[str, str]
    decisions: dict[str, DecisionKind]
    opens: str
    asks: str
    decides: str
    reopens: str
    acts: dict[str, Act]
    destinations: dict[str, Destination]
    on_its_way: tuple[str, ...] = ()

    @cached_property
    def _leaving(self) -> re.Pattern[str]:
        words = "|".join(sorted(map(re.escape, self.on_its_way), key=len, reverse=True)) or "(?!)"
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)

    def leaves(self, status: str | None) -> bool:
        """Whether a list's status says that the unit is on its way to another holder."""
        return bool(status and self._leaving.search(status))


def packaged() -> Workflow:
    """The workflow that comes with Nameplate."""
    return yamlfile.packaged("nameplate.review", "workflow.yaml", Workflow)


def load(path: Path) -> Workflow:
    """A holder's own workflow. Raises `DocumentError` naming what is wrong with it."""
    return checked(yamlfile.load(path, Workflow), str(path))


def checked(workflow: Workflow, name: str) -> Workflow:
    """The workflow, if it hangs together and keeps its three promises. Raises `DocumentError` otherwise."""
    faults = [*_dangling(workflow), *_promises(workflow)]
    if faults:
        raise DocumentError(f"{name}: {faults[0]}")
    return workflow


def _dangling(workflow: Workflow) -> list[str]:
    found = [
        f"there is no act '{a}'"
        for a in (workflow.opens, workflow.asks, workflow.decides, workflow.reopens)
        if a not in workflow.acts
    ]
    for name, act in workflow.acts.items():
        states = {*act.from_, *([act.to] if act.to else [])} - set(workflow.states)
        found += [f"act '{name}': there is no state '{state}'" for state in sorted(states)]
        found += [f"act '{name}': there is no role '{role}'" for role in act.roles if role not in workflow.roles]
        found += [f"act '{name}': there is no act '{other}'" for other in act.apart_from if other not in workflow.acts]
        found += [f"act '{name}': there is no decision '{d}'" for d in act.only_for if d not in workflow.decisions]
    return found


def _promises(workflow: Workflow) -> list[str]:
    if any(a not in workflow.acts for a in (workflow.asks, workflow.decides)):
        return []
    decides, asks = workflow.acts[workflow.decides], workflow.acts[workflow.asks]
    found = []
    if workflow.asks not in decides.apart_from:
        found.append(f"who does '{workflow.asks}' must not do '{workflow.decides}': put it into its apart_from")
    if asks.to is None or decides.from_ != (asks.to,):
        found.append(f"'{workflow.decides}' must follow '{workflow.asks}' and nothing else")
    others = [n for n, act in workflow.acts.items() if act.to == decides.to and n != workflow.decides]
    found += [
        f"act '{name}' decides without two persons: only '{workflow.decides}' may lead to '{decides.to}'"
        for name in others
    ]
    custody = [n for n in ("receive", "count", "dispose") if n in workflow.acts]
    for name in custody:
        missing = set(custody) - {name, *workflow.acts[name].apart_from}
        found += [
            f"'{name}' and '{other}' must be done by two persons: put it into apart_from" for other in sorted(missing)
        ]
    return found
