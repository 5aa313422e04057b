"""Changing one's e-mail address: asked for here, confirmed from the new mailbox. No HTTP, no clock, no commit."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.accounts import links, person
from assessment.config import Settings
from assessment.models import Token, User
from assessment.models.trail import record

PURPOSE = "email"


def ask(session: Session, user_id: UUID, email: str, settings: Settings, *, now: datetime) -> None:
    """Mail a link to a new address, and a word to the old one; links asked for before stop working.

    An address that has an account gets a letter that says so, and no link; who asks learns nothing of it.
    """
    user = person.row(session, user_id)
    mine = update(Token).where(Token.user_id == user_id, Token.purpose == PURPOSE, Token.used_at.is_(None))
    session.execute(mine.values(used_at=now))
    known = person.by_email(session, email)
    if known is None:
        token = links.make(session, PURPOSE, now=now, user_id=user_id, payload={"email": email})
        links.write(session, "email_new", (email, user.name, user.language), settings, now=now, token=token)
    else:
        links.write(session, "email_known", person.addressed(known), settings, now=now)
    links.write(session, "email_asked", person.addressed(user), settings, now=now)
    record(session, "email.asked", person.subject(user_id), actor=user_id, now=now, detail=_hashed(after=email))


def change(session: Session, token: str, settings: Settings, *, keep: int | None, now: datetime) -> bool:
    """Change the address a link stands for, once, and end all log-ins but one.

    Gives False when the link is used up, or the address has an account by now.
    """
    row = links.use(session, token, PURPOSE, now)
    if row is None or row.user_id is None:
        return False
    user, after = session.get_one(User, row.user_id), row.payload["email"]
    row.payload = {}  # The link is spent, and an address is kept no longer than it is needed.
    before = person.addressed(user)
    if not user.active or not _moved(session, user, after):
        return False
    links.void(session, user.id, now)
    person.end_log_ins(session, user.id, keep=keep, now=now)
    links.write(session, "email_changed", before, settings, now=now)
    detail = _hashed(before=before[0], after=after)
    record(session, "email.changed", person.subject(user.id), actor=user.id, now=now, detail=detail)
    return True


def _moved(session: Session, user: User, email: str) -> bool:
    """Write the new address; False when somebody has it, be it since this very moment."""
    try:
        with session.begin_nested():
            session.execute(update(User).where(User.id == user.id).values(email=email))
    except IntegrityError:
        return False
    return True


def _hashed(**addresses: str) -> dict[str, str]:
    """Name addresses by their hashes, since the log is kept for longer than they are."""
    return {name: f"address:{links.digest(email)[:32]}" for name, email in addresses.items()}
