"""People, their sessions, their consents, and the counters that slow down guessing."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from assessment.database import Base, Moment

NO_PASSWORD = "!"  # noqa: S105 - no password has this hash: who was invited sets one by the mailed link.

GONE = "deleted.invalid"
"""The domain of the addresses that stand in the place of those of people who have had themselves deleted."""


class User(Base):
    """A person who may log in; `role` is what they are at the Association, most are nothing there."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("role IN ('none', 'reviewer', 'analyst', 'administrator')", name="role"),
        CheckConstraint("language IN ('vi', 'en')", name="language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_search: Mapped[str] = mapped_column(String(200), default="")
    name_sort: Mapped[str] = mapped_column(String(800), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default="none")
    language: Mapped[str] = mapped_column(String(5), default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)

    @property
    def is_gone(self) -> bool:
        """Whether the person has had themselves deleted, so that the account can never be opened again."""
        return self.email.endswith(f"@{GONE}")


class UserSession(Base):
    """One log-in. The cookie holds a random token, this row its hash: deleting or ending the row ends the log-in."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class Token(Base):
    """A mailed one-time link: only the hash is kept, and one conditional UPDATE uses it up."""

    __tablename__ = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    used_at: Mapped[datetime | None] = mapped_column(Moment)


def mailed_link(session: Session, purpose: str, user_id: UUID, *, now: datetime, lifetime: timedelta) -> str:
    """Make the secret of a mailed link for a person and keep its hash."""
    secret = secrets.token_urlsafe(32)
    digest = hashlib.sha256(secret.encode()).hexdigest()
    moments = {"created_at": now, "expires_at": now + lifetime}
    session.add(Token(token_hash=digest, purpose=purpose, user_id=user_id, payload={}, **moments))
    return secret


class Consent(Base):
    """One word of a person about one purpose: given or withdrawn, to which text, when. Rows are added, never edited."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint("act IN ('given', 'withdrawn')", name="act"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(40))
    text_version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    act: Mapped[str] = mapped_column(String(10), default="given")
    at: Mapped[datetime] = mapped_column(Moment)


class Throttle(Base):
    """How often something was tried lately, shared by all processes and kept over a restart."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime] = mapped_column(Moment)
