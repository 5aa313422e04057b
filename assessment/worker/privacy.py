"""Jobs about personal data: the copies a person asked for, and what is to be forgotten."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from flask_babel import force_locale
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.models import DataRequest, Job, Mail, Paper
from assessment.worker.papers import kept
from assessment.worker.templates import writer


class LetterOnItsWay(Exception):
    """The last letter has not gone out yet, so its address cannot be forgotten; to be tried again later."""


def own_data(app: Flask, session: Session, job: Job) -> Paper:
    """Pack all own data as JSON with the files of evidence."""
    from assessment.privacy import archive, copying
    from assessment.storage import Store

    now, settings = datetime.now(UTC), app.extensions["settings"]
    request = session.get_one(DataRequest, UUID(job.arguments["request"]))
    copy = copying.gather(session, request.user_id, job.arguments["language"], settings, now=now)
    content = archive.archive(copy, Store(settings.evidence).read)
    _done(session, request, now)
    return kept(f"thuoc-so-du-lieu-{now:%Y-%m-%d}.zip", "application/zip", content)


def own_data_paper(app: Flask, session: Session, job: Job) -> Paper:
    """Print all own data."""
    from assessment.documents.own_data_paper import own_data_pdf
    from assessment.privacy import copying

    now, language = datetime.now(UTC), job.arguments["language"]
    request = session.get_one(DataRequest, UUID(job.arguments["request"]))
    copy = copying.gather(session, request.user_id, language, app.extensions["settings"], now=now)
    with force_locale(language):
        content = own_data_pdf(copy, writer(app))
    _done(session, request, now)
    return kept(f"thuoc-so-du-lieu-{now:%Y-%m-%d}-{language}.pdf", "application/pdf", content)


def _done(session: Session, request: DataRequest, now: datetime) -> None:
    from assessment.privacy.service import settle

    if request.is_open:
        settle(session, request, by=request.user_id, now=now)


def forget(app: Flask, session: Session, job: Job) -> None:
    """Drop the files of an erased person from the store, and their last letter once it has gone out.

    Raises
    ------
    LetterOnItsWay
        While it has not; the files are dropped by then, and dropping them again does nothing.
    """
    from assessment.storage import Store

    store = Store(app.extensions["settings"].evidence)
    for key in job.arguments["files"]:
        store.drop(key)
    letter = session.scalar(select(Mail).where(Mail.key == job.arguments["letter"]))
    if letter is None:
        return
    if letter.state in ("waiting", "sending"):
        raise LetterOnItsWay
    session.execute(delete(Job).where(Job.key == f"mail:{letter.id}"))
    session.execute(delete(Mail).where(Mail.id == letter.id))


def forget_old(app: Flask) -> int:
    """Delete what has been kept for as long as the privacy page says, and give how many rows that were."""
    from assessment.privacy import retention

    with app.extensions["writing"]() as session, session.begin():
        return retention.sweep(session, now=datetime.now(UTC))
