"""`nameplate ledger`: open, hand heads to outsiders, export for auditors, back up."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from nameplate.cli import keeping, options
from nameplate.errors import UsageError

app = typer.Typer(no_args_is_help=True, add_completion=False)
OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where it goes; nothing is written over.")]


@app.callback()
def _group() -> None:
    """The ledger: every act of the review, signed, in an order that nobody can change unseen."""


@app.command("open", epilog="Example: nameplate ledger open --origin example.org/review --server-key server.key")
def open_(
    origin: Annotated[
        str, typer.Option("--origin", metavar="NAME", help="A name of its own, such as example.org/review.")
    ],
    db: keeping.Db = keeping.DEFAULT_DB,
    server_key: keeping.ServerKey = None,
    workflow: Annotated[
        Path | None, typer.Option("--workflow", metavar="FILE", help="Steps of your own; see docs/cases.md.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Make a store with a new ledger. The server's key is made if the file is not there; it signs heads."""
    from nameplate.ledger import keys
    from nameplate.review import book
    from nameplate.review import workflow as workflows

    if server_key is None:
        raise UsageError("--server-key: say where the server's key is, or should be made")
    steps = workflows.load(workflow) if workflow else workflows.packaged()
    if server_key.exists():
        key = keeping.signer(server_key, "--server-key")
    else:
        key = keys.generate(origin)
        keys.save(key, server_key, keeping.passphrase("New passphrase for the server's key", twice=True))
    book.begin(keeping.store(db, create=True), origin, key, steps)
    says = f"ledger {origin} opened in {db}; steps: {steps.name}\nserver key: {key.verifier}"
    keeping.tell(says, {"origin": origin, "steps": steps.name, "key": str(key.verifier)}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger head --server-key server.key --out head.note")
def head(
    out: OutFile,
    db: keeping.Db = keeping.DEFAULT_DB,
    server_key: keeping.ServerKey = None,
    request: Annotated[
        Path | None, typer.Option("--time-stamp-request", metavar="FILE.tsq", help="Also write an RFC 3161 request.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Sign the head of this moment and write it to a file: mail it, print it, give it to a witness.

    Whoever keeps it can later tell whether the ledger was rewritten or cut short.
    """
    from nameplate.ledger import checkpoint, note, timestamp
    from nameplate.review import keeping as ledger

    signed = ledger.sign_head(keeping.book(db), keeping.signer(server_key, "--server-key"))
    _write(out, note.write(signed))
    if request:
        _write(request, timestamp.request(checkpoint.read_text(signed.text)))
    stated = checkpoint.read_text(signed.text)
    result = {"origin": stated.origin, "size": stated.size, "root": stated.root.hex()}
    keeping.tell(ledger.in_words(stated), result, as_json=as_json)


@app.command(epilog="Example: nameplate ledger witness cosigned.note")
def witness(
    file: Annotated[Path, typer.Argument(help="What a witness gave back: .note (cosigned head) or .tsr (time stamp).")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Keep what a witness gave back; it goes into every bundle."""
    from nameplate.review import keeping as ledger

    name = ledger.add_witness(keeping.book(db), file)
    keeping.tell(f"kept: {name}", {"kept": name}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger export review-2026.zip --server-key server.key")
def export(
    path: Annotated[Path, typer.Argument(metavar="BUNDLE", help="The file to write.")],
    db: keeping.Db = keeping.DEFAULT_DB,
    server_key: keeping.ServerKey = None,
    as_json: options.Json = False,
) -> None:
    """Write a bundle that anyone can verify elsewhere: `nameplate verify BUNDLE`, or verify.html in a browser."""
    from nameplate.ledger import checkpoint
    from nameplate.review import keeping as ledger

    signed = ledger.export(keeping.book(db), keeping.signer(server_key, "--server-key"), path)
    size = checkpoint.read_text(signed.text).size
    keeping.tell(f"{path}: {size} entries", {"bundle": str(path), "entries": size}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger backup copy.db")
def backup(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The copy.")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Copy a SQLite store to one file while it is in use."""
    keeping.store(db).backup(path)
    keeping.tell(str(path), {"copy": str(path)}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger dump everything.jsonl")
def dump(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="JSON lines.")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Write everything in the store as JSON lines; `ledger load` reads it, also into the other kind of database."""
    from nameplate.store import portable

    if path.exists():
        raise UsageError(f"{path}: is there already")
    with keeping.store(db).reading() as connection, path.open("wb") as stream:
        stream.writelines(line + b"\n" for line in portable.dump(connection))
    keeping.tell(str(path), {"dump": str(path)}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger load everything.jsonl --db postgresql://reviewer@db.example/review")
def load(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What `ledger dump` wrote.")],
    db: keeping.Db = keeping.DEFAULT_DB,
    as_json: options.Json = False,
) -> None:
    """Fill a new store with what `ledger dump` wrote; all of it or nothing."""
    from nameplate.store import portable

    if not path.is_file():
        raise UsageError(f"{path}: there is no such file")
    with keeping.store(db, create=True).writing() as connection, path.open("rb") as stream:
        count = portable.load(connection, (line.rstrip(b"\n") for line in stream))
    keeping.tell(f"{count:,} rows", {"rows": count}, as_json=as_json)


@app.command(epilog="Example: nameplate ledger check")
def check(db: keeping.Db = keeping.DEFAULT_DB, as_json: options.Json = False) -> None:
    """Check the store against its own ledger: entries, people, cases, files, heads, and every act by the rules.

    Exit 1 if something in it is not what the signed entries lead to.
    """
    from nameplate.review import audit

    found = audit.audit(keeping.store(db))
    lines = [f"{fault.where}{_entry(fault.entry)}: {fault.says}" for fault in found.faults]
    said = (
        f"{found.entries:,} entries, {found.cases:,} cases: {len(lines) or 'no'} fault{'s' if len(lines) != 1 else ''}"
    )
    keeping.tell("\n".join([*lines, said]), msgspec.structs.asdict(found), as_json=as_json)
    raise typer.Exit(int(bool(lines)))


@app.command("list", epilog="Example: nameplate ledger list --json")
def list_(
    db: keeping.Db = keeping.DEFAULT_DB,
    start: Annotated[int, typer.Option("--from", metavar="N", help="First entry.")] = 0,
    as_json: options.Json = False,
) -> None:
    """The entries: number, time, who, what, on which case."""
    from nameplate.ledger.entry import read_entry
    from nameplate.store import ledger_rows

    with keeping.book(db).store.reading() as connection:
        entries = [read_entry(line).entry for line in ledger_rows.lines(connection, start)]
    if as_json:
        options.print_json({"entries": entries})
        return
    for entry in entries:
        print(f"{entry.sequence:>6}  {entry.time:%Y-%m-%d %H:%M:%S}  {entry.actor}  {entry.act}  {entry.subject}")


def _entry(number: int | None) -> str:
    return "" if number is None else f", entry {number}"


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
