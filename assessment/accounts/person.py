"""A person's own account: name, password and log-ins. No HTTP, no clock, no commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment.accounts import links
from assessment.config import Settings
from assessment.core.values.text import search_key, sort_key
from assessment.database import hits
from assessment.models import Enterprise, Membership, User, UserSession
from assessment.models.trail import record
from assessment.policy import NotFound


def named(name: str) -> dict[str, str]:
    """Give the columns of a person's name: as written, as searched for, as sorted."""
    return {"name": name, "name_search": search_key(name)[:200], "name_sort": sort_key(name)[:800]}


def by_email(session: Session, email: str) -> User | None:
    """Find the person with an address."""
    return session.scalar(select(User).where(User.email == email))


def addressed(user: User) -> tuple[str, str, str]:
    """Give address, name and language of a letter to a person."""
    return user.email, user.name, user.language


def ask_for_reset(session: Session, email: str, settings: Settings, *, now: datetime) -> None:
    """Mail a link for a new password, if somebody has this address; links sent before stop working."""
    user = by_email(session, email)
    if user is not None and user.active:
        links.void(session, user.id, now)
        token = links.make(session, "reset", now=now, user_id=user.id)
        links.write(session, "reset", addressed(user), settings, now=now, token=token)
    record(session, "password.forgotten", f"address:{links.digest(email)[:32]}", actor=None, now=now)


def reset_password(
    session: Session, token: str, password_hash: str, settings: Settings, *, now: datetime
) -> User | None:
    """Set the password a link allows to set, once, and end all log-ins; None when the link is used up."""
    row = links.use(session, token, "reset", now)
    if row is None or row.user_id is None:
        return None
    user = session.get_one(User, row.user_id)
    _keep_password(session, user, password_hash, settings, now)
    end_log_ins(session, user.id, keep=None, now=now)
    return user


def change_password(
    session: Session, user_id: UUID, password_hash: str, settings: Settings, *, keep: int, now: datetime
) -> None:
    """Set a new password and end all log-ins but this one."""
    user = session.get_one(User, user_id)
    _keep_password(session, user, password_hash, settings, now)
    end_log_ins(session, user_id, keep=keep, now=now)


def names_about(session: Session, user_id: UUID) -> list[str]:
    """Give the names a password of this person should not be made of: their own and those of their enterprises."""
    user = session.get_one(User, user_id)
    mine = select(Enterprise.name).join(Membership).where(Membership.user_id == user_id, Membership.state != "ended")
    return [user.name, user.email.split("@")[0], *session.scalars(mine)]


def row(session: Session, user_id: UUID) -> User:
    """Give one's own row."""
    return session.get_one(User, user_id)


def change_person(session: Session, user_id: UUID, *, name: str, language: str) -> None:
    """Change one's name and language."""
    session.execute(update(User).where(User.id == user_id).values(language=language, **named(name)))


def change_language(session: Session, user_id: UUID, language: str) -> None:
    """Keep the language a person chose, for pages and letters to come."""
    session.execute(update(User).where(User.id == user_id).values(language=language))


def log_ins(session: Session, user_id: UUID, *, since: datetime) -> list[UserSession]:
    """Give the log-ins that may still be alive, the newest first."""
    alive = (UserSession.user_id == user_id) & UserSession.ended_at.is_(None) & (UserSession.created_at > since)
    return list(session.scalars(select(UserSession).where(alive).order_by(UserSession.created_at.desc())))


def end_log_in(session: Session, user_id: UUID, session_id: int, *, now: datetime) -> None:
    """End one of one's own log-ins."""
    mine = update(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    if not hits(session, mine.values(ended_at=now)):
        raise NotFound
    record(session, "log_in.ended", subject(user_id), actor=user_id, now=now)


def _keep_password(session: Session, user: User, password_hash: str, settings: Settings, now: datetime) -> None:
    user.password_hash = password_hash
    links.void(session, user.id, now)
    links.write(session, "password_changed", addressed(user), settings, now=now)
    record(session, "password.changed", subject(user.id), actor=user.id, now=now)


def end_log_ins(session: Session, user_id: UUID, *, keep: int | None, now: datetime) -> None:
    """End all log-ins of a person but one."""
    others = update(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    if keep is not None:
        others = others.where(UserSession.id != keep)
    session.execute(others.values(ended_at=now))


def subject(user_id: UUID) -> str:
    """Name a person in the audit log."""
    return f"user:{user_id}"
