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
from nameplate.store.queries import as_utc
from nameplate.store.tables import metadata

SCHEMA = "nameplate/store/1"
_BYTEWISE = {"sqlite": "BINARY", "postgresql": "C"}
_ROWS = 1_000
"""Rows written at a time."""


def dump(connection: Connection) -> Iterator[bytes]:
    """The lines of a store, tables in the order in which they can be read back, rows in order of key."""
    encode = msgspec.json.Encoder(order="sorted").encode
    bytewise = _BYTEWISE[connection.dialect.name]
    yield encode({"schema": SCHEMA})
    for table in metadata.sorted_tables:
        for row in connection.execute(sa.select(table).order_by(*_order(table, bytewise))):
            yield encode({"table": str(table.name), "row": {str(k): _out(v) for k, v in row._mapping.items()}})


def _order(table: sa.Table, bytewise: str) -> list[Any]:
    """By key, texts by their bytes, whatever language a server sorts by."""
    keys = table.primary_key.columns
    return [key.collate(bytewise) if isinstance(key.type, sa.String) else key for key in keys]


def load(connection: Connection, lines: Iterable[bytes]) -> int:
    """Fill an empty store; how many rows.

    Raises `UsageError` on a store that is not empty, `StoreError` on a bad line or one that contradicts another.
    """
    for table in metadata.sorted_tables:
        if connection.execute(sa.select(table).limit(1)).first():
            raise UsageError("this store is not empty; load into a new one")
    waiting: dict[str, list[dict[str, Any]]] = {}
    number = first = 1
    for number, line in enumerate(lines, start=1):
        found = _decode(line, number)
        if number == 1:
            if found != {"schema": SCHEMA}:
                raise StoreError(f"line 1: not a store written by Nameplate ({SCHEMA})")
            continue
        table, row = _row(found, number)
        waiting.setdefault(table.name, []).append(row)
        if len(waiting[table.name]) >= _ROWS:
            _flush(connection, waiting, first + 1, number)
            first = number
    _flush(connection, waiting, first + 1, number)
    return number - 1


def _flush(connection: Connection, waiting: dict[str, list[dict[str, Any]]], first: int, last: int) -> None:
    for table in metadata.sorted_tables:
        if rows := waiting.pop(table.name, None):
            try:
                connection.execute(table.insert(), rows)
            except (sa.exc.IntegrityError, sa.exc.DataError, sa.exc.StatementError) as error:
                if isinstance(error, sa.exc.OperationalError):
                    raise
                says = str(error.orig).strip().splitlines()[0]
                raise StoreError(f"lines {first} to {last}: a row of '{table.name}' does not fit ({says})") from error


def _decode(line: bytes, number: int) -> Any:
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"line {number}: not JSON ({error})") from error


def _row(found: Any, number: int) -> tuple[sa.Table, dict[str, Any]]:
    try:
        table = metadata.tables[found["table"]]
        row = {name: _in(table.c[name], value) for name, value in found["row"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(f"line {number}: not a row of this version's tables ({error})") from error
    if missing := sorted({column.name for column in table.c} - row.keys()):
        raise StoreError(f"line {number}: a row of '{table.name}' without {', '.join(missing)}")
    return table, row


def _out(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return as_utc(value).astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


def _in(column: "sa.Column[Any]", value: Any) -> Any:
    """A value as its column takes it. Raises `ValueError` or `TypeError` if it is of another type."""
    if value is None and column.nullable:
        return None
    if isinstance(column.type, sa.LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(column.type, sa.DateTime):
        return as_utc(dt.datetime.fromisoformat(value)).astimezone(dt.UTC)
    if isinstance(column.type, sa.Date):
        return dt.date.fromisoformat(value)
    if not isinstance(column.type, sa.JSON) and type(value) is not column.type.python_type:
        raise TypeError(f"{column.name}: {type(value).__name__} where {column.type.python_type.__name__} belongs")
    return value
