"""What tests of this folder read from and put into the database."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from assessment import catalogue
from assessment.core.values.text import search_key, sort_key
from assessment.models import AuditEvent, Job, Mail, Membership, User, Wave
from tests.factories import SMALL, make_user, writing

ROOT = Path(__file__).parents[2]
HOUSEHOLD = ROOT / "questionnaires" / "household-business" / "2026.1.yaml"


def published(app: Flask, path: Path = SMALL) -> int:
    with writing(app) as session:
        row = catalogue.publish(session, path, now=datetime.now(UTC))
        session.flush()
        return row.id


def named(app: Flask, name: str, **more: Any) -> UUID:
    return make_user(app, name=name, name_search=search_key(name), name_sort=sort_key(name), **more)


def actions(app: Flask) -> list[str]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def last_event(app: Flask) -> AuditEvent:
    with app.extensions["reading"]() as session:
        return session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()


def user(app: Flask, user_id: UUID) -> User:
    with app.extensions["reading"]() as session:
        return session.get_one(User, user_id)


def membership(app: Flask, user_id: UUID) -> Membership:
    with app.extensions["reading"]() as session:
        return session.scalars(select(Membership).where(Membership.user_id == user_id)).one()


def wave(app: Flask, wave_id: UUID) -> Wave:
    with app.extensions["reading"]() as session:
        found = session.get_one(Wave, wave_id)
        assert found.questionnaires is not None
        return found


def letters(app: Flask) -> list[Mail]:
    with app.extensions["reading"]() as session:
        return list(session.scalars(select(Mail).order_by(Mail.created_at)))


def ask(app: Flask, user_id: UUID, enterprise: UUID) -> None:
    with writing(app) as session:
        link = Membership(user_id=user_id, enterprise_id=enterprise, role="colleague", state="asked")
        link.created_at = datetime.now(UTC)
        session.add(link)


def failed_job(app: Flask, name: str = "certificate", **arguments: str) -> UUID:
    with writing(app) as session:
        job = Job(id=uuid4(), name=name, key=f"{name}:{uuid4()}", arguments=arguments, state="failed", attempts=6)
        job.trouble = "OSError: disk full"
        job.not_before = job.created_at = job.finished_at = datetime.now(UTC)
        session.add(job)
        return job.id


def failed_mail(app: Flask) -> UUID:
    letter = uuid4()
    with writing(app) as session:
        mail = Mail(id=letter, key=str(letter), recipient="ai@vidu.vn", subject="Đặt mật khẩu mới", language="vi")
        mail.body, mail.state = "http://localhost/account/link/bi-mat", "sending"
        mail.created_at = mail.not_before = datetime.now(UTC)
        session.add(mail)
    return failed_job(app, "mail", mail=str(letter))
