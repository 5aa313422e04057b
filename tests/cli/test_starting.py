"""What `make run` does: check, make ready, tell, start; and each trouble in one line."""

import errno
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from assessment.app import create_app
from assessment.cli import starting
from assessment.cli.starting import Condition, Place
from assessment.cli.troubles import of_database, of_system
from assessment.config import Settings
from tests.factories import ROOT, make_user

LONGEST_WAIT = 60.0


@pytest.fixture
def fresh(tmp_path: Path) -> Settings:
    """Settings of a site that was never started."""
    return Settings(
        production=False,
        secret_key="a secret for tests that is long enough",
        public_url="http://localhost",
        database_url=f"sqlite:///{tmp_path / 'var' / 'thuoc-so.sqlite'}",
        var=tmp_path / "var",
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"HOST": "", "PORT": ""}, "http://127.0.0.1:8000"),
        ({"HOST": "0.0.0.0", "PORT": "80"}, "http://127.0.0.1:80"),
        ({"HOST": "::1", "PORT": "8080"}, "http://[::1]:8080"),
    ],
)
def test_host_and_port_give_the_address_to_open(environment: dict[str, str], address: str):
    assert starting.place_of(environment).address == address


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(port: str):
    with pytest.raises(click.ClickException, match="PORT must be a number from 1 to 65535"):
        starting.place_of({"PORT": port})


def test_a_taken_port_is_told_with_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"in use.*PORT={port + 1} make run"):
            starting.check_free(Place("127.0.0.1", port))


def test_a_host_that_is_not_here_is_told():
    with pytest.raises(click.ClickException, match=r"Cannot listen on 192\.0\.2\.1"):
        starting.check_free(Place("192.0.2.1", free_port()))


def test_a_missing_library_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(starting, "NEEDED", {"libnobody-has-this.so.0": "libnobody0"})
    with pytest.raises(click.ClickException, match="apt-get install libnobody0"):
        starting.check_libraries()


def test_a_library_that_only_saves_time_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(starting, "WISHED", {"libnobody-has-this.so.0": "libnobody0"})
    starting.check_libraries()
    assert "Warning" in capsys.readouterr().err


def test_looking_at_a_database_makes_none(fresh: Settings):
    assert starting.condition(fresh) == Condition(ready=False, demo=False, empty=True)
    assert not fresh.var.exists()


def test_a_database_is_ready_once_it_is_upgraded_and_empty_until_somebody_is_in_it(fresh: Settings):
    app = create_app(fresh)
    app.test_cli_runner().invoke(args=["db", "upgrade"], catch_exceptions=False)
    app.extensions["carrier"].close()
    assert starting.condition(fresh) == Condition(ready=True, demo=False, empty=True)
    make_user(app)
    assert starting.condition(fresh) == Condition(ready=True, demo=False, empty=False)
    app.extensions["engine"].dispose()


def test_a_database_without_the_newest_questionnaires_is_not_ready(app: Flask, settings: Settings):
    assert starting.condition(settings) == Condition(ready=False, demo=False, empty=True)


def test_the_newest_revision_is_the_head_of_the_migrations():
    from alembic.script import ScriptDirectory

    from assessment import migrations

    heads = ScriptDirectory.from_config(migrations.configuration("sqlite://")).get_heads()
    assert heads == [starting.newest_revision()]


def test_the_start_is_light():
    code = "import sys, assessment.cli.starting; print(sorted({'numpy', 'alembic', 'huey', 'sqlalchemy.orm'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def environment(var: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEMO", "PUBLIC_URL")}
    return {**kept, "VAR_DIR": str(var), "WEB_CONCURRENCY": "1", **more}


@contextmanager
def started(var: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "assessment.cli.starting"]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env=environment(var, PORT=str(port), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=LONGEST_WAIT)


def page(port: int, process: subprocess.Popen[str]) -> int:
    """Open the first page as soon as there is one."""
    end = time.monotonic() + LONGEST_WAIT
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            assert time.monotonic() < end, "nobody answers"
            time.sleep(0.1)
    raise AssertionError(process.communicate()[0])


def test_it_starts_tells_where_to_look_and_stops_as_one(tmp_path: Path):
    port = free_port()
    with started(tmp_path / "var", port) as process:
        assert page(port, process) < 500
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=LONGEST_WAIT)
    assert f"Thước Số: http://127.0.0.1:{port}" in said
    assert f"Mails: {tmp_path / 'var' / 'mail'}" in said
    assert "Traceback" not in said
    with pytest.raises(OSError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"PORT": "99999"}, "Error: PORT must be"),
        ({"THUOC_SO_ENV": "production"}, "SECRET_KEY must be set"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "Error: The database says"),
        ({"DATABASE_URL": "thuoc-so.sqlite"}, "DATABASE_URL must begin with"),
        ({"DATABASE_URL": "mysql://db.example/none"}, "DATABASE_URL must begin with"),
        ({"MAIL_URL": "mail.vidu.vn"}, "MAIL_URL must begin with"),
        ({"VAR_DIR": "/proc/no-such-folder"}, "/proc/no-such-folder"),
        ({"VAR_DIR": str(ROOT / "README.md")}, "Not a directory"),
        ({"VAR_DIR": "/sys"}, "VAR_DIR cannot be used: /sys/secret_key"),
        (
            {"THUOC_SO_ENV": "production", "SECRET_KEY": "x" * 40, "PUBLIC_URL": "http://thuocso.example.vn"},
            "PUBLIC_URL must begin with https://",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_told_in_one_line(tmp_path: Path, more: dict[str, str], words: str):
    process = subprocess.run(
        [sys.executable, "-m", "assessment.cli.starting"],
        cwd=ROOT,
        env=environment(tmp_path / "var", **{"PORT": str(free_port()), **more}),
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
    )
    assert process.returncode == 1
    assert words in process.stderr
    assert "Traceback" not in process.stderr + process.stdout
    assert len(process.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("room", [0, 20_000, 200_000], ids=["not a byte", "the first tables", "half the tables"])
def test_a_disk_without_room_is_told_in_one_line(tmp_path: Path, room: int):
    """Nobody may fill the real disk for a test; a limit on the size of files meets the same writes."""
    process = subprocess.run(
        [sys.executable, "-m", "assessment.cli.starting"],
        cwd=ROOT,
        env=environment(tmp_path / "var", PORT=str(free_port()), DEMO="1"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        text=True,
        timeout=LONGEST_WAIT,
        check=False,
    )
    assert process.returncode == 1
    assert "Traceback" not in process.stderr + process.stdout
    assert len(process.stderr.strip().splitlines()) == 1, process.stderr


@pytest.mark.parametrize(
    "trouble",
    [
        of_system(OSError(errno.ENOSPC, "No space left on device", "/srv/var/secret_key")),
        of_system(OSError(errno.EDQUOT, "Disk quota exceeded")),
        of_database(OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))),
        of_database(OperationalError("", {}, Exception('could not extend file "x": No space left on device\nHINT: …'))),
    ],
)
def test_a_full_disk_has_one_name_wherever_it_is_met(trouble: str):
    assert trouble == "The disk is full."


@pytest.mark.parametrize(("ends", "status"), [("exit 1", "failed"), ("exit 130", "fine"), ("exit 0", "fine")])
def test_make_adds_no_word_to_what_was_said(tmp_path: Path, ends: str, status: str):
    """`make run` in a checkout whose parts are replaced: the first says one line, and ends like the real ones."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    (tmp_path / ".ci").mkdir()
    prepare = tmp_path / ".ci" / "prepare"
    prepare.write_text(f"#!/bin/sh\necho 'Cannot go on: a reason' >&2\n{ends}\n")
    prepare.chmod(0o755)
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    words = ["make", "run", "PYTHON=true"]
    done = subprocess.run(words, cwd=tmp_path, env=alone, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("", "Cannot go on: a reason\n")
    assert ("fine" if done.returncode == 0 else "failed") == status
