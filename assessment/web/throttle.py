"""Slowing down guessing: counters in the database, shared by all processes, kept over a restart, never a lock for good."""

from datetime import timedelta

from flask import abort, current_app, request
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from werkzeug.exceptions import TooManyRequests

from assessment.models import Throttle
from assessment.web.transaction import now, short_read, short_transaction


def address() -> str:
    """Give the network address of the visitor, as the configured proxies report it."""
    return request.remote_addr or "unknown"


def spent(key: str, limit: int, window: timedelta) -> bool:
    """Tell whether a counter has reached its limit within the window."""
    if not current_app.extensions["settings"].throttle:
        return False
    with short_read() as db:
        row = db.get(Throttle, key)
        return row is not None and row.count >= limit and now() - row.since < window


def count(key: str, window: timedelta) -> None:
    """Count one try; a window that has passed begins anew."""
    with short_transaction() as db:
        old = db.scalar(select(Throttle.since).where(Throttle.key == key))
        if old is not None and now() - old >= window:
            db.execute(delete(Throttle).where(Throttle.key == key))
        insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
        first = insert(Throttle).values(key=key, count=1, since=now())
        db.execute(first.on_conflict_do_update(index_elements=["key"], set_={"count": Throttle.count + 1}))


def forget(key: str) -> None:
    """Forget a counter after a success."""
    with short_transaction() as db:
        db.execute(delete(Throttle).where(Throttle.key == key))


def limit(key: str, tries: int, window: timedelta) -> None:
    """Count a try and refuse it with 429 when there were too many."""
    if spent(key, tries, window):
        abort(TooManyRequests(retry_after=int(window.total_seconds())))
    count(key, window)
