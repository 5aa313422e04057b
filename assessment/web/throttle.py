"""Slowing guesses down: counters in the database, shared by all processes, kept for restarts, never a lock for good."""

import hashlib
import logging
from datetime import timedelta

from flask import current_app, request
from sqlalchemy import delete, select
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from assessment.database import insert_in
from assessment.models import Throttle
from assessment.web.transaction import now, short_read, short_transaction

log = logging.getLogger(__name__)
FREE_TRIES = 10
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 4, 8, 15))
FORGOTTEN_AFTER = timedelta(hours=1)
KEPT = timedelta(days=1)


def address() -> str:
    """Give the network address of the visitor, as the configured proxies report it."""
    return request.remote_addr or "unknown"


def key_of(kind: str, text: str) -> str:
    """Make a key out of what a visitor typed: bounded, and no address of a person stands in the table."""
    return f"{kind}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def spent(key: str, limit: int, window: timedelta) -> bool:
    """Tell whether a counter has reached its limit within the window."""
    if not current_app.extensions["settings"].throttle:
        return False
    with short_read() as db:
        row = db.get(Throttle, key)
        return row is not None and row.count >= limit and now() - row.since < window


def count(key: str, window: timedelta) -> int:
    """Count one try and give how many there were; a window that has passed begins anew."""
    with short_transaction() as db:
        old = db.scalar(select(Throttle.since).where(Throttle.key == key).with_for_update())
        if old is None or now() - old >= window:
            _begin_anew(db, key, window)
        return _counted(db, key)


def forget(key: str) -> None:
    """Forget a counter after a success."""
    with short_transaction() as db:
        db.execute(delete(Throttle).where(Throttle.key == key))


def limit(key: str, tries: int, window: timedelta) -> None:
    """Count a try and refuse it with 429 when there were too many.

    Where nothing can be written, as on a full disk, the try is let through: a page that only shows something must not
    fail for its counter, and what would change something fails by itself.
    """
    if spent(key, tries, window):
        raise TooManyRequests(retry_after=int(window.total_seconds()))
    try:
        count(key, window)
    except (OperationalError, InternalError) as error:
        log.warning("A try could not be counted: %s", error.orig)


def take(key: str) -> timedelta | None:
    """Take one try before its outcome is known, so that tries at the same moment count too; or give how long to wait.

    Ten tries are free; after each further one the wait grows, up to a quarter of an hour. An hour without a try
    forgets them all, and so does a success, by `forget`.
    """
    if not current_app.extensions["settings"].throttle:
        return None
    with short_transaction() as db:
        row = db.scalar(select(Throttle).where(Throttle.key == key).with_for_update())
        if row is not None and now() - row.since < FORGOTTEN_AFTER:
            left = row.since + _delay(row.count) - now()
            if left > timedelta(0):
                return left
            row.count, row.since = row.count + 1, now()
            return None
        _begin_anew(db, key, FORGOTTEN_AFTER)
        _counted(db, key)
    return None


def _delay(tries: int) -> timedelta:
    """Give the wait after so many tries."""
    if tries < FREE_TRIES:
        return timedelta(0)
    return DELAYS[min(tries - FREE_TRIES, len(DELAYS) - 1)]


def _counted(db: Session, key: str) -> int:
    """Count one more; where there is no row to lock yet, the first tries of the same moment all come here."""
    first = insert_in(db.get_bind().dialect.name)(Throttle).values(key=key, count=1, since=now())
    counted = first.on_conflict_do_update(index_elements=["key"], set_={"count": Throttle.count + 1})
    return int(db.scalar(counted.returning(Throttle.count)) or 1)


def _begin_anew(db: Session, key: str, window: timedelta) -> None:
    """Drop a counter whose time has passed, and with it all that nobody has asked for in a day.

    One that somebody else has just begun stays.
    """
    over = (Throttle.key == key) & (Throttle.since <= now() - window)
    db.execute(delete(Throttle).where(over | (Throttle.since < now() - KEPT)))
