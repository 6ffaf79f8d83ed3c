"""Cases as rows for lists and facets. What they say follows from the ledger; `review.book` writes them beside it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import UsageError
from nameplate.store import queries
from nameplate.store import tables as t


def add(connection: Connection, row: dict[str, Any], devices: Sequence[str]) -> None:
    """A new case with its units."""
    connection.execute(t.cases.insert(), row)
    connection.execute(t.case_devices.insert(), [{"case": row["id"], "device": device} for device in devices])


def change(connection: Connection, identifier: str, **values: Any) -> None:
    """New values of one case."""
    connection.execute(t.cases.update().where(t.cases.c.id == identifier).values(values))


def in_cases(connection: Connection, finished: Iterable[str]) -> dict[str, str]:
    """Device -> the case that it stands in and that is not in one of the `finished` states."""
    query = sa.select(t.case_devices.c.device, t.cases.c.id).join(t.cases, t.cases.c.id == t.case_devices.c.case)
    return {row.device: row.id for row in connection.execute(query.where(t.cases.c.state.not_in(list(finished))))}


def of_devices(connection: Connection) -> list[tuple[str, str]]:
    """(case, device) of all cases, in order of case."""
    query = sa.select(t.case_devices.c.case, t.case_devices.c.device).order_by(t.case_devices.c.case)
    return [(row.case, row.device) for row in connection.execute(query)]


def expired(connection: Connection, today: dt.date, states: Sequence[str]) -> list[str]:
    """Cases in one of `states` whose exception ended before `today`."""
    query = sa.select(t.cases.c.id).where(t.cases.c.until < today, t.cases.c.state.in_(states))
    return list(connection.execute(query.order_by(t.cases.c.id)).scalars())


def check_known(connection: Connection, identifier: str) -> None:
    """Raises `UsageError` if there is no such case."""
    if connection.execute(sa.select(t.cases.c.id).where(t.cases.c.id == identifier)).first() is None:
        raise UsageError(f"case '{identifier}': not in this store; `nameplate case list` shows all")


def due(connection: Connection, devices: Sequence[str]) -> dt.date | None:
    """The first date of the findings on these units."""
    # no min(): PostgreSQL would walk the index of dates from the first on until it meets one of these units
    chosen = sa.select(t.findings.c.due).where(t.findings.c.due.is_not(None))
    return min((row.due for row in queries.among(connection, chosen, t.findings.c.device, devices)), default=None)


def statuses(connection: Connection, devices: Sequence[str]) -> list[str]:
    """What lists say of the state of these units."""
    chosen = sa.select(t.devices.c.status).where(t.devices.c.status.is_not(None))
    return [row.status for row in queries.among(connection, chosen, t.devices.c.id, devices)]
