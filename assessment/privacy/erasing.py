"""Taking a person out of the tables. No HTTP, no clock, no commit.

The row stays as a number without a name, for history rows and the audit log point at it. The log itself holds numbers
and acts, never names or addresses, so its chain stays whole while the person behind a number is gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from assessment import jobs
from assessment.config import TIME_ZONE, Settings
from assessment.core.values.text import search_key, sort_key
from assessment.models import (
    Assessment,
    Assignment,
    Certificate,
    DataRequest,
    Job,
    Mail,
    Membership,
    Paper,
    RoadmapStep,
    Token,
    User,
    UserSession,
)
from assessment.models.consents import change, standing
from assessment.models.people import GONE, NO_PASSWORD
from assessment.models.trail import record
from assessment.policy import Conflict
from assessment.privacy import letters
from assessment.privacy.addresses import letters_to
from assessment.privacy.closing import Closed, close
from assessment.privacy.leaving import Firm, foreseen
from assessment.privacy.service import settle

NAMELESS = "Người đã xóa tài khoản"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody who leaves wants: the kind, and who takes over which enterprise."""

    kind: str
    heirs: Mapping[UUID, UUID]


def may_leave_alone(user: User) -> bool:
    """Whether a person may leave without somebody else's hand; who works for the Association first lays that down."""
    return user.role == "none"


def erase(session: Session, request: DataRequest, wish: Wish, settings: Settings, *, by: UUID, now: datetime) -> None:
    """Carry out a request to delete or to make anonymous.

    Raises
    ------
    Conflict
        When the person still works for the Association, the request is open no longer, or who was to take over an
        enterprise has left it.
    """
    user = session.get_one(User, request.user_id, with_for_update=True)
    if not may_leave_alone(user):
        raise Conflict
    today = now.astimezone(TIME_ZONE).date()
    key = letters.write(session, "account_closed", user, request, settings, now=now, news=wish.kind)
    closed = {
        str(firm.enterprise.id): close(session, firm, wish.kind, by=by, today=today, now=now)
        for firm in foreseen(session, user.id, today).firms
        if firm.alone and not _hand_over(session, firm, wish.heirs.get(firm.enterprise.id), settings, by=by, now=now)
    }
    _withdraw_all(session, user, now)
    _empty_traces(session, user, key)
    _make_nameless(user)
    record(session, "account.erased", f"user:{user.id}", actor=by, now=now, detail={"kind": wish.kind})
    settle(session, request, by=by, now=now, outcome=_outcome(closed))
    files = [file for each in closed.values() for file in each.files]
    jobs.ask(session, "forget", f"forget:{request.id}", now=now, arguments={"files": files, "letter": key})


def _outcome(closed: Mapping[str, Closed]) -> dict[str, object]:
    """Give what the request's row keeps: how much went, and which enterprise loses its name when."""
    named = {name: each.named_until.isoformat() for name, each in closed.items() if each.named_until is not None}
    removed = sum(each.removed for each in closed.values())
    return {"enterprises": len(closed), "assessments_removed": removed, "named_until": named}


def _hand_over(session: Session, firm: Firm, heir: UUID | None, settings: Settings, *, by: UUID, now: datetime) -> bool:
    """Make a colleague the owner, where the person chose one of them."""
    if heir is None:
        return False
    user = next((each for each in firm.heirs if each.id == heir), None)
    if user is None:
        raise Conflict
    link = (Membership.user_id == heir, Membership.enterprise_id == firm.enterprise.id)
    session.execute(update(Membership).where(*link).values(role="owner", confirmed_at=None, confirmed_by=None))
    detail = {"user": str(heir), "role": "owner"}
    letters.tell_heir(session, user, firm.enterprise.name, settings, now=now)
    record(session, "membership.handed_over", f"enterprise:{firm.enterprise.id}", actor=by, now=now, detail=detail)
    return True


def _withdraw_all(session: Session, user: User, now: datetime) -> None:
    for purpose in standing(session, user.id):
        change(session, user.id, purpose, given=False, language=user.language, now=now)


def _empty_traces(session: Session, user: User, last_letter: str) -> None:
    """Delete what is the person's alone: log-ins, links, letters, papers, what was handed to them."""
    firms = select(Membership.enterprise_id).where(Membership.user_id == user.id)
    theirs = select(Assessment.id).where(Assessment.enterprise_id.in_(firms))
    steps = update(RoadmapStep).where(RoadmapStep.assessment_id.in_(theirs), RoadmapStep.who == user.name)
    session.execute(steps.values(who=""), execution_options={"synchronize_session": False})
    session.execute(update(Membership).where(Membership.user_id == user.id).values(state="ended"))
    session.execute(update(DataRequest).where(DataRequest.user_id == user.id).values(words="", answer=""))
    for table in (UserSession, Assignment):
        session.execute(delete(table).where(table.user_id == user.id))
    _drop_links(session, user)
    _drop_letters(session, user, last_letter)
    _drop_papers(session, user.id)


def _drop_links(session: Session, user: User) -> None:
    """Delete mailed links to the person, and the invitations they sent or got."""
    for token in session.scalars(select(Token)):
        if (
            token.user_id == user.id
            or user.email == token.payload.get("email")
            or str(user.id) == token.payload.get("by")
        ):
            session.delete(token)
    session.flush()


def _drop_letters(session: Session, user: User, last_letter: str) -> None:
    """Delete letters to the person, and sent ones that name them to others; the last one still has to go out."""
    named = or_(Mail.body.contains(user.email, autoescape=True), Mail.body.contains(user.name, autoescape=True))
    theirs = or_(letters_to(session, user), and_(Mail.state == "sent", named))
    ids = session.scalars(select(Mail.id).where(theirs, Mail.key != last_letter)).all()
    session.execute(delete(Job).where(Job.key.in_([f"mail:{each}" for each in ids])))
    session.execute(delete(Mail).where(Mail.id.in_(ids)))


def _drop_papers(session: Session, user_id: UUID) -> None:
    """Delete the files the person asked for; the rows of the work stay, without a name."""
    mine = Job.user_id == user_id
    certified = select(Certificate.paper_id).where(Certificate.paper_id.is_not(None))
    papers = session.scalars(
        select(Job.paper_id).where(mine, Job.paper_id.is_not(None), Job.paper_id.not_in(certified))
    )
    gone = papers.all()
    session.execute(delete(Job).where(mine, Job.state == "waiting"))
    session.execute(update(Job).where(mine).values(paper_id=None, user_id=None, arguments={}))
    session.execute(delete(Paper).where(Paper.id.in_(gone)))


def _make_nameless(user: User) -> None:
    user.name, user.name_search, user.name_sort = NAMELESS, search_key(NAMELESS), sort_key(NAMELESS)
    user.email, user.password_hash = f"{user.id.hex}@{GONE}", NO_PASSWORD
    user.active, user.confirmed_at = False, None
