"""What the page of a weight set shows beside the weights: who disagrees, and what the answers themselves suggest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.core.questionnaire import Questionnaire
from assessment.core.weighing.arrays import UnusableFigures
from assessment.core.weighing.columns import scores_of
from assessment.core.weighing.components import principal_components
from assessment.core.weighing.items import Place
from assessment.core.weighing.proposal import Proposal
from assessment.models import Wave, WaveQuestionnaire, WeightSet
from assessment.models.sampling import sample
from assessment.web.numerals import decimal, percent
from assessment.weighting.wording import figure, pair

MINIMUM = 10
"""Enterprises a figure needs."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Weights the answers of a wave suggest, in percent (None: an item that does not vary), from so many answers."""

    wave: Wave
    n: int
    explained: float
    weights: tuple[float | None, ...]


def suggested(session: Session, questionnaire_id: int, asked: Questionnaire, place: Place) -> Suggested | None:
    """Compute principal components over the newest wave with enough answers to this version, if there is one."""
    waves = select(Wave).join(WaveQuestionnaire).where(WaveQuestionnaire.questionnaire_id == questionnaire_id)
    for wave in session.scalars(waves.order_by(Wave.opens_on.desc())):
        found = sample(session, wave.id, questionnaire_id, asked)
        try:
            components = principal_components(scores_of(asked, place, found.results))
        except UnusableFigures:
            continue
        if components.n >= MINIMUM:
            weights = tuple(None if np.isnan(each) else 100 * each for each in components.weights.tolist())
            kept = float(components.explained[: components.kept].sum())
            return Suggested(wave, components.n, 100 * kept, weights)
    return None


def experts(found: WeightSet, proposal: Proposal) -> list[tuple[str, list[str], float]]:
    """Give each expert's name, points, and the part of them that would have to move to reach the mean, in percent."""
    if proposal.allocation is None:
        return []
    said = found.said
    rows = zip(said.names, said.rows, proposal.allocation.distance.tolist(), strict=True)
    return [(name, [figure(each) for each in row], 100 * apart) for name, row, apart in rows]


def spread_of(proposal: Proposal, spoken: str) -> list[str]:
    """Say for each item between which points the experts lie."""
    if proposal.allocation is None:
        return []
    low, high = 100 * proposal.allocation.lowest, 100 * proposal.allocation.highest
    return [f"{decimal(one, spoken, 0)}–{percent(other, spoken)}" for one, other in zip(low, high, strict=True)]


def contradiction(names: Sequence[str], proposal: Proposal) -> tuple[str, str] | None:
    """Say the judgement that fits the others worst, and what the others imply in its place."""
    worst = proposal.worst
    if worst is None:
        return None
    place = (names, worst.row, worst.column)
    return pair(*place, worst.given), pair(*place, worst.implied)


def ratio(proposal: Proposal, spoken: str) -> str | None:
    """Write the consistency ratio; just above the limit it is not rounded down to it."""
    if proposal.hierarchy is None:
        return None
    value = proposal.hierarchy.consistency_ratio
    rounded = round(value, 2)
    places = 2 if proposal.adoptable == (rounded <= 0.1) else 4  # noqa: PLR2004
    return decimal(value, spoken, places)
