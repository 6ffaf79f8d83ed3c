"""Many rows at once, as each database does it fastest: COPY on PostgreSQL, many rows a statement on SQLite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

T = TypeVar("T")
ROWS = 2_000
"""Rows, or keys, that one statement takes."""


def insert(connection: Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows; each has a value for every column of the first."""
    if connection.dialect.name == "postgresql":
        _copy(connection, table, _quoted(connection, table.name), rows)
        return
    for part in parts(rows):
        connection.execute(table.insert(), part)


def update(connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], keep: Sequence[str]) -> None:
    """Give the rows with these ids new values, but for the columns to `keep`."""
    names = [column.name for column in table.c if column.name not in {"id", *keep}]
    if connection.dialect.name == "postgresql":
        _update_from_copy(connection, table, rows, names)
        return
    statement = table.update().where(table.c.id == sa.bindparam("b_id")).values({n: sa.bindparam(n) for n in names})
    for part in parts({**row, "b_id": row["id"]} for row in rows):
        connection.execute(statement, part)


def by_key(connection: Connection, statement: Any, column: "sa.Column[Any]", keys: Iterable[str]) -> None:
    """An update or a delete of the rows whose column is one of the keys."""
    for part in parts(keys):
        connection.execute(statement.where(column.in_(part)))


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """The values, so many at a time."""
    left = iter(values)
    while part := list(islice(left, ROWS)):
        yield part


def _update_from_copy(
    connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], names: list[str]
) -> None:
    """The rows go into a table of this transaction, and from there over the old ones in one statement."""
    if not rows:
        return
    name, staged = _quoted(connection, table.name), _quoted(connection, f"staged_{table.name}")
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {staged} (LIKE {name}) ON COMMIT DROP")
    _copy(connection, table, staged, rows)
    told = ", ".join(f"{column} = staged.{column}" for column in (_quoted(connection, n) for n in names))
    connection.exec_driver_sql(f"UPDATE {name} SET {told} FROM {staged} AS staged WHERE {name}.id = staged.id")  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {staged}")


def _copy(connection: Connection, table: sa.Table, into: str, rows: Iterable[Mapping[str, Any]]) -> None:
    names = [column.name for column in table.c]
    columns = ", ".join(_quoted(connection, name) for name in names)
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(f"COPY {into} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in names])
    except connection.dialect.loaded_dbapi.OperationalError as error:
        raise sa.exc.OperationalError(f"COPY {into}", None, error) from error


def _quoted(connection: Connection, name: str) -> str:
    """A name of our own tables, as SQL writes it (`order` is a word of SQL)."""
    return connection.dialect.identifier_preparer.quote(name)
