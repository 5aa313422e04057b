"""How long people really take for a question, from those who have handed in; kept in one small row a questionnaire."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.models.answers import AnswerEvent
from assessment.models.assessments import Assessment
from assessment.models.trail import Fact

Given = tuple[datetime, int]
"""A moment at which answers were saved, and how many: those of one page come together."""
LEAST = 10
KEPT = 40
LONGEST = 300
"""Seconds after which somebody did something else meanwhile."""


def measure(session: Session) -> None:
    """Note for each questionnaire the median seconds a question took in the latest assessments that were handed in."""
    for questionnaire in session.scalars(select(Assessment.questionnaire_id).distinct()).all():
        times = [seconds for given in _latest(session, questionnaire) if (seconds := _median(given)) is not None]
        if len(times) >= LEAST:
            session.merge(Fact(name=_name(questionnaire), value=str(round(median(times)))))


def pace(session: Session, questionnaire_id: int) -> float | None:
    """Give the median seconds a question takes; None while fewer than ten have handed in."""
    row = session.get(Fact, _name(questionnaire_id))
    return None if row is None else float(row.value)


def _latest(session: Session, questionnaire_id: int) -> Iterable[Sequence[Given]]:
    """Read when answers were given in the assessments that were handed in last."""
    handed_in = select(Assessment.id).where(
        Assessment.questionnaire_id == questionnaire_id, Assessment.submitted_at.is_not(None)
    )
    latest = handed_in.order_by(Assessment.submitted_at.desc()).limit(KEPT)
    saves = select(AnswerEvent.assessment_id, AnswerEvent.at, AnswerEvent.answers)
    by_assessment: defaultdict[object, Counter[datetime]] = defaultdict(Counter)
    for assessment, at, answers in session.execute(
        saves.where(AnswerEvent.assessment_id.in_(latest)).order_by(AnswerEvent.at)
    ):
        by_assessment[assessment][at] += len(answers)
    return [list(times.items()) for times in by_assessment.values()]


def _median(given: Sequence[Given]) -> float | None:
    """Give the median seconds between the answers of one assessment; answers of a whole page share the time it took."""
    shares = [((after - before).total_seconds() / times, times) for (before, _), (after, times) in pairwise(given)]
    real = [share for share, times in shares if 0 < share <= LONGEST for _ in range(times)]
    return median(real) if len(real) >= LEAST else None


def _name(questionnaire_id: int) -> str:
    return f"pace.{questionnaire_id}"
