"""A verification for the terminal: the answer, what is wrong, what could not be checked, heads, signers.

Words before colours; everything that comes from the bundle is stripped of what drives a terminal.
"""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table

from nameplate.ledger.checks.findings import Check, Outcome, Verification, Witness
from nameplate.report.markup import escape

_WORDS: dict[Outcome, str] = {
    "failed": "[bold red]BROKEN[/]",
    "warning": "[yellow]note[/]",
    "not_checked": "not checked",
    "ok": "[green]ok[/]",
}
_KINDS = {"cosignature": "cosigned by", "time_stamp": "stamped by", "held": "held by you:"}


def parts(found: Verification) -> Iterator[RenderableType]:
    """What to print, in order."""
    yield from _sentences(found)
    yield ""
    for outcome in _WORDS:
        checks = found.of(outcome)
        if checks:
            yield _checks(checks)
    if found.heads:
        yield ""
        yield _heads(found)
    if found.signers:
        yield ""
        yield _signers(found)


def _sentences(found: Verification) -> Iterator[str]:
    name = escape(found.origin or "no name")
    broken = len(found.of("failed"))
    if broken:
        yield f"[bold red]BROKEN[/]: the ledger {name} with {found.entries:,} entries; {broken:,} faults."
    else:
        yield f"[bold green]INTACT[/]: the ledger {name} with {found.entries:,} entries."
    if found.witnessed:
        yield f"Somebody outside vouches for the first {found.witnessed:,} of them."
    else:
        yield "Nobody you know vouches for it but its keeper, who could have written all of it anew."


def _checks(checks: Sequence[Check]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, width=11)
    table.add_column(no_wrap=True, width=12)
    table.add_column(overflow="fold")
    for check in checks:
        table.add_row(_WORDS[check.outcome], check.name, escape(_where(check) + check.says))
    return table


def _where(check: Check) -> str:
    entry = f"entry {check.entry}" if check.entry is not None else ""
    where = ", ".join(part for part in (entry, check.file or "") if part)
    return f"{where}: " if where else ""


def _heads(found: Verification) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("head of", justify="right", no_wrap=True)
    table.add_column("root", overflow="fold", min_width=12)
    table.add_column("witnessed", overflow="fold")
    for head in found.heads:
        witnesses = "\n".join(map(_witness, head.witnesses)) or "by nobody you know"
        table.add_row(f"{head.size:,}", head.root, escape(witnesses))
    return table


def _witness(witness: Witness) -> str:
    when = f", {witness.time:%Y-%m-%d %H:%M} UTC" if witness.time else ""
    return f"{_KINDS[witness.kind]} {witness.name}{when}"


def _signers(found: Verification) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("signed", "by", "as", "key"):
        table.add_column(heading, justify="right" if heading == "signed" else "left", overflow="fold")
    for signer in found.signers:
        held = "you hold it" if signer.trusted else "from the bundle"
        state = f"{held}; revoked by entry {signer.revoked}" if signer.revoked is not None else held
        table.add_row(f"{signer.entries:,}", escape(signer.name), escape(", ".join(signer.roles)), state)
    return table
