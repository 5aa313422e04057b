"""The roadmap of an enterprise: steps chosen from its advice, and what of them is done. No HTTP here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session

from assessment import catalogue, jobs
from assessment.core.advice import what_if
from assessment.core.errors import UnknownAdvice
from assessment.core.parts.terms import TOLERANCE
from assessment.core.questionnaire import Advice, Criterion, Questionnaire
from assessment.core.reckoning.outcome import Outcome
from assessment.database import put_once
from assessment.models import Assessment, Job, RoadmapStep
from assessment.models.roadmap import earlier_roadmap, roadmap
from assessment.policy import Actor, NotFound
from assessment.results.service import MOST_STEPS, Found


@dataclass(frozen=True)
class Chosen:
    """One chosen step with its advice.

    `is_answered` when the answers at hand already stand where it leads, `is_known` when their form has it.
    """

    row: RoadmapStep
    advice: Advice
    criterion: Criterion
    is_answered: bool
    is_known: bool = True


@dataclass(frozen=True)
class Roadmap:
    """The steps chosen after this assessment, those chosen the time before, and what the open ones would come to."""

    steps: tuple[Chosen, ...]
    earlier: tuple[Chosen, ...]
    then: Outcome | None

    @property
    def done(self) -> int:
        """How many of the steps are ticked off."""
        return sum(each.row.done_at is not None for each in self.steps)

    @property
    def has_days(self) -> bool:
        """Whether an open step has a day to be done by."""
        return any(each.row.due and not each.row.done_at for each in self.steps)


def chosen_ids(session: Session, assessment_id: UUID) -> frozenset[str]:
    """Name the advice that is in the roadmap."""
    query = select(RoadmapStep.advice).where(RoadmapStep.assessment_id == assessment_id)
    return frozenset(session.scalars(query))


UNTIL = (
    select(RoadmapStep.assessment_id, RoadmapStep.advice, RoadmapStep.done_at)
    .join_from(RoadmapStep, Assessment, Assessment.id == RoadmapStep.assessment_id)
    .where(Assessment.enterprise_id == bindparam("enterprise"), Assessment.created_at <= bindparam("created"))
)
"""The steps of an enterprise's roadmaps up to one assessment."""


@dataclass(frozen=True)
class Overview:
    """What the result page says of roadmaps: the advice chosen now, and how far the steps of earlier waves are."""

    planned: frozenset[str]
    earlier: int
    earlier_done: int


def overview(session: Session, assessment: Assessment) -> Overview:
    """Look over all roadmaps of an enterprise at once."""
    until = {"enterprise": assessment.enterprise_id, "created": assessment.created_at}
    rows = session.execute(UNTIL, until).all()
    earlier = [row for row in rows if row.assessment_id != assessment.id]
    return Overview(
        planned=frozenset(row.advice for row in rows if row.assessment_id == assessment.id),
        earlier=len(earlier),
        earlier_done=sum(row.done_at is not None for row in earlier),
    )


def open_roadmap(session: Session, found: Found) -> Roadmap:
    """Give the roadmap of a result."""
    steps = _told(found, roadmap(session, found.assessment.id), found.questionnaire)
    last = earlier_roadmap(session, found.assessment)
    form = catalogue.published(session, last[0].assessment.questionnaire_id) if last else found.questionnaire
    mine = {each.advice.id for each in steps}
    earlier = tuple(each for each in _told(found, last, form) if each.advice.id not in mine)
    open_ids = [each.advice.id for each in steps if not each.is_answered]
    then = what_if(found.questionnaire, found.profile, found.answers, open_ids) if open_ids else None
    return Roadmap(steps, earlier, then)


def _told(found: Found, rows: Sequence[RoadmapStep], form: Questionnaire) -> tuple[Chosen, ...]:
    pairs = [(row, *form.advice(row.advice)) for row in rows]
    return tuple(Chosen(row, advice, criterion, *_standing(found, advice.id)) for row, criterion, advice in pairs)


def _standing(found: Found, name: str) -> tuple[bool, bool]:
    """Tell whether the answers at hand already stand where advice leads, and whether their form has it at all."""
    try:
        criterion, advice = found.questionnaire.advice(name)
    except UnknownAdvice:
        return False, False
    score = found.outcome.criterion(criterion.id).score
    return score is not None and score >= advice.below - TOLERANCE, True


def choose(session: Session, found: Found, advice: str, actor: Actor, *, now: datetime) -> None:
    """Take a step into the roadmap; one that is there stays as it is.

    Raises
    ------
    NotFound
        When the questionnaire has no such advice.
    """
    try:
        found.questionnaire.advice(advice)
    except UnknownAdvice:
        raise NotFound from None
    there = chosen_ids(session, found.assessment.id)
    if advice not in there and len(there) < MOST_STEPS:
        chosen = {"assessment_id": found.assessment.id, "advice": advice}
        put_once(session, RoadmapStep, *chosen, **chosen, id=uuid4(), created_by=actor.user_id, created_at=now)


def tick(session: Session, assessment_id: UUID, advice: str, *, done: bool, now: datetime) -> None:
    """Tick a step off, or take the tick back; a second tick leaves the day of the first."""
    step = update(RoadmapStep).where(*_step(assessment_id, advice))
    session.execute(
        step.where(RoadmapStep.done_at.is_(None)).values(done_at=now) if done else step.values(done_at=None)
    )


def drop(session: Session, assessment_id: UUID, advice: str) -> None:
    """Take a step out of the roadmap; one that is not there need not be."""
    session.execute(delete(RoadmapStep).where(*_step(assessment_id, advice)))


def _step(assessment_id: UUID, advice: str) -> tuple[ColumnElement[bool], ...]:
    return RoadmapStep.assessment_id == assessment_id, RoadmapStep.advice == advice


def ask_for_paper(session: Session, found: Found, actor: Actor, language: str, *, now: datetime) -> Job:
    """Ask for the roadmap as a file to print; asked again after a change it is made anew."""
    return jobs.ask(
        session,
        "roadmap",
        f"roadmap:{found.row.id}:{language}:{actor.user_id}:{now.timestamp()}",
        now=now,
        arguments={"result": str(found.row.id), "language": language},
        user_id=actor.user_id,
    )
