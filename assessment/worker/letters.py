"""Jobs that send: a letter leaves the house."""

from datetime import UTC, datetime
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from assessment import jobs, mail
from assessment.models import Job, Mail


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
        letter.state = "failed" if job.attempts >= jobs.TRIES else "waiting"
        session.commit()
        raise
    letter.state, letter.sent_at = "sent", datetime.now(UTC)
