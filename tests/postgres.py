"""A throw-away PostgreSQL server for the tests that need a real one."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.machine import find_postgres

LOCAL = "-c listen_addresses="
# No test's data outlives the run, so nothing waits for a disk.
HASTY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
NEW_CLUSTER = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """SQLAlchemy URL of an empty PostgreSQL, reached by a Unix socket; it is gone after the session."""
    with running_postgres() as url:
        yield url


class Cluster:
    """A PostgreSQL server over a folder of its own, which can be stopped and started again."""

    def __init__(self, folder: Path, settings: str) -> None:
        self._run, self._folder = _as_cluster_owner(folder), folder
        self._options = f"-k {folder} {LOCAL} {settings}"
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self._run("initdb", "-D", self._data, *NEW_CLUSTER)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", self._folder / "log", "-o", self._options)

    def stop(self, how: str = "fast") -> None:
        """Stop it: "fast" breaks off what is under way, "immediate" is a crash."""
        self._run("pg_ctl", "stop", "-w", "-m", how, "-D", self._data)

    def cut(self) -> None:
        """End everybody else's connection."""
        with psycopg.connect(f"host={self._folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )


@contextmanager
def running_postgres(settings: str = HASTY) -> Iterator[str]:
    """The SQLAlchemy URL of a cluster as running_cluster makes it."""
    with running_cluster(settings) as cluster:
        yield cluster.url


@contextmanager
def running_cluster(settings: str = HASTY) -> Iterator[Cluster]:
    """Start a cluster in a folder of its own, stop it at the end and remove the folder.

    The folder is a short one, because the path of a socket may have about 100 characters only.
    """
    folder = Path(tempfile.mkdtemp(prefix="mentorcourse-"))
    try:
        cluster = Cluster(folder, settings)
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_cluster_owner(folder: Path) -> Callable[..., None]:
    """A function that runs PostgreSQL's programs in `folder` as a user who may: initdb refuses root."""
    account: dict[str, object] = {}
    if os.geteuid() == 0:
        owner = _unprivileged_user()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        account = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: object) -> None:
        # Output goes to a file: the server inherits it, and a pipe would stay open as long as it runs.
        with (folder / "output").open("w+", encoding="utf-8") as output:
            finished = subprocess.run(
                [str(find_postgres() / program), *map(str, arguments)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **account,  # type: ignore[call-overload]
            )
            output.seek(0)
            if finished.returncode:
                raise RuntimeError(f"{program} failed: {output.read()}{_log(folder)}")

    return run


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("There is no user `postgres` or `nobody` that PostgreSQL could run as")
