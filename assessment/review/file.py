"""A file as a reviewer meets it, loaded as values: what the owner said, and what was found so far. No HTTP here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment import catalogue
from assessment.core import journey
from assessment.core.answers import Answers, Profile, State, from_json
from assessment.core.errors import UnreadableAnswer
from assessment.core.questionnaire import Criterion, Questionnaire
from assessment.core.reckoning.seal import opened
from assessment.models import (
    AnswerRow,
    Assessment,
    AssessmentEvent,
    Evidence,
    Membership,
    ResultRow,
    SentBack,
    User,
    VerifiedAnswer,
)
from assessment.models.evidence import evidence_of
from assessment.policy import Actor, NotFound, reviewable_assessments


@dataclass(frozen=True)
class Note:
    """What a reviewer asked the owner about one criterion or fact."""

    subject: str
    words: str
    by: str
    at: datetime
    is_open: bool


@dataclass(frozen=True)
class Event:
    """One step in the life of the file."""

    action: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class File:
    """One assessment as a reviewer meets it: what the owner said, and what was found so far."""

    assessment: Assessment
    questionnaire: Questionnaire
    profile: Profile
    own: Answers
    found: Answers
    reasons: Mapping[str, str]
    evidence: Mapping[str, Sequence[Evidence]]
    notes: tuple[Note, ...]
    people: tuple[Membership, ...]
    events: tuple[Event, ...]
    reviewer: str

    @property
    def checked(self) -> Answers:
        """The own answers, overlaid by what the reviewer found."""
        return Answers({**self.own, **self.found})

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that the own or the checked answers make visible, in document order."""
        visible = journey.visible_criteria(self.questionnaire, self.profile, self.own)
        visible |= journey.visible_criteria(self.questionnaire, self.profile, self.checked)
        return tuple(each for each in self.questionnaire.criteria if each.id in visible)

    @property
    def asked(self) -> Mapping[str, Note]:
        """What is marked to go back, by subject, until it is settled."""
        return {note.subject: note for note in self.notes if note.is_open}

    @property
    def is_signed(self) -> bool:
        """Whether the first of two people has signed off."""
        return self.assessment.state == "in_review" and self.assessment.first_sign_off_by is not None

    def may_judge(self, actor: Actor) -> bool:
        """Whether the actor works on this file: its reviewer, or the second person once the first has signed off."""
        if self.assessment.state != "in_review":
            return False
        return self.assessment.reviewer_id == actor.user_id or self.is_second(actor)

    def is_second(self, actor: Actor) -> bool:
        """Whether the actor is another person than who signed off first."""
        return self.is_signed and self.assessment.first_sign_off_by != actor.user_id


def load(session: Session, actor: Actor, assessment_id: UUID, *, lock: bool = False) -> File:
    """Load a file the actor may review; a lock makes those who change it take turns.

    Raises
    ------
    NotFound
        When there is none, it is not submitted, or the actor belongs to the enterprise.
    """
    query = (
        reviewable_assessments(actor)
        .where(Assessment.id == assessment_id)
        .join(Assessment.enterprise)
        .join(Assessment.wave)
        .options(
            contains_eager(Assessment.enterprise),
            contains_eager(Assessment.wave),
            joinedload(Assessment.questionnaire),
        )
    )
    assessment = session.scalar(query.with_for_update(of=Assessment) if lock else query)
    if assessment is None:
        raise NotFound
    return _file(session, assessment)


def _file(session: Session, assessment: Assessment) -> File:
    questionnaire = catalogue.published(session, assessment.questionnaire_id)
    judged = session.scalars(select(VerifiedAnswer).where(VerifiedAnswer.assessment_id == assessment.id)).all()
    known = {criterion.id: criterion for criterion in questionnaire.criteria}
    events = _events(session, assessment.id)
    return File(
        assessment=assessment,
        questionnaire=questionnaire,
        profile=assessment.enterprise.profile,
        own=own_answers(session, assessment, questionnaire),
        found=Answers({row.criterion: from_json(known[row.criterion], row.value) for row in judged}),
        reasons={row.criterion: row.reason for row in judged},
        evidence=evidence_of(session, assessment.id),
        notes=_notes(session, assessment.id),
        people=_people(session, assessment.enterprise_id),
        events=events,
        reviewer=session.scalar(select(User.name).where(User.id == assessment.reviewer_id)) or "",
    )


def own_answers(session: Session, assessment: Assessment, questionnaire: Questionnaire) -> Answers:
    """Give what the owner handed in; while the owner is changing answers, that is what was last submitted."""
    if assessment.state == "changes_requested":
        newest = select(ResultRow.sealed).where(ResultRow.assessment_id == assessment.id, ResultRow.kind == "self")
        sealed = session.scalar(newest.order_by(ResultRow.round.desc()).limit(1))
        if sealed is not None:
            return opened(questionnaire, json.loads(sealed)["answers"])
    rows = session.scalars(select(AnswerRow).where(AnswerRow.assessment_id == assessment.id))
    values = {row.criterion: row.value for row in rows if row.value is not None}
    return Answers({each.id: from_json(each, values[each.id]) for each in questionnaire.criteria if each.id in values})


def last_time(session: Session, file: File) -> Mapping[str, State]:
    """Give the answers the enterprise was last approved with, as far as this questionnaire still asks them."""
    earlier = (
        select(ResultRow.sealed)
        .join(Assessment, Assessment.id == ResultRow.assessment_id)
        .where(Assessment.enterprise_id == file.assessment.enterprise_id, Assessment.id != file.assessment.id)
        .where(Assessment.state == "approved", ResultRow.kind == "verified")
        .order_by(Assessment.decided_at.desc(), ResultRow.round.desc())
    )
    sealed = session.scalar(earlier.limit(1))
    answers = json.loads(sealed)["answers"] if sealed else {}
    return dict(_readable(file.questionnaire, answers))


def _readable(questionnaire: Questionnaire, answers: Mapping[str, object]) -> Iterator[tuple[str, State]]:
    for criterion in questionnaire.criteria:
        if criterion.id in answers:
            with suppress(UnreadableAnswer):  # Another version may have had other options.
                yield criterion.id, from_json(criterion, answers[criterion.id])


def _notes(session: Session, assessment_id: UUID) -> tuple[Note, ...]:
    query = (
        select(SentBack, User.name)
        .join(User, User.id == SentBack.user_id)
        .where(SentBack.assessment_id == assessment_id)
        .order_by(SentBack.id)
    )
    return tuple(
        Note(row.subject, row.note, name, row.at, row.settled_at is None) for row, name in session.execute(query)
    )


def _people(session: Session, enterprise_id: UUID) -> tuple[Membership, ...]:
    query = (
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.enterprise_id == enterprise_id, Membership.state == "active")
        .order_by(Membership.role.desc(), User.name_sort, Membership.id)
    )
    return tuple(session.scalars(query))


def _events(session: Session, assessment_id: UUID) -> tuple[Event, ...]:
    query = (
        select(AssessmentEvent, User.name)
        .outerjoin(User, User.id == AssessmentEvent.user_id)
        .where(AssessmentEvent.assessment_id == assessment_id)
        .order_by(AssessmentEvent.id)
    )
    return tuple(Event(row.action, row.note, name or "", row.at) for row, name in session.execute(query))
