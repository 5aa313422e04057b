"""Which people belong to which enterprise, as the Association decides it. No HTTP, no clock, no commit."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from assessment import mail
from assessment.config import Settings
from assessment.models import Enterprise, Membership
from assessment.models import enterprises as queries
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.waves.listing import Listed, listed

ROLES = ("colleague", "owner")


class OwnLink(Exception):
    """Nobody decides for the Association about their own enterprise."""


def asked() -> ColumnElement[bool]:
    """Say which links wait for somebody to let the person in."""
    return Membership.state == "asked"


def unconfirmed() -> ColumnElement[bool]:
    """Say which owners nobody of the Association has confirmed yet."""
    return (Membership.state == "active") & (Membership.role == "owner") & Membership.confirmed_at.is_(None)


def waiting(session: Session, which: ColumnElement[bool], page: int) -> Listed[Membership]:
    """Give the links that wait, the oldest first, with person and enterprise."""
    query = select(Membership).where(which).order_by(Membership.created_at, Membership.id)
    return listed(session, query.options(joinedload(Membership.user), joinedload(Membership.enterprise)), page)


def answer(
    session: Session, actor: Actor, enterprise_id: UUID, user_id: UUID, role: str, settings: Settings, *, now: datetime
) -> None:
    """Let in who asks, as owner or colleague, or with another role refuse; the person hears of it by mail."""
    link = _link(session, actor, enterprise_id, user_id)
    if link.state != "asked":
        raise Conflict
    if role in ROLES:
        queries.let_in(session, link, role, by=actor.user_id, now=now)
        _write(session, "access_granted", link, settings, now, link=f"{settings.public_url}/assessments/")
        return
    _end(session, actor, link, "membership.refused", now)
    _write(session, "access_refused", link, settings, now)


def confirm(session: Session, actor: Actor, enterprise_id: UUID, user_id: UUID, *, now: datetime) -> None:
    """Confirm that a person speaks for an enterprise; confirming twice is confirming once."""
    link = _link(session, actor, enterprise_id, user_id)
    if link.state != "active":
        raise Conflict
    if link.confirmed_at is None:
        queries.confirm_membership(session, link.id, by=actor.user_id, now=now)


def end(session: Session, actor: Actor, enterprise_id: UUID, user_id: UUID, *, now: datetime) -> None:
    """End a link that should never have been, even that of the only owner."""
    link = _link(session, actor, enterprise_id, user_id)
    if link.state != "active":
        raise Conflict
    _end(session, actor, link, "membership.ended", now)


def _link(session: Session, actor: Actor, enterprise_id: UUID, user_id: UUID) -> Membership:
    """Give the link of a person and an enterprise, held until the end of the transaction."""
    query = select(Membership).where(Membership.enterprise_id == enterprise_id, Membership.user_id == user_id)
    found = session.scalar(query.with_for_update())
    if found is None:
        raise NotFound
    if user_id == actor.user_id:
        raise OwnLink
    return found


def _end(session: Session, actor: Actor, link: Membership, action: str, now: datetime) -> None:
    link.state = "ended"
    detail = {"user": str(link.user_id)}
    record(session, action, f"enterprise:{link.enterprise_id}", actor=actor.user_id, now=now, detail=detail)


def _write(
    session: Session, letter: str, membership: Membership, settings: Settings, now: datetime, **words: str
) -> None:
    to, enterprise = membership.user, session.get_one(Enterprise, membership.enterprise_id)
    association = dict(settings.association)[to.language]
    text = mail.compose(letter, to.language, name=to.name, enterprise=enterprise.name, association=association, **words)
    mail.post(session, f"{letter}:{uuid4()}", recipient=to.email, now=now, **text)
