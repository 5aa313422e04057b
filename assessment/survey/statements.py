"""The statements of a respondent's journey, built once: building one anew costs more than running it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, bindparam, cast, func, select
from sqlalchemy.orm import Session

from assessment.core.answers import Profile
from assessment.models import AnswerEvent, AnswerRow, Assessment, Enterprise, Evidence, User, Wave
from assessment.policy import Actor


class Standing(NamedTuple):
    """The answer that now stands to one question, as JSON; `event` is the change that made it so."""

    criterion: str
    text: str | None
    event: int

    @property
    def value(self) -> dict[str, Any] | None:
        """What is stored; None where the answer was taken back."""
        value: dict[str, Any] | None = None if self.text is None else json.loads(self.text)
        return value


class Signature(NamedTuple):
    """Who gave the answer that stands to one question, and when."""

    name: str
    at: datetime


# Columns of the table, not of the mapped class: plain rows come without the machinery for objects. The text of an
# answer is left as it is, since most are known already; who gave it and when only few pages ask.
_answer = AnswerRow.__table__.c
_of_one = _answer.assessment_id == bindparam("assessment")
_given, _person = AnswerEvent.__table__.c, User.__table__.c
_standing = AnswerRow.__table__.join(AnswerEvent.__table__, _given.id == _answer.event)
_signed = _standing.join(User.__table__, _person.id == _given.user_id)
SIGNATURE = (
    select(_person.name, _given.at).select_from(_signed).where(_of_one, _answer.criterion == bindparam("criterion"))
)
ARRAYS: Mapping[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "sqlite": (func.json_array, func.json_group_array),
    "postgresql": (func.json_build_array, func.json_agg),
}
"""What each database calls an array of JSON, and one of all rows."""
LATEST = select(func.max(_given.at)).select_from(_standing).where(_of_one)
PEOPLE = select(func.count(_given.user_id.distinct())).select_from(_standing).where(_of_one)
NAMES = select(_answer.criterion, _person.name).select_from(_signed).where(_of_one)


@dataclass(frozen=True, slots=True)
class Firm:
    """What a visit needs to know of the enterprise."""

    name: str
    organisation_type: str
    sector: str
    size: str
    version: int

    @property
    def profile(self) -> Profile:
        """The facts that conditions may look at."""
        return Profile({"sector": self.sector, "organisation_type": self.organisation_type, "size": self.size})


@dataclass(frozen=True, slots=True)
class Period:
    """What a visit needs to know of the wave."""

    title: dict[str, str]
    opens_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class Head:
    """What a visit needs to know of the assessment: plain values, since loading objects would cost half the page."""

    id: UUID
    enterprise_id: UUID
    questionnaire_id: int
    state: str
    version: int
    saves: int
    submission_key: str | None
    submitted_at: datetime | None
    enterprise: Firm
    wave: Period


class Found(NamedTuple):
    """A visit's head, the assessment handed in before it, whether there is any evidence, and the answers that stand."""

    head: Head
    previous_id: UUID | None
    has_evidence: bool
    answers: dict[str, Standing]


_head, _firm, _wave = Assessment.__table__.c, Enterprise.__table__.c, Wave.__table__.c
_earlier = Assessment.__table__.alias("earlier")
_previous = (
    select(_earlier.c.id)
    .where(
        _earlier.c.enterprise_id == _head.enterprise_id,
        _earlier.c.created_at < _head.created_at,
        _earlier.c.submitted_at.is_not(None),
        _earlier.c.state != "withdrawn",
    )
    .order_by(_earlier.c.submitted_at.desc())
    .limit(1)
    .scalar_subquery()
)
_evidence = Evidence.__table__.c
_has_evidence = select(_evidence.id).where(_evidence.assessment_id == _head.id).exists()
_COLUMNS = (
    *(_head.id, _head.enterprise_id, _head.questionnaire_id, _head.state, _head.version, _head.saves),
    *(_head.submission_key, _head.submitted_at),
    *(_firm.name, _firm.organisation_type, _firm.sector, _firm.size, _firm.version),
    *(_wave.title, _wave.opens_on, _wave.closes_on),
)


LOCK = select(_head.id).where(_head.id == bindparam("assessment")).with_for_update()


@cache
def _visit(dialect: str) -> Select[Any]:
    """Build the statement of a visit, which brings the answers along."""
    array, gathered = ARRAYS[dialect]
    each = array(_answer.criterion, cast(_answer.value, String), _answer.event)
    answers = select(cast(gathered(each), String)).where(_answer.assessment_id == _head.id)
    return (
        select(*_COLUMNS, _previous, _has_evidence, answers.scalar_subquery())
        .join_from(Assessment.__table__, Enterprise.__table__, _firm.id == _head.enterprise_id)
        .join(Wave.__table__, _wave.id == _head.wave_id)
        .where(_head.id == bindparam("assessment"))
    )


def find(session: Session, actor: Actor, assessment_id: UUID, *, lock: bool) -> Found | None:
    """Find one of the assessments the actor answers in; a lock makes savers of the same assessment take turns."""
    connection, one = session.connection(), {"assessment": assessment_id}
    if lock:  # By itself: a statement that waits for a lock sees all else, answers and facts, as before its wait.
        connection.execute(LOCK, one)
    row: Any = connection.execute(_visit(connection.dialect.name), one).first()
    # The rule of `policy.own_assessments`, asked here: a list among the parameters makes the statement anew each time.
    if row is None or row[1] not in actor.answers_for:
        return None
    head = Head(*(*row[:8], Firm(*row[8:13]), Period(*row[13:16])))
    return Found(head, row[16], row[17], {each[0]: Standing._make(each) for each in json.loads(row[18] or "[]")})


def signature(session: Session, assessment_id: UUID, criterion: str) -> Signature:
    """Read who gave the answer that stands to one question, and when."""
    one = {"assessment": assessment_id, "criterion": criterion}
    return Signature(*session.connection().execute(SIGNATURE, one).one())


def latest(session: Session, assessment_id: UUID) -> datetime | None:
    """Read when an answer was last given or changed."""
    at: datetime | None = session.connection().execute(LATEST, {"assessment": assessment_id}).scalar()
    return at


def names(session: Session, assessment_id: UUID) -> dict[str, str]:
    """Read who gave the answers that stand, by question; one person alone needs no name."""
    only, one = session.connection(), {"assessment": assessment_id}
    if (only.execute(PEOPLE, one).scalar() or 0) < 2:  # noqa: PLR2004 - see above
        return {}
    return {row[0]: row[1] for row in only.execute(NAMES, one)}
