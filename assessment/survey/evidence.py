"""Evidence beside answers: adding, showing, taking away. No HTTP here; views commit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from assessment.core.errors import ForbiddenTransition
from assessment.core.questionnaire import Criterion
from assessment.core.values.states import Problem
from assessment.core.values.text import clean, clean_name
from assessment.models import Assessment, Evidence
from assessment.models.evidence import evidence_key
from assessment.models.trail import record
from assessment.policy import Actor, NotFound, own_assessments, reviewable_assessments
from assessment.storage import Store
from assessment.survey import visits
from assessment.survey.files import Document
from assessment.survey.visits import Visit

MOST = 10
LONGEST_LINK = 2000
LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class TooMany:
    """The criterion has as much evidence as it may have."""


def may_add(visit: Visit, criterion: Criterion) -> None:
    """Refuse evidence where none is asked for, or where the answer cannot be changed any more.

    Raises
    ------
    NotFound
        When the criterion takes no evidence.
    ForbiddenTransition
        When the assessment is handed in, or this criterion was not sent back.
    """
    if criterion.evidence == "none":
        raise NotFound
    if not visit.may_edit(criterion.id):
        raise ForbiddenTransition(visit.assessment.state, "answer")


def count(session: Session, visit: Visit, criterion: Criterion) -> int:
    """Count the evidence of a criterion."""
    mine = (Evidence.assessment_id == visit.assessment.id, Evidence.criterion == criterion.id)
    return session.scalar(select(func.count()).select_from(Evidence).where(*mine)) or 0


def add_file(
    visit: Visit,
    criterion: Criterion,
    document: Document,
    store: Store,
    write: Callable[[Evidence], Evidence | TooMany],
    *,
    sha256: str,
) -> Evidence | TooMany:
    """Keep the bytes first and then the row, so that no row is ever without its file.

    `write` puts the row into the database and commits; where it fails or refuses, the bytes are dropped again.
    """
    row = Evidence(
        id=uuid4(),
        assessment_id=visit.assessment.id,
        criterion=criterion.id,
        kind="file",
        name=document.name,
        media_type=document.media_type,
        size=len(document.content),
        sha256=sha256,
    )
    key = evidence_key(row.assessment_id, row.id)
    store.put(key, document.content)
    try:
        written = write(row)
    except Exception:
        store.drop(key)
        raise
    if isinstance(written, TooMany):
        store.drop(key)
    return written


def add(
    session: Session, visit: Visit, criterion: Criterion, row: Evidence, *, actor: Actor, now: datetime
) -> Evidence | TooMany:
    """Put a row into the database; the visit is locked, so that nobody slips an eleventh one in."""
    may_add(visit, criterion)
    if count(session, visit, criterion) >= MOST:
        return TooMany()
    row.user_id, row.at = actor.user_id, now
    session.add(row)
    session.flush()
    _record(session, "evidence.added", row, actor, now)
    return row


def words_of(visit: Visit, criterion: Criterion, kind: str, text: str) -> Evidence | Problem:
    """Read a link or a note."""
    kept = clean_name(text, LONGEST_LINK) if kind == "link" else clean(text, LONGEST_NOTE)
    if isinstance(kept, Problem):
        return kept
    if not kept:
        return Problem("empty")
    if kind == "link" and not _is_address(kept):
        return Problem("no_address")
    return Evidence(id=uuid4(), assessment_id=visit.assessment.id, criterion=criterion.id, kind=kind, words=kept)


def _is_address(text: str) -> bool:
    """Only addresses of the web are links; a script or a file of this machine is none."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - a port that is none raises here
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in text


def take_away(session: Session, visit: Visit, evidence_id: UUID, *, actor: Actor, now: datetime) -> Evidence:
    """Delete a piece of evidence; the view drops the bytes once this is committed.

    Raises
    ------
    NotFound
        When this assessment has no such piece.
    ForbiddenTransition
        When its criterion cannot be changed any more.
    """
    row = session.scalar(
        select(Evidence).where(Evidence.id == evidence_id, Evidence.assessment_id == visit.assessment.id)
    )
    if row is None or not visit.may_see(visit.questionnaire.pillar_of(row.criterion)):
        raise NotFound
    if not visit.may_edit(row.criterion):
        raise ForbiddenTransition(visit.assessment.state, "answer")
    session.delete(row)
    _record(session, "evidence.deleted", row, actor, now)
    return row


def file_of(session: Session, actor: Actor, evidence_id: UUID) -> Evidence:
    """Give a file to those who may see it: the enterprise's own people, and reviewers once it is handed in.

    Raises
    ------
    NotFound
        When there is none, or not for this person: the two look the same.
    """
    seen = [Evidence.assessment_id.in_(own_assessments(actor).with_only_columns(Assessment.id))]
    if actor.role in ("reviewer", "administrator"):
        seen.append(Evidence.assessment_id.in_(reviewable_assessments(actor).with_only_columns(Assessment.id)))
    this = select(Evidence).where(Evidence.id == evidence_id, Evidence.kind == "file")
    row = session.scalar(this.where(or_(*seen))) or _handed_file(session, actor, this)
    if row is None:
        raise NotFound
    return row


def _handed_file(session: Session, actor: Actor, this: Select[Evidence]) -> Evidence | None:
    """Give a file that stands beside a question of a pillar handed to the actor."""
    helped = select(Assessment.id).where(Assessment.enterprise_id.in_(actor.helper_of))
    row = session.scalar(this.where(Evidence.assessment_id.in_(helped))) if actor.helper_of else None
    if row is None:
        return None
    found = visits.visit(session, actor, row.assessment_id)
    return row if found.may_see(found.questionnaire.pillar_of(row.criterion)) else None


def sweep(session: Session, store: Store, *, before: datetime) -> int:
    """Drop bytes that no row speaks of, such as those of a broken upload, and give how many there were.

    What was written later than `before` is left alone: its row may be about to come.
    """
    known = {row.key for row in session.scalars(select(Evidence).where(Evidence.kind == "file"))}
    strange = [key for key in store if key not in known and store.changed(key) < before]
    for key in strange:
        store.drop(key)
    return len(strange)


def _record(session: Session, action: str, row: Evidence, actor: Actor, now: datetime) -> None:
    detail = {"criterion": row.criterion, "evidence": str(row.id)}
    record(session, action, f"assessment:{row.assessment_id}", actor=actor.user_id, now=now, detail=detail)
