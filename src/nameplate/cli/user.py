"""`nameplate user`: people, their keys and roles."""

from pathlib import Path
from typing import Annotated

import typer

from nameplate.cli import keeping, options

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def _group() -> None:
    """People of a review: who holds which key, who may do what."""


@app.command(epilog="Example: nameplate user key alice --out alice.key")
def key(
    name: Annotated[str, typer.Argument(help="How the ledger calls you; no spaces.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where your private key goes; keep it.")],
    as_json: options.Json = False,
) -> None:
    """Make a key of your own. Give the line that is printed to an administrator; keep the file and the passphrase."""
    from nameplate.ledger import keys

    made = keys.generate(name)
    keys.save(made, out, keeping.passphrase(f"New passphrase for {name}", twice=True))
    keeping.tell(str(made.verifier), {"name": name, "key": str(made.verifier)}, as_json=as_json)


@app.command(epilog="Example: nameplate user add 'alice+3f2a9c01+AbC...' --role analyst --server-key server.key")
def add(
    verifier: Annotated[str, typer.Argument(metavar="KEY", help="The line that `user key` printed.")],
    role: Annotated[list[str], typer.Option("--role", help="What this person may do; can stand several times.")],
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    server_key: keeping.ServerKey = None,
    as_json: options.Json = False,
) -> None:
    """Let a person in, with roles. Signed by the server's key or by an administrator's."""
    from nameplate.ledger import note
    from nameplate.review import keeping as ledger

    signed = ledger.add_person(
        keeping.book(db), note.parse_key(verifier), tuple(role), keeping.signer(server_key or key)
    )
    says = f"{signed.entry.subject} added as {', '.join(role)} by entry {signed.entry.sequence}"
    keeping.tell(says, {"name": signed.entry.subject, "roles": role, "entry": signed.entry.sequence}, as_json=as_json)


@app.command(epilog="Example: nameplate user revoke alice --why 'left the department' --server-key server.key")
def revoke(
    name: Annotated[str, typer.Argument(help="Whose key.")],
    why: Annotated[str, typer.Option("--why", help="The reason; it stands in the ledger.")],
    replace: Annotated[
        str | None, typer.Option("--replace", metavar="KEY", help="The new key that takes over.")
    ] = None,
    db: keeping.Db = keeping.DEFAULT_DB,
    key: keeping.KeyFile = None,
    server_key: keeping.ServerKey = None,
    as_json: options.Json = False,
) -> None:
    """Revoke a key, or replace it by a new one with the same roles.

    Signed by its owner, an administrator or the server.
    """
    from nameplate.ledger import note
    from nameplate.review import keeping as ledger

    successor = note.parse_key(replace) if replace else None
    signed = ledger.revoke(keeping.book(db), name, why, keeping.signer(server_key or key), successor)
    says = f"the key of {name} is revoked by entry {signed.entry.sequence}"
    says += "; the new one is in force" if replace else ""
    keeping.tell(says, {"name": name, "entry": signed.entry.sequence, "replaced_by": replace}, as_json=as_json)


@app.command("list", epilog="Example: nameplate user list")
def list_(db: keeping.Db = keeping.DEFAULT_DB, as_json: options.Json = False) -> None:
    """All keys: name, roles, since which entry, until which."""
    from rich.console import Console
    from rich.table import Table

    from nameplate.report.markup import escape
    from nameplate.store import people

    with keeping.book(db).store.reading() as connection:
        rows = people.everybody(connection)
    if as_json:
        options.print_json({"people": rows})
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("name", "roles", "added by entry", "revoked by entry"):
        table.add_column(heading, justify="right" if "entry" in heading else "left", overflow="fold")
    for row in rows:
        roles = ", ".join(row["roles"])  # type: ignore[arg-type]
        table.add_row(
            escape(str(row["name"])), roles, str(row["added"]), "" if row["revoked"] is None else str(row["revoked"])
        )
    Console().print(table)
