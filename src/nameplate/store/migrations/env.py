"""Alembic's entry: migrations run in the transaction of whoever opened the store."""

from alembic import context

from nameplate.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
