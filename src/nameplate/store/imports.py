"""Taking in a review: new devices and findings are added, changed ones replaced, others kept with the day last seen.

Nothing of the ledger or of cases is touched here; what changed is told to whoever decides what follows from it.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.model import Device, Finding
from nameplate.store import bulk
from nameplate.store import tables as t

T = TypeVar("T")


class Incoming(msgspec.Struct, frozen=True):
    """One review to take in. `verdicts` is the strictest verdict of each device, by id; `sources` are the digests of
    its sources by path."""

    id: str
    as_of: dt.date
    register: str
    holder: Any
    devices: Sequence[Device]
    findings: Sequence[Finding]
    verdicts: dict[str, str]
    sources: dict[str, str]


class Change(msgspec.Struct, frozen=True):
    """What a newer review says of a device that was known: its verdict before and now, and whether it was seen in a
    source that no earlier import had."""

    device: str
    before: str
    now: str
    in_new_source: bool


class Taken(msgspec.Struct, frozen=True):
    """What an import did. `number` counts imports; `known` is false where this very review had been taken in."""

    number: int
    known: bool
    new: int
    changed: int
    unseen: int
    changes: tuple[Change, ...]


def take_in(connection: Connection, review: Incoming, now: dt.datetime) -> Taken:
    """Take in one review. The same review again changes nothing."""
    found = connection.execute(sa.select(t.reviews.c.number).where(t.reviews.c.id == review.id)).scalar()
    if found is not None:
        return Taken(found, True, 0, 0, 0, ())
    number = 1 + (connection.execute(sa.select(sa.func.max(t.reviews.c.number))).scalar() or 0)
    read_before = set(chain.from_iterable(connection.execute(sa.select(t.reviews.c.sources)).scalars()))
    _add_review(connection, review, number, now)
    before = _known(connection)
    unread = {path for path, digest in review.sources.items() if digest not in read_before}
    afresh = {d.id for d in review.devices if any(place.source in unread for place in d.subjects)}
    new, changed = _devices(connection, review, number, before)
    _findings(connection, review, number)
    changes = tuple(
        Change(device, verdict, review.verdicts[device], device in afresh)
        for device, (_, verdict) in before.items()
        if device in review.verdicts
    )
    return Taken(number, False, new, changed, len(before) - len(changes), changes)


def _add_review(connection: Connection, review: Incoming, number: int, now: dt.datetime) -> None:
    connection.execute(
        t.reviews.insert().values(
            id=review.id,
            number=number,
            as_of=review.as_of,
            imported=now,
            register=review.register,
            holder=review.holder,
            sources=sorted(review.sources.values()),
            devices=len(review.devices),
            findings=len(review.findings),
        )
    )


def _known(connection: Connection) -> dict[str, tuple[str, str]]:
    """Device -> digest, verdict."""
    query = sa.select(t.devices.c.id, t.devices.c.digest, t.devices.c.verdict)
    return {row.id: (row.digest, row.verdict) for row in connection.execute(query)}


def _devices(
    connection: Connection, review: Incoming, number: int, before: dict[str, tuple[str, str]]
) -> tuple[int, int]:
    rows = (_device_row(device, review.verdicts[device.id], number) for device in review.devices)
    new, changed, same = [], [], []
    for row in rows:
        known = before.get(row["id"])
        if known is None:
            new.append(row)
        elif known == (row["digest"], row["verdict"]):
            same.append(row["id"])
        else:
            changed.append(row)
    bulk.insert(connection, t.devices, new)
    bulk.update(connection, t.devices, changed, keep=["first_seen"])
    bulk.by_key(connection, t.devices.update().values(last_seen=number), t.devices.c.id, same)
    return len(new), len(changed)


def _device_row(device: Device, verdict: str, number: int) -> dict[str, Any]:
    payload = msgspec.json.encode(device, order="sorted")
    attribution = device.attribution
    return {
        "id": device.id,
        "first_seen": number,
        "last_seen": number,
        "digest": hashlib.sha256(payload).hexdigest()[:16],
        "verdict": verdict,
        "quantity": device.quantity,
        "maker": _short(attribution.maker if attribution.verdict == "identified" else None, 80),
        "brand": _short(attribution.brand, 120),
        "model": _short(attribution.model, 160),
        "site": _short(device.site, 120),
        "supplier": _short(device.supplier, 160),
        "name": _short(device.name, 200),
        "category": attribution.category,
        "status": _short(device.status, 160),
        "payload": zlib.compress(payload, 1),
    }


def _findings(connection: Connection, review: Incoming, number: int) -> None:
    """Findings of the devices in this review are replaced as a whole: an order that no longer covers one is gone."""
    bulk.by_key(connection, t.findings.delete(), t.findings.c.device, (device.id for device in review.devices))
    encode = msgspec.json.Encoder(order="sorted").encode
    rows = (_finding_row(finding, number, encode) for finding in review.findings)
    bulk.insert(connection, t.findings, rows)


def _finding_row(finding: Finding, number: int, encode: Callable[[Finding], bytes]) -> dict[str, Any]:
    return {
        "device": finding.device,
        "order": finding.order,
        "verdict": finding.verdict,
        "due": min((duty.due for duty in finding.duties if duty.due), default=None),
        "review": number,
        "payload": zlib.compress(encode(finding), 1),
    }


def faults(connection: Connection) -> Iterator[str]:
    """Rows of devices and findings that do not say what the device or finding in them says, in words."""
    pages = connection.execution_options(yield_per=bulk.ROWS)
    for row in pages.execute(sa.select(t.devices)):
        device = unpacked(row.payload, Device)
        if device is None or not _says(row, _device_row(device, row.verdict, row.last_seen), "first_seen"):
            yield f"device {row.id}: its row was changed"
    encode = msgspec.json.Encoder(order="sorted").encode
    for row in pages.execute(sa.select(t.findings)):
        finding = unpacked(row.payload, Finding)
        if finding is None or not _says(row, _finding_row(finding, row.review, encode)):
            yield f"finding {row.order} on {row.device}: its row was changed"


def unpacked(payload: bytes, shape: type[T]) -> T | None:
    """What is packed in a row; None if it cannot be read."""
    try:
        return msgspec.json.decode(zlib.decompress(payload), type=shape)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _says(row: Any, told: dict[str, Any], *but: str) -> bool:
    """Whether a row has these values; the packed bytes differ from one zlib to the next."""
    return all(row._mapping[name] == value for name, value in told.items() if name not in {"payload", *but})


def _short(text: str | None, length: int) -> str | None:
    """As a column holds it; the whole stands in the payload. PostgreSQL takes no NUL in text."""
    return text.replace("\0", "")[:length] if text else None
