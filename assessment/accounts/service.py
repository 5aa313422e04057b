"""Accounts: asking for one, opening it by a mailed link, logging in. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.accounts import links, person
from assessment.config import Settings
from assessment.core.rights.purposes import TEXT_VERSION
from assessment.models import User
from assessment.models.consents import give
from assessment.models.trail import record
from assessment.web import passwords

ROLES = {"owner": "none", "reviewer": "reviewer", "analyst": "analyst", "administrator": "administrator"}


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody wants an account with; the password is hashed already."""

    email: str
    name: str
    password_hash: str
    language: str
    consents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a log-in is held against."""

    user_id: UUID
    password_hash: str
    may_enter: bool


def credentials(session: Session, email: str) -> Credentials | None:
    """Give what a log-in with this address is held against, or None when nobody has it."""
    user = person.by_email(session, email)
    if user is None:
        return None
    return Credentials(user.id, user.password_hash, may_enter=user.active and user.confirmed_at is not None)


def ask_for_account(session: Session, wish: SignUp, settings: Settings, *, now: datetime) -> None:
    """Mail a link that opens the account; to an address that has one, mail that instead."""
    known = person.by_email(session, wish.email)
    if known is not None:
        links.write(session, "sign_up_known", person.addressed(known), settings, now=now)
        return
    payload = {
        "email": wish.email,
        "name": wish.name,
        "password_hash": wish.password_hash,
        "language": wish.language,
        "consents": list(wish.consents),
    }
    token = links.make(session, "sign_up", now=now, payload=payload)
    links.write(session, "sign_up", (wish.email, wish.name, wish.language), settings, now=now, token=token)


def open_account(session: Session, token: str, *, now: datetime) -> bool:
    """Open the account a link stands for, once; False when the link is used up or the address has one by now."""
    row = links.use(session, token, "sign_up", now)
    if row is None:
        return False
    wish, row.payload = row.payload, {}
    if person.by_email(session, wish["email"]) is not None:
        return False
    user = User(
        id=uuid4(),
        email=wish["email"],
        password_hash=wish["password_hash"],
        language=wish["language"],
        confirmed_at=now,
        created_at=now,
        **person.named(wish["name"]),
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:  # Another link to the same address was followed in the same moment.
        return False
    give(session, user.id, wish["consents"], wish["language"], now=row.created_at)
    detail = {"consents": wish["consents"], "text_version": TEXT_VERSION}
    record(session, "account.opened", person.subject(user.id), actor=user.id, now=now, detail=detail)
    return True


def create_user(session: Session, email: str, name: str, role: str, password: str, now: datetime) -> User:
    """Make a person who may log in at once, for the command line and for demo data; `role` is a key of `ROLES`.

    Raises
    ------
    ValueError
        When the role is unknown or the address has an account.
    """
    if role not in ROLES:
        raise ValueError(f"The role must be one of {', '.join(ROLES)}, not {role!r}.")
    kept = passwords.hashed(password)  # Before the first query, so that no transaction waits for it.
    if person.by_email(session, email) is not None:
        raise ValueError(f"{email} already has an account.")
    user = User(
        id=uuid4(),
        email=email,
        password_hash=kept,
        role=ROLES[role],
        confirmed_at=now,
        created_at=now,
        **person.named(name),
    )
    session.add(user)
    session.flush()
    record(session, "account.created", person.subject(user.id), actor=None, now=now, detail={"role": user.role})
    return user


def logged_in(session: Session, user_id: UUID, *, new_hash: str | None, now: datetime) -> None:
    """Put a log-in on record, and keep the hash made with today's parameters where the old one was dated."""
    if new_hash is not None:
        session.execute(update(User).where(User.id == user_id).values(password_hash=new_hash))
    record(session, "log_in", person.subject(user_id), actor=user_id, now=now)


def refused_log_in(session: Session, email: str, *, alarm: bool, now: datetime) -> None:
    """Put a refused log-in on record under the hash of the address; `alarm` when one place tries too many."""
    subject = f"address:{links.digest(email)[:32]}"
    record(session, "log_in.alarm" if alarm else "log_in.refused", subject, actor=None, now=now)


def logged_out(session: Session, user_id: UUID, *, now: datetime) -> None:
    """Put a log-out on record."""
    record(session, "log_out", person.subject(user_id), actor=user_id, now=now)
