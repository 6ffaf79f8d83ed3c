"""What a form needs of the store: cases, units of the newest review and of the cases, findings, imports, sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from nameplate.errors import RefusedError
from nameplate.model import Device, Finding, Holder, SourceReport
from nameplate.register import snapshot
from nameplate.register.load import Register
from nameplate.review.book import Book
from nameplate.review.case import IMPORTED, Case
from nameplate.store import ledger_rows, queries


@dataclass(frozen=True)
class Filed:
    """The contents of a file on some cases. `devices`: those seen in the newest review, and those of the cases."""

    holder: Holder
    register: Register
    cases: tuple[Case, ...]
    devices: dict[str, Device]
    findings: tuple[Finding, ...]
    reviews: tuple[dict[str, Any], ...]
    sources: tuple[SourceReport, ...]
    head: str


def gather(book: Book, identifiers: Sequence[str]) -> Filed:
    """Everything on these cases, as of now, with the register of the newest import. Raises `RefusedError` before any
    review was taken in."""
    with book.store.reading() as connection:
        imports = queries.reviews(connection)
        if not imports:
            raise RefusedError("no review was taken in yet; `nameplate case import` does that")
        entry = ledger_rows.of_subject(connection, f"review:{imports[-1]['id']}")[-1].entry
        if entry.act != IMPORTED or not entry.attachments:
            raise RefusedError("the ledger does not hold the newest import")
        content = ledger_rows.file_of(connection, entry.attachments[0]) or b""
        cases = tuple(book.read(connection, identifier) for identifier in identifiers)
        wanted = {*queries.seen_in(connection, imports[-1]["number"]), *(d for case in cases for d in case.devices)}
        devices = queries.devices_whole(connection, sorted(wanted))
        return Filed(
            holder=msgspec.convert(imports[-1]["holder"], Holder, strict=False),
            register=snapshot.unpack(content),
            cases=cases,
            devices=devices,
            findings=tuple(queries.findings(connection, sorted(wanted))),
            reviews=tuple(imports),
            sources=tuple(msgspec.convert(entry.body["sources"], list[SourceReport], strict=False)),
            head=ledger_rows.tip(connection).head.text,
        )
