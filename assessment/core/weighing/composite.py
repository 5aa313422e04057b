"""The overall score as a weighted mean, whatever the rule of the top node, so that weights can be shaken."""

import numpy as np

from assessment.core.questionnaire import Questionnaire
from assessment.core.scoring import Scores
from assessment.core.weighing.arrays import FloatArray
from assessment.core.weighing.level_stability import Rungs

LEAST = 1e-9
"""Stands for a score of 0 where a rule divides by it or takes its logarithm."""


def as_mean(questionnaire: Questionnaire, scores: FloatArray) -> FloatArray:
    """Turn scores so that the overall ranks like their weighted mean: logarithms, reciprocals.

    Parameters
    ----------
    questionnaire : Questionnaire
        Its `aggregate` is the rule of the top node.
    scores : array [n, pillars]
        0–100; NaN where there is none.

    Returns
    -------
    array [n, pillars]
        A score of 0 makes the overall 0 whatever the weights, so such a row is the same throughout; under `minimum`
        every row is, at its least score.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> as_mean(two_pillars(), np.array([[40.0, 60.0]])).tolist()
    [[40.0, 60.0]]
    """
    match questionnaire.aggregate:
        case "arithmetic":
            return scores
        case "minimum":
            least = np.fmin.reduce(scores, axis=1, keepdims=True)
            return np.asarray(np.where(np.isnan(scores), np.nan, least))
        case rule:
            held = np.where(np.any(scores <= 0, axis=1, keepdims=True) & ~np.isnan(scores), LEAST, scores)
            return np.asarray(np.log(held) if rule == "geometric" else -1 / held)


def shakeable(questionnaire: Questionnaire, scores: Scores) -> tuple[FloatArray, Rungs]:
    """Give the pillars [n, pillars] and the levels of scored assessments as the robustness functions take them."""
    table = as_mean(questionnaire, np.where(np.isnan(scores.overall)[:, None], np.nan, scores.pillars))
    rungs = Rungs.of(questionnaire.levels, scores.pillar_levels, ~np.isnan(scores.pillar_coverage))
    return table, Rungs(as_mean(questionnaire, rungs.starts[:, None])[:, 0], rungs.admitted)
