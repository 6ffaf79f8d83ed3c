"""Keeping the ledger: people and their keys, signed heads for outsiders, bundles for auditors."""

import base64
from pathlib import Path

from sqlalchemy.engine import Connection

from nameplate.errors import RefusedError
from nameplate.ledger import bundle, checkpoint, note, registry
from nameplate.ledger.checkpoint import Head
from nameplate.ledger.entry import Draft, SignedEntry
from nameplate.ledger.keys import ADMINISTRATOR, SERVER, KeyRecord
from nameplate.ledger.note import Note, Signer, VerifierKey
from nameplate.ledger.registry import Registry
from nameplate.review.book import Book
from nameplate.store import ledger_rows, people


def add_person(book: Book, verifier: VerifierKey, roles: tuple[str, ...], key: Signer) -> SignedEntry:
    """Add a person's key with roles; the server or an administrator does it. Raises `RefusedError` on a role that the
    workflow does not have or a name that is taken."""
    known = {*book.workflow.roles, ADMINISTRATOR}
    for role in roles:
        if role not in known:
            raise RefusedError(f"there is no role '{role}'; choose from {', '.join(sorted(known))}")
    with book.store.writing() as connection:
        ledger_rows.locked_tip(connection)
        if any(p["name"] == verifier.name and p["revoked"] is None for p in people.everybody(connection)):
            raise RefusedError(f"'{verifier.name}' has a key in force; replace it with `nameplate user replace`")
        record = KeyRecord(verifier.name, roles, str(verifier), book.now())
        return _enter(connection, registry.added(record, book.now()), key)


def revoke(book: Book, name: str, reason: str, key: Signer, successor: VerifierKey | None = None) -> SignedEntry:
    """Revoke a person's key, or replace it by `successor`, which is added first with the same roles.

    Raises `RefusedError` if that is another person's key: who did what goes by name.
    """
    if successor and successor.name != name:
        raise RefusedError(f"the new key is {successor.name}'s; the key of {name} is replaced by one of the same name")
    with book.store.writing() as connection:
        ledger_rows.locked_tip(connection)
        in_force = people.in_force(connection, name)
        old = next(k.record for k in ledger_rows.registry_of(connection).all() if k.record.key == in_force)
        if successor:
            record = KeyRecord(successor.name, old.roles, str(successor), book.now())
            _enter(connection, registry.added(record, book.now()), key)
        by = str(successor) if successor else None
        return _enter(connection, registry.revoked(old, reason, book.now(), by), key)


def _enter(connection: Connection, draft: Draft, key: Signer) -> SignedEntry:
    """An act on a key, tried on the registry before it is kept: it says who may do that."""
    known: Registry = ledger_rows.registry_of(connection)
    signed = ledger_rows.append(connection, draft, key)
    known.signer(signed.entry)
    known.apply(signed.entry)
    return signed


def sign_head(book: Book, server: Signer) -> Note:
    """The head of this moment, signed by the server and kept; to be handed to a witness.

    Raises `RefusedError` if the key is not the server's.
    """
    with book.store.writing() as connection:
        return _sign_head(connection, server)


def _sign_head(connection: Connection, server: Signer) -> Note:
    end = ledger_rows.locked_tip(connection)
    if SERVER not in people.roles_of(connection, str(server.verifier)):
        raise RefusedError(f"{server.verifier.name} is not the server of this ledger; heads are signed with its key")
    signed = checkpoint.sign(end.head, server)
    ledger_rows.add_checkpoint(connection, end.frontier.size, note.write(signed))
    return signed


def in_words(head: Head) -> str:
    """A head to print or read out over the telephone: the root in groups of four hexadecimal digits."""
    root = head.root.hex()
    groups = " ".join(root[at : at + 4] for at in range(0, len(root), 4))
    return f"{head.origin}\n{head.size} entries\n{groups}"


def add_witness(book: Book, path: Path) -> str:
    """Keep a witness's file (.note or .tsr) for bundles; its name. Raises `RefusedError` on another kind of file.

    A cosigned head must be one of this ledger's: the tree over as many entries must have the same root.
    """
    if path.suffix not in {".note", ".tsr"}:
        raise RefusedError(f"{path}: a witness's file ends in .note (cosigned head) or .tsr (time stamp)")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"{path}: this file cannot be read ({error.strerror})") from error
    with book.store.writing() as connection:
        if path.suffix == ".note":
            _check_head(connection, note.read(content), path)
        ledger_rows.add_witness(connection, path.name, content)
    return path.name


def _check_head(connection: Connection, witnessed: Note, path: Path) -> None:
    from nameplate.ledger.merkle import frontier

    head, leaves = checkpoint.read_text(witnessed.text), ledger_rows.leaves(connection)
    origin = ledger_rows.tip(connection).origin
    if head.origin != origin or head.size > len(leaves):
        raise RefusedError(f"{path}: a head of {head.origin} over {head.size} entries; this is {origin}, {len(leaves)}")
    if frontier(leaves[: head.size]).root() != head.root:
        root = base64.b64encode(head.root).decode()
        raise RefusedError(f"{path}: the witness saw another ledger: root {root} over {head.size} entries is not ours")


def export(book: Book, server: Signer, path: Path) -> Note:
    """Write a bundle that anyone can verify, over all entries of this moment; nobody appends while it is written.

    Raises `LedgerError` if there is a file already.
    """
    with book.store.writing() as connection:
        signed = _sign_head(connection, server)
        contents = bundle.Contents(
            entries=ledger_rows.lines(connection),
            checkpoints=ledger_rows.checkpoints(connection),
            keys=ledger_rows.registry_of(connection).records(),
            attachments=ledger_rows.files(connection),
            witnesses=ledger_rows.witness_files(connection),
        )
        bundle.write_bundle(path, contents)
        return signed
