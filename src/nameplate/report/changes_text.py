"""What changed in orders between two days, for reading: a tree an order, every change with its source."""

from rich.tree import Tree

from nameplate.policy.changes import OrderChanges
from nameplate.report.markup import escape

_STATE = {True: "in force", False: "not in force", None: "unknown"}


def tree(found: OrderChanges) -> Tree:
    """The changes of one order, in order of date."""
    before, after = _STATE[found.before], _STATE[found.after]
    state = after if before == after else f"{before}, then {after}"
    root = Tree(f"[bold]{escape(found.order)}[/bold]  {escape(found.title)} ({escape(found.jurisdiction)}): {state}")
    for change in found.changes:
        leaf = root.add(f"{change.date}  {change.what.replace('_', ' ')}: {escape(change.says)}")
        if change.cite:
            leaf.add(f"[dim]{escape(change.cite)}[/dim]")
    return root
