"""An owner's starting point: their enterprises, the assessments of each, and the waves that wait. No HTTP here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.core.questionnaire import Text
from assessment.models import Assessment, Enterprise, Wave, WaveQuestionnaire
from assessment.policy import Actor, NotFound, own_enterprises
from assessment.survey.visits import EDITABLE

OVER = ("declined", "withdrawn")


@dataclass(frozen=True)
class Row:
    """One assessment in the list."""

    id: UUID
    state: str
    wave: Wave
    questionnaire_title: Text
    submitted_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """A wave in which the enterprise may start."""

    wave: Wave
    questionnaire_title: Text


@dataclass(frozen=True)
class Group:
    """One enterprise with its assessments and offers; who sees parts of it only gets no more than what is open."""

    enterprise: Enterprise
    rows: tuple[Row, ...]
    offers: tuple[Offer, ...]
    whole: bool = True


@dataclass(frozen=True)
class Overview:
    """All of it, with the one assessment to continue."""

    enterprises: tuple[Group, ...]
    next_id: UUID | None


def overview(session: Session, actor: Actor, today: date) -> Overview:
    """Give the starting point of one person."""
    mine = select(Enterprise).where(Enterprise.id.in_(actor.answers_for))
    enterprises = session.scalars(mine.order_by(Enterprise.name_sort)).all()
    theirs = select(Assessment).where(Assessment.enterprise_id.in_(actor.answers_for))
    assessments = session.scalars(theirs.options(joinedload(Assessment.wave)).order_by(Assessment.created_at.desc()))
    rows, waves = assessments.all(), _open_waves(session, today)
    groups = [
        _group(session, each, rows, waves) if each.id in actor.enterprises else _part(session, each, rows)
        for each in enterprises
    ]
    # Where something is to be done stands first; otherwise the order of names stays.
    groups.sort(key=lambda group: not _waiting(group))
    waiting = [name for group in groups for name in _waiting(group)]
    return Overview(tuple(groups), waiting[0] if waiting else None)


def _waiting(group: Group) -> list[UUID]:
    """Give the assessments the people of the enterprise can go on with."""
    return [row.id for row in group.rows if row.state in ("changes_requested", "draft")]


def _open_waves(session: Session, today: date) -> Sequence[Wave]:
    running = (Wave.opens_on <= today) & (Wave.closes_on >= today)
    return (
        session.scalars(select(Wave).where(running).options(joinedload(Wave.questionnaires)).order_by(Wave.closes_on))
        .unique()
        .all()
    )


def _group(session: Session, enterprise: Enterprise, assessments: Sequence[Assessment], waves: Sequence[Wave]) -> Group:
    own = [assessment for assessment in assessments if assessment.enterprise_id == enterprise.id]
    taken = {assessment.wave_id for assessment in own if assessment.state not in OVER}
    offers = []
    for wave in waves:
        served = _serving(wave, enterprise)
        if wave.id not in taken and served is not None:
            offers.append(Offer(wave, catalogue.published(session, served.questionnaire_id).title))
    return Group(enterprise, _rows(session, own), tuple(offers))


def _part(session: Session, enterprise: Enterprise, assessments: Sequence[Assessment]) -> Group:
    """Give what a person sees who answers only the pillars handed to them: what can be answered now."""
    open_ones = [each for each in assessments if each.enterprise_id == enterprise.id and each.state in EDITABLE]
    return Group(enterprise, _rows(session, open_ones), (), whole=False)


def _rows(session: Session, assessments: Sequence[Assessment]) -> tuple[Row, ...]:
    return tuple(
        Row(each.id, each.state, each.wave, catalogue.published(session, each.questionnaire_id).title,
            each.submitted_at)
        for each in assessments
    )  # fmt: skip


def _serving(wave: Wave, enterprise: Enterprise) -> WaveQuestionnaire | None:
    """Give the wave's questionnaire for the enterprise's organisation type."""
    for each in wave.questionnaires:
        if enterprise.organisation_type in each.organisation_types:
            return each
    return None


def start(session: Session, actor: Actor, enterprise_id: UUID, wave_id: UUID, *, now: datetime, today: date) -> UUID:
    """Start an assessment, or give the one that is already open: pressing twice starts one.

    Raises
    ------
    NotFound
        When the enterprise is not the actor's, or no questionnaire of an open wave serves it.
    """
    enterprise = session.scalar(own_enterprises(actor).where(Enterprise.id == enterprise_id))
    wave = next((each for each in _open_waves(session, today) if each.id == wave_id), None)
    served = _serving(wave, enterprise) if enterprise and wave else None
    if served is None:
        raise NotFound
    standing = select(Assessment.id).where(
        Assessment.enterprise_id == enterprise_id, Assessment.wave_id == wave_id, Assessment.state.not_in(OVER)
    )
    known = session.scalar(standing)
    if known is not None:
        return known
    fresh = Assessment(
        id=uuid4(),
        enterprise_id=enterprise_id,
        wave_id=wave_id,
        questionnaire_id=served.questionnaire_id,
        created_by=actor.user_id,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:  # Somebody else of the enterprise pressed at the same moment.
        return session.scalars(standing).one()
    return fresh.id
