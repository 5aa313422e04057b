"""Who answers what: colleagues invited for pillars, and what is handed to whom. No HTTP here; views commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from assessment import mail
from assessment.config import Settings
from assessment.models import Token, User
from assessment.models.assignments import assignments
from assessment.models.enterprises import members
from assessment.models.invitations import LIFETIME, assign, make_invitation, open_invitations
from assessment.models.trail import record
from assessment.policy import Actor, NotFound
from assessment.survey.visits import Visit

REACHES = {"all": False, "parts": True}


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of the enterprise, with the pillars that are theirs."""

    user: User
    role: str
    pillars: frozenset[str]
    parts_only: bool


@dataclass(frozen=True, slots=True)
class People:
    """All who answer, and who has been invited to."""

    colleagues: tuple[Colleague, ...]
    invited: tuple[Token, ...]


def people(session: Session, visit: Visit, *, now: datetime) -> People:
    """Give the people of an assessment."""
    handed = assignments(session, visit.assessment)
    there = [link for link in members(session, visit.assessment.enterprise_id) if link.state == "active"]
    colleagues = tuple(
        Colleague(
            link.user,
            link.role,
            frozenset(pillar for pillar, users in handed.items() if any(user.id == link.user_id for user in users)),
            link.role != "owner" and link.parts_only,
        )
        for link in there
    )
    return People(colleagues, tuple(open_invitations(session, visit.assessment.id, now=now)))


def invite(
    session: Session,
    visit: Visit,
    email: str,
    pillars: Sequence[str],
    settings: Settings,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Write to a colleague in the language of whoever invites.

    Whether the address has an account here is nobody's business but its owner's, so the letter is the same.
    """
    language = actor.language
    secret = make_invitation(session, visit.assessment, email, pillars, by=actor.user_id, now=now)
    titles = [visit.questionnaire.pillar(pillar).title.of(language) for pillar in pillars]
    text = mail.compose(
        "invited_colleague",
        language,
        inviter=actor.name,
        enterprise=visit.assessment.enterprise.name,
        pillars="; ".join(titles),
        days=LIFETIME.days,
        link=f"{settings.public_url}/assessments/invitations/{secret}",
        association=dict(settings.association)[language],
    )
    mail.post(session, f"invited_colleague:{secret[:12]}", recipient=email, now=now, **text)


def hand_over(
    session: Session,
    visit: Visit,
    user_id: UUID,
    pillars: Collection[str],
    reach: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Hand a person of the enterprise these pillars and no others.

    `reach` says whether a colleague sees `all` or their `parts` only; anything else leaves it as it is.

    Raises
    ------
    NotFound
        When the person does not belong to the enterprise.
    """
    there = [link for link in members(session, visit.assessment.enterprise_id) if link.state == "active"]
    link = next((each for each in there if each.user_id == user_id), None)
    if link is None:
        raise NotFound
    if link.role != "owner" and reach in REACHES and link.parts_only != REACHES[reach]:
        link.parts_only = REACHES[reach]
        subject, detail = f"enterprise:{visit.assessment.enterprise_id}", {"user": str(user_id), "reach": reach}
        record(session, "colleague.reach", subject, actor=actor.user_id, now=now, detail=detail)
    assign(session, visit.assessment.id, user_id, set(pillars), now)
