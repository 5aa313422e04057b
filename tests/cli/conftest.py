"""Running commands as a person at a terminal would."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from assessment import migrations
from assessment.app import create_app
from assessment.config import Settings
from tests import postgresql

TRACEBACK = re.compile(r"Traceback|File \"")


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return (self.err or self.out).strip().splitlines()[-1]


Run = Callable[..., Said]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run a command; what it does not foresee fails the test, and a traceback always does."""

    def run(*words: object, typed: str | None = None) -> Said:
        result = app.test_cli_runner().invoke(args=[str(word) for word in words], input=typed, catch_exceptions=False)
        assert not TRACEBACK.search(result.output), result.output
        return Said(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file and give its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="module")
def own_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application on a database of a whole file of tests, for what takes long to make."""
    folder = tmp_path_factory.mktemp("own")
    own = f"sqlite:///{folder / 'own.sqlite'}"
    if request.config.getoption("--database") == "postgresql":
        own = postgresql.database(request.getfixturevalue("postgresql_server"), f"m{uuid4().hex[:12]}")
    migrations.upgrade(own)
    app = create_app(
        Settings(
            production=False,
            secret_key="a secret for tests that is long enough",
            public_url="http://localhost",
            database_url=own,
            var=folder / "var",
            immediate_jobs=True,
            throttle=False,
        )
    )
    yield app
    app.extensions["engine"].dispose()
