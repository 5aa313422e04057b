"""The worker: takes job rows by name, under a lease, and runs the function the table below names.

Each function gets a session and the job, and returns the paper it made, if any. It reads, works, and changes rows at
its end. It is idempotent: a job whose worker died runs again after its lease. A function never commits; the worker
does, once, together with the job's end.
"""

import hashlib
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import Session

from assessment import jobs, mail
from assessment.models import Fact, Job, Mail, Paper

TRIES = 6
PAUSES = (5, 30, 120, 600, 3600)  # Seconds until the next try, after the first, second … failure.
PATIENCE = 4  # Seconds a running job has to end once the worker is told to stop; its keeper kills after 5.
log = logging.getLogger(__name__)

Handler = Callable[[Flask, Session, Job], Paper | None]


def send_mail(app: Flask, session: Session, job: Job) -> None:
    """Send one letter. `sending` is committed first, so that a crash can double one letter and never lose one."""
    letter = session.get_one(Mail, UUID(job.arguments["mail"]))
    if letter.state == "sent":
        return
    letter.state, letter.attempts = "sending", letter.attempts + 1
    session.commit()
    try:
        mail.deliver(letter, app.extensions["settings"])
    except Exception:
        letter.state = "failed" if job.attempts >= TRIES else "waiting"
        session.commit()
        raise
    letter.state, letter.sent_at = "sent", datetime.now(UTC)


def owner_report(app: Flask, session: Session, job: Job) -> Paper:
    """Print the report of one sealed result in the language it was asked for."""
    from assessment.documents import owner_facts, reports

    language, settings = job.arguments["language"], app.extensions["settings"]
    demo = session.get(Fact, "demo") is not None
    report = owner_facts.gather(session, UUID(job.arguments["result"]), language, settings, demo=demo)
    with force_locale(language):
        content = reports.owner_report_pdf(report, _write(app))
    return _kept(f"thuoc-so-{report.submitted:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


def blank_questionnaire(app: Flask, session: Session, job: Job) -> Paper:
    """Print the questionnaire to read beforehand, as one enterprise would meet it."""
    return _form(app, session, job, "phieu-trang", filled=False)


def own_answers(app: Flask, session: Session, job: Job) -> Paper:
    """Print the answers that stand."""
    return _form(app, session, job, "cau-tra-loi", filled=True)


def _form(app: Flask, session: Session, job: Job, name: str, *, filled: bool) -> Paper:
    from assessment.documents import form

    language, demo = job.arguments["language"], session.get(Fact, "demo") is not None
    paper = form.gather(
        session,
        UUID(job.arguments["assessment"]),
        language,
        app.extensions["settings"],
        filled=filled,
        now=datetime.now(UTC),
        demo=demo,
    )
    with force_locale(language):
        content = form.form_pdf(paper, _write(app))
    return _kept(f"thuoc-so-{name}-{paper.made:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


def roadmap(app: Flask, session: Session, job: Job) -> Paper:
    """Print the roadmap that goes with a sealed result."""
    from assessment.documents import owner_facts, reports

    language, settings = job.arguments["language"], app.extensions["settings"]
    demo = session.get(Fact, "demo") is not None
    report = owner_facts.gather(session, UUID(job.arguments["result"]), language, settings, demo=demo)
    with force_locale(language):
        content = reports.roadmap_pdf(report, _write(app))
    return _kept(f"thuoc-so-lo-trinh-{report.submitted:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


def snapshot(_app: Flask, session: Session, job: Job) -> None:
    """Freeze the figures of a wave."""
    from assessment.reports import files

    files.take_snapshot(session, job)


def aggregate_report(app: Flask, session: Session, job: Job) -> Paper:
    """Print the report of published figures."""
    from assessment.documents.reports import aggregate_report_pdf
    from assessment.reports import files

    return files.print_report(app, session, job, lambda report: aggregate_report_pdf(report, _write(app)))


def statistics_csv(app: Flask, session: Session, job: Job) -> Paper:
    """Write published figures as CSV."""
    from assessment.documents.tables import csv_file
    from assessment.reports import files

    return files.write_tables(app, session, job, "csv", lambda _title, tables, _made: csv_file(tables))


def statistics_xlsx(app: Flask, session: Session, job: Job) -> Paper:
    """Write published figures as a workbook."""
    from assessment.documents.workbook import workbook_file
    from assessment.reports import files

    return files.write_tables(app, session, job, "xlsx", workbook_file)


def certificate(app: Flask, session: Session, job: Job) -> Paper | None:
    """Print a certificate once; the secret code of its QR is made here, and only its hash stays."""
    from assessment.documents import certificate_facts
    from assessment.documents.certificate import certificate_pdf

    row = certificate_facts.unprinted(session, UUID(job.arguments["certificate"]))
    if row is None:
        return None
    code, demo = certificate_facts.new_code(), session.get(Fact, "demo") is not None
    value = certificate_facts.gather(session, row, code, app.extensions["settings"], demo=demo)
    with force_locale("vi"):
        content = certificate_pdf(value, _write(app))
    return certificate_facts.keep(session, row, content, code, now=datetime.now(UTC))


def _write(app: Flask) -> Callable[..., str]:
    """Write templates outside of any request: no visitor, no navigation, only what is handed in."""
    return lambda name, **values: app.jinja_env.get_template(name).render(**values)


def _kept(name: str, media_type: str, content: bytes) -> Paper:
    digest = hashlib.sha256(content).hexdigest()
    return Paper(name=name, media_type=media_type, sha256=digest, content=content, created_at=datetime.now(UTC))


HANDLERS: dict[str, Handler] = {
    "mail": send_mail,
    "owner_report": owner_report,
    "roadmap": roadmap,
    "blank_questionnaire": blank_questionnaire,
    "own_answers": own_answers,
    "certificate": certificate,
    "snapshot": snapshot,
    "aggregate_report": aggregate_report,
    "statistics_csv": statistics_csv,
    "statistics_xlsx": statistics_xlsx,
}


def run_pending(app: Flask, stop: Callable[[], bool] = lambda: False) -> int:
    """Run every job that is due and give how many ran; tests and the worker's sweep call this."""
    done = 0
    while not stop() and (job_id := _next_due(app)) is not None:
        run(app, job_id)
        done += 1
    return done


def run(app: Flask, job_id: UUID) -> None:
    """Run one job, unless another worker holds it."""
    with app.app_context(), jobs.session_of_a_job(app.extensions["engine"]) as session:
        carrier = app.extensions["carrier"]
        if carrier is not None:
            jobs.knock_after_commit(session, carrier)
        job = _lease(session, job_id)
        if job is None:
            return
        attempt = job.attempts
        _in_hand[job_id] = attempt
        try:
            paper = HANDLERS[job.name](app, session, job)
            _finish(session, job_id, attempt, paper)
        except Exception as error:
            log.exception("Job %s (%s) failed", job_id, job.name)
            session.rollback()
            _postpone(session, job_id, attempt, error)
        finally:
            _in_hand.pop(job_id, None)


_in_hand: dict[UUID, int] = {}  # The jobs this process runs now, with the attempt that is theirs.


def _next_due(app: Flask) -> UUID | None:
    """Give the job to do next: letters first, then what a person waits for, then the rest."""
    urgency = case((Job.name == "mail", 0), (Job.user_id.is_not(None), 1), else_=2)
    due = select(Job.id).where(_due(datetime.now(UTC))).order_by(urgency, Job.not_before, Job.created_at)
    with app.extensions["reading"]() as session:
        found: UUID | None = session.scalar(due.limit(1))
        return found


def _due(now: datetime) -> ColumnElement[bool]:
    """Say when a job may be taken: it waits and its time has come, or its worker's lease ran out."""
    waiting = (Job.state == "waiting") & (Job.not_before <= now)
    return or_(waiting, (Job.state == "running") & (Job.leased_until < now))


def _lease(session: Session, job_id: UUID) -> Job | None:
    """Take a job by one conditional UPDATE; the loser gets None."""
    now = datetime.now(UTC)
    taken = session.execute(
        update(Job)
        .where(Job.id == job_id, _due(now))
        .values(state="running", leased_until=now + jobs.LEASE, attempts=Job.attempts + 1)
    )
    session.commit()
    return session.get(Job, job_id) if taken.rowcount else None  # type: ignore[attr-defined]


def _end(session: Session, job_id: UUID, attempt: int, **values: object) -> bool:
    """Change a job only while it is still ours: a lease that ran out may have gone to somebody else."""
    mine = update(Job).where(Job.id == job_id, Job.attempts == attempt, Job.state == "running")
    return bool(session.execute(mine.values(leased_until=None, **values)).rowcount)  # type: ignore[attr-defined]


def _finish(session: Session, job_id: UUID, attempt: int, paper: Paper | None) -> None:
    if paper is not None:
        session.add(paper)
        session.flush()
    made = {} if paper is None else {"paper_id": paper.id}
    if _end(session, job_id, attempt, state="done", progress=100, finished_at=datetime.now(UTC), **made):
        session.commit()
    else:
        log.warning("Job %s was taken over by another worker; what was done here is dropped.", job_id)
        session.rollback()


def _postpone(session: Session, job_id: UUID, attempt: int, error: Exception) -> None:
    """Try again later, or give up after the last try; either way the trouble stands in the row."""
    now, trouble = datetime.now(UTC), f"{type(error).__name__}: {error}"[:2000]
    if attempt >= TRIES:
        _end(session, job_id, attempt, state="failed", trouble=trouble, finished_at=now)
    else:
        pause = timedelta(seconds=PAUSES[min(attempt, len(PAUSES)) - 1])
        _end(session, job_id, attempt, state="waiting", trouble=trouble, not_before=now + pause)
    session.commit()


def tidy(app: Flask) -> int:
    """Drop files of evidence that no row speaks of: what a broken upload left a day ago or longer."""
    from assessment.storage import Store
    from assessment.survey.evidence import sweep

    with app.extensions["reading"]() as session:
        store, before = Store(app.extensions["settings"].evidence), datetime.now(UTC) - timedelta(days=1)
        return sweep(session, store, before=before)


def work(app: Flask) -> None:
    """Serve the queue until stopped: a message starts its job at once, a sweep each minute finds what was missed."""
    from huey import crontab

    logging.getLogger("huey").setLevel(logging.ERROR)  # Its warnings tell of what is handled here.
    carrier: jobs.Carrier = app.extensions["carrier"]
    carrier.prepare()
    stopped = threading.Event()

    def sweep() -> None:
        run_pending(app, stopped.is_set)

    carrier.serve(lambda job_id: run(app, UUID(job_id)))
    carrier.huey.periodic_task(crontab(minute="*"), name="sweep")(sweep)
    carrier.huey.periodic_task(crontab(minute="17", hour="20"), name="tidy")(lambda: tidy(app))  # At night here.
    carrier.huey.on_startup(name="sweep")(sweep)
    consumer = carrier.huey.create_consumer(
        workers=1, initial_delay=0.05, backoff=1.15, max_delay=0.2, shutdown_timeout=PATIENCE
    )
    consumer.start()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda _sign, _frame: stopped.set())
    while not stopped.wait(10):
        consumer.check_worker_health()
    consumer.stop(graceful=True)
    _leave(app)


def _leave(app: Flask) -> None:
    """Give back what is still in hand, so that the next worker need not wait for the lease to run out, and go.

    A job that did not end in time is left where it stands: its transaction was never committed.
    """
    if not _in_hand:
        return
    with app.extensions["writing"]() as session, session.begin():
        for job_id, attempt in list(_in_hand.items()):
            _end(session, job_id, attempt, state="waiting", not_before=datetime.now(UTC))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
