"""Mailed links and the letters that carry them: random secrets of which only the hash is kept, good for one use."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.database import hits
from assessment.models import Token

LIFETIMES = {"sign_up": timedelta(hours=24), "reset": timedelta(minutes=60), "email": timedelta(hours=24)}


def purpose_of(session: Session, token: str, *, now: datetime) -> str | None:
    """Tell what a mailed link is for, or None when it was used, has run out, or never was."""
    row = session.scalar(select(Token).where(Token.token_hash == digest(token)))
    return row.purpose if row is not None and row.used_at is None and row.expires_at > now else None


def owner_of(session: Session, token: str) -> UUID | None:
    """Give the person a link was mailed to."""
    return session.scalar(select(Token.user_id).where(Token.token_hash == digest(token)))


def make(
    session: Session,
    purpose: str,
    *,
    now: datetime,
    user_id: UUID | None = None,
    payload: dict[str, Any] | None = None,
) -> str:
    """Make a link's secret and keep its hash."""
    token = secrets.token_urlsafe(32)
    session.add(
        Token(
            token_hash=digest(token),
            purpose=purpose,
            user_id=user_id,
            payload=payload or {},
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    return token


def use(session: Session, token: str, purpose: str, now: datetime) -> Token | None:
    """Use a link up by one conditional UPDATE, so that of two at the same moment one wins."""
    this = (Token.token_hash == digest(token)) & (Token.purpose == purpose)
    unused = update(Token).where(this, Token.used_at.is_(None), Token.expires_at > now).values(used_at=now)
    if not hits(session, unused):
        return None
    return session.scalar(select(Token).where(this))


def void(session: Session, user_id: UUID, now: datetime) -> None:
    """Use up all links a person was mailed before."""
    session.execute(update(Token).where(Token.user_id == user_id, Token.used_at.is_(None)).values(used_at=now))


def write(
    session: Session, letter: str, to: tuple[str, str, str], settings: Settings, *, now: datetime, token: str = ""
) -> None:
    """Put a letter about an account into the outbox, to an address, a name and a language.

    Its links lead to the configured address only.
    """
    recipient, name, language = to
    words = mail.compose(
        letter,
        language,
        name=name,
        link=f"{settings.public_url}/account/link/{token}",
        log_in=f"{settings.public_url}/account/log-in",
        forgotten=f"{settings.public_url}/account/forgotten",
        association=dict(settings.association)[language],
    )
    mail.post(session, f"{letter}:{uuid4()}", recipient=recipient, now=now, **words)


def digest(text: str) -> str:
    """Hash a random token, or an address that must not stand in the log."""
    return hashlib.sha256(text.encode()).hexdigest()
