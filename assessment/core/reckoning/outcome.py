"""All figures of one assessment, by name."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from assessment.core.errors import UnknownCriterion, UnknownEngine, UnknownIndicator, UnknownPillar
from assessment.core.journey import visible_criteria
from assessment.core.parts.terms import TOLERANCE
from assessment.core.questionnaire import Criterion, Indicator, Pillar, Questionnaire
from assessment.core.reckoning.engine import COVERAGE, HIGHEST, LOWEST, NOW, SCORES, Figures, climb
from assessment.core.reckoning.marks import Sheet, survey
from assessment.core.reckoning.points import criterion_score
from assessment.core.reckoning.storeys import Compiled, compile  # noqa: A004 - the public name of design §5
from assessment.core.values.states import Answered, Answers, DontKnow, NotApplicable, Profile, State
from assessment.core.weighing.arrays import FloatArray

ENGINE_VERSION = 1
"""Changes only when figures do; a sealed result names the one that made it."""

Standing = Literal["answered", "not_applicable", "dont_know", "missing", "hidden"]


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """One criterion: how its answer stands, and its score from 0 to 1 if it has one."""

    id: str
    standing: Standing
    score: float | None


@dataclass(frozen=True, slots=True)
class NodeOutcome:
    """One indicator or pillar.

    Attributes
    ----------
    visible : bool
        Whether a criterion below is shown.
    score, lowest, highest : float or None
        0–100.
    coverage : float or None
        0–1; None when hidden.
    short : bool
        Whether it lost its score for being below its floor of coverage.
    level : int or None
        Of a pillar.
    """

    id: str
    visible: bool
    score: float | None = None
    lowest: float | None = None
    highest: float | None = None
    coverage: float | None = None
    short: bool = False
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """All figures of one assessment, unrounded; None is none.

    Attributes
    ----------
    engine : int
        The version of the rules.
    overall, lowest, highest : float or None
        0–100.
    coverage : float or None
        0–1.
    level : int or None
        The id of the level reached.
    short : bool
        Whether the whole lost its score for being below its floor of coverage.
    pillars, indicators, criteria : tuple
        In document order, hidden ones included.
    """

    engine: int
    overall: float | None
    level: int | None
    lowest: float | None
    highest: float | None
    coverage: float | None
    short: bool
    pillars: tuple[NodeOutcome, ...]
    indicators: tuple[NodeOutcome, ...]
    criteria: tuple[CriterionOutcome, ...]

    def pillar(self, name: str) -> NodeOutcome:
        """Find a pillar by its id."""
        for node in self.pillars:
            if node.id == name:
                return node
        raise UnknownPillar(name)

    def indicator(self, name: str) -> NodeOutcome:
        """Find an indicator by its id."""
        for node in self.indicators:
            if node.id == name:
                return node
        raise UnknownIndicator(name)

    def criterion(self, name: str) -> CriterionOutcome:
        """Find a criterion by its id."""
        for criterion in self.criteria:
            if criterion.id == name:
                return criterion
        raise UnknownCriterion(name)


def outcome(questionnaire: Questionnaire, profile: Profile, answers: Answers, engine: int = ENGINE_VERSION) -> Outcome:
    """Score one assessment.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    profile : Profile
        The facts about the enterprise.
    answers : Answers
        All answers that stand; what is hidden is not looked at.
    engine : int
        The version of the rules to score by.

    Returns
    -------
    Outcome
        The very figures `scoring.score` gives for the same answers.

    Raises
    ------
    UnknownEngine
        If there is no such version.
    UnreadableAnswer
        If a visible answer does not fit its criterion.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.values.states import Answered, Chosen
    >>> answers = Answers({"plan.written": Answered(Chosen("full")), "sales.online": DontKnow()})
    >>> result = outcome(two_pillars(), Profile({"sector": "trade"}), answers)
    >>> result.overall, result.level, result.lowest, result.highest
    (50.0, 1, 25.0, 100.0)
    """
    if engine != ENGINE_VERSION:
        raise UnknownEngine(f"there is no engine version {engine}")
    visible = visible_criteria(questionnaire, profile, answers)
    criteria = tuple(
        _criterion(criterion, answers.of(criterion.id)) if criterion.id in visible else _hidden(criterion.id)
        for criterion in questionnaire.criteria
    )
    return _outcome(questionnaire, compile(questionnaire), criteria)


def _criterion(criterion: Criterion, state: State | None) -> CriterionOutcome:
    score = criterion_score(criterion, state)
    return CriterionOutcome(criterion.id, standing(state), None if math.isnan(score) else score)


@lru_cache(maxsize=4096)
def _hidden(name: str) -> CriterionOutcome:
    return CriterionOutcome(name, "hidden", None)


def standing(state: State | None) -> Standing:
    """Name how the answer to a visible criterion stands."""
    match state:
        case None:
            return "missing"
        case Answered():
            return "answered"
        case NotApplicable():
            return "not_applicable"
        case DontKnow():
            return "dont_know"


def _outcome(questionnaire: Questionnaire, compiled: Compiled, criteria: tuple[CriterionOutcome, ...]) -> Outcome:
    sheet = _sheet(criteria, compiled)
    marks = survey(compiled.storeys, sheet)
    indicators, pillars, whole = (each.plain() for each in climb(compiled.storeys, sheet, marks))
    reached = compiled.pillar_levels.without_breadth(100.0 * pillars[NOW])
    overall = 100.0 * whole[NOW, 0]
    level = compiled.levels.with_breadth(overall, reached, marks[1].visible > 0.0)
    return Outcome(
        engine=ENGINE_VERSION,
        overall=_known(float(overall[0])),
        level=_level(float(level[0])),
        lowest=_known(100.0 * float(whole[LOWEST, 0, 0])),
        highest=_known(100.0 * float(whole[HIGHEST, 0, 0])),
        coverage=_known(float(whole[COVERAGE, 0, 0])),
        short=bool(whole[COVERAGE, 0, 0] < questionnaire.coverage - TOLERANCE),
        pillars=tuple(_nodes(questionnaire.pillars, pillars, reached[:, 0])),
        indicators=tuple(_nodes(questionnaire.indicators, indicators, np.full(indicators.shape[1], np.nan))),
        criteria=criteria,
    )


def _sheet(criteria: Sequence[CriterionOutcome], compiled: Compiled) -> Sheet:
    order = compiled.storeys[0].order
    standings = np.array([criterion.standing for criterion in criteria])[order][:, None]
    points = np.array([math.nan if criterion.score is None else criterion.score for criterion in criteria])
    unknown = standings == "dont_know"
    visible = standings != "hidden"
    known = np.where(unknown, np.nan, points[order][:, None])
    return Sheet(known, unknown, visible & (standings != "not_applicable"), visible)


def _nodes(nodes: Sequence[Pillar | Indicator], figures: Figures, levels: FloatArray) -> Iterator[NodeOutcome]:
    columns = np.vstack((100.0 * figures[SCORES, :, 0], figures[COVERAGE, :, 0], levels)).T
    known = columns.astype(object)
    known[np.isnan(columns)] = None
    for node, (score, lowest, highest, coverage, level) in zip(nodes, known.tolist(), strict=True):
        if coverage is None:
            yield NodeOutcome(node.id, visible=False)
            continue
        short = coverage < node.coverage - TOLERANCE
        at = None if level is None else int(level)
        yield NodeOutcome(
            node.id, visible=True, score=score, lowest=lowest, highest=highest, coverage=coverage, short=short, level=at
        )


def _known(figure: float) -> float | None:
    return None if math.isnan(figure) else figure


def _level(figure: float) -> int | None:
    return None if math.isnan(figure) else int(figure)
