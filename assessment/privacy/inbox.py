"""The Association's side: which requests wait, the most urgent first. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assessment.core.rights.deadlines import days_left
from assessment.models import DataRequest
from assessment.models.requests import OPEN, next_day
from assessment.policy import Actor, NotFound

MOST_CLOSED = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One request with the days that are left for what comes next."""

    request: DataRequest
    left: int

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.left < 0


def waiting(session: Session, today: date) -> list[Row]:
    """Give the open requests, overdue ones first, then by the day that is next."""
    open_ones = select(DataRequest).where(DataRequest.state.in_(OPEN)).options(joinedload(DataRequest.user))
    found = session.scalars(open_ones.order_by(next_day(), DataRequest.received_at, DataRequest.id))
    return [Row(each, days_left(each.next_day, today)) for each in found]


def closed(session: Session) -> list[DataRequest]:
    """Give the latest requests that are settled, with who settled them."""
    settled = select(DataRequest).where(DataRequest.state.not_in(OPEN))
    people = (joinedload(DataRequest.user), joinedload(DataRequest.decider))
    newest = settled.options(*people).order_by(DataRequest.decided_at.desc(), DataRequest.id)
    return list(session.scalars(newest.limit(MOST_CLOSED)))


def one(session: Session, request_id: UUID) -> DataRequest:
    """Give one request."""
    found = session.get(DataRequest, request_id)
    if found is None:
        raise NotFound
    return found


def for_others(session: Session, actor: Actor, request_id: UUID) -> DataRequest:
    """Give one request to act on; one's own is for somebody else to answer."""
    found = one(session, request_id)
    if found.user_id == actor.user_id:
        raise NotFound
    return found
