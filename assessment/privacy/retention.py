"""How long things are kept, carried out each night. No HTTP, no clock, no commit."""

from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from assessment.config import TIME_ZONE
from assessment.database import hits
from assessment.models import DataRequest, Enterprise, Job, Mail, Paper, Token, UserSession
from assessment.models.trail import record
from assessment.privacy.closing import make_nameless
from assessment.privacy.service import COPIES

KEPT = MappingProxyType(
    {
        "copies": timedelta(days=7),
        "links": timedelta(days=30),
        "sessions": timedelta(days=365),
        "mails": timedelta(days=365),
    }
)
"""What is deleted after how long; the privacy pages say the same figures."""


def sweep(session: Session, *, now: datetime) -> int:
    """Delete what has been kept long enough, and give how many rows that were."""
    gone = (
        _copies(session, now - KEPT["copies"]),
        _links(session, now - KEPT["links"]),
        _sessions(session, now - KEPT["sessions"]),
        _mails(session, now - KEPT["mails"]),
        _names(session, now),
    )
    return sum(gone)


def _copies(session: Session, before: datetime) -> int:
    """Drop the files of own data; whoever wants one later asks anew."""
    old = (Job.name.in_(COPIES.values()), Job.paper_id.is_not(None), Job.finished_at < before)
    papers = session.scalars(select(Job.paper_id).where(*old)).all()
    session.execute(update(Job).where(Job.paper_id.in_(papers)).values(paper_id=None))
    return hits(session, delete(Paper).where(Paper.id.in_(papers)))


def _links(session: Session, before: datetime) -> int:
    """Drop links that nobody can use any more, with what an unopened account was to hold."""
    return hits(session, delete(Token).where(or_(Token.expires_at < before, Token.used_at < before)))


def _sessions(session: Session, before: datetime) -> int:
    return hits(session, delete(UserSession).where(UserSession.seen_at < before))


def _mails(session: Session, before: datetime) -> int:
    """Drop letters that have been sent, with the rows of the work they made."""
    ids = session.scalars(select(Mail.id).where(Mail.state == "sent", Mail.sent_at < before)).all()
    session.execute(delete(Job).where(Job.key.in_([f"mail:{each}" for each in ids])))
    return hits(session, delete(Mail).where(Mail.id.in_(ids)))


def _names(session: Session, now: datetime) -> int:
    """Take the names out of closed enterprises whose last certificate has run out."""
    today, count = now.astimezone(TIME_ZONE).date(), 0
    erased = select(DataRequest).where(DataRequest.kind.in_(("anonymise", "delete")), DataRequest.state == "done")
    for request in session.scalars(erased):
        named: dict[str, str] = request.outcome.get("named_until", {})
        due = [name for name, until in named.items() if date.fromisoformat(until) < today]
        for name in due:
            enterprise = session.get_one(Enterprise, UUID(name))
            make_nameless(session, enterprise)
            record(session, "enterprise.unnamed", f"enterprise:{name}", actor=None, now=now)
        if due:
            left = {name: until for name, until in named.items() if name not in due}
            request.outcome = {**request.outcome, "named_until": left}
        count += len(due)
    return count
