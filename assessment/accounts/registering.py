"""Registering an enterprise and changing its facts. No HTTP, no clock, no commit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.core.facts.enterprise import SizeReason, size_class
from assessment.core.facts.register import VSIC_VERSION
from assessment.core.values.text import search_key, sort_key
from assessment.database import hits
from assessment.models import Enterprise, Membership
from assessment.models.trail import record
from assessment.policy import Actor, NotFound, own_enterprises


@dataclass(frozen=True, slots=True)
class Facts:
    """What an owner says about the enterprise, read and clean."""

    tax_code: str
    name: str
    organisation_type: str
    vsic_section: str
    sector: str
    place: str
    headcount: int
    revenue_band: str
    capital_band: str

    @property
    def reason(self) -> SizeReason:
        """The size class that follows, with its reason."""
        return size_class(self.vsic_section, self.headcount, self.revenue_band, self.capital_band)

    def columns(self) -> dict[str, object]:
        """Give the columns of the table, those that follow from others included."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {
            **said,
            "name_search": search_key(self.name)[:300],
            "name_sort": sort_key(self.name)[:1200],
            "vsic_version": VSIC_VERSION,
            "size": self.reason.size,
        }


def reason_of(enterprise: Enterprise) -> SizeReason:
    """Give the size class of an enterprise with its reason."""
    return size_class(enterprise.vsic_section, enterprise.headcount, enterprise.revenue_band, enterprise.capital_band)


def own(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """Give an enterprise the person belongs to; any other one looks like none."""
    found = session.scalar(own_enterprises(actor).where(Enterprise.id == enterprise_id))
    if found is None:
        raise NotFound
    return found


def owned(session: Session, actor: Actor, enterprise_id: UUID) -> Enterprise:
    """Give an enterprise the person owns; a colleague's rights end at seeing it."""
    if enterprise_id not in actor.owner_of:
        raise NotFound
    return own(session, actor, enterprise_id)


def own_all(session: Session, actor: Actor) -> list[Enterprise]:
    """Give all enterprises the person belongs to, in Vietnamese order."""
    return list(session.scalars(own_enterprises(actor).order_by(Enterprise.name_sort)))


def register(session: Session, actor: Actor, facts: Facts, *, now: datetime) -> Enterprise | None:
    """Register an enterprise with the person as its owner; None when its tax code has been registered already."""
    enterprise = Enterprise(id=uuid4(), created_at=now, **facts.columns())
    try:
        with session.begin_nested():
            session.add(enterprise)
    except IntegrityError:
        return None
    session.add(Membership(user_id=actor.user_id, enterprise_id=enterprise.id, role="owner", created_at=now))
    record(session, "enterprise.registered", _subject(enterprise.id), actor=actor.user_id, now=now)
    return enterprise


def change(
    session: Session,
    actor: Actor,
    enterprise_id: UUID,
    facts: Facts,
    may_change: frozenset[str],
    *,
    version: int,
    now: datetime,
) -> Literal["changed", "stale", "known", "locked"]:
    """Change the facts, if nobody did since the page was opened and the tax code is nobody else's.

    What is not among those that `may_change` stays as the reviewer of a file sees it.

    A result that was sealed before keeps the profile it was sealed with.
    """
    current = owned(session, actor, enterprise_id)
    columns = facts.columns()
    changed = sorted(name for name in Facts.__slots__ if getattr(current, name) != columns[name])
    if not changed:
        return "changed"
    if not may_change.issuperset(changed):
        return "locked"
    seen = update(Enterprise).where(Enterprise.id == enterprise_id, Enterprise.version == version)
    try:
        with session.begin_nested():
            hit = hits(session, seen.values(version=version + 1, **columns))
    except IntegrityError:
        return "known"
    if not hit:
        return "stale"
    detail = {"changed": changed}
    record(session, "enterprise.changed", _subject(enterprise_id), actor=actor.user_id, now=now, detail=detail)
    return "changed"


def _subject(enterprise_id: UUID) -> str:
    return f"enterprise:{enterprise_id}"
