"""Requests about personal data: filing, taking, deciding. No HTTP, no clock, no commit."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.config import TIME_ZONE, Settings
from assessment.core.rights.deadlines import deadlines, extended
from assessment.models import DataRequest, Job, User
from assessment.models.requests import OPEN, step
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.privacy import letters

COPIES = {"archive": "own_data", "paper": "own_data_paper"}
"""The forms a copy comes in, with the job that makes it."""


def own(session: Session, user_id: UUID) -> list[DataRequest]:
    """Give a person's requests, the newest first."""
    mine = select(DataRequest).where(DataRequest.user_id == user_id)
    return list(session.scalars(mine.order_by(DataRequest.received_at.desc(), DataRequest.id)))


def own_one(session: Session, user_id: UUID, request_id: UUID) -> DataRequest:
    """Give one of a person's requests; any other one looks like none."""
    mine = select(DataRequest).where(DataRequest.id == request_id, DataRequest.user_id == user_id)
    found = session.scalar(mine)
    if found is None:
        raise NotFound
    return found


def file(
    session: Session, user_id: UUID, kind: str, settings: Settings, *, now: datetime, words: str = ""
) -> DataRequest:
    """Write a request down with its deadlines, and confirm it by mail."""
    request = receive(session, user_id, kind, settings, now=now, words=words)
    letters.write(session, "request_received", session.get_one(User, user_id), request, settings, now=now)
    return request


def receive(
    session: Session, user_id: UUID, kind: str, settings: Settings, *, now: datetime, words: str = ""
) -> DataRequest:
    """Write a request down with its deadlines."""
    day = now.astimezone(TIME_ZONE).date()
    terms = deadlines(kind, day, settings.holidays)
    request = DataRequest(
        id=uuid4(),
        user_id=user_id,
        kind=kind,
        words=words,
        state="new",
        received_at=now,
        reply_by=terms.answer,
        due=terms.carried_out,
        version=1,
    )
    session.add(request)
    session.flush()
    record(session, "request.received", subject(request), actor=user_id, now=now, detail={"kind": kind})
    return request


def settle(
    session: Session, request: DataRequest, *, by: UUID | None, now: datetime, outcome: dict[str, Any] | None = None
) -> None:
    """Put down that a request was carried out, by a person or, without one, by the machine that was asked."""
    values = {"state": "done", "decided_by": by, "decided_at": now, "outcome": outcome or {}}
    if not step(session, request, OPEN, **values):
        raise Conflict
    record(session, "request.done", subject(request), actor=by, now=now, detail={"kind": request.kind})


def ask_for_copy(session: Session, actor: Actor, form: str, language: str, settings: Settings, *, now: datetime) -> Job:
    """Ask for all own data; the request is done when the file is, and stays open for people when it cannot be made.

    Raises
    ------
    NotFound
        When there is no such form of a copy.
    """
    if form not in COPIES:
        raise NotFound
    request = receive(session, actor.user_id, "access", settings, now=now)
    arguments = {"request": str(request.id), "language": language}
    return jobs.ask(
        session, COPIES[form], f"{COPIES[form]}:{request.id}", now=now, arguments=arguments, user_id=actor.user_id
    )


def copy_of(session: Session, request: DataRequest) -> Job | None:
    """Give the job that makes the copy a person asked for, if that is what the request is."""
    keys = [f"{name}:{request.id}" for name in COPIES.values()]
    return session.scalar(select(Job).where(Job.key.in_(keys)))


def cancel(session: Session, actor: Actor, request_id: UUID, *, now: datetime) -> None:
    """Take an open request back."""
    request = own_one(session, actor.user_id, request_id)
    if not step(session, request, OPEN, state="cancelled", decided_by=actor.user_id, decided_at=now):
        raise Conflict
    record(session, "request.cancelled", subject(request), actor=actor.user_id, now=now, detail={"kind": request.kind})


def take(
    session: Session, actor: Actor, request: DataRequest, settings: Settings, *, third_party: bool, now: datetime
) -> None:
    """Take a new request into hand; where a third party has to stop too, its term is longer."""
    day = request.received_at.astimezone(TIME_ZONE).date()
    due = deadlines(request.kind, day, settings.holidays, third_party=third_party).carried_out
    if not step(session, request, ("new",), state="in_progress", taken_by=actor.user_id, taken_at=now, due=due):
        raise Conflict
    detail = {"kind": request.kind, "due": due.isoformat()}
    record(session, "request.taken", subject(request), actor=actor.user_id, now=now, detail=detail)
    _tell(session, request, "taken", settings, now)


def extend(
    session: Session, actor: Actor, request: DataRequest, days: int, reason: str, settings: Settings, *, now: datetime
) -> None:
    """Use the one extension, with a reason the person is told.

    Raises
    ------
    Conflict
        When it is not in hand, or was extended before.
    """
    last = extended(request.due, days)
    if request.extended_to is not None or not step(session, request, ("in_progress",), extended_to=last, answer=reason):
        raise Conflict
    detail = {"until": last.isoformat()}
    record(session, "request.extended", subject(request), actor=actor.user_id, now=now, detail=detail)
    _tell(session, request, "extended", settings, now)


def decide(
    session: Session, actor: Actor, request: DataRequest, state: str, answer: str, settings: Settings, *, now: datetime
) -> None:
    """Decide a request, `done` or `refused`, with words the person is told."""
    values = {"state": state, "answer": answer, "decided_by": actor.user_id, "decided_at": now}
    if not step(session, request, OPEN, **values):
        raise Conflict
    record(session, f"request.{state}", subject(request), actor=actor.user_id, now=now, detail={"kind": request.kind})
    _tell(session, request, state, settings, now)


def subject(request: DataRequest) -> str:
    """Name a request in the audit log."""
    return f"request:{request.id}"


def _tell(session: Session, request: DataRequest, news: str, settings: Settings, now: datetime) -> None:
    letters.write(session, "request_news", request.user, request, settings, now=now, news=news)
