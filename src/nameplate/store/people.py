"""Who holds which key and role, as the ledger's entries say it."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from nameplate.errors import RefusedError
from nameplate.store import tables as t


def roles_of(connection: Connection, key: str) -> tuple[str, ...]:
    """The roles of a key in force (a verifier key). Raises `RefusedError` if the ledger does not know it or no more."""
    row = connection.execute(
        sa.select(t.people.c.roles, t.people.c.revoked, t.people.c.name).where(t.people.c.key == key)
    ).first()
    if row is None:
        raise RefusedError(f"the key {key} is not in this ledger; an administrator adds it with `nameplate user add`")
    if row.revoked is not None:
        raise RefusedError(f"this key of {row.name} was revoked by entry {row.revoked}; use the one that replaced it")
    return tuple(row.roles)


def everybody(connection: Connection) -> list[dict[str, object]]:
    """All keys with name, roles, and the entries that added and revoked them, in order."""
    return [dict(row._mapping) for row in connection.execute(sa.select(t.people).order_by(t.people.c.added))]


def in_force(connection: Connection, name: str) -> str:
    """The verifier key of a person that is in force. Raises `RefusedError` if there is none."""
    query = sa.select(t.people.c.key).where(t.people.c.name == name, t.people.c.revoked.is_(None))
    key = connection.execute(query.order_by(t.people.c.added.desc())).scalar()
    if key is None:
        raise RefusedError(f"'{name}' has no key in force in this ledger")
    return str(key)
