"""The worker as a process of its own: starts jobs at once, stops cleanly, dies badly, shares the work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment import jobs, mail
from assessment.config import Settings
from assessment.models import Job, Mail
from tests.factories import ROOT, writing
from tests.smtp import MailServer, mail_server

LONGEST_WAIT = 40.0


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def start(settings: Settings, server: MailServer | None = None) -> subprocess.Popen[str]:
    """Start a worker on the test's database."""
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(settings.var),
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
        "MAIL_URL": server.url if server else "",
    }
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    return subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@contextmanager
def worker(settings: Settings, server: MailServer | None = None) -> Iterator[subprocess.Popen[str]]:
    process = start(settings, server)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def stop(process: subprocess.Popen[str], sign: int = signal.SIGTERM) -> str:
    """Stop a worker and give what it said; it must go quietly."""
    process.send_signal(sign)
    said, _ = process.communicate(timeout=LONGEST_WAIT)
    assert process.returncode == 0, said
    assert "Traceback" not in said, said
    return said


def eventually(holds: Callable[[], bool], why: str) -> None:
    end = time.monotonic() + LONGEST_WAIT
    while not holds():
        assert time.monotonic() < end, why
        time.sleep(0.05)


def post(app: Flask, settings: Settings, *keys: str) -> None:
    """Write letters the way a page does: rows, and knocks after the commit."""
    carrier = jobs.make_carrier(settings)
    carrier.prepare()
    with app.extensions["writing"]() as session:
        jobs.knock_after_commit(session, carrier)
        for key in keys:
            letter = {"recipient": f"{key}@vidu.vn", "subject": key, "body": "Chào anh/chị", "language": "vi"}
            mail.post(session, key, now=datetime.now(UTC), **letter)
        session.commit()
    carrier.close()


def states(app: Flask, table: type[Job | Mail] = Mail) -> set[str]:
    with app.extensions["reading"]() as session:
        return set(session.scalars(select(table.state)))


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_what_waits_is_done_at_the_start_what_comes_is_done_at_once_and_the_stop_is_quiet(
    app: Flask, settings: Settings, sign: int
):
    post(app, settings, "before")
    with worker(settings) as process:
        eventually(lambda: states(app) == {"sent"}, "the sweep at the start did not find the letter")
        post(app, settings, "after")
        eventually(lambda: states(app) == {"sent"}, "the message did not start the job")
        assert stop(process, sign) == ""
    assert len(list((settings.var / "mail").glob("*.eml"))) == 2


def test_a_worker_killed_in_the_middle_sends_exactly_one_letter(app: Flask, settings: Settings, server: MailServer):
    server.hold.clear()
    post(app, settings, "once")
    with worker(settings, server) as process:
        assert server.arrived.wait(LONGEST_WAIT), "the letter never came to the server"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert states(app, Job) == {"running"}
    assert states(app) == {"sending"}
    server.hold.set()
    with writing(app) as session:  # Nobody waits ten minutes in a test.
        session.execute(update(Job).values(leased_until=datetime.now(UTC) - timedelta(seconds=1)))
    with worker(settings, server) as process:
        eventually(lambda: states(app) == {"sent"}, "nobody took over")
        stop(process)
    assert [letter["Subject"] for letter in server.letters] == ["once"]
    assert states(app, Job) == {"done"}


def test_several_workers_on_one_database_do_no_job_twice(app: Flask, settings: Settings, server: MailServer):
    with worker(settings, server) as first, worker(settings, server) as second:
        keys = [f"letter-{number}" for number in range(25)]
        post(app, settings, *keys)
        eventually(lambda: states(app) == {"sent"}, "not all letters were sent")
        for process in (first, second):  # One that is slow to start has nothing in hand yet, and is ended at once.
            process.terminate()
            process.communicate(timeout=LONGEST_WAIT)
    assert sorted(letter["Subject"] for letter in server.letters) == sorted(keys)


def test_a_worker_that_must_go_gives_back_what_it_cannot_finish(app: Flask, settings: Settings, server: MailServer):
    server.hold.clear()
    post(app, settings, "slow")
    with worker(settings, server) as process:
        assert server.arrived.wait(LONGEST_WAIT), "the letter never came to the server"
        stop(process)
    with app.extensions["reading"]() as session:
        job = session.scalars(select(Job)).one()
        assert (job.state, job.leased_until) == ("waiting", None)
        assert job.not_before <= datetime.now(UTC)


def test_a_worker_with_a_wrong_mail_server_says_so_in_one_line(settings: Settings):
    environment = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "VAR_DIR": str(settings.var),
        "MAIL_URL": "http://x",
    }
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    done = subprocess.run(
        words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=LONGEST_WAIT, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "MAIL_URL must begin with smtp://, smtps://, smtp+starttls:// and name a server."


def test_a_worker_without_tables_says_in_one_line_what_to_do(settings: Settings, tmp_path):
    empty = replace(settings, database_url=f"sqlite:///{tmp_path / 'empty.sqlite'}", var=tmp_path / "own")
    with worker(empty) as process:
        said, _ = process.communicate(timeout=LONGEST_WAIT)
    assert process.returncode == 1
    assert said.strip() == "Error: The database has no tables yet. Run: flask --app wsgi db upgrade"
