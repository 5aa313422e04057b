"""Fixtures of all tests: one migrated database to copy, an application on it, and clients that check every page."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from sqlalchemy import event
from werkzeug.routing import Rule

from assessment import database, migrations
from assessment.app import create_app
from assessment.config import Settings
from assessment.web import passwords
from tests import postgresql
from tests.once import made_once
from tests.page import Browser

# The machines are shared: how long an example takes says nothing about the code. Where it is decided what lands,
# the same change is always judged by the same examples; everywhere else each run looks at new ones.
hypothesis.settings.register_profile("searching", deadline=None, print_blob=True)
hypothesis.settings.register_profile("judging", deadline=None, derandomize=True)
hypothesis.settings.load_profile("judging" if os.environ.get("CI") == "true" else "searching")

DATABASE = "thuoc-so.sqlite"
BASES = frozenset({"database_url", "own_app", "postgresql_server"})
COMPILED = ("_parts", "_trace", "_converters", "arguments", "_build", "_build_unknown")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other database alone; what touches none has been run with the first one."""
    second = config.getoption("--database") == "postgresql"
    other = "sqlite" if second else "postgresql"
    items[:] = [
        item
        for item in items
        if item.get_closest_marker(other) is None and (not second or not BASES.isdisjoint(item.fixturenames))
    ]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A part that is missing may be skipped on somebody's machine, never where it is decided what lands."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("With CI=true nothing may be skipped.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database that each test gets a copy of."""
    return made_once(tmp_path_factory, "migrated", _migrate) / DATABASE


def _migrate(folder: Path) -> None:
    migrations.upgrade(f"sqlite:///{folder / DATABASE}")
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of our own."""
    # Where nobody has logged in this is not set, and a library of the server's warns of it.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with postgresql.started() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """A migrated database of that server, and what empties it after each test."""
    url = postgresql.database(postgresql_server, "tests")
    migrations.upgrade(url)
    with postgresql.connected(url) as connection:
        yield url, partial(postgresql.empty, connection, postgresql.tables(connection))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database with nothing in it."""
    if request.config.getoption("--database") == "sqlite":
        copy = tmp_path / "test.sqlite"
        shutil.copy(request.getfixturevalue("migrated"), copy)
        yield f"sqlite:///{copy}"
        return
    url, emptied = request.getfixturevalue("postgresql_database")
    yield url
    emptied()


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


@pytest.fixture(scope="session", autouse=True)
def addresses() -> Iterator[None]:
    """Compile the addresses of pages once for all applications of a run; each makes the same hundred."""
    kept: dict[tuple[str, str], Rule] = {}
    compiled = Rule.compile

    def once(rule: Rule) -> None:
        first = kept.setdefault((rule.rule, repr(rule.defaults)), rule)
        if first is rule:
            compiled(rule)
        vars(rule).update({part: vars(first)[part] for part in COMPILED})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


class Statements(dict[tuple[Any, ...], Any]):
    """Compiled statements by what they say and the name of the dialect; each application has a dialect of its own."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((key[0].name, *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__((key[0].name, *key[1:]), value)


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[None]:
    """Compile the statements of all applications of a run once."""
    shared = partial(database.create_engine, execution_options={"compiled_cache": Statements()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", shared)
        yield


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Hash passwords in a thousandth of the memory: how hard a guess is made is no matter of any test but one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates, compiled once for all applications of a run: they were half of its time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture
def app(settings: Settings, compiled: BytecodeCache) -> Iterator[Flask]:
    app = create_app(settings)
    app.testing = True
    app.jinja_env.bytecode_cache = compiled
    engine = app.extensions["engine"]
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", without_waiting_for_the_disk)
    yield app
    engine.dispose()


def without_waiting_for_the_disk(connection: sqlite3.Connection, _record: object) -> None:
    """No test pulls the plug: that the disk is waited for elsewhere has a test of its own."""
    connection.execute("PRAGMA synchronous=OFF").close()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor who has not logged in; every page it sees is checked for what every page owes."""
    return Browser(app)
