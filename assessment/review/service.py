"""What a reviewer does to a file: take it, judge single answers, mark what goes back. No HTTP here; views commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.core.answers import Problem, Raw, State, read, to_json
from assessment.core.questionnaire import Criterion
from assessment.models import SentBack, VerifiedAnswer, move
from assessment.models.answers import PROFILE
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound
from assessment.review.file import File

FACTS = (
    "name",
    "tax_code",
    "organisation_type",
    "vsic_section",
    "sector",
    "place",
    "headcount",
    "revenue_band",
    "capital_band",
)


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says about one answer: keep it, set another, or ask the owner again."""

    decision: Literal["keep", "set", "ask"]
    raw: Raw
    reason: str


def take(session: Session, actor: Actor, file: File, *, version: int, now: datetime) -> None:
    """Take a submitted file: it is this reviewer's from now on."""
    subject = file.assessment.id
    move(session, subject, "take", version=version, actor_id=actor.user_id, now=now, reviewer_id=actor.user_id,
         first_sign_off_by=None)  # fmt: skip
    record(session, "assessment.taken", f"assessment:{subject}", actor=actor.user_id, now=now)


def judge(
    session: Session, actor: Actor, file: File, criterion: Criterion, said: Judgement, *, language: str, now: datetime
) -> Mapping[str, Problem]:
    """Note what the reviewer says about one answer, or give the problems by field and change nothing.

    Raises
    ------
    Conflict
        When the file is not (or no longer) the actor's to judge.
    """
    if not file.may_judge(actor):
        raise Conflict
    state = _meant(file, criterion, said, language)
    problems = {"value": state} if isinstance(state, Problem) else {}
    changed = said.decision == "ask" or state != file.own.of(criterion.id)
    if changed and not said.reason:
        problems["reason"] = Problem("reason_missing")
    if problems:
        return problems
    _unsign(file)
    _forget(session, file, criterion.id)
    if said.decision == "ask":
        _ask(session, actor, file, criterion.id, said.reason, now)
    elif state is not None and not isinstance(state, Problem):
        _verify(session, actor, file, criterion.id, state, said.reason if changed else "", now)
    return {}


def _meant(file: File, criterion: Criterion, said: Judgement, language: str) -> State | Problem | None:
    """Give the state the reviewer means; keeping needs an answer to keep, setting one that can be read."""
    if said.decision == "ask":
        return None
    meant = file.own.of(criterion.id) if said.decision == "keep" else read(criterion, said.raw, language)
    return Problem("value_missing") if meant is None else meant


def ask_fact(session: Session, actor: Actor, file: File, fact: str, words: str, *, now: datetime) -> None:
    """Mark a fact about the enterprise to go back to the owner.

    Raises
    ------
    NotFound
        When there is no such fact.
    """
    if fact not in FACTS:
        raise NotFound
    if not file.may_judge(actor):
        raise Conflict
    _unsign(file)
    _forget(session, file, PROFILE + fact)
    _ask(session, actor, file, PROFILE + fact, words, now)


def unmark(session: Session, actor: Actor, file: File, subject: str) -> None:
    """Take back a mark that has not been sent."""
    if not file.may_judge(actor):
        raise Conflict
    if subject not in file.asked:
        raise NotFound
    _forget(session, file, subject)


def _unsign(file: File) -> None:
    """Void the first person's signature: what they signed is no longer what stands. The row is locked."""
    if file.is_signed:
        file.assessment.first_sign_off_by = None
        file.assessment.version += 1


def _forget(session: Session, file: File, subject: str) -> None:
    """Drop what was said about this subject in this round; what was sent and answered stays on record."""
    for table, column in ((VerifiedAnswer, VerifiedAnswer.criterion), (SentBack, SentBack.subject)):
        query = select(table).where(table.assessment_id == file.assessment.id, column == subject)
        for row in session.scalars(query):
            if getattr(row, "settled_at", None) is None:
                session.delete(row)
    session.flush()


def _ask(session: Session, actor: Actor, file: File, subject: str, words: str, now: datetime) -> None:
    marked = SentBack(assessment_id=file.assessment.id, subject=subject, note=words, user_id=actor.user_id, at=now)
    session.add(marked)


def _verify(
    session: Session, actor: Actor, file: File, criterion: str, state: State, reason: str, now: datetime
) -> None:
    session.add(
        VerifiedAnswer(
            assessment_id=file.assessment.id,
            criterion=criterion,
            value=to_json(state),
            reason=reason,
            user_id=actor.user_id,
            at=now,
        )
    )
