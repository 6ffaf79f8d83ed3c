"""An order for reading: its elements and every fact with its source, as a tree."""

import datetime as dt
import difflib

from rich.tree import Tree

from nameplate.errors import UsageError
from nameplate.policy.elements import status
from nameplate.register.load import Register
from nameplate.register.orders import Order, Target
from nameplate.report.markup import escape


def find(register: Register, wanted: str) -> Order:
    """An order by id, case ignored. Raises `UsageError` with the nearest id."""
    found = {o.casefold(): order for o, order in register.orders.items()}.get(wanted.casefold())
    if found is None:
        near = difflib.get_close_matches(wanted.upper(), register.orders, n=1, cutoff=0.4)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise UsageError(f"no order '{wanted}' in the register{hint}")
    return found


def tree(order: Order, register: Register, as_of: dt.date) -> Tree:
    """The whole order as of a day."""
    root = Tree(f"[bold]{order.id}[/bold]  {escape(order.title)}")
    root.add(escape(order.summary))
    root.add(f"{order.jurisdiction}, {order.kind.replace('_', ' ')}, issued by {escape(order.issuer)}")
    root.add(f"status on {as_of}: {escape(status(order, as_of).says)}")
    codes = root.add("cited as")
    for code in order.citations:
        until = f", until {code.to}" if code.to else ""
        codes.add(escape(f"{code.code}" + (f", from {code.from_}" if code.from_ else "") + until))
    _listed(root, "binds", [f"{', '.join(b.actors)} ({b.nexus.replace('_', ' ')}){_note(b.note)}" for b in order.bound])
    _listed(
        root,
        "forbids",
        [
            f"{a.verb.replace('_', ' ')}, {a.applies_to}"
            + (f", from {a.from_}" if a.from_ else "")
            + ("" if a.strength == "forbid" else f" ({a.strength.replace('_', ' ')})")
            + _note(a.note)
            for a in order.acts
        ],
    )
    _listed(root, "whose goods", [_target(t, register) for t in order.targets])
    _listed(root, "exceptions", [f"{e.kind}: {e.test}" for e in order.exceptions])
    _listed(root, "duties", [d.says for d in order.duties])
    if not order.touches_holdings:
        root.add(f"touches no holdings: {escape(order.why_not)}")
    _listed(root, "open questions", list(order.open_questions))
    facts = root.add("facts")
    for fact in order.facts:
        leaf = facts.add(escape(f"{fact.field}: {fact.says}"))
        leaf.add(f"[dim]{escape(register.cite(fact.cite))}; as of {fact.as_of}, {fact.confidence}, {fact.basis}[/dim]")
    return root


def _listed(root: Tree, title: str, lines: list[str]) -> None:
    if lines:
        branch = root.add(title)
        for line in lines:
            branch.add(escape(line))


def _note(note: str) -> str:
    return f": {note}" if note else ""


def _target(target: Target, register: Register) -> str:
    whose = ", ".join(register.label(e) for e in target.entities) or target.test or ", ".join(target.countries)
    parts = [whose]
    if target.extends_to:
        parts.append("and their " + ", ".join(target.extends_to))
    if target.products:
        parts.append("goods: " + ", ".join(target.products))
    if target.purposes:
        parts.append("used for: " + ", ".join(target.purposes))
    return "; ".join(parts) + _note(target.note)
