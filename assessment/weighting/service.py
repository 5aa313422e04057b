"""Weight sets: listing, proposing and adopting them. No HTTP, no clock, no commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, undefer

from assessment import catalogue
from assessment.core.parsing.reading import IDENTIFIER
from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.items import Place, place_of, places
from assessment.core.weighing.proposal import Proposal, Stated, propose
from assessment.models import PublishedQuestionnaire, WeightAdoption, WeightSet
from assessment.models.trail import record
from assessment.policy import Actor, Conflict, NotFound

Refusal = Literal["contradictory", "taken", "name"]
"""Why a set is not adopted: its judgements contradict each other; the version is there already, or is no name."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A published version with the places where there is something to weigh."""

    row: PublishedQuestionnaire
    questionnaire: Questionnaire

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, from the top."""
        return places(self.questionnaire)

    def place(self, node: str) -> Place:
        """Find a place; what is none is nowhere."""
        found = place_of(self.questionnaire, node)
        if found is None:
            raise NotFound
        return found


def weighed(session: Session, slug: str, version: str) -> Weighed:
    """Find a published version."""
    query = select(PublishedQuestionnaire).filter_by(slug=slug, version=version)
    row = session.scalar(query)
    if row is None:
        raise NotFound
    return Weighed(row, catalogue.published(session, row.id))


def sets(session: Session, slug: str) -> list[WeightSet]:
    """Give all weight sets of a questionnaire over its versions, the newest first."""
    return list(session.scalars(_whole().where(WeightSet.slug == slug).order_by(WeightSet.number.desc())))


def weight_set(session: Session, set_id: UUID) -> WeightSet:
    """Find one weight set."""
    found = session.scalar(_whole().where(WeightSet.id == set_id))
    if found is None:
        raise NotFound
    return found


def stated_at(session: Session, set_id: UUID, place: Place) -> Stated:
    """Give what an earlier set stated about the very items of a place.

    Raises
    ------
    NotFound
        When there is no such set, or it is about other items.
    """
    found = weight_set(session, set_id)
    if found.items != [list(item.ids) for item in place.items]:
        raise NotFound
    return found.said


def _whole() -> Select[WeightSet]:
    """Select weight sets with all that their pages say of them, since a refused page is shown without a database."""
    adoption = joinedload(WeightSet.adoption)
    return select(WeightSet).options(
        joinedload(WeightSet.questionnaire),
        joinedload(WeightSet.author),
        adoption.joinedload(WeightAdoption.questionnaire),
        adoption.joinedload(WeightAdoption.adopter),
    )


def proposal_of(found: WeightSet) -> Proposal:
    """Work out again what a weight set comes to."""
    return propose(found.said, len(found.items))


def keep(
    session: Session, actor: Actor, of: Weighed, place: Place, stated: Stated, *, why: str, now: datetime
) -> WeightSet:
    """Keep what was stated as a new weight set; it changes no questionnaire.

    Raises
    ------
    UnusableFigures
        When the figures do not fit the place.
    Conflict
        When somebody kept another at the same moment.
    """
    found = propose(stated, len(place.items))
    judged, shared = found.hierarchy, found.allocation
    row = WeightSet(
        id=uuid4(),
        slug=of.row.slug,
        number=1 + (session.scalar(select(func.max(WeightSet.number)).where(WeightSet.slug == of.row.slug)) or 0),
        questionnaire_id=of.row.id,
        node=place.node,
        items=[list(item.ids) for item in place.items],
        method=stated.method,
        stated={"rows": [list(row) for row in stated.rows], "names": list(stated.names)},
        weights=list(found.weights),
        consistency_index=None if judged is None else judged.consistency_index,
        consistency_ratio=None if judged is None else judged.consistency_ratio,
        disagreement=None if shared is None else shared.disagreement,
        why=why,
        created_by=actor.user_id,
        created_at=now,
    )
    _add(session, row)
    detail = {"version": of.row.version, "node": place.node, "method": stated.method, "weights": row.weights}
    record(session, "weights.proposed", subject_of(row), actor=actor.user_id, now=now, detail=detail)
    return row


def subject_of(row: WeightSet) -> str:
    """Name a weight set in the audit log."""
    return f"weights:{row.slug}/{row.number}"[:120]


def refusal(session: Session, found: WeightSet, version: str) -> Refusal | None:
    """Tell what keeps a weight set from being written into a version, or None when nothing does."""
    if not proposal_of(found).adoptable:
        return "contradictory"
    if not IDENTIFIER.fullmatch(version):
        return "name"
    query = select(PublishedQuestionnaire.id).filter_by(slug=found.slug, version=version)
    return "taken" if session.scalar(query) is not None else None


def adopt(
    session: Session, actor: Actor, found: WeightSet, version: str, note: Mapping[str, str], *, now: datetime
) -> PublishedQuestionnaire:
    """Write a weight set that nothing speaks against into a new version of its questionnaire, and publish that.

    Raises
    ------
    Conflict
        When the set was written into a version before, or somebody published this version at the same moment.
    """
    if session.get(WeightAdoption, found.id) is not None:
        raise Conflict
    whole = select(PublishedQuestionnaire).options(undefer(PublishedQuestionnaire.content))
    base = session.scalars(whole.where(PublishedQuestionnaire.id == found.questionnaire_id)).one()
    content = catalogue.reweighted(base.content, version=version, weights=found.by_node, note=note)
    try:
        checked = catalogue.load(content, f"{found.slug}/{version}.yaml")
        made = catalogue.keep(session, checked, content, now=now)
    except (IntegrityError, catalogue.AlreadyPublished) as error:
        raise Conflict from error
    _add(
        session,
        WeightAdoption(weight_set_id=found.id, questionnaire_id=made.id, adopted_by=actor.user_id, adopted_at=now),
    )
    detail = {"version": version, "sha256": made.sha256}
    record(session, "weights.adopted", subject_of(found), actor=actor.user_id, now=now, detail=detail)
    subject = f"questionnaire:{made.slug}/{made.version}"[:120]
    detail = {"sha256": made.sha256}
    record(session, "questionnaire.published", subject, actor=actor.user_id, now=now, detail=detail)
    return made


def _add(session: Session, row: WeightSet | WeightAdoption) -> None:
    """Add a row whose number or version somebody else may take at the same moment."""
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict from error
