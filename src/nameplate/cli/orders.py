"""`nameplate orders`: what the register holds on orders."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nameplate.cli import options
from nameplate.errors import UsageError

if TYPE_CHECKING:
    from nameplate.register.load import Register
    from nameplate.register.orders import Order

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _group() -> None:
    """The register's orders."""


@app.command("list", epilog="Example: nameplate orders list --as-of 2026-11-24")
def list_(
    as_of: options.AsOf = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """All orders with jurisdiction, kind and status on the day."""
    from nameplate.policy.elements import status

    loaded, day = options.register(register), options.day(as_of)
    rows = [
        {
            "id": o.id,
            "title": o.title,
            "jurisdiction": o.jurisdiction,
            "kind": o.kind,
            "effective": o.effective,
            "in_force": status(o, day).truth.value,
            "status": status(o, day).says,
            "own": o.id in loaded.own,
        }
        for o in loaded.orders.values()
    ]
    if as_json:
        options.print_json({"orders": rows, "as_of": day, "register": loaded.version})
        return
    from rich.console import Console
    from rich.table import Table

    from nameplate.report.markup import escape

    table = Table(box=None, pad_edge=False)
    for heading in ("id", "where", "kind", f"on {day}", "title"):
        table.add_column(heading, overflow="fold")
    words = {True: "in force", False: "not in force", None: "unknown"}
    for row in rows:
        table.add_row(row["id"], row["jurisdiction"], row["kind"], words[row["in_force"]], escape(row["title"]))  # type: ignore[index, arg-type]
    Console().print(table)


@app.command(epilog="Example: nameplate orders show US-889B")
def show(
    order: Annotated[str, typer.Argument(metavar="ID", help="An order's id, as `orders list` gives it.")],
    as_of: options.AsOf = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """One order: who is bound, what is forbidden, whose goods, exceptions, duties, and every fact with its source."""
    from nameplate.report import order_text

    loaded = options.register(register)
    found = order_text.find(loaded, order)
    if as_json:
        options.print_json({"order": found, "citations": {k: loaded.citations[k] for f in found.facts for k in f.cite}})
        return
    from rich.console import Console

    Console().print(order_text.tree(found, loaded, options.day(as_of)))


@app.command(epilog="Example: nameplate orders timeline hikvision")
def timeline(
    maker: Annotated[str | None, typer.Argument(metavar="[MAKER]", help="Only orders that name this maker.")] = None,
    jurisdiction: Annotated[
        str | None, typer.Option("--jurisdiction", metavar="XX", help="Only orders of this country, or state (US-LA).")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", metavar="FILE.svg", help="Draw it as a picture instead of printing it.")
    ] = None,
    as_of: options.AsOf = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """What happened when, and what is still to come: all orders, or those that name one maker, or of one country."""
    from nameplate.policy import timeline as timelines

    loaded, day = options.register(register), options.day(as_of)
    maker = maker.casefold() if maker else None
    if maker:
        options.check_maker(maker, loaded)
    where = _jurisdiction(jurisdiction, loaded) if jurisdiction else None
    if picture:
        _draw(loaded, timelines.select(loaded, maker, where), maker, day, picture)
    events = timelines.timeline(loaded, maker, where)
    if as_json:
        options.print_json({"events": events})
    if as_json or picture:
        return
    from rich.console import Console
    from rich.table import Table

    from nameplate.report.markup import escape

    table = Table(box=None, pad_edge=False)
    for heading in ("date", "order", "what"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "date")
    for event in events:
        table.add_row(str(event.date), event.order, escape(event.says))
    Console().print(table)


def _jurisdiction(wanted: str, register: "Register") -> str:
    """An ISO 3166 code under which the register has orders."""
    known = sorted({order.jurisdiction for order in register.orders.values()})
    if not any(f"{code}-".startswith(f"{wanted.upper()}-") for code in known):
        raise UsageError(f"--jurisdiction {wanted}: the register has no order there; it has {', '.join(known)}")
    return wanted.upper()


def _draw(register: "Register", orders: "list[Order]", maker: str | None, day: dt.date, path: Path) -> None:
    from nameplate.report import timeline_picture

    try:
        timeline_picture.write(register, orders, maker, day, path)
    except OSError as error:
        raise UsageError(f"--picture {path}: this file cannot be written ({error.strerror})") from error


@app.command(epilog="Example: nameplate orders diff 2025-06-01 2026-06-01 --maker hikvision")
def diff(
    first: Annotated[str, typer.Argument(metavar="FROM", help="A day; what it already shows is left out.")],
    last: Annotated[str, typer.Argument(metavar="TO", help="A later day; what it shows is in.")],
    maker: Annotated[
        str | None, typer.Option("--maker", metavar="ID", help="Only orders that name this maker, company or brand.")
    ] = None,
    register: options.RegisterFolder = None,
    as_json: options.Json = False,
) -> None:
    """What changed between two days: orders in force or ended, targets, acts, clauses, milestones, with sources."""
    from nameplate.policy import changes

    loaded = options.register(register)
    begin, end = options.date("FROM", first), options.date("TO", last)
    if begin > end:
        raise UsageError(f"FROM {begin} lies after TO {end}; turn them round")
    if maker:
        options.check_maker(maker.casefold(), loaded)
    found = changes.between(loaded, begin, end, maker.casefold() if maker else None)
    if as_json:
        options.print_json({"from": begin, "to": end, "orders": found, "register": loaded.version})
        return
    from rich.console import Console

    from nameplate.report import changes_text

    for one in found:
        Console().print(changes_text.tree(one))
    if not found:
        print(f"nothing changed between {begin} and {end}")


@app.command(epilog="Example: nameplate orders check --register my-orders/")
def check(register: options.RegisterFolder = None, as_json: options.Json = False) -> None:
    """Validate every citation, id and date of the register. Exit 1 on a fault."""
    from nameplate.register import check as checks

    loaded = options.register(register)
    faults, counts = checks.check(loaded), checks.counts(loaded)
    if as_json:
        options.print_json({"counts": counts, "faults": faults})
    else:
        print(", ".join(f"{n:,} {what}" for what, n in counts.items()) + f"; register {loaded.version}")
        for fault in faults:
            print(f"! {fault.item}: {fault.what}")
    raise typer.Exit(1 if faults else 0)
