"""Jobs that print what an owner or the public holds in hand: reports, forms, roadmaps, certificates.

What makes paper is imported inside the functions: a worker that only sends letters starts without it.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from assessment.models import Fact, Job, Paper
from assessment.worker.templates import writer


def owner_report(app: Flask, session: Session, job: Job) -> Paper:
    """Print the report of one sealed result in the language it was asked for."""
    from assessment.documents.reports import owner_report_pdf

    return _of_result(app, session, job, "thuoc-so", owner_report_pdf)


def roadmap(app: Flask, session: Session, job: Job) -> Paper:
    """Print the roadmap that goes with a sealed result."""
    from assessment.documents.reports import roadmap_pdf

    return _of_result(app, session, job, "thuoc-so-lo-trinh", roadmap_pdf)


def _of_result(app: Flask, session: Session, job: Job, name: str, pdf: Callable[..., bytes]) -> Paper:
    from assessment.documents import owner_facts

    language, demo = job.arguments["language"], session.get(Fact, "demo") is not None
    result = UUID(job.arguments["result"])
    report = owner_facts.gather(session, result, language, app.extensions["settings"], demo=demo)
    with force_locale(language):
        content = pdf(report, writer(app))
    return kept(f"{name}-{report.submitted:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


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
        content = form.form_pdf(paper, writer(app))
    return kept(f"thuoc-so-{name}-{paper.made:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


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
        content = certificate_pdf(value, writer(app))
    return certificate_facts.keep(session, row, content, code, now=datetime.now(UTC))


def kept(name: str, media_type: str, content: bytes) -> Paper:
    """Give the row that keeps a finished file."""
    digest = hashlib.sha256(content).hexdigest()
    return Paper(name=name, media_type=media_type, sha256=digest, content=content, created_at=datetime.now(UTC))
