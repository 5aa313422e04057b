"""Closing an enterprise nobody is left to speak for: what can go goes, what must stay loses its names.

A sealed result is never touched. It holds the profile facts, the answers and the figures, no name and no tax code; once
the enterprise's own row has lost these, the seal speaks of nobody, and its hash still agrees.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assessment.core.facts.enterprise import is_personal
from assessment.core.values.text import search_key, sort_key
from assessment.database import Base
from assessment.models import (
    AnswerEvent,
    AnswerRow,
    Assessment,
    AssessmentEvent,
    Certificate,
    Enterprise,
    Evidence,
    Membership,
    Paper,
    RoadmapStep,
    SentBack,
    VerifiedAnswer,
)
from assessment.models.trail import record
from assessment.privacy.agreeing import take_back
from assessment.privacy.leaving import Firm, assessments, certified_until, needed

NAMELESS = "Doanh nghiệp đã xóa dữ liệu"


@dataclass(frozen=True, slots=True)
class Closed:
    """What became of an enterprise: files to drop from the store, what was removed, and until when its name stays."""

    files: tuple[str, ...]
    removed: int
    named_until: date | None


def close(session: Session, firm: Firm, kind: str, *, by: UUID, today: date, now: datetime) -> Closed:
    """Take back what is under way, drop evidence and free texts, and remove or make anonymous the rest."""
    enterprise = firm.enterprise
    for each in firm.under_way:
        take_back(session, each.id, by=by, now=now)
    theirs = assessments(session, enterprise.id)
    ids = [each.id for each in theirs]
    files = _drop_evidence(session, ids)
    _empty_texts(session, ids)
    gone = [each for each in ids if each not in needed(session, enterprise.id, theirs)] if kind == "delete" else []
    for assessment_id in gone:
        remove(session, assessment_id)
    _end_memberships(session, enterprise.id)
    until = certified_until(session, enterprise.id, today)
    if until is None:
        make_nameless(session, enterprise)
    elif is_personal(enterprise.tax_code):
        enterprise.tax_code = _stand_in(enterprise.id)
    detail = {"removed": len(gone), "named_until": until.isoformat() if until else ""}
    record(session, "enterprise.closed", f"enterprise:{enterprise.id}", actor=by, now=now, detail=detail)
    return Closed(tuple(files), len(gone), until)


def make_nameless(session: Session, enterprise: Enterprise) -> None:
    """Take name and tax code out of an enterprise and out of its certificates, whose papers go."""
    enterprise.name, enterprise.name_search = NAMELESS, search_key(NAMELESS)
    enterprise.name_sort, enterprise.tax_code = sort_key(NAMELESS), _stand_in(enterprise.id)
    enterprise.headcount, enterprise.version = 0, enterprise.version + 1
    theirs = session.scalars(select(Certificate).where(Certificate.enterprise_id == enterprise.id)).all()
    papers = [each.paper_id for each in theirs if each.paper_id is not None]
    for each in theirs:
        each.enterprise_name, each.revoked_reason, each.paper_id = NAMELESS, "", None
    session.flush()
    session.execute(delete(Paper).where(Paper.id.in_(papers)))


def remove(session: Session, assessment_id: UUID) -> None:
    """Remove an assessment with every row of every table that hangs on it."""
    assessment = Assessment.__table__
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table is assessment:
                session.execute(delete(table).where(key.parent == assessment_id))
    session.execute(delete(Assessment).where(Assessment.id == assessment_id))
    session.expire_all()


def _drop_evidence(session: Session, ids: Collection[UUID]) -> list[str]:
    """Delete the rows of evidence and give the keys of their files; the files go once this is committed."""
    rows = session.scalars(select(Evidence).where(Evidence.assessment_id.in_(ids))).all()
    keys = [row.key for row in rows if row.kind == "file"]
    session.execute(delete(Evidence).where(Evidence.assessment_id.in_(ids)))
    return keys


def _empty_texts(session: Session, ids: Collection[UUID]) -> None:
    """Empty what people typed freely: reasons, words on the context page, notes and reasons of reviewers, names."""
    standing = session.scalars(select(AnswerRow).where(AnswerRow.assessment_id.in_(ids))).all()
    events = session.scalars(select(AnswerEvent).where(AnswerEvent.assessment_id.in_(ids))).all()
    for row in standing:
        row.value = _emptied(row.value)
    for event in events:
        event.answers = {criterion: _emptied(value) for criterion, value in event.answers.items()}
    session.execute(update(VerifiedAnswer).where(VerifiedAnswer.assessment_id.in_(ids)).values(reason=""))
    session.execute(update(SentBack).where(SentBack.assessment_id.in_(ids)).values(note=""))
    session.execute(update(AssessmentEvent).where(AssessmentEvent.assessment_id.in_(ids)).values(note=""))
    session.execute(update(RoadmapStep).where(RoadmapStep.assessment_id.in_(ids)).values(who=""))


def _emptied(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Give an answer without its free text."""
    if value is None:
        return None
    return {**value, **{key: "" for key in ("not_applicable", "text") if value.get(key)}}


def _end_memberships(session: Session, enterprise_id: UUID) -> None:
    there = update(Membership).where(Membership.enterprise_id == enterprise_id, Membership.state != "ended")
    session.execute(there.values(state="ended"))


def _stand_in(enterprise_id: UUID) -> str:
    """Give what stands in the place of a tax code: no number, and nobody else's."""
    return f"x{enterprise_id.hex[:13]}"
