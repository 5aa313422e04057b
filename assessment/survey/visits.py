"""One assessment as its people meet it: the row, the answers that stand, and what stands beside them. No HTTP here."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment import catalogue
from assessment.core import journey
from assessment.core.answers import Answers, Profile, State, from_json
from assessment.core.errors import UnreadableAnswer
from assessment.core.questionnaire import Criterion, Pillar, Questionnaire
from assessment.core.reckoning.seal import asked
from assessment.models import AnswerRow, Evidence, ResultRow, SentBack
from assessment.models.assignments import handed_to
from assessment.models.evidence import evidence_of
from assessment.policy import Actor, NotFound
from assessment.survey import statements
from assessment.survey.statements import Head, Standing

EDITABLE = ("draft", "changes_requested")
TAKEN_BACK = "null"
STATES_KEPT = 50_000
_states: dict[tuple[int, str], tuple[Criterion, State]] = {}


@dataclass(frozen=True)
class Visit:
    """One assessment as its people meet it: the row, the questionnaire, and the answers that stand."""

    assessment: Head
    questionnaire: Questionnaire
    profile: Profile
    answers: Answers
    rows: Mapping[str, Standing]
    seen: int
    sent_back: Mapping[str, str]
    asked_before: frozenset[str] | None
    previous_id: UUID | None
    has_evidence: bool
    handed: frozenset[str] | None = None
    """The pillars of a person who sees and answers no others; None for who sees everything."""

    @cached_property
    def pages(self) -> tuple[journey.Page, ...]:
        """The pages that the answers make visible, as far as this person may see them."""
        shown = journey.pages(self.questionnaire, self.profile, self.answers)
        return tuple(page for page in shown if self.may_see(page.pillar))

    def may_see(self, pillar: Pillar) -> bool:
        """Whether a pillar is among those the person sees."""
        return self.handed is None or pillar.id in self.handed

    def whole(self) -> "Visit":
        """Give this visit to who sees everything; what concerns all answers is as good as none for anybody else."""
        if self.handed is not None:
            raise NotFound
        return self

    @property
    def editable(self) -> bool:
        """Whether answers may be changed in the state the assessment is in."""
        return self.assessment.state in EDITABLE

    @cached_property
    def uncovered(self) -> frozenset[str]:
        """The questions that a changed fact or answer has opened since the last submission."""
        if self.asked_before is None:
            return frozenset()
        return frozenset(each.id for page in self.pages for each in page.criteria) - self.asked_before

    def may_edit(self, criterion: str) -> bool:
        """Whether this answer may be changed: after a sending back only what was sent back, and what that opened.

        Without the latter a changed sector could leave required questions that nobody may answer.
        """
        if self.assessment.state == "draft":
            return True
        return self.editable and (criterion in self.sent_back or criterion in self.uncovered)


@dataclass(frozen=True)
class Beside:
    """What stands beside the questions of a page: answers of last time, and evidence."""

    last: Mapping[str, State] = field(default_factory=dict)
    evidence: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)


def visit(session: Session, actor: Actor, assessment_id: UUID, *, lock: bool = False) -> Visit:
    """Load one of the assessments the actor answers in; a lock makes savers of the same assessment take turns.

    Raises
    ------
    NotFound
        When there is none, or it is somebody else's: the two look the same.
    """
    found = statements.find(session, actor, assessment_id, lock=lock)
    if found is None:
        raise NotFound
    assessment = found.head
    questionnaire = catalogue.published(session, assessment.questionnaire_id)
    handed = _handed(session, actor, assessment)
    asked_again = _sent_back(session, assessment)
    return Visit(
        assessment=assessment,
        questionnaire=questionnaire,
        profile=assessment.enterprise.profile,
        answers=states_of(questionnaire, found.answers),
        rows=found.answers,
        seen=max((row.event for row in found.answers.values()), default=0),
        sent_back=asked_again if handed is None else _of(asked_again, questionnaire, handed),
        asked_before=_asked_before(session, assessment),
        previous_id=found.previous_id,
        has_evidence=found.has_evidence,
        handed=handed,
    )


def _of(asked_again: Mapping[str, str], questionnaire: Questionnaire, handed: frozenset[str]) -> dict[str, str]:
    """Keep what concerns some pillars; the reviewer's words about others, and about the enterprise, are not for all."""
    theirs = {each.id for pillar in questionnaire.pillars if pillar.id in handed for each in pillar.criteria}
    return {subject: words for subject, words in asked_again.items() if subject in theirs}


def _handed(session: Session, actor: Actor, assessment: Head) -> frozenset[str] | None:
    if assessment.enterprise_id in actor.enterprises:
        return None
    return handed_to(session, assessment.id, actor.user_id)


def last_time(session: Session, found: Visit, names: Collection[str]) -> dict[str, State]:
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
        if row is not None and row.text is not None and row.text != TAKEN_BACK:
            states[criterion.id] = _state(criterion, row.text)
    return Answers(states)


def _state(criterion: Criterion, text: str) -> State:
    """Read a stored answer; the same text to the same criterion means the same, and most texts come again and again.

    The criterion is kept beside its state: while it lives, its id belongs to no other.
    """
    known = _states.get((id(criterion), text))
    if known is None:
        if len(_states) >= STATES_KEPT:
            _states.clear()
        known = _states[id(criterion), text] = (criterion, from_json(criterion, json.loads(text)))
    return known[1]


def _sent_back(session: Session, assessment: Head) -> dict[str, str]:
    """Give what is sent back and not settled yet, with the reviewer's words."""
    if assessment.state != "changes_requested":
        return {}
    open_ones = select(SentBack).where(SentBack.assessment_id == assessment.id, SentBack.settled_at.is_(None))
    return {item.subject: item.note for item in session.scalars(open_ones)}


def _asked_before(session: Session, assessment: Head) -> frozenset[str] | None:
    """Name the questions the last submission was asked; None while nothing is sent back."""
    if assessment.state != "changes_requested":
        return None
    newest = select(ResultRow.sealed).where(ResultRow.assessment_id == assessment.id, ResultRow.kind == "self")
    sealed = session.scalar(newest.order_by(ResultRow.round.desc()).limit(1))
    return None if sealed is None else asked(sealed)


def beside(session: Session, found: Visit, names: Collection[str]) -> Beside:
    """Give what stands beside these questions; most assessments have nothing, and then nothing is asked."""
    pieces = evidence_of(session, found.assessment.id, names) if found.has_evidence else {}
    return Beside(last_time(session, found, names), pieces)
