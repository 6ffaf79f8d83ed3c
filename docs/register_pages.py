"""The pages of docs/register/, made from the packaged register by the code that prints orders and makers.

One page for all makers, one for the orders of each country with its states, one index. The status of an order is that
of the newest day of which a fact of an order speaks, so that a page changes only when the register does.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rich.text import Text
from rich.tree import Tree

from nameplate.policy.elements import status
from nameplate.register.load import Register, load
from nameplate.register.orders import Order
from nameplate.report import maker_text, order_text

FOLDER = Path(__file__).resolve().parent / "register"
_HEAD = "<!-- Made from the register by docs/refresh.py; change the register, not this page. -->\n\n"
_ADDRESS = re.compile(r"https?://[^\s()]+[^\s().,;]")
_MARKDOWN = re.compile(r"([\\`*_<>\[\]|#~])")
_STATE = {True: "in force", False: "not in force", None: "unknown"}


def stale(register: Register | None = None, folder: Path = FOLDER) -> list[Path]:
    """Pages that are missing, say something else than the register, or belong to nothing in it any more."""
    wanted = {folder / name: text for name, text in pages(register or load()).items()}
    other = set(folder.rglob("*.md")) - set(wanted)
    return sorted({p for p, text in wanted.items() if not p.exists() or p.read_text(encoding="utf-8") != text} | other)


def write(register: Register | None = None, folder: Path = FOLDER) -> list[Path]:
    """Bring all pages up to date; gives those that changed or went."""
    wanted = {folder / name: text for name, text in pages(register or load()).items()}
    changed = stale(register, folder)
    for path in changed:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def pages(register: Register) -> dict[str, str]:
    """Name below docs/register/ -> text of the page."""
    day = max(fact.as_of for order in register.orders.values() for fact in order.facts)
    found = {"index.md": _index(register, day), "makers.md": _makers(register)}
    for country, orders in _by_country(register):
        parts = [_entry(order.id, order_text.tree(order, register, day)) for order in orders]
        found[f"orders/{country.lower()}.md"] = f"{_HEAD}# Orders of {country}, as of {day}\n\n" + "\n".join(parts)
    return found


def _by_country(register: Register) -> Iterator[tuple[str, list[Order]]]:
    ordered = sorted(register.orders.values(), key=lambda o: (o.jurisdiction, o.id))
    for country, orders in groupby(ordered, lambda o: o.jurisdiction.split("-")[0]):
        yield country, list(orders)


def _makers(register: Register) -> str:
    parts = [_entry(maker.id, maker_text.maker_tree(maker, register)) for maker in register.makers.values()]
    return f"{_HEAD}# Makers, their companies, and the brands they stand behind\n\n" + "\n".join(parts)


def _index(register: Register, day: dt.date) -> str:
    orders = [
        f"| [{o.id}](orders/{country.lower()}.md#{o.id}) | {o.jurisdiction} | {o.kind.replace('_', ' ')} "
        f"| {_STATE[status(o, day).truth.value]} | {_plain(o.title)} |"
        for country, own in _by_country(register)
        for o in own
    ]
    makers = [
        f"| [{_plain(m.name)}](makers.md#{m.id}) | `{m.id}` | {m.seat or 'not established'} | {len(m.entities)} "
        f"| {sum(line.maker == m.id for _, line in register.lineages.values())} |"
        for m in register.makers.values()
    ]
    return (
        f"{_HEAD}# What the register holds, as of {day}\n\n"
        "Every order and every maker, each fact with its source. On another day, or for a brand, ask the program: "
        "`nameplate orders show ID --as-of DATE`, `nameplate makers show BRAND`.\n\n"
        "## Orders\n\n"
        + _table(("order", "where", "kind", f"on {day}", "title"), orders)
        + "\n## Makers\n\n"
        + _table(("maker", "id", "seat", "companies", "claims on brands"), makers)
    )


def _table(headings: Iterable[str], rows: Iterable[str]) -> str:
    names = list(headings)
    return "\n".join([f"| {' | '.join(names)} |", "|" + "---|" * len(names), *rows]) + "\n"


def _entry(identifier: str, tree: Tree) -> str:
    """One tree as a heading with nested lists."""
    heading = _plain(_text(tree.label))
    return f'<a id="{identifier}"></a>\n\n## {heading}\n\n' + "\n".join(_lines(tree, 0)) + "\n"


def _lines(tree: Tree, depth: int) -> Iterator[str]:
    for child in tree.children:
        yield f"{'  ' * depth}- {_plain(_text(child.label))}"
        yield from _lines(child, depth + 1)


def _text(label: object) -> str:
    """A label as it is shown, without the terminal's markup."""
    return " ".join(Text.from_markup(str(label)).plain.split())


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, with addresses to follow."""
    found, at = [], 0
    for address in _ADDRESS.finditer(text):
        found += [_MARKDOWN.sub(r"\\\1", text[at : address.start()]), f"<{address.group()}>"]
        at = address.end()
    return "".join([*found, _MARKDOWN.sub(r"\\\1", text[at:])])
