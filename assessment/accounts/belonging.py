"""Who belongs to an enterprise: asking for access, letting in, ending. No HTTP, no clock, no commit."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import Enterprise, Membership, User
from assessment.models import enterprises as queries
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound

ROLES = ("colleague", "owner")
REFUSED = "refused"


def ask_for_access(session: Session, actor: Actor, tax_code: str, settings: Settings, *, now: datetime) -> UUID | None:
    """Ask the members of the enterprise with a tax code for access.

    Gives the enterprise only to who belongs to it already; everybody else learns nothing, not even who was asked.
    """
    enterprise = session.scalar(select(Enterprise).where(Enterprise.tax_code == tax_code))
    if enterprise is None:
        raise NotFound
    link = session.scalar(
        select(Membership).where(Membership.user_id == actor.user_id, Membership.enterprise_id == enterprise.id)
    )
    if link is not None and link.state == "active":
        return enterprise.id
    if (link is None or link.state == "ended") and _ask(session, actor, enterprise, link, now):
        _tell_owners(session, actor, enterprise, settings, now)
    return None


def requests_of(session: Session, user_id: UUID) -> int:
    """Count the requests of a person that wait for an answer."""
    waiting = select(Membership.id).where(Membership.user_id == user_id, Membership.state == "asked")
    return len(session.scalars(waiting).all())


def people(session: Session, enterprise_id: UUID) -> tuple[list[Membership], list[Membership]]:
    """Give those who belong to an enterprise, and those who ask to."""
    there = queries.members(session, enterprise_id)
    return [one for one in there if one.state == "active"], [one for one in there if one.state == "asked"]


def answer(
    session: Session, actor: Actor, enterprise_id: UUID, link_id: int, role: str, settings: Settings, *, now: datetime
) -> None:
    """Let in who asks, as owner or colleague, or refuse."""
    link = _link(session, actor, enterprise_id, link_id)
    if role not in (*ROLES, REFUSED):
        raise NotFound
    if link.state != "asked":
        raise Conflict
    if role == REFUSED:
        _end(session, link, "membership.refused", actor, now)
        return
    queries.let_in(session, link, role, by=actor.user_id, now=now)
    enterprise = session.get_one(Enterprise, enterprise_id)
    address = f"{settings.public_url}/assessments/"
    _write(session, "access_granted", link.user, settings, now, enterprise=enterprise.name, link=address)


def end(session: Session, actor: Actor, enterprise_id: UUID, link_id: int, *, now: datetime) -> UUID:
    """End a membership and give whose it was; an enterprise always keeps an owner."""
    link = _link(session, actor, enterprise_id, link_id)
    owners = [one for one in queries.members(session, enterprise_id) if one.role == "owner" and one.state == "active"]
    if link.state != "active" or owners == [link]:
        raise Conflict
    _end(session, link, "membership.ended", actor, now)
    return link.user_id


def _link(session: Session, actor: Actor, enterprise_id: UUID, link_id: int) -> Membership:
    """Give a link of an enterprise the person owns; the row is locked, so that of two owners one decides."""
    if enterprise_id not in actor.owner_of:
        raise NotFound
    found = session.scalar(
        select(Membership).where(Membership.id == link_id, Membership.enterprise_id == enterprise_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def _ask(session: Session, actor: Actor, enterprise: Enterprise, link: Membership | None, now: datetime) -> bool:
    """Write the request down; False when a second click was faster."""
    link = link or Membership(user_id=actor.user_id, enterprise_id=enterprise.id)
    link.role, link.state, link.created_at = "colleague", "asked", now
    link.confirmed_at = link.confirmed_by = None
    try:
        with session.begin_nested():
            session.add(link)
    except IntegrityError:
        return False
    record(session, "membership.asked", f"enterprise:{enterprise.id}", actor=actor.user_id, now=now)
    return True


def _end(session: Session, link: Membership, action: str, actor: Actor, now: datetime) -> None:
    link.state = "ended"
    detail = {"user": str(link.user_id)}
    record(session, action, f"enterprise:{link.enterprise_id}", actor=actor.user_id, now=now, detail=detail)


def _tell_owners(session: Session, actor: Actor, enterprise: Enterprise, settings: Settings, now: datetime) -> None:
    """Write to every owner; who asks hears only that the request is on its way."""
    address = f"{settings.public_url}/enterprises/{enterprise.id}/people"
    asking = {"applicant": actor.name, "applicant_email": actor.email, "enterprise": enterprise.name, "link": address}
    for link in queries.members(session, enterprise.id):
        if link.state == "active" and link.role == "owner":
            _write(session, "access_asked", link.user, settings, now, **asking)


def _write(session: Session, letter: str, to: User, settings: Settings, now: datetime, **words: str) -> None:
    text = mail.compose(letter, to.language, name=to.name, association=dict(settings.association)[to.language], **words)
    mail.post(session, f"{letter}:{uuid4()}", recipient=to.email, now=now, **text)
