"""Waves: listing, planning and changing them. No HTTP, no clock, no commit."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from assessment import catalogue
from assessment.core.facts.register import ORGANISATION_TYPES
from assessment.core.questionnaire import Text
from assessment.database import hits
from assessment.models import Assessment, Enterprise, Fact, PublishedQuestionnaire, Wave, WaveQuestionnaire
from assessment.models.statistics import Counts, counts
from assessment.models.trail import record
from assessment.policy import Actor, NotFound

TYPES = tuple(ORGANISATION_TYPES)
Phase = Literal["planned", "running", "closed"]
PlanFault = Literal["taken_away", "opens_later", "closed_already"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an administrator wants a wave to be; `serving` names a questionnaire for each organisation type served."""

    title_vi: str
    title_en: str
    opens_on: date
    closes_on: date
    second_sign_off: bool
    invited_by_type: Mapping[str, int]
    serving: Mapping[str, int]

    def columns(self) -> dict[str, object]:
        """Give the columns of the wave itself."""
        return {
            "title": {"vi": self.title_vi, "en": self.title_en},
            "opens_on": self.opens_on,
            "closes_on": self.closes_on,
            "second_sign_off": self.second_sign_off,
            "invited": sum(self.invited_by_type.values()),
            "invited_by_type": dict(self.invited_by_type),
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """A wave with where it stands in time and how far its enterprises are."""

    wave: Wave
    phase: Phase
    counts: Counts


@dataclass(frozen=True, slots=True)
class Offered:
    """A published questionnaire that a wave may use."""

    id: int
    slug: str
    version: str
    title: Text


def phase(wave: Wave, today: date) -> Phase:
    """Tell where a wave stands; its last day is part of it."""
    if today < wave.opens_on:
        return "planned"
    return "running" if today <= wave.closes_on else "closed"


def waves(session: Session, today: date, *, running_only: bool = False) -> list[Standing]:
    """Give the waves with their counts, the newest first."""
    query = select(Wave).order_by(Wave.opens_on.desc(), Wave.created_at.desc())
    if running_only:
        query = query.where(Wave.opens_on <= today, Wave.closes_on >= today)
    rows = session.scalars(query).all()
    counted = counts(session, [wave.id for wave in rows])
    return [Standing(wave, phase(wave, today), counted[wave.id]) for wave in rows]


def wave(session: Session, wave_id: UUID) -> Wave:
    """Give a wave with its questionnaires."""
    query = select(Wave).where(Wave.id == wave_id)
    found = session.scalar(query.options(selectinload(Wave.questionnaires).joinedload(WaveQuestionnaire.questionnaire)))
    if found is None:
        raise NotFound
    return found


def standing(session: Session, wave_id: UUID, today: date) -> Standing:
    """Give a wave with where it stands."""
    found = wave(session, wave_id)
    return Standing(found, phase(found, today), counts(session, [wave_id])[wave_id])


def offered(session: Session) -> list[Offered]:
    """Give the published questionnaires, each slug's newest first."""
    rows = session.scalars(
        select(PublishedQuestionnaire).order_by(PublishedQuestionnaire.slug, PublishedQuestionnaire.id.desc())
    )
    return [Offered(row.id, row.slug, row.version, catalogue.published(session, row.id).title) for row in rows]


def serving(found: Wave) -> dict[str, int]:
    """Give the questionnaire of each organisation type a wave serves."""
    return {kind: each.questionnaire_id for each in found.questionnaires for kind in each.organisation_types}


def faults(session: Session, found: Wave | None, plan: Plan, today: date) -> dict[str, PlanFault]:
    """Name what speaks against a plan, by the field it belongs to: a day's name, or an organisation type.

    A wave in which somebody has begun keeps the questionnaires that were begun, for those who were given them, and
    cannot be moved into the future.
    """
    if found is None:
        return {"closes_on": "closed_already"} if plan.closes_on < today else {}
    begun = _begun(session, found.id)
    wrong = _taken_away(found, plan, begun)
    if begun and plan.opens_on > max(today, found.opens_on):
        wrong["opens_on"] = "opens_later"
    return wrong


def _begun(session: Session, wave_id: UUID) -> set[tuple[str, int]]:
    """Give the pairs of organisation type and questionnaire that somebody has begun an assessment with."""
    pairs = (
        select(Enterprise.organisation_type, Assessment.questionnaire_id)
        .join(Enterprise, Enterprise.id == Assessment.enterprise_id)
        .where(Assessment.wave_id == wave_id)
        .distinct()
    )
    return {(kind, questionnaire_id) for kind, questionnaire_id in session.execute(pairs)}


def _taken_away(found: Wave, plan: Plan, begun: Collection[tuple[str, int]]) -> dict[str, PlanFault]:
    """Name the organisation types whose questionnaire would be taken away from people who have begun with it."""
    in_use = {questionnaire_id for _, questionnaire_id in begun}
    lost = in_use - set(plan.serving.values())
    dropped = {pair for pair in serving(found).items() if plan.serving.get(pair[0]) != pair[1]}
    return {kind: "taken_away" for kind, number in dropped if (kind, number) in begun or number in lost}


def create(session: Session, actor: Actor, plan: Plan, *, now: datetime) -> Wave:
    """Plan a new wave; in a database of demo data it is demo, too."""
    is_demo = session.scalar(select(Fact.value).where(Fact.name == "demo")) is not None
    fresh = Wave(id=uuid4(), demo=is_demo, created_at=now, **plan.columns())
    fresh.questionnaires.extend(_rows(plan.serving))
    session.add(fresh)
    session.flush()
    record(session, "wave.created", f"wave:{fresh.id}", actor=actor.user_id, now=now, detail=_said(plan))
    return fresh


def change(session: Session, actor: Actor, found: Wave, plan: Plan, *, version: int, now: datetime) -> bool:
    """Change a wave by one conditional UPDATE; False when somebody changed it since this version was seen."""
    before = {**{name: getattr(found, name) for name in plan.columns()}, "serving": serving(found)}
    after = {**plan.columns(), "serving": dict(plan.serving)}
    seen = update(Wave).where(Wave.id == found.id, Wave.version == version)
    fresh = seen.values(version=version + 1, **plan.columns())
    if not hits(session, fresh.execution_options(synchronize_session=False)):
        return False
    _serve(session, found, plan.serving)
    changed = sorted(name for name in after if after[name] != before[name])
    detail = {**_said(plan), "changed": changed}
    record(session, "wave.changed", f"wave:{found.id}", actor=actor.user_id, now=now, detail=detail)
    return True


def _serve(session: Session, found: Wave, wanted: Mapping[str, int]) -> None:
    """Bring the wave's questionnaires to what is wanted, keeping the rows that stay."""
    rows = {row.questionnaire_id: row for row in _rows(wanted)}
    for row in list(found.questionnaires):
        fresh = rows.pop(row.questionnaire_id, None)
        if fresh is None:
            session.delete(row)
        else:
            row.organisation_types = fresh.organisation_types
    for row in rows.values():
        row.wave_id = found.id
        session.add(row)
    session.flush()


def _rows(wanted: Mapping[str, int]) -> Sequence[WaveQuestionnaire]:
    """Make a row for each questionnaire, with its types in the register's order."""
    by_questionnaire: dict[int, list[str]] = {}
    for kind in TYPES:
        if kind in wanted:
            by_questionnaire.setdefault(wanted[kind], []).append(kind)
    return [
        WaveQuestionnaire(questionnaire_id=questionnaire_id, organisation_types=kinds)
        for questionnaire_id, kinds in by_questionnaire.items()
    ]


def _said(plan: Plan) -> dict[str, object]:
    """Write down days and questionnaires for the log."""
    return {
        "opens_on": plan.opens_on.isoformat(),
        "closes_on": plan.closes_on.isoformat(),
        "serving": {kind: plan.serving[kind] for kind in TYPES if kind in plan.serving},
    }
