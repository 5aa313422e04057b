"""S72: a worker killed while it issues a certificate leaves one number, one paper and one letter behind, never two."""

import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from assessment.config import Settings
from assessment.models import Certificate, Job, Mail, Membership, Paper
from tests.factories import writing
from tests.review import stage
from tests.test_worker import LONGEST_WAIT, eventually, start, stop


def approved(app: Flask) -> None:
    """Approve a file: its certificate and the letter about it now wait for the worker."""
    staged, reviewer = stage.taken(app)
    with app.extensions["reading"]() as session:
        link = session.scalar(select(Membership.id).where(Membership.enterprise_id == staged.enterprise))
    reviewer.post(f"/review/{staged.assessment}/people/{link}")
    reviewer.post(f"/review/{staged.assessment}/approve", {"version": stage.version(app, staged)})


def unfinished(app: Flask) -> int:
    with app.extensions["reading"]() as session:
        return session.scalar(select(func.count()).select_from(Job).where(Job.state != "done")) or 0


def killed_while_printing(app: Flask, settings: Settings, late: float) -> None:
    """Start a worker and kill it so many seconds after it took the certificate in hand."""
    process = start(settings)
    running = select(func.count()).select_from(Job).where(Job.name == "certificate", Job.state != "waiting")
    end = time.monotonic() + LONGEST_WAIT
    try:
        while time.monotonic() < end:
            with app.extensions["reading"]() as session:
                if session.scalar(running):
                    break
        until = time.monotonic() + late
        while time.monotonic() < until:
            unfinished(app)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


@pytest.mark.parametrize("late", [0.0, 0.5])
def test_a_worker_killed_while_issuing_leaves_one_of_everything(app: Flask, settings: Settings, late: float) -> None:
    approved(app)
    killed_while_printing(app, settings, late)
    with writing(app) as session:  # Nobody waits ten minutes in a test.
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(Job).where(Job.state == "running").values(leased_until=past))
    process = start(settings)
    eventually(lambda: unfinished(app) == 0, "the certificate was never finished")
    stop(process)
    with app.extensions["reading"]() as session:
        certificate = session.scalars(select(Certificate)).one()
        papers = session.scalars(select(Paper)).all()
        assert certificate.number.endswith("-000001")
        assert [paper.id for paper in papers] == [certificate.paper_id]
        assert papers[0].content.startswith(b"%PDF-")
        assert [letter.state for letter in session.scalars(select(Mail))] == ["sent"]
