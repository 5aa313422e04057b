"""What people have agreed to: rows are added, and the last one about a purpose is what stands."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from assessment.core.rights.purposes import TEXT_VERSION
from assessment.models.people import Consent
from assessment.models.trail import record


def give(session: Session, user_id: UUID, purposes: Iterable[str], language: str, *, now: datetime) -> None:
    """Write down consents, with the version of the text that was shown."""
    session.add_all(_row(user_id, purpose, "given", language, now) for purpose in purposes)


def change(session: Session, user_id: UUID, purpose: str, *, given: bool, language: str, now: datetime) -> bool:
    """Write down that a person gives or withdraws one consent; False when that is how it stands already."""
    if (purpose in standing(session, user_id)) is given:
        return False
    session.add(_row(user_id, purpose, "given" if given else "withdrawn", language, now))
    detail = {"given" if given else "withdrawn": [purpose], "text_version": TEXT_VERSION}
    record(session, "consent.changed", f"user:{user_id}", actor=user_id, now=now, detail=detail)
    return True


def history(session: Session, user_id: UUID) -> list[Consent]:
    """Give all rows of a person in their order."""
    return list(session.scalars(select(Consent).where(Consent.user_id == user_id).order_by(Consent.id)))


def standing(session: Session, user_id: UUID) -> dict[str, Consent]:
    """Give by purpose the consents that stand."""
    last = {row.purpose: row for row in history(session, user_id)}
    return {purpose: row for purpose, row in last.items() if row.act == "given"}


def withdrawn(user_id: ColumnElement[UUID], purpose: str) -> ColumnElement[bool]:
    """Say in a query that a person has taken a consent back and not given it again; of who was never asked, null."""
    row = Consent.__table__.c
    last = select(row.act).where(row.user_id == user_id, row.purpose == purpose).order_by(row.id.desc()).limit(1)
    return last.scalar_subquery() == "withdrawn"


def agreed(user_id: InstrumentedAttribute[UUID] | ColumnElement[UUID], purpose: str) -> ColumnElement[bool]:
    """Say in a query that a person's consent to a purpose stands now; every use of it must ask at that moment."""
    given, later = aliased(Consent), aliased(Consent)
    taken_back = exists().where(
        later.user_id == given.user_id, later.purpose == given.purpose, later.id > given.id, later.act == "withdrawn"
    )
    return exists().where(given.user_id == user_id, given.purpose == purpose, given.act == "given", ~taken_back)


def _row(user_id: UUID, purpose: str, act: str, language: str, now: datetime) -> Consent:
    return Consent(user_id=user_id, purpose=purpose, text_version=TEXT_VERSION, language=language, act=act, at=now)
