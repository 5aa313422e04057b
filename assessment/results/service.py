"""What an owner learns from a sealed result: figures, what holds the level, steps, trace. No HTTP here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Literal
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, contains_eager

from assessment import catalogue, jobs
from assessment.core.advice import CheapestPath, Step, cheapest_path, steps, what_if
from assessment.core.answers import Answers, Profile
from assessment.core.questionnaire import Questionnaire
from assessment.core.reckoning.binding import Binding, binding
from assessment.core.reckoning.outcome import Outcome
from assessment.models import Assessment, Certificate, Job, ResultRow
from assessment.models.peers import Peers, counted_result, published_peers
from assessment.policy import Actor, NotFound

MOST_STEPS = 60
WAYS_KEPT = 200
_ways_up: dict[str, CheapestPath] = {}


@dataclass(frozen=True)
class Found:
    """A sealed result as its owner meets it."""

    assessment: Assessment
    row: ResultRow
    questionnaire: Questionnaire
    profile: Profile
    answers: Answers
    outcome: Outcome
    last: ResultRow | None
    certificate: Certificate | None

    @property
    def verified(self) -> bool:
        """Whether a reviewer stands behind these figures."""
        return self.row.kind == "verified"

    @cached_property
    def binding(self) -> Binding:
        """What keeps the next level away."""
        return binding(self.questionnaire, self.outcome)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that is open, what binds first."""
        return steps(self.questionnaire, self.profile, self.answers)


def way_up(found: Found) -> CheapestPath | None:
    """Find the steps of least effort to the next level; None where there is none, or no score to start from."""
    following = found.binding.following
    if following is None or found.outcome.overall is None:
        return None
    # The search takes a while; a sealed result never changes, so what was found for one stays true.
    name = found.row.sha256
    if name not in _ways_up:
        if len(_ways_up) >= WAYS_KEPT:
            _ways_up.pop(next(iter(_ways_up)), None)
        _ways_up[name] = cheapest_path(found.questionnaire, found.answers, following.id, profile=found.profile)
    return _ways_up[name]


def find(session: Session, actor: Actor, assessment_id: UUID) -> Found:
    """Load the result that counts of one of the actor's own assessments: the verified one where there is one.

    Raises
    ------
    NotFound
        When there is no such assessment, it is somebody else's, or nothing has been submitted.
    """
    assessment = session.scalar(_assessed(), {"assessment": assessment_id})
    if assessment is None or assessment.enterprise_id not in actor.enterprises:
        raise NotFound
    row = catalogue.counting(session, assessment_id)
    if row is None:
        raise NotFound
    opened = catalogue.open_result(session, row)
    return Found(
        assessment=assessment,
        row=row,
        questionnaire=opened.questionnaire,
        profile=opened.profile,
        answers=opened.answers,
        outcome=opened.outcome,
        last=catalogue.last_time(session, assessment),
        certificate=_certificate(session, assessment),
    )


@cache
def _assessed() -> Select[Assessment]:
    return (
        select(Assessment)
        .where(Assessment.id == bindparam("assessment"))
        .join(Assessment.enterprise)
        .join(Assessment.wave)
        .options(contains_eager(Assessment.enterprise), contains_eager(Assessment.wave))
    )


def _certificate(session: Session, assessment: Assessment) -> Certificate | None:
    if assessment.state != "approved":
        return None
    return session.scalar(
        select(Certificate)
        .where(Certificate.assessment_id == assessment.id)
        .order_by(Certificate.created_at.desc())
        .limit(1)
    )


def peers(session: Session, found: Found) -> Peers | None:
    """Give what is published of the groups this enterprise belongs to."""
    return published_peers(session, found.assessment, found.row)


def counted(session: Session, found: Found, among: Peers) -> Literal["same", "other", "no"]:
    """Tell whether a publication counts this enterprise: with this very result, with another, or not at all."""
    result = counted_result(session, among.taken, found.assessment.enterprise_id)
    if result is None:
        return "no"
    return "same" if result == found.row.id.hex else "other"


def imagined(found: Found, chosen: Sequence[str]) -> Outcome | None:
    """Score what would be after some open steps; nothing is recorded."""
    open_ids = {step.id for step in found.steps}
    followed = [name for name in chosen[:MOST_STEPS] if name in open_ids]
    return what_if(found.questionnaire, found.profile, found.answers, followed) if followed else None


def ask_for_report(session: Session, found: Found, actor: Actor, language: str, *, now: datetime) -> Job:
    """Ask for the report of a result; the same result in the same language is made once for each person."""
    return jobs.ask(
        session,
        "owner_report",
        f"owner_report:{found.row.id}:{language}:{actor.user_id}",
        now=now,
        arguments={"result": str(found.row.id), "language": language},
        user_id=actor.user_id,
    )
