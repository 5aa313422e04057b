"""What each open step alone would come to, all of them scored at once by the engine."""

import math
from dataclasses import dataclass

from assessment.core.questionnaire import Advice, Questionnaire
from assessment.core.reckoning.binding import Binding, binding
from assessment.core.reckoning.matrix import matrix
from assessment.core.reckoning.outcome import Outcome, outcome
from assessment.core.scoring import Scores, compile, score  # noqa: A004 - the public name of design §5
from assessment.core.steps.stepping import OpenStep, open_steps
from assessment.core.values.states import Answered, Answers, Profile


@dataclass(frozen=True, slots=True)
class Step:
    """One step an owner could take next, and what it alone would come to.

    Attributes
    ----------
    advice : Advice
        What to do.
    criterion, pillar : str
        Where it counts.
    now, then : float
        The criterion's score before and after, 0–1.
    answer : Answered
        The answer after.
    gain, pillar_gain : float
        What it adds to the overall score and the pillar's, in points of 100; NaN where one has no score.
    level, pillar_level : int or None
        The level it lifts the whole or the pillar to; None when it stays.
    waits_for : tuple of str
        The advice in `after` that is still to be followed.
    binding : bool
        Whether it works on what keeps the next level away.
    """

    advice: Advice
    criterion: str
    pillar: str
    now: float
    then: float
    answer: Answered
    gain: float
    pillar_gain: float
    level: int | None
    pillar_level: int | None
    waits_for: tuple[str, ...]
    binding: bool

    @property
    def id(self) -> str:
        """The id of the advice."""
        return self.advice.id

    @property
    def effort(self) -> int:
        """1 little, 2 some, 3 much."""
        return self.advice.effort


def with_gains(questionnaire: Questionnaire, profile: Profile, answers: Answers) -> list[Step]:
    """List the open steps with their gains, in document order."""
    found = open_steps(questionnaire, profile, answers)
    if not found:
        return []
    before = outcome(questionnaire, profile, answers)
    rows = matrix(questionnaire, [(profile, answers.with_(each.criterion.id, each.answer)) for each in found])
    after = score(
        compile(questionnaire),
        rows.points,
        visible=rows.visible,
        not_applicable=rows.not_applicable,
        unknown=rows.unknown,
    )
    bound = _bound(binding(questionnaire, before))
    return [_step(questionnaire, each, before, (after, row), bound) for row, each in enumerate(found)]


def _bound(found: Binding) -> frozenset[str] | None:
    """Name the pillars through which the next level is to be reached; None for any."""
    if found.breadth_holds:
        return None
    return frozenset(gap.id for gap in found.gaps[: found.pillars_lacking])


def _step(
    questionnaire: Questionnaire,
    each: OpenStep,
    before: Outcome,
    after: tuple[Scores, int],
    bound: frozenset[str] | None,
) -> Step:
    scores, row = after
    pillar = questionnaire.pillar_of(each.criterion.id)
    place = questionnaire.pillars.index(pillar)
    stood = before.pillars[place]
    return Step(
        advice=each.advice,
        criterion=each.criterion.id,
        pillar=pillar.id,
        now=each.now,
        then=each.then,
        answer=each.answer,
        gain=_gain(float(scores.overall[row]), before.overall),
        pillar_gain=_gain(float(scores.pillars[row, place]), stood.score),
        level=_lifted(float(scores.level[row]), before.level),
        pillar_level=_lifted(float(scores.pillar_levels[row, place]), stood.level),
        waits_for=each.waits_for,
        binding=bound is None or pillar.id in bound,
    )


def _gain(after: float, before: float | None) -> float:
    return math.nan if before is None else after - before


def _lifted(after: float, before: int | None) -> int | None:
    if math.isnan(after) or (before is not None and after <= before):
        return None
    return int(after)
