"""Running commands as a person at a terminal would."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

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
