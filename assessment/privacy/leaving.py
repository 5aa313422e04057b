"""What would happen if a person left: told before, and carried out exactly so. No HTTP, no clock, no commit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assessment.models import Assessment, Certificate, Enterprise, Evidence, Membership, ResultRow, Snapshot, User
from assessment.models.enterprises import members

KINDS = ("anonymise", "delete")
UNDER_WAY = ("draft", "submitted", "in_review", "changes_requested")


@dataclass(frozen=True, slots=True)
class Firm:
    """One enterprise of who leaves: whether nobody else owns it, who could take it over, and what hangs on it."""

    enterprise: Enterprise
    alone: bool
    heirs: tuple[User, ...]
    under_way: tuple[Assessment, ...]
    files: int
    published: int
    certified_until: date | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """All that would follow."""

    firms: tuple[Firm, ...]

    @property
    def alone(self) -> tuple[Firm, ...]:
        """The enterprises nobody else owns."""
        return tuple(firm for firm in self.firms if firm.alone)


def foreseen(session: Session, user_id: UUID, today: date) -> Leaving:
    """Tell what would happen, without touching anything."""
    mine = (
        select(Membership)
        .join(Membership.enterprise)
        .where(Membership.user_id == user_id, Membership.state == "active")
        .options(joinedload(Membership.enterprise))
        .order_by(Enterprise.name_sort, Enterprise.id)
    )
    return Leaving(tuple(_firm(session, link, today) for link in session.scalars(mine)))


def _firm(session: Session, link: Membership, today: date) -> Firm:
    others = [
        one for one in members(session, link.enterprise_id) if one.state == "active" and one.user_id != link.user_id
    ]
    alone = link.role == "owner" and not any(one.role == "owner" for one in others)
    theirs = assessments(session, link.enterprise_id)
    return Firm(
        enterprise=link.enterprise,
        alone=alone,
        heirs=tuple(one.user for one in others) if alone else (),
        under_way=tuple(each for each in theirs if each.state in UNDER_WAY),
        files=_files(session, link.enterprise_id),
        published=len(needed(session, link.enterprise_id, theirs)),
        certified_until=certified_until(session, link.enterprise_id, today),
    )


def assessments(session: Session, enterprise_id: UUID) -> list[Assessment]:
    """Give the assessments of an enterprise, the newest first, each with its wave."""
    theirs = select(Assessment).where(Assessment.enterprise_id == enterprise_id).options(joinedload(Assessment.wave))
    return list(session.scalars(theirs.order_by(Assessment.created_at.desc(), Assessment.id)))


def needed(session: Session, enterprise_id: UUID, theirs: Sequence[Assessment]) -> frozenset[UUID]:
    """Name the assessments that must stay: a certificate was issued on them, or a published figure counts them."""
    certified = select(Certificate.assessment_id).where(Certificate.enterprise_id == enterprise_id)
    kept = set(session.scalars(certified))
    waves = {each.wave_id for each in theirs}
    told = session.scalars(select(Snapshot.members).where(Snapshot.wave_id.in_(waves)))
    counted = [UUID(row[str(enterprise_id)][0]) for row in told if str(enterprise_id) in row]
    return frozenset(kept | set(session.scalars(select(ResultRow.assessment_id).where(ResultRow.id.in_(counted)))))


def certified_until(session: Session, enterprise_id: UUID, today: date) -> date | None:
    """Give the last day on which a certificate of the enterprise is valid, while one is."""
    valid = (Certificate.revoked_at.is_(None), Certificate.superseded_at.is_(None), Certificate.valid_until >= today)
    return session.scalar(
        select(func.max(Certificate.valid_until)).where(Certificate.enterprise_id == enterprise_id, *valid)
    )


def _files(session: Session, enterprise_id: UUID) -> int:
    theirs = select(func.count()).select_from(Evidence).join(Evidence.assessment)
    return session.scalar(theirs.where(Assessment.enterprise_id == enterprise_id)) or 0
