"""People and what they are at the Association. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import and_, func, not_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from assessment import mail
from assessment.config import Settings
from assessment.core.values.text import search_key, sort_key
from assessment.models import Membership, Token, User, UserSession
from assessment.models.people import NO_PASSWORD, mailed_link
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.waves.listing import Listed, listed

ROLES = ("none", "reviewer", "analyst", "administrator")
STANDINGS = ("active", "invited", "locked")
INVITATION = timedelta(days=7)


class LastAdministrator(Exception):
    """Without this person nobody could look after people any more."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of people is narrowed to; empty words narrow nothing."""

    words: str = ""
    role: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person with their enterprises and the last time they were seen."""

    user: User
    memberships: tuple[Membership, ...]
    seen_at: datetime | None

    @property
    def standing(self) -> Literal["active", "invited", "locked"]:
        """Whether the account is open, waits for its first password, or is locked."""
        return standing(self.user)


def standing(user: User) -> Literal["active", "invited", "locked"]:
    """Tell whether an account is open, waits for its first password, or is locked."""
    if not user.active:
        return "locked"
    return "invited" if user.password_hash == NO_PASSWORD and user.role != "none" else "active"


def people(session: Session, sought: Sought, page: int) -> Listed[User]:
    """Give people in Vietnamese order; words are looked for in names, without their marks, and in addresses."""
    query = select(User).order_by(User.name_sort, User.name, User.id)
    if sought.words:
        in_name = User.name_search.contains(search_key(sought.words), autoescape=True)
        query = query.where(or_(in_name, User.email.contains(sought.words.lower(), autoescape=True)))
    if sought.role:
        query = query.where(User.role == sought.role)
    invited = and_(User.password_hash == NO_PASSWORD, User.role != "none")
    match sought.standing:
        case "active":
            query = query.where(User.active, not_(invited))
        case "invited":
            query = query.where(User.active, invited)
        case "locked":
            query = query.where(User.active.is_(False))
    return listed(session, query, page)


def person(session: Session, user_id: UUID) -> Person:
    """Give one person."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    there = select(Membership).where(Membership.user_id == user_id, Membership.state != "ended")
    links = session.scalars(there.options(joinedload(Membership.enterprise)).order_by(Membership.created_at))
    seen = session.scalar(select(func.max(UserSession.seen_at)).where(UserSession.user_id == user_id))
    return Person(user, tuple(links), seen)


def change_role(session: Session, actor: Actor, user_id: UUID, role: str, *, seen: str, now: datetime) -> None:
    """Change what a person is at the Association. Log-ins that are open follow with their next request.

    Raises
    ------
    Conflict
        When the role is no longer the one the page showed.
    LastAdministrator
        When nobody would be left to look after people.
    """
    user = _held(session, actor, user_id, loses=role != "administrator")
    if user.role != seen:
        raise Conflict
    if user.role == role:
        return
    detail = {"before": user.role, "after": role}
    user.role = role
    record(session, "role.changed", _subject(user_id), actor=actor.user_id, now=now, detail=detail)


def lock(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """Lock an account: all its log-ins and mailed links end."""
    user = _held(session, actor, user_id, loses=True)
    if not user.active:
        return
    user.active = False
    mine = update(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    session.execute(mine.values(ended_at=now))
    _void_links(session, user_id, now)
    record(session, "account.deactivated", _subject(user_id), actor=actor.user_id, now=now)


def unlock(session: Session, actor: Actor, user_id: UUID, *, now: datetime) -> None:
    """Open a locked account again; the person logs in anew."""
    user = _held(session, actor, user_id, loses=False)
    if user.is_gone:
        raise Conflict
    if user.active:
        return
    user.active = True
    record(session, "account.activated", _subject(user_id), actor=actor.user_id, now=now)


def _held(session: Session, actor: Actor, user_id: UUID, *, loses: bool) -> User:
    """Give a person for changing. All administrators are held meanwhile, so that of two who act at once one waits.

    Who has stopped being an administrator since the request began may change nothing any more.
    """
    administrators = select(User.id).where(User.role == "administrator", User.active).order_by(User.id)
    held = set(session.scalars(administrators.with_for_update()))
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFound
    if actor.user_id not in held:
        raise Conflict
    if loses and held == {user_id}:
        raise LastAdministrator
    return user


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who is to work for the Association."""

    email: str
    name: str
    role: str
    language: str


def invite(session: Session, actor: Actor, wish: Invitation, settings: Settings, *, now: datetime) -> User | None:
    """Make an account without a password and mail the link that sets one; None when the address has an account."""
    user = User(
        id=uuid4(),
        email=wish.email,
        name=wish.name,
        name_search=search_key(wish.name)[:200],
        name_sort=sort_key(wish.name)[:800],
        password_hash=NO_PASSWORD,
        role=wish.role,
        language=wish.language,
        confirmed_at=now,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        return None
    _write(session, user, settings, now)
    record(session, "account.invited", _subject(user.id), actor=actor.user_id, now=now, detail={"role": wish.role})
    return user


def invite_again(session: Session, actor: Actor, user_id: UUID, settings: Settings, *, now: datetime) -> None:
    """Mail a new link to somebody who has not set a password yet; the old one stops working."""
    user = _held(session, actor, user_id, loses=False)
    if standing(user) != "invited":
        raise Conflict
    _void_links(session, user_id, now)
    _write(session, user, settings, now)
    record(session, "account.invited", _subject(user_id), actor=actor.user_id, now=now, detail={"role": user.role})


def _void_links(session: Session, user_id: UUID, now: datetime) -> None:
    unused = update(Token).where(Token.user_id == user_id, Token.used_at.is_(None))
    session.execute(unused.values(used_at=now))


def _write(session: Session, user: User, settings: Settings, now: datetime) -> None:
    secret = mailed_link(session, "reset", user.id, now=now, lifetime=INVITATION)
    words = mail.compose(
        "invited_staff",
        user.language,
        name=user.name,
        role=user.role,
        link=f"{settings.public_url}/account/link/{secret}",
        days=INVITATION.days,
        association=dict(settings.association)[user.language],
    )
    mail.post(session, f"invited_staff:{uuid4()}", recipient=user.email, now=now, **words)


def _subject(user_id: UUID) -> str:
    return f"user:{user_id}"
