"""Run migrations on the connection, and inside the transaction, that the module `schema` opened."""

from alembic import context

from mentorcourse.store.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite can alter a table only by copying it
)
with context.begin_transaction():
    context.run_migrations()
