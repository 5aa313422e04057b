"""Invitations to a colleague: a mailed one-time link, and what comes of it when it is taken."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.database import hits
from assessment.models.assessments import Assessment, OfEnterprise
from assessment.models.assignments import Assignment
from assessment.models.enterprises import Enterprise, Membership
from assessment.models.people import Token
from assessment.models.trail import record

PURPOSE = "invite"
LIFETIME = timedelta(days=14)


def make_invitation(
    session: Session, assessment: OfEnterprise, email: str, pillars: Sequence[str], *, by: UUID, now: datetime
) -> str:
    """Keep an invitation and give the secret of its link."""
    secret = token_urlsafe(32)
    wish = {"assessment": str(assessment.id), "email": email, "pillars": list(pillars), "by": str(by)}
    expires = now + LIFETIME
    session.add(Token(token_hash=_digest(secret), purpose=PURPOSE, payload=wish, created_at=now, expires_at=expires))
    subject = f"enterprise:{assessment.enterprise_id}"
    record(session, "colleague.invited", subject, actor=by, now=now, detail={"pillars": list(pillars)})
    return secret


def open_invitations(session: Session, assessment_id: UUID, *, now: datetime) -> list[Token]:
    """Give the invitations of an assessment that nobody has taken yet."""
    waiting = select(Token).where(Token.purpose == PURPOSE, Token.used_at.is_(None), Token.expires_at > now)
    rows = session.scalars(waiting.order_by(Token.id))
    return [row for row in rows if row.payload.get("assessment") == str(assessment_id)]


def invitation(session: Session, secret: str, *, now: datetime) -> tuple[Token, Assessment] | None:
    """Give an invitation that still stands: unused, in time, and from somebody who still owns the enterprise."""
    this = (Token.token_hash == _digest(secret), Token.purpose == PURPOSE)
    token = session.scalar(select(Token).where(*this, Token.used_at.is_(None), Token.expires_at > now))
    assessment = session.get(Assessment, UUID(token.payload["assessment"])) if token else None
    if token is None or assessment is None:
        return None
    owns = select(Membership.id).where(
        Membership.user_id == UUID(token.payload["by"]),
        Membership.enterprise_id == assessment.enterprise_id,
        Membership.role == "owner",
        Membership.state == "active",
    )
    return None if session.scalar(owns) is None else (token, assessment)


def take_invitation(session: Session, secret: str, user_id: UUID, *, now: datetime) -> Assessment | None:
    """Let a person in as a colleague, with the pillars they were invited for; of two presses one does it."""
    found = invitation(session, secret, now=now)
    if found is None or not _used_up(session, found[0], now):
        return None
    token, assessment = found
    _take_turns(session, assessment.enterprise_id)
    mine = select(Membership).where(Membership.user_id == user_id, Membership.enterprise_id == assessment.enterprise_id)
    link = session.scalar(mine.with_for_update())
    if link is None or link.state != "active":
        _join(session, link, assessment.enterprise_id, user_id, now)
    assign(
        session, assessment.id, user_id, {*token.payload["pillars"], *_assigned(session, assessment.id, user_id)}, now
    )
    subject, detail = f"enterprise:{assessment.enterprise_id}", {"invited_by": token.payload["by"]}
    record(session, "colleague.joined", subject, actor=user_id, now=now, detail=detail)
    return assessment


def withdraw_invitation(session: Session, token_id: int, assessment_id: UUID, *, now: datetime) -> bool:
    """Make an invitation worthless; False when it was taken or is none of this assessment."""
    for row in open_invitations(session, assessment_id, now=now):
        if row.id == token_id:
            return _used_up(session, row, now)
    return False


def assign(session: Session, assessment_id: UUID, user_id: UUID, pillars: set[str], now: datetime) -> None:
    """Hand a person these pillars and no others."""
    standing = _assigned(session, assessment_id, user_id)
    for pillar in standing.keys() - pillars:
        session.delete(standing[pillar])
    for pillar in sorted(pillars - standing.keys()):
        session.add(Assignment(assessment_id=assessment_id, pillar=pillar, user_id=user_id, at=now))
    session.flush()


def _assigned(session: Session, assessment_id: UUID, user_id: UUID) -> dict[str, Assignment]:
    mine = select(Assignment).where(Assignment.assessment_id == assessment_id, Assignment.user_id == user_id)
    return {row.pillar: row for row in session.scalars(mine)}


def _used_up(session: Session, token: Token, now: datetime) -> bool:
    unused = update(Token).where(Token.id == token.id, Token.used_at.is_(None)).values(used_at=now)
    return hits(session, unused) > 0


def _take_turns(session: Session, enterprise_id: UUID) -> None:
    """Let a person who follows two invitations in the same moment join by one after the other."""
    session.execute(select(Enterprise.id).where(Enterprise.id == enterprise_id).with_for_update(key_share=True))


def _join(session: Session, link: Membership | None, enterprise_id: UUID, user_id: UUID, now: datetime) -> None:
    fresh = link or Membership(user_id=user_id, enterprise_id=enterprise_id, created_at=now)
    fresh.role, fresh.state, fresh.parts_only = "colleague", "active", True
    session.add(fresh)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
