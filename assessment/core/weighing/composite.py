"""The overall score as a weighted mean, whatever the rule of the top node, so that weights can be shaken."""

import numpy as np

from assessment.core.questionnaire import Questionnaire
from assessment.core.scoring import Scores
from assessment.core.weighing.arrays import FloatArray
from assessment.core.weighing.level_stability import Rungs


def as_mean(questionnaire: Questionnaire, scores: FloatArray, nothing: float = 1e-9) -> FloatArray:
    """Turn scores so that the overall ranks like their weighted mean: logarithms, reciprocals.

    Parameters
    ----------
    questionnaire : Questionnaire
        Its `aggregate` is the rule of the top node.
    scores : array [n, pillars]
        0–100; NaN where there is none.
    nothing : float
        Stands for a score of 0 where a rule divides by it or takes its logarithm: above 0, below every other score.

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
            held = np.where(np.any(scores <= 0, axis=1, keepdims=True) & ~np.isnan(scores), nothing, scores)
            return np.asarray(np.log(held) if rule == "geometric" else -1 / held)


def shakeable(questionnaire: Questionnaire, scores: Scores) -> tuple[FloatArray, Rungs]:
    """Give the pillars [n, pillars] and the levels of scored assessments as the robustness functions take them."""
    pillars = np.where(np.isnan(scores.overall)[:, None], np.nan, scores.pillars)
    rungs = Rungs.of(questionnaire.levels, scores.pillar_levels, ~np.isnan(scores.pillar_coverage))
    # Ranks tell apart a part of the range of composites, so that 0 must not stand further below than it has to.
    figures = np.concatenate([pillars.ravel(), rungs.starts])
    nothing = float(figures[figures > 0].min(initial=1.0)) / 2
    starts = as_mean(questionnaire, rungs.starts[:, None], nothing)[:, 0]
    return as_mean(questionnaire, pillars, nothing), Rungs(starts, rungs.admitted)
