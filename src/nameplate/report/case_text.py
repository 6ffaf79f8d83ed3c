"""One case for the terminal: its units, what was decided, what was answered, every act."""

from rich.tree import Tree

from nameplate.report.markup import escape
from nameplate.review.case import Case, Done
from nameplate.review.workflow import Workflow

_UNITS = 12
"""Units shown."""


def tree(case: Case, workflow: Workflow) -> Tree:
    """The case as a tree."""
    opening = case.opening
    root = Tree(f"[bold]{escape(case.id)}  {escape(opening.title)}[/bold]")
    root.add(escape(f"state: {case.state} ({workflow.states.get(case.state, '')})"))
    root.add(escape(f"judged as of {opening.as_of}, register {opening.register}, review {opening.review[:12]}"))
    units = root.add(f"{len(opening.found)} unit{'s' if len(opening.found) != 1 else ''}")
    for found in opening.found[:_UNITS]:
        orders = ", ".join(f"{order} {verdict}" for order, verdict in found.orders.items())
        units.add(escape(f"{found.device}: {found.verdict}" + (f" ({orders})" if orders else "")))
    if len(opening.found) > _UNITS:
        units.add(f"and {len(opening.found) - _UNITS} more")
    if case.decision:
        root.add(f"[bold]decided: {escape(_said(case.decision))}[/bold]")
    elif case.asked:
        root.add(escape(f"asked for, not approved: {_said(case.asked)}"))
    for answer in case.answers:
        root.add(escape(f"answer of the {answer.said.get('whom')}: {answer.said.get('says')}"))
    acts = root.add("acts")
    for done in case.history:
        _act(acts, done)
    return root


def _act(branch: Tree, done: Done) -> None:
    leaf = branch.add(escape(f"{done.time:%Y-%m-%d %H:%M} {done.actor}: {done.act} (entry {done.sequence})"))
    said = {name: value for name, value in done.said.items() if name != "found"}
    if any(said.values()):
        leaf.add(escape(_said(said)))
    for file in done.files:
        leaf.add(escape(f"file {file.name}, {file.size:,} bytes, SHA-256 {file.sha256[:16]}..."))


def _said(said: dict[str, object]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in said.items() if value)
