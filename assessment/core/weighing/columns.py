"""The scores of what is weighed, taken from the sealed results: what principal components are computed of."""

import numpy as np

from assessment.core.publishing.summary import Results
from assessment.core.questionnaire import Indicator, Questionnaire
from assessment.core.weighing.arrays import FloatArray
from assessment.core.weighing.items import WHOLE, Place


def scores_of(questionnaire: Questionnaire, place: Place, results: Results) -> FloatArray:
    """Give the scores of the items of a place.

    Parameters
    ----------
    questionnaire : Questionnaire
        What was answered.
    place : Place
        Where it is weighed.
    results : Results
        Of n enterprises.

    Returns
    -------
    array [n, items]
        Of pillars and criteria as they were sealed; of indicators the weighted mean of the criteria that have a score,
        whatever the rule of the node, since results keep no scores of indicators. Of alternatives that of the one an
        enterprise meets; NaN where there is none.
    """
    columns = {criterion.id: at for at, criterion in enumerate(questionnaire.criteria)}
    if place.node == WHOLE:
        known = {pillar.id: results.pillars[:, at] for at, pillar in enumerate(questionnaire.pillars)}
    elif any(pillar.id == place.node for pillar in questionnaire.pillars):
        indicators = questionnaire.pillar(place.node).indicators
        known = {each.id: _mean(each, columns, results.criteria) for each in indicators}
    else:
        known = {
            each.id: results.criteria[:, columns[each.id]] for each in questionnaire.indicator(place.node).criteria
        }
    return np.column_stack([_met(np.column_stack([known[name] for name in item.ids])) for item in place.items])


def _mean(indicator: Indicator, columns: dict[str, int], criteria: FloatArray) -> FloatArray:
    scores = criteria[:, [columns[each.id] for each in indicator.criteria]]
    weights = np.where(np.isnan(scores), 0, [each.weight for each in indicator.criteria])
    whole = weights.sum(axis=1)
    summed = (np.nan_to_num(scores) * weights).sum(axis=1)
    return np.divide(summed, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _met(alternatives: FloatArray) -> FloatArray:
    """Give of each row the one figure that is there."""
    known = ~np.isnan(alternatives)
    return np.where(known.any(axis=1), np.nansum(alternatives, axis=1), np.nan)
