"""Saving answers: each stands for itself, and none is overwritten unseen. No HTTP here; views commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.core.answers import Problem, Raw, State, read, to_json
from assessment.core.errors import ForbiddenTransition
from assessment.core.questionnaire import ContextQuestion, Criterion
from assessment.database import hold
from assessment.policy import Actor
from assessment.survey import statements, visits, writing
from assessment.survey.visits import Visit
from assessment.survey.writing import Overtaken


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
class ContextConflict:
    """A question that is not scored and that somebody else answered since the page was shown."""

    question: ContextQuestion
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


def save(session: Session, found: Visit, typed: Typed, *, actor: Actor, now: datetime) -> Saved:
    """Save what was typed on one page.

    Every answer stands for itself: what can be read is kept, what cannot is a problem at its field, and what somebody
    else changed since the page was shown is a conflict that keeps both.

    Raises
    ------
    ForbiddenTransition
        When one of the answers cannot be changed now: the assessment is submitted, or only others were sent back.
    """
    try:
        return _save(session, found, typed, actor=actor, now=now)
    except Overtaken:
        return _save(session, _held(session, found, actor), typed, actor=actor, now=now)


def _held(session: Session, found: Visit, actor: Actor) -> Visit:
    """Read once more what somebody else has just changed, and let nobody change it until this is committed."""
    hold(session)
    return visits.visit(session, actor, found.assessment.id, lock=True)


def _save(session: Session, found: Visit, typed: Typed, *, actor: Actor, now: datetime) -> Saved:
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
    session: Session,
    found: Visit,
    values: Mapping[str, dict[str, Any] | None],
    seen: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[Visit, tuple[ContextConflict, ...]]:
    """Save context questions, which are never scored; what somebody else wrote meanwhile is a conflict and stays.

    Raises
    ------
    ForbiddenTransition
        When the assessment is submitted, or only answers were sent back: what was sealed with it stays as it was.
    """
    try:
        return _save_context(session, found, values, seen, actor=actor, now=now)
    except Overtaken:
        return _save_context(session, _held(session, found, actor).whole(), values, seen, actor=actor, now=now)


def _save_context(
    session: Session,
    found: Visit,
    values: Mapping[str, dict[str, Any] | None],
    seen: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[Visit, tuple[ContextConflict, ...]]:
    known = {name: row.value for name, row in found.rows.items()}
    changed = {name: value for name, value in values.items() if known.get(name) != value}
    if not found.editable or not all(found.may_edit(name) for name in changed):
        raise ForbiddenTransition(found.assessment.state, "answer")
    stale = {name for name in changed if _is_stale(found, name, seen.get(name, 0))}
    fresh = {name: value for name, value in changed.items() if name not in stale}
    conflicts = tuple(
        _context_conflict(session, found, each, seen.get(each.id, 0))
        for each in found.questionnaire.context
        if each.id in stale
    )
    return _write(session, found, fresh, actor=actor, now=now), conflicts


def _is_stale(found: Visit, criterion: str, seen: int) -> bool:
    row = found.rows.get(criterion)
    return row is not None and row.event > seen


def _conflict(session: Session, found: Visit, criterion: Criterion, seen: int) -> Conflict:
    row = found.rows[criterion.id]
    who = statements.signature(session, found.assessment.id, criterion.id)
    return Conflict(criterion, found.answers.of(criterion.id), who.name, who.at, row.event, seen)


def _context_conflict(session: Session, found: Visit, question: ContextQuestion, seen: int) -> ContextConflict:
    who = statements.signature(session, found.assessment.id, question.id)
    return ContextConflict(question, who.name, who.at, found.rows[question.id].event, seen)


def _write(
    session: Session, found: Visit, values: Mapping[str, dict[str, Any] | None], *, actor: Actor, now: datetime
) -> Visit:
    """Write what has changed, and give the visit as it then is."""
    if not values:
        return found
    written = writing.write(session, found.assessment, values, user_id=actor.user_id, now=now)
    merged = {**found.rows, **written}
    seen = max(found.seen, *(row.event for row in written.values()))
    return replace(found, rows=merged, seen=seen)


def _uncovered(before: Visit, after: Visit, names: Iterable[str]) -> tuple[str, ...]:
    """Name the criteria that the save made visible on the same page.

    A pillar and an indicator depend on answers before them alone, so it can only be a criterion with a `when`.
    """
    saved = {each.id: each for each in map(before.questionnaire.indicator_of, names)}
    if not any(criterion.when for indicator in saved.values() for criterion in indicator.criteria):
        return ()
    was = {criterion.id for page in before.pages if page.id in saved for criterion in page.criteria}
    shown = [criterion.id for page in after.pages if page.id in saved for criterion in page.criteria]
    return tuple(name for name in shown if name not in was)
