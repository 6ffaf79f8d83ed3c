"""Lists and facets for people: devices, findings and cases, filtered, a page at a time."""

import datetime as dt
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import UsageError
from nameplate.model import Device, Finding
from nameplate.store import tables as t

DEVICE_FACETS = t.FACETS
CASE_FACETS = ("state", "verdict", "decision")
_UNKNOWN: sa.ColumnElement[str] = sa.literal_column("'(not known)'")
Filters = Mapping[str, str]
_AT_ONCE = 10_000
"""Values that one statement asks for: SQLite takes 32,766, PostgreSQL 65,535."""


def devices(connection: Connection, where: Filters, *, limit: int = 50, offset: int = 0) -> list[dict[str, Any]]:
    """Devices that fit, strictest first within the page's order by id; `order` filters by an order's findings."""
    shown = [c for c in t.devices.c if c.name != "payload"]
    query = sa.select(*shown).where(*_device_filters(where)).order_by(t.devices.c.id).limit(limit).offset(offset)
    return [dict(row._mapping) for row in connection.execute(query)]


def facet(connection: Connection, column: str, where: Filters | None = None, limit: int = 50) -> list[tuple[str, int]]:
    """Values of one column of devices with how many units have each, most first. Raises `UsageError` on another."""
    if column not in DEVICE_FACETS:
        raise UsageError(f"'{column}' is no facet; choose from {', '.join(DEVICE_FACETS)}")
    # not the column itself: SQLite would walk its index, which is in order, and fetch every row for what is not in it
    chosen, units = sa.func.coalesce(t.devices.c[column], _UNKNOWN), sa.func.sum(t.devices.c.quantity)
    query = sa.select(chosen, units).where(*_device_filters(where or {})).group_by(chosen)
    rows = connection.execute(query.order_by(units.desc(), chosen).limit(limit))
    return [(value, int(count)) for value, count in rows]


def matching(connection: Connection, where: Filters) -> list[str]:
    """Ids of all devices that fit."""
    return list(
        connection.execute(sa.select(t.devices.c.id).where(*_device_filters(where)).order_by(t.devices.c.id)).scalars()
    )


def device(connection: Connection, identifier: str) -> Device:
    """One device as its newest review has it. Raises `UsageError` if there is none."""
    payload = connection.execute(sa.select(t.devices.c.payload).where(t.devices.c.id == identifier)).scalar()
    if payload is None:
        raise UsageError(f"device '{identifier}': not in this store")
    return msgspec.json.decode(zlib.decompress(payload), type=Device)


def devices_whole(connection: Connection, identifiers: Sequence[str]) -> dict[str, Device]:
    """Devices as their newest review has them, by id."""
    rows = among(connection, sa.select(t.devices.c.id, t.devices.c.payload), t.devices.c.id, identifiers)
    return {row.id: msgspec.json.decode(zlib.decompress(row.payload), type=Device) for row in rows}


def seen_in(connection: Connection, number: int) -> list[str]:
    """Ids of the devices that the import of this number saw last."""
    query = sa.select(t.devices.c.id).where(t.devices.c.last_seen == number).order_by(t.devices.c.id)
    return list(connection.execute(query).scalars())


def last_seen(connection: Connection, identifiers: Sequence[str]) -> dict[str, int]:
    """Number of the import that last saw each device."""
    chosen = sa.select(t.devices.c.id, t.devices.c.last_seen)
    return {row.id: row.last_seen for row in among(connection, chosen, t.devices.c.id, identifiers)}


def findings(connection: Connection, identifiers: Sequence[str]) -> list[Finding]:
    """All findings on these devices, by device and order."""
    chosen = sa.select(t.findings.c.payload).order_by(t.findings.c.device, t.findings.c.order)
    rows = among(connection, chosen, t.findings.c.device, identifiers)
    return [msgspec.json.decode(zlib.decompress(row.payload), type=Finding) for row in rows]


def among(connection: Connection, query: "sa.Select[Any]", column: Any, values: Sequence[str]) -> Iterator[Any]:
    """The rows of a query where a column is one of the values, however many: a database takes so many at a time."""
    for start in range(0, len(values), _AT_ONCE):
        yield from connection.execute(query.where(column.in_(values[start : start + _AT_ONCE])))


def cases(connection: Connection, where: Filters, *, limit: int = 50, offset: int = 0) -> list[dict[str, Any]]:
    """Cases that fit, nearest date first."""
    query = (
        sa.select(t.cases).where(*_case_filters(where)).order_by(t.cases.c.due.is_(None), t.cases.c.due, t.cases.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(query.limit(limit).offset(offset))]


def case_facet(connection: Connection, column: str) -> list[tuple[str, int]]:
    """Values of one column of cases with how many there are of each. Raises `UsageError` on another column."""
    if column not in CASE_FACETS:
        raise UsageError(f"'{column}' is no facet; choose from {', '.join(CASE_FACETS)}")
    chosen = t.cases.c[column]
    rows = connection.execute(sa.select(chosen, sa.func.count()).group_by(chosen).order_by(sa.func.count().desc()))
    return [(value or "(none)", int(count)) for value, count in rows]


def reviews(connection: Connection) -> list[dict[str, Any]]:
    """All imports, oldest first."""
    return [dict(row._mapping) for row in connection.execute(sa.select(t.reviews).order_by(t.reviews.c.number))]


def as_utc(moment: dt.datetime) -> dt.datetime:
    """A stored time; SQLite forgets the zone, which is always UTC."""
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment


def _device_filters(where: Filters) -> list[Any]:
    found: list[Any] = []
    for name, value in where.items():
        if name == "order":
            covered = sa.select(t.findings.c.device).where(t.findings.c.order == value)
            found.append(t.devices.c.id.in_(covered))
        elif name == "id" or name in DEVICE_FACETS:
            found.append(t.devices.c[name] == value)
        else:
            raise UsageError(f"'{name}' filters nothing; choose from id, order, {', '.join(DEVICE_FACETS)}")
    return found


def _case_filters(where: Filters) -> list[Any]:
    found: list[Any] = []
    for name, value in where.items():
        if name in CASE_FACETS:
            found.append(t.cases.c[name] == value)
        elif name in {"site", "maker", "model", "supplier"}:
            inside = sa.select(t.case_devices.c.case).join(t.devices, t.devices.c.id == t.case_devices.c.device)
            found.append(t.cases.c.id.in_(inside.where(t.devices.c[name] == value)))
        else:
            raise UsageError(
                f"'{name}' filters no cases; choose from {', '.join(CASE_FACETS)}, site, maker, model, supplier"
            )
    return found
