"""Gathering all that is kept about a person: what hangs on the account. No HTTP, no clock, no commit.

Other people stand here by their part only (me, colleague, association): their names are their data.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.core.facts.enterprise import shown_tax_code
from assessment.documents.own_data import OwnData, Part
from assessment.models import (
    AuditEvent,
    DataRequest,
    Enterprise,
    Fact,
    Job,
    Mail,
    Membership,
    Token,
    User,
    UserSession,
)
from assessment.models.consents import history
from assessment.privacy.addresses import letters_to
from assessment.privacy.copying_work import Scope, work_parts

SECRET = re.compile(r"(/account/link/|/assessments/invitations/)[\w-]+")
CUT = r"\1…"


def gather(session: Session, user_id: UUID, language: str, settings: Settings, *, now: datetime) -> OwnData:
    """Gather everything about a person and the enterprises they belong to."""
    user = session.get_one(User, user_id)
    scope = _scope(session, user_id, language)
    return OwnData(
        language=language,
        controller=dict(settings.association)[language],
        person=user.name,
        made=now,
        demo=session.get(Fact, "demo") is not None,
        parts=(
            Part("account", (_account(user),)),
            Part("consents", tuple(_consents(session, user_id))),
            Part("sessions", tuple(_sessions(session, user_id))),
            Part("memberships", tuple(_memberships(session, user_id))),
            Part("enterprises", tuple(_enterprises(session, scope))),
            *work_parts(session, scope),
            Part("invitations", tuple(_invitations(session, user))),
            Part("links", tuple(_links(session, user_id))),
            Part("mails", tuple(_mails(session, user))),
            Part("files_asked_for", tuple(_jobs(session, user_id))),
            Part("requests", tuple(_requests(session, user_id))),
            Part("audit_events", tuple(_audit(session, user))),
        ),
    )


Record = tuple[tuple[str, object], ...]


def _scope(session: Session, user_id: UUID, language: str) -> Scope:
    whole = (Membership.role == "owner") | ~Membership.parts_only
    mine = select(Membership).where(Membership.user_id == user_id, Membership.state == "active", whole)
    links = session.scalars(mine).all()
    there = select(Membership.user_id).where(Membership.enterprise_id.in_([link.enterprise_id for link in links]))
    return Scope(
        user_id=user_id,
        language=language,
        enterprises=tuple(link.enterprise_id for link in links),
        owned=frozenset(link.enterprise_id for link in links if link.role == "owner"),
        colleagues=frozenset(session.scalars(there)),
    )


def _account(user: User) -> Record:
    return (
        ("id", user.id),
        ("name", user.name),
        ("email", user.email),
        ("language", user.language),
        ("role", user.role),
        ("confirmed_at", user.confirmed_at),
        ("created_at", user.created_at),
        ("password", "kept_as_hash"),
    )


def _consents(session: Session, user_id: UUID) -> Iterator[Record]:
    for row in history(session, user_id):
        yield (
            ("purpose", row.purpose),
            ("act", row.act),
            ("text_version", row.text_version),
            ("language", row.language),
            ("at", row.at),
        )


def _sessions(session: Session, user_id: UUID) -> Iterator[Record]:
    for row in session.scalars(select(UserSession).where(UserSession.user_id == user_id).order_by(UserSession.id)):
        yield ("started_at", row.created_at), ("seen_at", row.seen_at), ("ended_at", row.ended_at)


def _memberships(session: Session, user_id: UUID) -> Iterator[Record]:
    for row in session.scalars(select(Membership).where(Membership.user_id == user_id).order_by(Membership.id)):
        yield (
            ("enterprise_id", row.enterprise_id),
            ("role", row.role),
            ("state", row.state),
            ("created_at", row.created_at),
            ("confirmed_at", row.confirmed_at),
        )


def _enterprises(session: Session, scope: Scope) -> Iterator[Record]:
    """Give the enterprises; a personal tax code stands in full for owners, who gave it, and masked for colleagues."""
    for row in session.scalars(select(Enterprise).where(Enterprise.id.in_(scope.enterprises)).order_by(Enterprise.id)):
        code = row.tax_code if row.id in scope.owned else shown_tax_code(row.tax_code)
        yield (
            ("id", row.id),
            ("tax_code", code),
            ("name", row.name),
            ("organisation_type", row.organisation_type),
            ("vsic_section", row.vsic_section),
            ("sector", row.sector),
            ("place", row.place),
            ("headcount", row.headcount),
            ("revenue_band", row.revenue_band),
            ("capital_band", row.capital_band),
            ("size", row.size),
            ("created_at", row.created_at),
        )


def _invitations(session: Session, user: User) -> Iterator[Record]:
    for row in session.scalars(select(Token).where(Token.purpose == "invite").order_by(Token.id)):
        sent = row.payload.get("by") == str(user.id)
        if sent or row.payload.get("email") == user.email:
            yield (
                ("direction", "sent" if sent else "received"),
                ("email", row.payload.get("email")),
                ("assessment_id", row.payload.get("assessment")),
                ("pillars", row.payload.get("pillars", [])),
                ("created_at", row.created_at),
                ("expires_at", row.expires_at),
                ("used_at", row.used_at),
            )


def _links(session: Session, user_id: UUID) -> Iterator[Record]:
    for row in session.scalars(select(Token).where(Token.user_id == user_id).order_by(Token.id)):
        yield (
            ("purpose", row.purpose),
            ("created_at", row.created_at),
            ("expires_at", row.expires_at),
            ("used_at", row.used_at),
        )


def _mails(session: Session, user: User) -> Iterator[Record]:
    """Give the letters to the person, without the secrets in their links: a copy must not open what a letter could."""
    for row in session.scalars(select(Mail).where(letters_to(session, user)).order_by(Mail.created_at, Mail.id)):
        yield (
            ("subject", row.subject),
            ("body", SECRET.sub(CUT, row.body)),
            ("language", row.language),
            ("state", row.state),
            ("created_at", row.created_at),
            ("sent_at", row.sent_at),
        )


def _jobs(session: Session, user_id: UUID) -> Iterator[Record]:
    for row in session.scalars(select(Job).where(Job.user_id == user_id).order_by(Job.created_at, Job.id)):
        yield ("file", row.name), ("state", row.state), ("created_at", row.created_at), ("finished_at", row.finished_at)


def _requests(session: Session, user_id: UUID) -> Iterator[Record]:
    mine = select(DataRequest).where(DataRequest.user_id == user_id)
    for row in session.scalars(mine.order_by(DataRequest.received_at, DataRequest.id)):
        yield (
            ("id", row.id),
            ("kind", row.kind),
            ("words", row.words),
            ("state", row.state),
            ("received_at", row.received_at),
            ("reply_by", row.reply_by),
            ("due", row.due),
            ("extended_to", row.extended_to),
            ("decided_at", row.decided_at),
            ("answer", row.answer),
        )


def _audit(session: Session, user: User) -> Iterator[Record]:
    """Give the events by the person, about them, and of log-ins tried with their address."""
    tried = f"address:{sha256(user.email.encode()).hexdigest()[:32]}"
    mine = or_(
        AuditEvent.actor == user.id,
        AuditEvent.subject.in_((f"user:{user.id}", tried)),
        AuditEvent.detail["user"].as_string() == str(user.id),
    )
    for row in session.scalars(select(AuditEvent).where(mine).order_by(AuditEvent.id)):
        yield (
            ("number", row.id),
            ("at", row.at),
            ("action", row.action),
            ("subject_of_event", row.subject),
            ("by", "me" if row.actor == user.id else "association"),
            ("detail", row.detail),
        )
