"""The quality of an index over real answers: reliability, robustness, estimates for a population, change over time."""

import numpy as np

from assessment.core.change import holm, paired, reliable_change
from assessment.core.estimation import Estimate, alpha_interval, stratified_mean, stratified_share
from assessment.core.questionnaire import Questionnaire
from assessment.core.reliability import item_shares
from assessment.core.robustness import level_stability, rank_stability
from assessment.core.scoring import Matrix, Scores, compile, score  # noqa: A004 - the public name of design §5
from assessment.core.weighing.arrays import BoolArray, FloatArray
from assessment.core.weighing.assembled import Assembled, Earlier
from assessment.core.weighing.composite import shakeable
from assessment.core.weighing.findings import (
    Appraisal,
    ChangeFinding,
    CriterionFinding,
    EstimateFinding,
    LeftOutFinding,
    MovedFinding,
    NoiseFinding,
    ScaleFinding,
)
from assessment.core.weighing.items import WHOLE, place_of
from assessment.core.weighing.quality import Layout, Reliability, Scale, reliability_of
from assessment.core.weighing.ranks import double_ranks

SPREAD, DRAWS, SEED = 0.25, 1000, 1
STEADY = 0.95
"""In so many draws an enterprise keeps its level when it is called steady."""


def appraise(questionnaire: Questionnaire, answers: Assembled) -> Appraisal:
    """Find out how good a questionnaire measures, over the answers of one wave.

    Parameters
    ----------
    questionnaire : Questionnaire
        The published version.
    answers : Assembled
        All answers that count.

    Returns
    -------
    Appraisal
        Every finding; None where it cannot be computed, as with too few enterprises.

    Notes
    -----
    Levels and ranks without a pillar come from scoring anew with the pillar hidden, breadth and all, for those to
    whom it was shown. Noise: 1,000 draws of weights within ±25 %, always the same ones. Estimates: strata somebody
    answered from, see `estimation.stratified_mean`. Change: see `change.paired`; the noise of a score from the alpha
    of this wave and the spread of the wave before.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> nobody = Matrix(np.empty((0, 3)), *(np.empty((0, 3), bool) for _ in range(3)))
    >>> appraise(two_pillars(), Assembled(nobody, np.array([], str), {})).n
    0
    """
    table = answers.table
    scores = _scored(questionnaire, table, table.visible)
    count = int((~np.isnan(scores.overall)).sum())
    if not count:
        return Appraisal(0)
    reliable = reliability_of(
        np.where(table.visible & ~table.not_applicable, np.where(table.unknown, 0.0, table.points), np.nan),
        Layout.of(questionnaire),
        visible=table.visible,
    )
    spoken, silent, estimates = _estimates(questionnaire, answers, scores)
    moved, changes = _change(questionnaire, answers.earlier, scores, reliable.overall.alpha)
    return Appraisal(
        n=count,
        scales=tuple(_scale(*pair) for pair in (("", reliable.overall), *reliable.pillars)),
        criteria=_criteria(questionnaire, table, reliable),
        left_out=_left_out(questionnaire, table, scores),
        noise=_noise(questionnaire, scores),
        population=spoken,
        silent=silent,
        estimates=estimates,
        moved=moved,
        changes=changes,
    )


def _scored(questionnaire: Questionnaire, table: Matrix, visible: BoolArray) -> Scores:
    masks = {"not_applicable": table.not_applicable, "unknown": table.unknown}
    return score(compile(questionnaire), table.points, visible=visible, **masks)


def _known(figure: float) -> float | None:
    """Give a figure, or None where there is none."""
    return None if np.isnan(figure) else float(figure)


def _scale(name: str, scale: Scale) -> ScaleFinding:
    items = len(scale.items)
    can = min(scale.n, items) > 1 and not np.isnan(scale.alpha)
    low, high = alpha_interval(scale.alpha, scale.n, items) if can else (np.nan, np.nan)
    return ScaleFinding(name, scale.n, items, _known(scale.alpha), _known(low), _known(high))


def _criteria(questionnaire: Questionnaire, table: Matrix, found: Reliability) -> tuple[CriterionFinding, ...]:
    masks = {"visible": table.visible, "not_applicable": table.not_applicable, "unknown": table.unknown}
    shares = item_shares(table.points, **masks)
    items = {item.id: item for _, scale in found.pillars for item in scale.items}
    columns = (shares.floor, shares.ceiling, shares.not_applicable, shares.unknown)
    return tuple(
        CriterionFinding(
            criterion.id,
            int(shares.n[at]),
            _known(items[criterion.id].item_rest) if criterion.id in items else None,
            _known(items[criterion.id].alpha_if_dropped) if criterion.id in items else None,
            *(_known(column[at]) for column in columns),
        )
        for at, criterion in enumerate(questionnaire.criteria)
    )


def _left_out(questionnaire: Questionnaire, table: Matrix, scores: Scores) -> tuple[LeftOutFinding, ...]:
    place = place_of(questionnaire, WHOLE)
    return tuple(_without(questionnaire, table, scores, item.ids) for item in (place.items if place else ()))


def _without(questionnaire: Questionnaire, table: Matrix, scores: Scores, pillars: tuple[str, ...]) -> LeftOutFinding:
    own = np.array([questionnaire.pillar_of(each.id).id in pillars for each in questionnaire.criteria])
    left = _scored(questionnaire, table, table.visible & ~own)
    met = table.visible[:, own].any(axis=1) & ~np.isnan(scores.level) & ~np.isnan(left.level)
    if not met.any():
        return LeftOutFinding(pillars, 0, None, None, None)
    before, after = scores.level[met], left.level[met]
    shift = np.abs(_ranks(scores.overall[met]) - _ranks(left.overall[met])).mean()
    up, down = float((after > before).mean()), float((after < before).mean())
    return LeftOutFinding(pillars, int(met.sum()), up, down, float(shift))


def _ranks(overall: FloatArray) -> FloatArray:
    return np.asarray(double_ranks(overall[None])[0] / 2)


def _noise(questionnaire: Questionnaire, scores: Scores) -> NoiseFinding | None:
    if questionnaire.aggregate == "minimum":
        return None
    table, rungs = shakeable(questionnaire, scores)
    weights = [pillar.weight for pillar in questionnaire.pillars]
    ranks = rank_stability(table, weights, spread=SPREAD, draws=DRAWS, rng=np.random.default_rng(SEED))
    levels = level_stability(table, weights, rungs, spread=SPREAD, draws=DRAWS, rng=np.random.default_rng(SEED))
    known = levels.kept[~np.isnan(levels.kept)]
    steady = float((known >= STEADY).mean()) if known.size else np.nan
    return NoiseFinding(SPREAD, DRAWS, _known(levels.mean_kept), _known(steady), _known(ranks.mean_shift))


def _estimates(
    questionnaire: Questionnaire, answers: Assembled, scores: Scores
) -> tuple[int, tuple[str, ...], tuple[EstimateFinding, ...]]:
    """Estimate mean score and shares of levels for the enterprises of all strata somebody answered from."""
    there = ~np.isnan(scores.overall)
    strata, counts = np.unique(answers.strata[there], return_counts=True)
    reached = dict(zip(strata.tolist(), counts.tolist(), strict=True))
    # Whoever counted the population may have missed some who answered.
    population = {name: max(answers.population.get(name, 0), number) for name, number in reached.items()}
    silent = tuple(name for name, number in answers.population.items() if number and name not in reached)
    labels = answers.strata[there].tolist()
    found = [_estimate(None, stratified_mean(scores.overall[there], labels, population))]
    levels = scores.level[there]
    found += [
        _estimate(
            level.id, stratified_share(np.where(np.isnan(levels), np.nan, levels == level.id), labels, population)
        )
        for level in questionnaire.levels
        if not np.isnan(levels).any()
    ]
    return sum(population.values()), silent, tuple(found)


def _estimate(level: int | None, found: Estimate) -> EstimateFinding:
    return EstimateFinding(level, _known(found.mean), _known(found.low), _known(found.high))


def _change(
    questionnaire: Questionnaire, earlier: Earlier | None, scores: Scores, alpha: float
) -> tuple[MovedFinding | None, tuple[ChangeFinding, ...]]:
    if earlier is None:
        return None, ()
    both = ~np.isnan(earlier.overall) & ~np.isnan(scores.overall)
    if not both.any():
        return None, ()
    pillars = [paired(earlier.pillars[:, at], scores.pillars[:, at]) for at in range(len(questionnaire.pillars))]
    adjusted = holm([each.wilcoxon_p for each in pillars]).tolist()
    whole = paired(earlier.overall, scores.overall)
    named = [("", whole, whole.wilcoxon_p)]
    named += zip((pillar.id for pillar in questionnaire.pillars), pillars, adjusted, strict=True)
    changes = tuple(
        ChangeFinding(name, each.n, *map(_known, (each.mean, each.low, each.high, each.t_p, p, each.effect_size)))
        for name, each, p in named
        if each.n
    )
    return _moved(earlier, scores, alpha, both), changes


def _moved(earlier: Earlier, scores: Scores, alpha: float, both: BoolArray) -> MovedFinding:
    n = int(both.sum())
    levels = scores.level[both] - earlier.level[both]
    rose, fell = float((levels > 0).mean()), float((levels < 0).mean())
    if n < 2 or np.isnan(alpha):  # noqa: PLR2004 - without a spread there is no noise to tell a change from
        return MovedFinding(n, rose, fell, None, None, None)
    spread = float(np.std(earlier.overall[both], ddof=1))
    found = reliable_change(earlier.overall[both], scores.overall[both], spread=spread, alpha=min(max(alpha, 0.0), 1.0))
    improved, worsened = float(found.improved.mean()), float(found.worsened.mean())
    return MovedFinding(n, rose, fell, improved, worsened, found.smallest)
