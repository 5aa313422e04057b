"""Filling in: load an assessment as values, save a page of answers, submit. No HTTP here; views commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core import journey
from assessment.core.answers import Answers, Problem, Profile, Raw, State, from_json, read, to_json
from assessment.core.errors import ForbiddenTransition, UnreadableAnswer
from assessment.core.questionnaire import Criterion, Questionnaire
from assessment.models import AnswerRow, Assessment, SentBack, User
from assessment.policy import Actor, NotFound
from assessment.survey import statements
from assessment.survey.statements import Standing

EDITABLE = ("draft", "changes_requested")


@dataclass(frozen=True)
class Visit:
    """One assessment as its people meet it: the row, the questionnaire, and the answers that stand."""

    assessment: Assessment
    questionnaire: Questionnaire
    profile: Profile
    answers: Answers
    rows: Mapping[str, Standing]
    seen: int
    sent_back: Mapping[str, str]
    previous_id: UUID | None

    @cached_property
    def pages(self) -> tuple[journey.Page, ...]:
        """The pages that the answers make visible."""
        return journey.pages(self.questionnaire, self.profile, self.answers)

    @property
    def editable(self) -> bool:
        """Whether answers may be changed in the state the assessment is in."""
        return self.assessment.state in EDITABLE

    def may_edit(self, criterion: str) -> bool:
        """Whether this answer may be changed: after a sending back only what was sent back."""
        return self.editable and (self.assessment.state == "draft" or criterion in self.sent_back)


@dataclass(frozen=True)
class Conflict:
    """An answer that somebody changed since the page was shown, and that differs from what was typed."""

    criterion: Criterion
    standing: State | None
    by: str
    at: datetime
    event: int
    seen: int


@dataclass(frozen=True)
class Typed:
    """What a form hands in: raw answers with the event each has seen, and answers taken over from last time."""

    raws: Mapping[str, Raw]
    seen: Mapping[str, int]
    language: str
    reused: Mapping[str, State] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The questions it answers."""
        return frozenset(self.raws) | frozenset(self.reused)

    def read(self, criterion: Criterion) -> State | Problem | None:
        """Read one answer; the press that takes one over counts more than what its fields hold."""
        if criterion.id in self.reused:
            return self.reused[criterion.id]
        return read(criterion, self.raws[criterion.id], self.language)


@dataclass(frozen=True)
class Saved:
    """What became of a page: wrong fields, conflicts, and where to go on."""

    visit: Visit
    problems: Mapping[str, Problem]
    conflicts: tuple[Conflict, ...]
    uncovered: tuple[str, ...]
    changed: int


def visit(session: Session, actor: Actor, assessment_id: UUID, *, lock: bool = False) -> Visit:
    """Load one of the actor's own assessments; a lock makes savers of the same assessment take turns.

    Raises
    ------
    NotFound
        When there is none, or it is somebody else's: the two look the same.
    """
    statement = statements.LOCKING_VISIT if lock else statements.VISIT
    found = session.execute(statement, statements.of_actor(actor, assessment_id)).first()
    if found is None:
        raise NotFound
    return _visit(session, *found)


def _visit(session: Session, assessment: Assessment, previous_id: UUID | None) -> Visit:
    questionnaire = catalogue.published(session, assessment.questionnaire_id)
    rows = statements.answers(session, assessment.id)
    return Visit(
        assessment=assessment,
        questionnaire=questionnaire,
        profile=assessment.enterprise.profile,
        answers=states_of(questionnaire, rows),
        rows=rows,
        seen=max((row.event for row in rows.values()), default=0),
        sent_back=_sent_back(session, assessment),
        previous_id=previous_id,
    )


def last_time(session: Session, found: Visit, names: Iterable[str]) -> dict[str, State]:
    """Give the answers of the enterprise's previous assessment to these questions, as far as they still fit them."""
    if found.previous_id is None:
        return {}
    query = select(AnswerRow.criterion, AnswerRow.value)
    rows = session.execute(query.where(AnswerRow.assessment_id == found.previous_id, AnswerRow.criterion.in_(names)))
    return {name: state for name, value in rows if (state := _still_fits(found, name, value)) is not None}


def _still_fits(found: Visit, name: str, value: dict[str, Any] | None) -> State | None:
    """Read an earlier answer by today's question; an option that is gone, or a mere file's cell, is no answer."""
    if value is None:
        return None
    try:
        return from_json(found.questionnaire.criterion(name), value)
    except UnreadableAnswer:
        return None


def states_of(questionnaire: Questionnaire, rows: Mapping[str, Standing]) -> Answers:
    """Turn rows into the answers the core works with; rows of context questions are left out."""
    states = {}
    for criterion in questionnaire.criteria:
        row = rows.get(criterion.id)
        if row is not None and row.value is not None:
            states[criterion.id] = from_json(criterion, row.value)
    return Answers(states)


def _sent_back(session: Session, assessment: Assessment) -> dict[str, str]:
    """Give what is sent back and not settled yet, with the reviewer's words."""
    if assessment.state != "changes_requested":
        return {}
    open_ones = select(SentBack).where(SentBack.assessment_id == assessment.id, SentBack.settled_at.is_(None))
    return {item.subject: item.note for item in session.scalars(open_ones)}


def save(session: Session, found: Visit, typed: Typed, *, actor: Actor, now: datetime) -> Saved:
    """Save what was typed on one page.

    Every answer stands for itself: what can be read is kept, what cannot is a problem at its field, and what somebody
    else changed since the page was shown is a conflict that keeps both.

    Raises
    ------
    ForbiddenTransition
        When one of the answers cannot be changed now: the assessment is submitted, or only others were sent back.
    """
    if not all(found.may_edit(name) for name in typed.names) or not found.editable:
        raise ForbiddenTransition(found.assessment.state, "answer")
    problems: dict[str, Problem] = {}
    conflicts: list[Conflict] = []
    changes: dict[str, State | None] = {}
    for criterion in (found.questionnaire.criterion(name) for name in typed.names):
        state = typed.read(criterion)
        if isinstance(state, Problem):
            problems[criterion.id] = state
        elif state != found.answers.of(criterion.id):
            seen = typed.seen.get(criterion.id, 0)
            if _is_stale(found, criterion.id, seen):
                conflicts.append(_conflict(session, found, criterion, seen))
            else:
                changes[criterion.id] = state
    values = {name: None if state is None else to_json(state) for name, state in changes.items()}
    after = replace(_write(session, found, values, actor=actor, now=now), answers=found.answers.changed(changes))
    return Saved(after, problems, tuple(conflicts), _uncovered(found, after, typed.names), len(changes))


def save_context(
    session: Session, found: Visit, values: Mapping[str, dict[str, Any] | None], *, actor: Actor, now: datetime
) -> Visit:
    """Save the page of context questions, which are never scored; the newest word counts."""
    known = {name: row.value for name, row in found.rows.items()}
    changed = {name: value for name, value in values.items() if known.get(name) != value}
    return _write(session, found, changed, actor=actor, now=now)


def _is_stale(found: Visit, criterion: str, seen: int) -> bool:
    row = found.rows.get(criterion)
    return row is not None and row.event > seen


def _conflict(session: Session, found: Visit, criterion: Criterion, seen: int) -> Conflict:
    row = found.rows[criterion.id]
    name = session.scalar(select(User.name).where(User.id == row.user_id)) or ""
    return Conflict(criterion, found.answers.of(criterion.id), name, row.at, row.event, seen)


def _write(
    session: Session, found: Visit, values: Mapping[str, dict[str, Any] | None], *, actor: Actor, now: datetime
) -> Visit:
    """Write history rows first and let the answers point at them; both in a statement each."""
    if not values:
        return found
    written = statements.write(session, found.assessment.id, values, user_id=actor.user_id, now=now)
    merged = {**found.rows, **written}
    seen = max(found.seen, *(row.event for row in written.values()))
    return replace(found, rows=merged, seen=seen)


def _uncovered(before: Visit, after: Visit, names: Iterable[str]) -> tuple[str, ...]:
    """Name the criteria that the save made visible on the same page."""
    saved = {before.questionnaire.indicator_of(name).id for name in names}
    was = {criterion.id for page in before.pages if page.id in saved for criterion in page.criteria}
    shown = [criterion.id for page in after.pages if page.id in saved for criterion in page.criteria]
    return tuple(name for name in shown if name not in was)
