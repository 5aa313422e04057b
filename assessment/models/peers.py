"""What is published that an enterprise may be held against: the newest figures of its wave, or of one before."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from assessment.core.publishing.peers import PeerGroup, peer_groups
from assessment.core.publishing.summary import Summary
from assessment.models.assessments import Assessment, ResultRow
from assessment.models.questionnaires import Wave
from assessment.models.statistics import Snapshot

KEPT = 8
_summaries: dict[UUID, Summary] = {}
"""Published figures never change, so what a process has read of them stays true."""


@dataclass(frozen=True, slots=True)
class Peers:
    """A publication with the groups an enterprise belongs to, and the least change of a score beyond noise."""

    taken: Snapshot
    groups: tuple[PeerGroup, ...]
    noise: float | None

    @property
    def nearest(self) -> PeerGroup | None:
        """The first group that is shown: sector before size before place, the whole at last."""
        single = (group for group in self.groups if len(group.cuts) < 2)  # noqa: PLR2004 - a crossing has two
        return next((group for group in single if group.distribution is not None), None)


def published_peers(session: Session, assessment: Assessment, row: ResultRow) -> Peers | None:
    """Give the peers of a result by the same version of the questionnaire; None where nothing is published."""
    of = {"questionnaire": assessment.questionnaire_id, "opens_on": assessment.wave.opens_on}
    taken = session.scalar(_newest(), of)
    if taken is None:
        return None
    facts = {"sector": row.sector, "size": row.size, "place": row.place}
    summary = _summary(taken)
    return Peers(taken, peer_groups(summary, facts), summary.noise)


@cache
def _newest() -> Select[Snapshot]:
    return (
        select(Snapshot)
        .join(Snapshot.wave)
        .where(Snapshot.questionnaire_id == bindparam("questionnaire"), Wave.opens_on <= bindparam("opens_on"))
        .options(joinedload(Snapshot.wave))
        .order_by(Wave.opens_on.desc(), Snapshot.taken_at.desc())
        .limit(1)
    )


def _summary(taken: Snapshot) -> Summary:
    if taken.id not in _summaries:
        while len(_summaries) >= KEPT:
            _summaries.pop(next(iter(_summaries)), None)
        _summaries[taken.id] = taken.summary
    return _summaries[taken.id]


def counted_result(session: Session, taken: Snapshot, enterprise_id: UUID) -> str | None:
    """Name the result with which an enterprise is counted in a publication, in hex; None when it is not."""
    found: Any = session.scalar(select(Snapshot.members[enterprise_id.hex]).where(Snapshot.id == taken.id))
    return str(found[0]) if found else None
