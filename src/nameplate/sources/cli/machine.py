"""The state machine of a TextFSM template, run many times faster and with the line of every record.

Same records as textfsm 2.1 (`parser.py`: _CheckLine, _AppendRecord, options Required, Filldown, List, Key) without
an object call for every value. Templates that use more (Fillup, nested groups, Error) are left to TextFSM.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = dict[str, Any]
"""Values by the template's names; text, None or a list."""

Lines = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Rule:
    """One rule: its pattern, what it does with the record, whether the line is tried further, the next state."""

    match: Any
    record: str
    goes_on: bool
    state: str


@dataclass(frozen=True)
class Machine:
    """A template as plain data."""

    states: dict[str, tuple[Rule, ...]]
    names: tuple[str, ...]
    required: tuple[str, ...]
    filldown: tuple[str, ...]
    lists: frozenset[str]
    closes: bool

    def records(self, lines: Lines) -> Iterator[tuple[int, Record]]:
        """(index of the line that ended it, record) in order."""
        run = _Run(self, self.states["Start"])
        at = 0
        for at, (_, line) in enumerate(lines):
            for record in run.line(line):
                yield at, record
            if run.over:
                break
        if run.over != "End" and self.closes and self.counts(run.held):
            yield at, run.held

    def counts(self, held: Record) -> bool:
        """Whether a record is one: not empty, with all required values."""
        return not is_empty(held) and all(held.get(name) for name in self.required)


def is_empty(held: Record) -> bool:
    """Whether a record holds nothing."""
    for value in held.values():  # noqa: SIM110 - a loop: this runs for every record
        if value is not None and value != []:
            return False
    return True


@dataclass
class _Run:
    """One text on its way: the state, the record so far, what is filled down, how it ended."""

    machine: Machine
    state: tuple[Rule, ...]
    held: Record = field(default_factory=dict)
    kept: Record = field(default_factory=dict)
    over: str = ""

    def line(self, line: str) -> list[Record]:
        """Records that a line completes."""
        done: list[Record] = []
        for rule in self.state:
            found = rule.match(line)
            if found is None:
                continue
            self._assign(found.groupdict())
            if rule.record:
                self._record(rule.record, done)
            if not rule.goes_on:
                if rule.state in {"End", "EOF"}:
                    self.over = rule.state
                elif rule.state:
                    self.state = self.machine.states[rule.state]
                break
        return done

    def _assign(self, found: dict[str, str | None]) -> None:
        machine = self.machine
        if not machine.lists and not machine.filldown:
            self.held.update(found)
            return
        for name, value in found.items():
            self.held[name] = [*self.held.get(name, ()), value] if name in machine.lists else value
            if name in machine.filldown:
                self.kept[name] = self.held[name]

    def _record(self, operation: str, done: list[Record]) -> None:
        if operation == "Record":
            if is_empty(self.held):
                return
            if all(self.held.get(name) for name in self.machine.required):
                done.append(self.held)
        if operation == "Clearall":
            self.kept = {}
        self.held = dict(self.kept)


def of(template: Any) -> Machine | None:
    """The machine of a `textfsm.TextFSM`; None if the template uses what this one does not know."""
    options = {value.name: set(value.OptionNames()) for value in template.values}
    nested = any(value.compiled_regex.groupindex for value in template.values if "List" in options[value.name])
    if nested or any(used - {"Required", "Filldown", "List", "Key"} for used in options.values()):
        return None
    rules = [rule for state in template.states.values() for rule in state]
    if any(rule.line_op not in {"", "Next", "Continue"} for rule in rules):
        return None
    return Machine(
        states={
            name: tuple(
                Rule(
                    re.compile(rule.regex).match,
                    rule.record_op.replace("NoRecord", ""),
                    rule.line_op == "Continue",
                    rule.new_state,
                )
                for rule in state
            )
            for name, state in template.states.items()
        },
        names=tuple(options),
        required=tuple(name for name, used in options.items() if "Required" in used),
        filldown=tuple(name for name, used in options.items() if "Filldown" in used),
        lists=frozenset(name for name, used in options.items() if "List" in used),
        closes="EOF" not in template.states,
    )
