"""A database from before there were reflections is brought to this version, and keeps what is in it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select

from mentorcourse.review.tables import Submission
from mentorcourse.store import OldSchema, Store, open_store, schema, tables, upgrade


def make_earlier_version(url: str, step: str = "0001") -> None:
    """A database as an earlier version made it, with one cohort."""
    with closing(Store(url)) as store, store.writing() as session:
        config = schema._config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, step)
        session.add(tables.Cohort(id="c", name="Spring", created_at=datetime(2026, 1, 1, tzinfo=UTC)))


def test_the_first_releases_database_is_refused_until_it_is_upgraded(store_url: str) -> None:
    make_earlier_version(store_url)
    with pytest.raises(OldSchema, match="mentorcourse upgrade"):
        open_store(store_url)
    upgrade(store_url)
    with closing(open_store(store_url, create=False)) as store, store.reading() as session:
        assert session.get_one(tables.Cohort, "c").name == "Spring"
        assert session.scalars(select(Submission)).all() == []


@pytest.mark.parametrize("step", ["0001", "0002"])
def test_an_upgraded_database_has_exactly_the_declared_tables(store_url: str, step: str) -> None:
    make_earlier_version(store_url, step)
    upgrade(store_url)
    with closing(open_store(store_url)) as store, store.reading() as session:
        context = MigrationContext.configure(session.connection())
        assert compare_metadata(context, tables.Table.metadata) == []


def test_the_database_itself_refuses_a_state_that_no_submission_has(store_url: str) -> None:
    with closing(open_store(store_url)) as store, store.reading() as session:
        looked_at = inspect(session.connection())
        for table, column in [("submissions", "state"), ("recusals", "reason"), ("checks", "state")]:
            assert any(column in str(check["sqltext"]) for check in looked_at.get_check_constraints(table))
