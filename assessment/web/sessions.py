"""Log-ins are rows on the server: the cookie carries a random token, and an ended row makes it worthless at once."""

import hashlib
import logging
import secrets
from contextlib import nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user, logout_user
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session

from assessment.core.rights.purposes import NEEDED
from assessment.models import Membership, User, UserSession
from assessment.models.consents import withdrawn
from assessment.policy import Actor
from assessment.web.transaction import bare_read, db, now, short_transaction

if TYPE_CHECKING:
    from assessment.config import Settings

log = logging.getLogger(__name__)
SEEN_EVERY = timedelta(minutes=5)
BACKGROUND = frozenset({"papers.show"})  # Pages that load themselves again are no sign of a person.


# The log-in, its person, and a row for each enterprise the person belongs to: built once, asked on every request, and
# over plain columns, since no objects are wanted. What every form must know of the person is asked along.
_login, _person, _belongs = UserSession.__table__.c, User.__table__.c, Membership.__table__.c
LIVING = (
    select(
        _login.id.label("session_id"),
        _login.created_at,
        _login.seen_at,
        _person.id.label("user_id"),
        _person.name,
        _person.email,
        _person.language,
        _person.role,
        _belongs.enterprise_id,
        _belongs.role.label("membership"),
        _belongs.parts_only,
        withdrawn(_person.id, NEEDED).label("stopped"),
    )
    .join_from(UserSession.__table__, User.__table__, _person.id == _login.user_id)
    .outerjoin(Membership.__table__, (_belongs.user_id == _person.id) & (_belongs.state == "active"))
    .where(_login.token_hash == bindparam("token_hash"), _login.ended_at.is_(None), _person.active)
)


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies; their signer is made once, as the key stays the same while a process lives."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:  # noqa: ARG002
        """Give what signs cookies and reads them."""
        return self._signer


class Visitor(UserMixin):
    """What Flask-Login holds: the token of a log-in, and the person it belongs to."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def init_app(app: Flask) -> None:
    """Let Flask-Login find the person behind a cookie."""
    app.session_interface = Cookies(app)
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None  # The row on the server protects; addresses of phones change all the time.
    manager.user_loader(_load)


def begin(db: Session, user_id: UUID) -> str:
    """Write a new log-in and give its token; the view commits and then calls `enter`."""
    token = secrets.token_urlsafe(32)
    db.add(UserSession(token_hash=digest(token), user_id=user_id, created_at=now(), seen_at=now()))
    return token


def enter(token: str, actor: Actor) -> None:
    """Put the new token into a fresh cookie, so that nothing from before the log-in lives on."""
    kept = session.get("language")
    session.clear()
    if kept:
        session["language"] = kept
    login_user(Visitor(token, actor))
    g.visitor = actor


def admit(token: str) -> None:
    """Put a log-in that has just been committed into the cookie."""
    visitor = _load(token)
    if visitor is not None:
        enter(token, visitor.actor)


def leave(db: Session, session_id: int) -> None:
    """End one log-in; the view commits, and the cookie is emptied.

    What is left holds no right: the language, and the secret of the forms, so that a page still open in another
    window can hand in what was typed there and be carried through the next log-in, which replaces the secret.
    """
    db.execute(update(UserSession).where(UserSession.id == session_id).values(ended_at=now()))
    logout_user()
    g.visitor = None
    kept = {key: session[key] for key in ("language", "csrf_token") if key in session}
    session.clear()
    session.update(kept)


def forget_visitor() -> None:
    """Take the rest of this request for nobody's, so that a page can be rendered without the database."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined] # noqa: SLF001 - its own place
    g.visitor = None


def digest(token: str) -> str:
    """Hash a random token for keeping; it is long enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _load(token: str) -> Visitor | None:
    """Find the living log-in of a token, and note at times that it was seen."""
    with nullcontext(db().connection()) if request.method == "GET" else bare_read() as reader:
        row = reader.execute(LIVING, {"token_hash": digest(token)}).all()
    if not row or not _fresh(row[0]):
        return None
    if request.endpoint not in BACKGROUND and now() - row[0].seen_at > min(SEEN_EVERY, _idle(row[0]) / 5):
        _note_seen(row[0].session_id)
    return Visitor(token, _actor(row))


def _note_seen(session_id: int) -> None:
    """Note that a log-in was seen; where nothing can be written, as on a full disk, pages can still be read."""
    try:
        with short_transaction() as writing:
            writing.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now()))
    except (OperationalError, InternalError) as error:
        log.warning("A sign of life could not be noted: %s", error.orig)


def _fresh(row: Any) -> bool:
    """Whether neither the idle nor the absolute limit has passed."""
    settings: Settings = current_app.extensions["settings"]
    return bool(now() - row.seen_at <= _idle(row) and now() - row.created_at <= settings.session_absolute)


def _idle(row: Any) -> timedelta:
    """Give how long this person may do nothing; who sees what is not theirs has less time."""
    settings: Settings = current_app.extensions["settings"]
    return settings.session_idle if row.role == "none" else settings.session_idle_staff


def _actor(rows: Any) -> Actor:
    first = rows[0]
    colleague_of = {row.enterprise_id: row.parts_only for row in rows if row.membership == "colleague"}
    return Actor(
        user_id=first.user_id,
        session_id=first.session_id,
        name=first.name,
        email=first.email,
        language=first.language,
        role=first.role,
        owner_of=frozenset(row.enterprise_id for row in rows if row.membership == "owner"),
        colleague_of=frozenset(each for each, parts_only in colleague_of.items() if not parts_only),
        helper_of=frozenset(each for each, parts_only in colleague_of.items() if parts_only),
        stopped=bool(first.stopped),
    )
