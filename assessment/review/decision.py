"""Deciding on the whole file: send back, decline, approve, the last with all that follows in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.core.reckoning.outcome import outcome
from assessment.models import Assessment, SentBack, move
from assessment.models.assessments import sign_off
from assessment.models.sealing import seal_result
from assessment.models.trail import record
from assessment.policy import Actor, Conflict
from assessment.review.file import File
from assessment.review.issuing import issue
from assessment.web import letters

Obstacle = Literal["unconfirmed", "marked", "no_level", "same_person"]


@dataclass(frozen=True)
class Letterbox:
    """How the owners are written to: the settings, and the path of the page their letter leads to."""

    settings: Settings
    path: str


def obstacles(file: File, actor: Actor) -> tuple[Obstacle, ...]:
    """Name what keeps the actor from approving this file now; empty when nothing does."""
    figures = outcome(file.questionnaire, file.profile, file.checked)
    standing: dict[Obstacle, bool] = {
        "unconfirmed": not any(person.role == "owner" and person.confirmed_at for person in file.people),
        "marked": bool(file.asked),
        "no_level": figures.level is None or figures.overall is None,
        "same_person": file.is_signed and not file.is_second(actor),
    }
    return tuple(name for name, stands in standing.items() if stands)


def send_back(session: Session, actor: Actor, file: File, to: Letterbox, *, version: int, now: datetime) -> None:
    """Send all that is marked back to the owner, who may then change just that.

    Raises
    ------
    Conflict
        When the file is not the actor's to decide, or nothing is marked.
    """
    if not file.may_judge(actor) or not file.asked:
        raise Conflict
    _move(session, actor, file, "request_changes", version=version, now=now, first_sign_off_by=None)
    _tell(session, to, file, "sent_back", now=now, count=len(file.asked))


def decline(
    session: Session, actor: Actor, file: File, to: Letterbox, *, reason: str, version: int, now: datetime
) -> None:
    """Decline a file for a reason, which the owner reads."""
    if not file.may_judge(actor):
        raise Conflict
    _move(session, actor, file, "decline", version=version, now=now, note=reason, decided_at=now)
    open_notes = (SentBack.assessment_id == file.assessment.id, SentBack.settled_at.is_(None))
    session.execute(update(SentBack).where(*open_notes).values(settled_at=now))
    _tell(session, to, file, "declined", now=now, reason=reason)


def approve(
    session: Session, actor: Actor, file: File, to: Letterbox, *, version: int, now: datetime
) -> Sequence[Obstacle]:
    """Approve: seal the verified result and issue the certificate; or sign off as the first of two people.

    Gives what is in the way, if anything is; then nothing has changed.

    Raises
    ------
    ForbiddenTransition
        When somebody else has moved the file since the actor saw it.
    Conflict
        When it is not the actor's to approve.
    """
    if not file.may_judge(actor):
        raise Conflict
    if blocking := obstacles(file, actor):
        return blocking
    subject = file.assessment.id
    if file.assessment.wave.second_sign_off and not file.is_second(actor):
        sign_off(session, subject, version=version, actor_id=actor.user_id, now=now)
        record(session, "assessment.signed_off", f"assessment:{subject}", actor=actor.user_id, now=now)
        return ()
    move(session, subject, "approve", version=version, actor_id=actor.user_id, now=now, decided_at=now)
    result = seal_result(session, subject, "verified", file.questionnaire, file.profile, file.checked, now=now)
    number = issue(session, file.assessment, result, by=actor.user_id, now=now)
    detail = {"result": result.sha256, "certificate": number}
    record(session, "assessment.approved", f"assessment:{subject}", actor=actor.user_id, now=now, detail=detail)
    _tell(session, to, file, "approved", now=now, number=number)
    return ()


_PAST = {"request_changes": "sent_back", "decline": "declined"}


def _move(
    session: Session, actor: Actor, file: File, action: str, *, version: int, now: datetime, **values: object
) -> None:
    """Take a step and put it on record."""
    subject = file.assessment.id
    move(session, subject, action, version=version, actor_id=actor.user_id, now=now, **values)
    record(session, f"assessment.{_PAST[action]}", f"assessment:{subject}", actor=actor.user_id, now=now)


def _tell(session: Session, to: Letterbox, file: File, letter: str, *, now: datetime, **words: object) -> None:
    """Write to the owners. The version tells one round from the next, so that each is told once."""
    assessment: Assessment = file.assessment
    key = f"{assessment.id}:{assessment.version}"
    wave = assessment.wave.title
    words |= {"wave": wave, "path": to.path}
    letters.to_owners(session, to.settings, letter, key, enterprise_id=assessment.enterprise_id, now=now, **words)
