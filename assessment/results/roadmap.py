"""The roadmap of an enterprise: steps chosen from its advice, who takes them, until when, and what is done. No HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from assessment import catalogue, jobs
from assessment.core.advice import what_if
from assessment.core.errors import UnknownAdvice
from assessment.core.parts.terms import TOLERANCE
from assessment.core.questionnaire import Advice, Criterion, Questionnaire
from assessment.core.reckoning.outcome import Outcome
from assessment.core.values.states import Problem
from assessment.core.values.text import clean_name
from assessment.database import hits, put_once
from assessment.models import Assessment, Job, RoadmapStep
from assessment.models.roadmap import LONGEST_WHO, earlier_roadmap, roadmap
from assessment.policy import Actor, NotFound, own_assessments
from assessment.results.service import MOST_STEPS, Found

EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)


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


def find_step(session: Session, actor: Actor, assessment_id: UUID, step_id: UUID) -> RoadmapStep:
    """Give a step of the actor's own roadmap.

    Raises
    ------
    NotFound
        When there is none, or it is somebody else's.
    """
    mine = own_assessments(actor).where(Assessment.id == assessment_id).with_only_columns(Assessment.id)
    row = session.scalar(
        select(RoadmapStep).where(RoadmapStep.id == step_id, RoadmapStep.assessment_id.in_(mine.scalar_subquery()))
    )
    if row is None:
        raise NotFound
    return row


def plan(session: Session, row: RoadmapStep, who: str, due: date | None, *, version: int) -> bool:
    """Set who takes a step and until when; False when somebody else has set something else since `version`."""
    if (row.who, row.due) == (who, due):
        return True
    mine = update(RoadmapStep).where(RoadmapStep.id == row.id, RoadmapStep.version == version)
    return hits(session, mine.values(who=who, due=due, version=version + 1)) > 0


def tick(row: RoadmapStep, *, done: bool, now: datetime) -> None:
    """Tick a step off, or take the tick back; a second tick leaves the day of the first."""
    row.done_at = (row.done_at or now) if done else None


def drop(session: Session, row: RoadmapStep) -> None:
    """Take a step out of the roadmap."""
    session.execute(delete(RoadmapStep).where(RoadmapStep.id == row.id))


def read_who(typed: str) -> str | Problem:
    """Read who takes a step."""
    return clean_name(typed, LONGEST_WHO)


def read_due(typed: str) -> date | Problem | None:
    """Read a day as a browser's calendar sends it or as people write it; nothing typed is no day.

    Examples
    --------
    >>> read_due("2026-12-31"), read_due("31/12/2026") == read_due("2026-12-31"), read_due(" "), read_due("31/2/2026")
    (datetime.date(2026, 12, 31), True, None, Problem(code='day', values=()))
    """
    words = typed.strip()
    if not words:
        return None
    parts = words.split("-") if "-" in words else words.split("/")[::-1]
    try:
        read = date(*(int(part) for part in parts)) if len(parts) == 3 else None  # noqa: PLR2004
    except ValueError:
        read = None
    return read if read is not None and EARLIEST <= read <= LATEST else Problem("day")


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
