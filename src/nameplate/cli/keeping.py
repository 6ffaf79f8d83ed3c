"""Options of the commands on cases, ledger and users: which store, and whose key."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nameplate.errors import UsageError

if TYPE_CHECKING:
    from nameplate.ledger.keys import SigningKey
    from nameplate.review.book import Book
    from nameplate.store.database import Store

Db = Annotated[
    str,
    typer.Option("--db", metavar="STORE", envvar="NAMEPLATE_DB", help="The store: a file, or postgresql://..."),
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--key", metavar="FILE", envvar="NAMEPLATE_KEY", help="Your private key; you sign what you do."),
]
ServerKey = Annotated[
    Path | None,
    typer.Option("--server-key", metavar="FILE", envvar="NAMEPLATE_SERVER_KEY", help="The server's private key."),
]
DEFAULT_DB = "nameplate.db"


def store(db: str, *, create: bool = False) -> "Store":
    """The store of a command."""
    from nameplate.store.database import open_store

    return open_store(db, create=create)


def book(db: str) -> "Book":
    """The book in a store."""
    from nameplate.review.book import Book

    return Book(store(db))


def signer(path: Path | None, option: str = "--key") -> "SigningKey":
    """A private key, opened with its passphrase: from NAMEPLATE_PASSPHRASE, else asked for."""
    from nameplate.ledger import keys

    if path is None:
        raise UsageError(f"{option}: name your key file; `nameplate user key NAME --out FILE` makes one")
    return keys.load(path, passphrase(f"Passphrase of {path.name}"))


def passphrase(prompt: str, *, twice: bool = False) -> str:
    """A passphrase from the environment, else from the terminal. Raises `UsageError` where nobody can be asked."""
    given = os.environ.get("NAMEPLATE_PASSPHRASE")
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError("no passphrase: set NAMEPLATE_PASSPHRASE, or run this in a terminal")
    return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=twice, err=True))


def said(pairs: list[str]) -> dict[str, str]:
    """`field=value` words of a command line. Raises `UsageError` on one without `=`."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"'{pair}': write it as field=value, say why=\"no longer supported\"")
        found[name] = value
    return found


def tell(text: str, result: dict[str, object], *, as_json: bool) -> None:
    """Print what a command did: a line for people, or the same as JSON."""
    if as_json:
        from nameplate.cli import options

        options.print_json(result)
    else:
        print(text)
