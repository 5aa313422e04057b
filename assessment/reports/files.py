"""The files of published figures, made by the worker with what it hands in to print and write them."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import catalogue, jobs
from assessment.config import TIME_ZONE, Settings
from assessment.documents.aggregate import AggregateReport
from assessment.documents.tables import Table
from assessment.models import Fact, Job, Paper, Snapshot, Wave
from assessment.models.sampling import Filters
from assessment.models.statistics import snapshot_before
from assessment.reports import freezing
from assessment.reports.choices import Choice
from assessment.reports.rows import tables_of
from assessment.reports.service import Board
from assessment.reports.wording import report_of

Printed = Callable[[AggregateReport], bytes]
Written = Callable[[str, Sequence[Table], datetime], bytes]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8", "xlsx": SHEET}


def take_snapshot(session: Session, job: Job) -> None:
    """Freeze what the job asks for; what may not be frozen any more is left as it is.

    What the same answers tell of the index and of the targets is found out by jobs of their own, so that no trouble
    there keeps figures from being published.
    """
    now = datetime.now(UTC)
    wave = session.get_one(Wave, UUID(job.arguments["wave"]))
    number = int(job.arguments["questionnaire"])
    choice = Choice(wave, number, catalogue.published(session, number))
    taken_on = job.created_at.astimezone(TIME_ZONE).date()
    taken = freezing.freeze(session, choice, taken_by=job.user_id, taken_on=taken_on, now=now)
    if isinstance(taken, Snapshot):
        about = {"snapshot": str(taken.id)}
        jobs.ask(session, "appraisal", f"appraisal:{taken.id}", now=now, arguments=about, user_id=job.user_id)
        jobs.ask(session, "targets", f"targets:{taken.id}", now=now, arguments=about, user_id=job.user_id)


def print_report(app: Flask, session: Session, job: Job, printed: Printed) -> Paper:
    """Print the aggregate report of a snapshot."""
    with force_locale(job.arguments["language"]):
        report = _report(app, session, job)
        return _paper(report, "pdf", printed(report))


def write_tables(app: Flask, session: Session, job: Job, kind: str, written: Written) -> Paper:
    """Write the tables of a snapshot."""
    with force_locale(job.arguments["language"]):
        report = _report(app, session, job)
        made = datetime.combine(report.made, datetime.min.time(), UTC)
        return _paper(report, kind, written(report.wave, tables_of(report), made))


def _report(app: Flask, session: Session, job: Job) -> AggregateReport:
    """Give the value of a snapshot's report: the same snapshot, the same value."""
    taken = session.get_one(Snapshot, UUID(job.arguments["snapshot"]))
    settings: Settings = app.extensions["settings"]
    language: str = job.arguments["language"]
    demo = session.scalar(select(Fact.value).where(Fact.name == "demo")) is not None
    issuer = dict(settings.association)[language]
    return report_of(_board(session, taken), language, issuer=issuer, today=taken.taken_on, demo=demo)


def _board(session: Session, taken: Snapshot) -> Board:
    choice = Choice(taken.wave, taken.questionnaire_id, catalogue.published(session, taken.questionnaire_id))
    before = snapshot_before(session, taken.wave, taken.questionnaire_id)
    return Board(choice, Filters(), taken.summary, None, taken, taken, before)


def _paper(report: AggregateReport, kind: str, content: bytes) -> Paper:
    stem = {"vi": "bao-cao-tong-hop", "en": "aggregate-report"} if kind == "pdf" else {"vi": "so-lieu", "en": "figures"}
    return Paper(
        id=uuid4(),
        name=f"{stem[report.language]}-{report.made}.{kind}",
        media_type=MEDIA[kind],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        created_at=datetime.now(UTC),
    )
