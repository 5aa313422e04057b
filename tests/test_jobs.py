"""Asking for work: rows that stand or fall with the change, and knocks that may be lost."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assessment import jobs, worker
from assessment.config import Settings
from assessment.database import put
from assessment.models import Fact, Job, Paper
from tests.factories import make_user, writing

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def ask(app: Flask, name: str = "try", key: str = "try:1", **more: object) -> None:
    with writing(app) as session:
        jobs.ask(session, name, key, now=NOW, **more)


def job(app: Flask) -> Job:
    with app.extensions["reading"]() as session:
        return session.scalars(select(Job)).one()


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch):
    """Let jobs named `try` be done by what the test says."""

    def handler(function):
        monkeypatch.setitem(worker.HANDLERS, "try", function)

    return handler


def test_asking_again_is_asking_once(app: Flask):
    ask(app)
    ask(app, arguments={"other": 1})
    assert job(app).arguments == {}


def test_four_who_ask_for_the_same_in_the_same_moment_get_one_job(app: Flask):
    together = Barrier(4)

    def asked(_turn: int) -> UUID:
        together.wait()
        with writing(app) as session:
            return jobs.ask(session, "try", "try:1", now=NOW).id

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(asked, range(4))) == {job(app).id}


def test_what_a_job_puts_down_first_is_kept_with_what_follows(app: Flask, handler):
    def noting(_app, session, _job):
        put(session, Fact, name="first", value="1")
        session.add(Fact(name="then", value="2"))

    handler(noting)
    ask(app)
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert {"first", "then"} <= set(session.scalars(select(Fact.name)))


def test_a_job_that_is_done_is_done_once(app: Flask, handler):
    done = []
    handler(lambda _app, _session, job: done.append(job.key))
    ask(app)
    assert (worker.run_pending(app), worker.run_pending(app)) == (1, 0)
    assert done == ["try:1"]
    assert (job(app).state, job(app).progress, job(app).leased_until) == ("done", 100, None)


def test_a_paper_is_kept_with_the_end_of_its_job(app: Flask, handler):
    handler(
        lambda *_: Paper(
            id=uuid4(), name="a.pdf", media_type="application/pdf", sha256="0", content=b"%PDF", created_at=NOW
        )
    )
    ask(app)
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.get_one(Paper, job(app).paper_id).content == b"%PDF"


def test_a_failure_changes_nothing_but_the_job_which_says_why_and_waits(
    app: Flask, handler, caplog: pytest.LogCaptureFixture
):
    def fail(_app, session, _job):
        session.add(Fact(name="half", value="done"))
        session.flush()
        raise ValueError("no paper in the tray")

    handler(fail)
    ask(app)
    assert worker.run_pending(app) == 1
    found = job(app)
    assert (found.state, found.attempts, found.trouble) == ("waiting", 1, "ValueError: no paper in the tray")
    assert timedelta(seconds=3) < found.not_before - datetime.now(UTC) < timedelta(seconds=6)
    with app.extensions["reading"]() as session:
        assert session.get(Fact, "half") is None
    assert "failed" in caplog.text


def test_an_unknown_job_fails_and_stops_nobody(app: Flask, handler):
    handler(lambda *_: None)
    ask(app, name="nobody-does-this", key="a")
    ask(app, key="b")
    assert worker.run_pending(app) == 2
    with app.extensions["reading"]() as session:
        states = {row.key: row.state for row in session.scalars(select(Job))}
    assert states == {"a": "waiting", "b": "done"}


def test_a_job_is_given_up_after_the_last_try(app: Flask, handler):
    handler(lambda *_: 1 / 0)
    ask(app)
    for _ in range(worker.TRIES + 2):
        with writing(app) as session:
            session.execute(update(Job).where(Job.state == "waiting").values(not_before=NOW))
        worker.run_pending(app)
    assert (job(app).state, job(app).attempts) == ("failed", worker.TRIES)


def test_a_job_waits_for_its_time(app: Flask, handler):
    handler(lambda *_: None)
    with writing(app) as session:
        jobs.ask(session, "try", "later", now=datetime.now(UTC) + timedelta(hours=1))
    assert worker.run_pending(app) == 0


def test_a_job_in_other_hands_is_left_alone_until_the_lease_runs_out(app: Flask, handler):
    done = []
    handler(lambda *_: done.append(1))
    ask(app)
    now = datetime.now(UTC)
    with writing(app) as session:
        session.execute(update(Job).values(state="running", attempts=1, leased_until=now + timedelta(minutes=1)))
    worker.run(app, job(app).id)
    assert (worker.run_pending(app), done) == (0, [])
    with writing(app) as session:
        session.execute(update(Job).values(leased_until=now - timedelta(seconds=1)))
    assert (worker.run_pending(app), done) == (1, [1])


def test_who_lost_the_lease_changes_nothing_any_more(app: Flask, handler, caplog: pytest.LogCaptureFixture):
    def slow(app, session, job):
        with writing(app) as other:  # Meanwhile the lease has run out, and another worker has begun.
            other.execute(update(Job).values(attempts=Job.attempts + 1))
        session.add(Fact(name="late", value="change"))

    handler(slow)
    ask(app)
    worker.run_pending(app)
    with app.extensions["reading"]() as session:
        assert session.get(Fact, "late") is None
    assert job(app).state == "running"
    assert "taken over" in caplog.text


def test_others_may_write_while_a_job_works(app: Flask, handler):
    """A job reads, renders for long, and writes at its end; it must not hold the one pen of SQLite meanwhile."""

    def render(app, session, job):
        assert session.scalar(select(func.count()).select_from(Job)) == 1
        jobs.progress(app.extensions["writing"], job, 40)
        with writing(app) as other:
            other.add(Fact(name="meanwhile", value="written"))
        session.add(Fact(name="job", value="written"))

    handler(render)
    ask(app)
    worker.run_pending(app)
    assert job(app).state == "done"
    with app.extensions["reading"]() as session:
        assert set(session.scalars(select(Fact.name))) == {"meanwhile", "job"}


def test_progress_shows_and_keeps_the_lease(app: Flask, handler):
    seen = []

    def half(app, _session, job_):
        jobs.progress(app.extensions["writing"], job_, 50)
        seen.append((job(app).progress, job(app).leased_until > datetime.now(UTC) + timedelta(minutes=9)))

    handler(half)
    ask(app)
    worker.run_pending(app)
    assert seen == [(50, True)]


def test_a_job_may_ask_for_another_one(app: Flask, handler):
    def first(_app, session, job):
        if job.key == "try:1":
            jobs.ask(session, "try", "try:2", now=NOW)

    handler(first)
    ask(app)
    assert worker.run_pending(app) == 2


def test_a_sweep_stops_when_it_is_told_to(app: Flask, handler):
    handler(lambda *_: None)
    ask(app, key="a")
    ask(app, key="b")
    asked = iter([False, True])
    assert worker.run_pending(app, lambda: next(asked)) == 1


def test_letters_come_first_then_what_a_person_waits_for_then_the_rest(
    app: Flask, handler, monkeypatch: pytest.MonkeyPatch
):
    done = []
    handler(lambda _app, _session, job: done.append(job.key))
    monkeypatch.setitem(worker.HANDLERS, "mail", worker.HANDLERS["try"])
    ask(app, key="nobody waits")
    ask(app, key="somebody waits", user_id=make_user(app))
    ask(app, name="mail", key="letter")
    worker.run_pending(app)
    assert done == ["letter", "somebody waits", "nobody waits"]


def test_after_a_letter_that_failed_nobody_waits_behind_letters(app: Flask, handler, monkeypatch: pytest.MonkeyPatch):
    done = []

    def hang(_app: Flask, _session: Session, job: Job) -> None:
        done.append(job.key)
        raise TimeoutError("a mail server that says nothing")

    handler(lambda _app, _session, job: done.append(job.key))
    monkeypatch.setitem(worker.HANDLERS, "mail", hang)
    ask(app, name="mail", key="letter")
    ask(app, name="mail", key="another letter")
    ask(app, key="somebody waits", user_id=make_user(app))
    worker.run_pending(app)
    assert done == ["letter", "somebody waits", "another letter"]


@pytest.fixture
def carrier(settings: Settings) -> Iterator[jobs.Carrier]:
    carrier = jobs.make_carrier(settings)
    yield carrier
    carrier.close()


def test_a_committed_job_knocks_and_one_rolled_back_does_not(app: Flask, carrier: jobs.Carrier):
    carrier.prepare()
    with app.extensions["writing"]() as session:
        jobs.knock_after_commit(session, carrier)
        jobs.ask(session, "try", "kept", now=NOW)
        assert carrier.waiting() == []
        session.commit()
        assert carrier.waiting() == [str(job(app).id)]
        jobs.ask(session, "try", "undone", now=NOW)
        session.rollback()
    assert carrier.waiting() == [str(job(app).id)]


def test_a_queue_that_is_away_loses_no_job(
    app: Flask, carrier: jobs.Carrier, handler, caplog: pytest.LogCaptureFixture
):
    handler(lambda *_: None)
    with caplog.at_level(logging.WARNING), app.extensions["writing"]() as session:
        jobs.knock_after_commit(session, carrier)  # The queue's tables were never made.
        jobs.ask(session, "try", "try:1", now=NOW)
        session.commit()
    assert "the next sweep will" in caplog.text
    assert worker.run_pending(app) == 1
