"""Which facts of an enterprise its owner may change now. No HTTP, no clock, no commit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assessment.accounts.registering import Facts
from assessment.models import Assessment, SentBack
from assessment.models.answers import PROFILE

FACTS = frozenset(Facts.__slots__)


@dataclass(frozen=True, slots=True)
class Freedom:
    """What may be changed, why no more than that, and what the Association asked about which fact."""

    may_change: frozenset[str]
    because: Literal["free", "under_review", "sent_back"]
    asked: Mapping[str, str]
    is_sealed: bool

    @property
    def locked(self) -> frozenset[str]:
        """What is to stay as it is."""
        return FACTS - self.may_change


def freedom(session: Session, enterprise_id: UUID, *, lock: bool = False) -> Freedom:
    """Say what may be changed now; a lock makes whoever moves a file meanwhile wait.

    While a reviewer is to decide on these very facts, which the certificate will then name, nothing may; while a file
    is sent back, what was sent back with it. The tax code of what was handed in belongs to papers, so that it changes
    only when the Association asks for it.
    """
    of_enterprise = Assessment.enterprise_id == enterprise_id
    standing = select(Assessment.state).where(of_enterprise)
    states = set(session.scalars(standing.with_for_update() if lock else standing))
    is_sealed = bool(session.scalar(select(exists().where(of_enterprise, Assessment.submitted_at.is_not(None)))))
    if states & {"submitted", "in_review"}:
        return Freedom(frozenset(), "under_review", {}, is_sealed)
    if "changes_requested" in states:
        asked = _asked(session, enterprise_id)
        return Freedom(FACTS & asked.keys(), "sent_back", asked, is_sealed)
    return Freedom(FACTS - {"tax_code"} if is_sealed else FACTS, "free", {}, is_sealed)


def _asked(session: Session, enterprise_id: UUID) -> dict[str, str]:
    """Give the facts that were sent back and not handed in again, with the reviewer's words."""
    query = (
        select(SentBack)
        .join(Assessment, Assessment.id == SentBack.assessment_id)
        .where(Assessment.enterprise_id == enterprise_id, Assessment.state == "changes_requested")
        .where(SentBack.settled_at.is_(None), SentBack.subject.startswith(PROFILE))
    )
    return {row.subject.removeprefix(PROFILE): row.note for row in session.scalars(query)}
