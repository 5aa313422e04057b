"""Who agrees to what now: the only list by which names are published, results passed on, or people written to."""

import csv
import io
from collections.abc import Iterable, Iterator

from sqlalchemy import and_, exists, not_, select
from sqlalchemy.orm import Session, aliased

from assessment.core.facts.enterprise import shown_tax_code
from assessment.core.rights.purposes import PURPOSES
from assessment.documents.tables import BYTE_ORDER_MARK, harmless
from assessment.models import Assessment, Enterprise, Membership, ResultRow, User
from assessment.models.consents import agreed

PURPOSES_OF_PEOPLE = ("contact",)
OPTIONAL = tuple(purpose.id for purpose in PURPOSES if not purpose.needed)


def counts(session: Session) -> dict[str, int]:
    """Count by purpose the people or enterprises that agree now."""
    return {purpose: len(list(_rows(session, purpose))) for purpose in OPTIONAL}


def csv_of(session: Session, purpose: str) -> bytes:
    """Write who agrees now as CSV that spreadsheets open."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    people = purpose in PURPOSES_OF_PEOPLE
    writer.writerow(
        ("name", "email", "language") if people else ("name", "tax_code", "sector", "size", "place", "level")
    )
    for row in _rows(session, purpose):
        writer.writerow([harmless(cell) for cell in row])
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def _rows(session: Session, purpose: str) -> Iterable[tuple[str, ...]]:
    return _people(session, purpose) if purpose in PURPOSES_OF_PEOPLE else _enterprises(session, purpose)


def _people(session: Session, purpose: str) -> Iterator[tuple[str, ...]]:
    mine = select(User).where(User.active, agreed(User.id, purpose)).order_by(User.name_sort, User.id)
    for user in session.scalars(mine):
        yield user.name, user.email, user.language


def _enterprises(session: Session, purpose: str) -> Iterator[tuple[str, ...]]:
    """Give the enterprises all of whose owners agree, with the level that was approved last."""
    owner = aliased(Membership)
    owns = and_(owner.enterprise_id == Enterprise.id, owner.role == "owner", owner.state == "active")
    everybody = and_(exists().where(owns), not_(exists().where(owns, not_(agreed(owner.user_id, purpose)))))
    for firm in session.scalars(select(Enterprise).where(everybody).order_by(Enterprise.name_sort, Enterprise.id)):
        level = session.scalar(
            select(ResultRow.level)
            .join(ResultRow.assessment)
            .where(Assessment.enterprise_id == firm.id, Assessment.state == "approved", ResultRow.kind == "verified")
            .order_by(ResultRow.created_at.desc())
            .limit(1)
        )
        shown = "" if level is None else str(level)
        yield firm.name, shown_tax_code(firm.tax_code), firm.sector, firm.size, firm.place, shown
