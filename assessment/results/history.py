"""Over time: the results of an enterprise from wave to wave, and what may be said of their differences. No HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assessment import catalogue
from assessment.catalogue import Opened
from assessment.core import workflow
from assessment.core.publishing.mapping import Mapped, mapped
from assessment.models import Assessment
from assessment.models.peers import published_peers

MOST = 12
Kind = Literal["first", "same", "mapped", "apart"]


@dataclass(frozen=True)
class Point:
    """The result of one wave, with the one it is held against; `noise` is the least change that says something."""

    assessment: Assessment
    opened: Opened
    before: "Point | None"
    noise: float | None

    @property
    def score(self) -> float | None:
        """The overall score."""
        return self.opened.outcome.overall

    @property
    def is_same_form(self) -> bool:
        """Whether the time before was answered by the same version of the same form."""
        return self.before is not None and self.before.assessment.questionnaire_id == self.assessment.questionnaire_id

    @cached_property
    def mapped(self) -> Mapped | None:
        """What both forms have in common, then and now."""
        if self.before is None or self.is_same_form:
            return None
        earlier = self.before.opened
        return mapped((earlier.questionnaire, earlier.outcome), (self.opened.questionnaire, self.opened.outcome))

    @property
    def kind(self) -> Kind:
        """How this time may be held against the time before."""
        if self.before is None:
            return "first"
        if self.is_same_form:
            return "same"
        return "apart" if self.mapped is None else "mapped"

    @property
    def change(self) -> float | None:
        """The change of the score since the time before, by the same form."""
        if self.before is None or not self.is_same_form or self.score is None or self.before.score is None:
            return None
        return self.score - self.before.score

    @property
    def is_noise(self) -> bool | None:
        """Whether the change is no more than two measurements may differ by themselves; None where nobody knows."""
        if self.change is None or self.noise is None:
            return None
        return abs(self.change) <= self.noise


def points(session: Session, enterprise_id: UUID) -> tuple[Point, ...]:
    """Give the results of an enterprise that count, the oldest first."""
    handed_in = (
        select(Assessment)
        .where(
            Assessment.enterprise_id == enterprise_id,
            Assessment.submitted_at.is_not(None),
            Assessment.state.not_in(workflow.LEFT_OUT),
        )
        .options(joinedload(Assessment.wave))
        .order_by(Assessment.submitted_at.desc())
        .limit(MOST)
    )
    found: list[Point] = []
    for assessment in reversed(session.scalars(handed_in).all()):
        row = catalogue.counting(session, assessment.id)
        if row is not None:
            peers = published_peers(session, assessment, row)
            before = _before(found, assessment.questionnaire_id)
            found.append(Point(assessment, catalogue.open_result(session, row), before, peers.noise if peers else None))
    return tuple(found)


def _before(earlier: Sequence[Point], questionnaire_id: int) -> Point | None:
    """Give what a result is held against: the last one by the same version, since waves may take turns, or the last."""
    same = [each for each in earlier if each.assessment.questionnaire_id == questionnaire_id]
    comparable = same or earlier
    return comparable[-1] if comparable else None
