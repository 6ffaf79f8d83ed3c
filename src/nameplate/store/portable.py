"""Everything in a store as JSON lines, and back: nothing is locked in, and SQLite and PostgreSQL hold the same.

First line `{"schema": "nameplate/store/1"}`, then `{"table": ..., "row": {...}}`; bytes are base64.
"""

import base64
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import StoreError, UsageError
from nameplate.store.tables import metadata

SCHEMA = "nameplate/store/1"
_ROWS = 1_000
"""Rows written at a time."""


def dump(connection: Connection) -> Iterator[bytes]:
    """The lines of a store, tables in the order in which they can be read back, rows in order of key."""
    encode = msgspec.json.Encoder(order="sorted").encode
    yield encode({"schema": SCHEMA})
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)):
            yield encode({"table": str(table.name), "row": {str(k): _out(v) for k, v in row._mapping.items()}})


def load(connection: Connection, lines: Iterable[bytes]) -> int:
    """Fill an empty store; how many rows.

    Raises `UsageError` on a store that is not empty, `StoreError` on a bad line.
    """
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(table).limit(1)).first():
            raise UsageError("this store is not empty; load into a new one")
    waiting: dict[str, list[dict[str, Any]]] = {}
    count = 0
    for number, line in enumerate(lines, start=1):
        found = _decode(line, number)
        if number == 1:
            if found != {"schema": SCHEMA}:
                raise StoreError(f"line 1: not a store written by Nameplate ({SCHEMA})")
            continue
        table, row = _row(found, number)
        waiting.setdefault(table.name, []).append(row)
        count += 1
        if len(waiting[table.name]) >= _ROWS:
            _flush(connection, waiting)
    _flush(connection, waiting)
    return count


def _flush(connection: Connection, waiting: dict[str, list[dict[str, Any]]]) -> None:
    for table in metadata.sorted_tables:
        if rows := waiting.pop(table.name, None):
            connection.execute(table.insert(), rows)


def _decode(line: bytes, number: int) -> Any:
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise StoreError(f"line {number}: not JSON ({error})") from error


def _row(found: Any, number: int) -> tuple[sa.Table, dict[str, Any]]:
    try:
        table = metadata.tables[found["table"]]
        row = {name: _in(table.c[name], value) for name, value in found["row"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(f"line {number}: not a row of this version's tables ({error})") from error
    return table, row


def _out(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value


def _in(column: "sa.Column[Any]", value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(column.type, sa.DateTime):
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if isinstance(column.type, sa.Date) else value
