"""How long people really take for a question, from those who have handed in; kept in one small row a questionnaire."""

from contextlib import suppress
from itertools import pairwise
from statistics import median
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.models.answers import AnswerEvent
from assessment.models.trail import Fact

_given = AnswerEvent.__table__.c
_of_one = _given.assessment_id == bindparam("assessment")
TIMES = select(_given.at, func.count()).where(_of_one).group_by(_given.at).order_by(_given.at)
"""When answers were given, and how many at that moment: those of one page came together."""
LEAST = 10
KEPT = 40
LONGEST = 300
"""Seconds after which somebody did something else meanwhile."""


def note_pace(session: Session, assessment_id: UUID, questionnaire_id: int) -> None:
    """Note the median seconds between the answers of an assessment that is being handed in."""
    given = {row[0]: row[1] for row in session.execute(TIMES, {"assessment": assessment_id}).all()}
    # Answers of a page that was sent as a whole share the time it took.
    shares = [((after - before).total_seconds() / given[after], given[after]) for before, after in pairwise(given)]
    real = [share for share, times in shares if 0 < share <= LONGEST for _ in range(times)]
    if len(real) < LEAST:
        return
    row, seconds = session.get(Fact, _name(questionnaire_id), with_for_update=True), str(round(median(real)))
    if row is not None:
        row.value = " ".join([*row.value.split(), seconds][-KEPT:])
        return
    with suppress(IntegrityError), session.begin_nested():  # Of two first ones at the same moment, one is enough.
        session.add(Fact(name=_name(questionnaire_id), value=seconds))


def pace(session: Session, questionnaire_id: int) -> float | None:
    """Give the median seconds a question takes; None while fewer than ten have handed in."""
    row = session.get(Fact, _name(questionnaire_id))
    seconds = [] if row is None else [int(each) for each in row.value.split()]
    return median(seconds) if len(seconds) >= LEAST else None


def _name(questionnaire_id: int) -> str:
    return f"pace.{questionnaire_id}"
