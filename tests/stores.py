"""Give tests an empty database of each kind, an open store, and jobs that start at the same moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

import mentorcourse.agreements.tables
import mentorcourse.pairs.tables
import mentorcourse.people.hub_accounts
import mentorcourse.people.walk_in_tables
import mentorcourse.privacy.tables
import mentorcourse.review.tables
import mentorcourse.sessions.tables
import mentorcourse.sharing.tables  # noqa: F401  (its tables are emptied with the others)
from mentorcourse.store import Store, open_store, tables

# Emptying tables that hold a few rows takes PostgreSQL a tenth of the time that TRUNCATE takes for new files.
OUT_OF_ORDER = "SET LOCAL session_replication_role = replica"
FROM_ONE_AGAIN = (
    "SELECT setval(sequencename::text::regclass, 1, false) FROM pg_sequences "
    "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database, once on SQLite and once on a real PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'course.db'}"
        return
    with new_schema(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def tables_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of a database that has its tables and nothing in them, quicker than migrating an empty one."""
    if request.param == "sqlite":
        path = tmp_path / "course.db"
        path.write_bytes(request.getfixturevalue("sqlite_with_tables"))
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgres_with_tables")
    deleting = (f"DELETE FROM {name}" for name in tables.Table.metadata.tables)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join([OUT_OF_ORDER, *deleting, FROM_ONE_AGAIN]))
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a new database."""
    path = tmp_path_factory.mktemp("new") / "course.db"
    open_store(path).close()
    return path.read_bytes()


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_url: str) -> Iterator[str]:
    """URL of a new database, shared: whoever takes it empties it first."""
    with new_schema(postgres_url) as url:
        open_store(url).close()
        yield url


@contextmanager
def new_schema(server: str) -> Iterator[str]:
    engine, schema = create_engine(server, isolation_level="AUTOCOMMIT"), f"test_{uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        own = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def store(tables_url: str) -> Iterator[Store]:
    """An open store without people."""
    store = open_store(tables_url)
    yield store
    store.close()


@dataclass(frozen=True)
class Desk:
    """A store and the ids of a cohort and two of its participants."""

    store: Store
    cohort: str
    person: str
    other: str


@pytest.fixture
def desk(store: Store) -> Desk:
    """A store with one cohort and two participants."""
    cohort, person, other = str(uuid4()), str(uuid4()), str(uuid4())
    now = store.now()
    with store.writing() as session:
        session.add(tables.Cohort(id=cohort, name="Spring", created_at=now))
        for number, key in enumerate((person, other), start=1):
            session.add(tables.Person(id=key, name=f"Participant {number}", created_at=now))
        session.flush()
        for key in (person, other):
            session.add(tables.Membership(person_id=key, cohort_id=cohort, role="participant", added_at=now))
    return Desk(store, cohort, person, other)


def together(*jobs: Callable[[], object]) -> list[object]:
    """Run each job in a thread, all starting at the same moment; return their results or exceptions."""
    barrier, results = Barrier(len(jobs)), list[object]()

    def run(job: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results.append(job())
        except Exception as error:
            results.append(error)

    threads = [Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
