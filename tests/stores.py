"""Give tests an empty database of each kind, an open store, and jobs that start at the same moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from mentorcourse.store import Store, open_store, tables


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of an empty database, once on SQLite and once on a real PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'course.db'}"
        return
    server, schema = request.getfixturevalue("postgres_url"), f"test_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        own = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
        yield own.render_as_string(hide_password=False)
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store without people."""
    store = open_store(store_url)
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
