"""Gathering what a person's enterprises have done: assessments, answers, results, evidence, roadmaps, certificates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, undefer

from assessment import catalogue
from assessment.core.errors import CoreError
from assessment.core.questionnaire import Questionnaire
from assessment.core.values.stored import from_json
from assessment.documents.own_data import Part
from assessment.documents.wording import answer_words
from assessment.models import (
    AnswerEvent,
    AnswerRow,
    Assessment,
    AssessmentEvent,
    Assignment,
    Certificate,
    Evidence,
    ResultRow,
    RoadmapStep,
    SentBack,
    VerifiedAnswer,
)

Record = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose copy it is: the person, their enterprises, those they own, and everybody who belongs to these."""

    user_id: UUID
    language: str
    enterprises: tuple[UUID, ...]
    owned: frozenset[UUID]
    colleagues: frozenset[UUID]

    def by(self, user_id: UUID | None) -> str | None:
        """Say who did something, without a name."""
        if user_id is None:
            return None
        return "me" if user_id == self.user_id else "colleague" if user_id in self.colleagues else "association"


def evidence_path(row: Evidence) -> str:
    """Give the place of a file of evidence inside the archive."""
    return f"evidence/{row.assessment_id}/{row.id}-{row.name}"


def work_parts(session: Session, scope: Scope) -> Iterator[Part]:
    """Give the parts about work, each in the order of time."""
    theirs = select(Assessment).where(Assessment.enterprise_id.in_(scope.enterprises))
    rows = {row.id: row for row in session.scalars(theirs.order_by(Assessment.created_at, Assessment.id))}
    asked = _Asked(session, rows, scope)
    yield Part("assessments", tuple(_assessments(rows, scope)))
    yield Part("steps", tuple(_steps(session, rows, scope)))
    yield Part("answers", tuple(_answers(session, asked)))
    yield Part("answer_history", tuple(_history(session, asked)))
    yield Part("verified_answers", tuple(_verified(session, asked)))
    yield Part("sent_back", tuple(_sent_back(session, rows)))
    yield Part("results", tuple(_results(session, rows)))
    yield Part("certificates", tuple(_certificates(session, scope)))
    yield Part("evidence", tuple(_evidence(session, rows, scope)))
    yield Part("assignments", tuple(_assignments(session, rows, scope)))
    yield Part("roadmap", tuple(_roadmap(session, rows, scope)))


class _Asked:
    """Puts questions and answers into words, each by the questionnaire of its assessment."""

    def __init__(self, session: Session, rows: Mapping[UUID, Assessment], scope: Scope) -> None:
        self.scope, self.rows, self._session = scope, rows, session

    def words(self, assessment_id: UUID, name: str, value: Mapping[str, Any] | None) -> tuple[str, str]:
        """Give question and answer; words of a question that is gone are empty."""
        form, language = self._form(assessment_id), self.scope.language
        criterion = next((each for each in form.criteria if each.id == name), None)
        if criterion is None:
            return _about_context(form, name, value or {}, language)
        try:
            said = "" if value is None else answer_words(criterion, from_json(criterion, value), language)
        except CoreError:
            said = ""
        return criterion.text.of(language), said

    def _form(self, assessment_id: UUID) -> Questionnaire:
        row = self.rows.get(assessment_id) or self._session.get_one(Assessment, assessment_id)
        return catalogue.published(self._session, row.questionnaire_id)


def _about_context(form: Questionnaire, name: str, value: Mapping[str, Any], language: str) -> tuple[str, str]:
    """Put a question that is not scored, and what was said to it, into words."""
    asked = next((each for each in form.context if each.id == name), None)
    if asked is None:
        return "", ""
    chosen = {value.get("option"), *value.get("options", ())}
    listed = " · ".join(each.text.of(language) for each in asked.options if each.id in chosen)
    return asked.text.of(language), listed or str(value.get("text") or value.get("number", ""))


def _assessments(rows: Mapping[UUID, Assessment], scope: Scope) -> Iterator[Record]:
    for row in rows.values():
        yield (
            ("id", row.id),
            ("enterprise_id", row.enterprise_id),
            ("wave", row.wave.title),
            ("questionnaire", f"{row.questionnaire.slug} {row.questionnaire.version}"),
            ("state", row.state),
            ("created_by", scope.by(row.created_by)),
            ("created_at", row.created_at),
            ("submitted_at", row.submitted_at),
            ("decided_at", row.decided_at),
        )


def _steps(session: Session, rows: Mapping[UUID, Assessment], scope: Scope) -> Iterator[Record]:
    query = select(AssessmentEvent).where(AssessmentEvent.assessment_id.in_(rows)).order_by(AssessmentEvent.id)
    for row in session.scalars(query):
        yield (
            ("assessment_id", row.assessment_id),
            ("action", row.action),
            ("state", row.after),
            ("note", row.note),
            ("by", scope.by(row.user_id)),
            ("at", row.at),
        )


def _answer(asked: _Asked, criterion: str, value: dict[str, Any] | None, given: AnswerEvent | VerifiedAnswer) -> Record:
    question, said = asked.words(given.assessment_id, criterion, value)
    return (
        ("assessment_id", given.assessment_id),
        ("criterion", criterion),
        ("question", question),
        ("answer", said),
        ("value", value),
        ("by", asked.scope.by(given.user_id)),
        ("at", given.at),
    )


def _answers(session: Session, asked: _Asked) -> Iterator[Record]:
    query = select(AnswerRow, AnswerEvent).join(AnswerEvent, AnswerEvent.id == AnswerRow.event)
    mine = query.where(AnswerRow.assessment_id.in_(asked.rows))
    for row, event in session.execute(mine.order_by(AnswerRow.assessment_id, AnswerRow.event)):
        yield _answer(asked, row.criterion, row.value, event)


def _history(session: Session, asked: _Asked) -> Iterator[Record]:
    """Give every change of an answer, and those the person made in enterprises they have left since."""
    theirs = or_(AnswerEvent.assessment_id.in_(asked.rows), AnswerEvent.user_id == asked.scope.user_id)
    for event in session.scalars(select(AnswerEvent).where(theirs).order_by(AnswerEvent.id)):
        for criterion, value in event.answers.items():
            yield _answer(asked, criterion, value, event)


def _verified(session: Session, asked: _Asked) -> Iterator[Record]:
    query = select(VerifiedAnswer).where(VerifiedAnswer.assessment_id.in_(asked.rows)).order_by(VerifiedAnswer.id)
    for row in session.scalars(query):
        yield *_answer(asked, row.criterion, row.value, row), ("reason", row.reason)


def _sent_back(session: Session, rows: Mapping[UUID, Assessment]) -> Iterator[Record]:
    for row in session.scalars(select(SentBack).where(SentBack.assessment_id.in_(rows)).order_by(SentBack.id)):
        yield (
            ("assessment_id", row.assessment_id),
            ("criterion", row.subject),
            ("note", row.note),
            ("at", row.at),
            ("settled_at", row.settled_at),
        )


def _results(session: Session, rows: Mapping[UUID, Assessment]) -> Iterator[Record]:
    query = select(ResultRow).where(ResultRow.assessment_id.in_(rows)).options(undefer(ResultRow.sealed))
    for row in session.scalars(query.order_by(ResultRow.created_at, ResultRow.id)):
        yield (
            ("id", row.id),
            ("assessment_id", row.assessment_id),
            ("kind_of_result", row.kind),
            ("overall", row.overall),
            ("level", row.level),
            ("coverage", row.coverage),
            ("pillars", row.pillars),
            ("created_at", row.created_at),
            ("sealed_sha256", row.sha256),
            ("sealed", row.sealed),
        )


def _certificates(session: Session, scope: Scope) -> Iterator[Record]:
    query = select(Certificate).where(Certificate.enterprise_id.in_(scope.enterprises))
    for row in session.scalars(query.order_by(Certificate.created_at, Certificate.id)):
        yield (
            ("number", row.number),
            ("assessment_id", row.assessment_id),
            ("name", row.enterprise_name),
            ("issued_on", row.issued_on),
            ("valid_until", row.valid_until),
            ("revoked_at", row.revoked_at),
            ("reason", row.revoked_reason),
        )


def _evidence(session: Session, rows: Mapping[UUID, Assessment], scope: Scope) -> Iterator[Record]:
    query = select(Evidence).where(Evidence.assessment_id.in_(rows)).order_by(Evidence.at, Evidence.id)
    for row in session.scalars(query):
        yield (
            ("id", row.id),
            ("assessment_id", row.assessment_id),
            ("criterion", row.criterion),
            ("kind_of_evidence", row.kind),
            ("words", row.words),
            ("name", row.name),
            ("media_type", row.media_type),
            ("size_in_bytes", row.size),
            ("sha256", row.sha256),
            ("by", scope.by(row.user_id)),
            ("at", row.at),
            ("path", evidence_path(row) if row.kind == "file" else None),
        )


def _assignments(session: Session, rows: Mapping[UUID, Assessment], scope: Scope) -> Iterator[Record]:
    query = select(Assignment).where(Assignment.assessment_id.in_(rows)).order_by(Assignment.at, Assignment.pillar)
    for row in session.scalars(query):
        yield (
            ("assessment_id", row.assessment_id),
            ("pillar", row.pillar),
            ("handed_to", scope.by(row.user_id)),
            ("at", row.at),
        )


def _roadmap(session: Session, rows: Mapping[UUID, Assessment], scope: Scope) -> Iterator[Record]:
    query = select(RoadmapStep).where(RoadmapStep.assessment_id.in_(rows))
    for row in session.scalars(query.order_by(RoadmapStep.created_at, RoadmapStep.id)):
        yield (
            ("assessment_id", row.assessment_id),
            ("advice", row.advice),
            ("who", row.who),
            ("due", row.due),
            ("done_at", row.done_at),
            ("created_by", scope.by(row.created_by)),
            ("created_at", row.created_at),
        )
