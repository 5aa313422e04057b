"""The reliability of a whole questionnaire: overall and pillar by pillar, as `index reliability` prints it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessment.core.questionnaire import Questionnaire
from assessment.core.reliability import alpha_if_dropped, complete, cronbach_alpha, item_rest_correlation
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray, UnusableFigures, as_table

NORMAL = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
ENOUGH = 0.5
"""The part of the rows in which a criterion needs a score to be part of a scale."""


@dataclass(frozen=True, slots=True)
class Item:
    """What one criterion does in its scale; NaN where nothing can be said."""

    id: str
    item_rest: float
    alpha_if_dropped: float


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale: ``n`` complete rows, its alpha, its items, and the criteria with too few scores to be part of it."""

    n: int
    alpha: float
    items: tuple[Item, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """The overall scale, and the scales of the pillars by id, in the order of the questionnaire."""

    overall: Scale
    pillars: tuple[tuple[str, Scale], ...]

    def as_json(self) -> dict[str, object]:
        """Give the shape that `index reliability` prints; what cannot be said is null."""
        return {"overall": _scale_json(self.overall), "pillars": {id_: _scale_json(of) for id_, of in self.pillars}}


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What the columns are: criteria, the pillar of each, and whether a condition stands on it or above it."""

    criteria: tuple[str, ...]
    pillars: tuple[str, ...]
    pillar_of: IndexArray
    conditional: BoolArray

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Layout":
        """Read the layout off a questionnaire, criteria in document order."""
        places = [
            (criterion.id, place, any(node.when is not None for node in (pillar, indicator, criterion)))
            for place, pillar in enumerate(questionnaire.pillars)
            for indicator in pillar.indicators
            for criterion in indicator.criteria
        ]
        return cls(
            tuple(id_ for id_, _, _ in places),
            tuple(pillar.id for pillar in questionnaire.pillars),
            np.array([place for _, place, _ in places], dtype=np.intp),
            np.array([conditional for _, _, conditional in places], dtype=bool),
        )


def reliability_of(scores: npt.ArrayLike, layout: Layout, *, visible: npt.ArrayLike | None = None) -> Reliability:
    """Compute alpha, item-rest correlation and alpha-if-dropped overall and per pillar.

    Parameters
    ----------
    scores : array [n, criteria]
        Criterion scores 0–1, don't know as 0; NaN where there is none (hidden, missing, not applicable).
    layout : Layout
        What the columns are.
    visible : bool array [n, criteria], optional
        Which criteria each enterprise was shown; left out, all.

    Returns
    -------
    Reliability
        Overall over the criteria without a condition of their own or above; each pillar over the rows where any of
        its criteria is visible. A criterion with a score in under half of those rows is left out and listed, so that
        it does not cost the other criteria their rows; then rows with any score missing are left out.

    Raises
    ------
    UnusableFigures
        The scores or the mask do not fit the layout.

    Notes
    -----
    See `reliability.cronbach_alpha`, `reliability.item_rest_correlation` and `reliability.alpha_if_dropped`.

    Examples
    --------
    >>> layout = Layout(("a", "b"), ("people",), np.array([0, 0]), np.array([False, False]))
    >>> found = reliability_of([[0.0, 0.2], [0.5, 0.4], [1.0, 1.0]], layout)
    >>> round(found.overall.alpha, 4), found.pillars[0][1].n
    (0.9717, 3)
    """
    table = as_table(scores)
    shown = np.ones(table.shape, dtype=bool) if visible is None else np.asarray(visible, dtype=bool)
    if table.shape[1] != len(layout.criteria) or shown.shape != table.shape:
        raise UnusableFigures("the scores do not have the criteria of the layout")
    pillars = [(name, layout.pillar_of == place) for place, name in enumerate(layout.pillars)]
    return Reliability(
        _scale(table, layout, ~layout.conditional),
        tuple((name, _scale(table[shown[:, own].any(axis=1)], layout, own)) for name, own in pillars),
    )


def smallest_change(spread: float, alpha: float) -> float:
    """Give the least change of one enterprise's score that is more than the noise of two measurements.

    Parameters
    ----------
    spread : float
        Standard deviation of the scores in the reference group, at least 0.
    alpha : float
        Reliability of the score, at most 1; below 0 it counts as 0.

    Returns
    -------
    float
        In the unit of the scores; NaN where either figure is.

    Notes
    -----
    1.96 √2 sd √(1 − α), as in `change.reliable_change`, without SciPy, so that a page may say it. Jacobson and Truax
    (1991), J. Consulting and Clinical Psychology 59(1), 12-19.

    Examples
    --------
    >>> round(smallest_change(15, 0.84), 2)
    16.63
    """
    return NORMAL * float(np.sqrt(2.0)) * spread * float(np.sqrt(1.0 - max(alpha, 0.0)))


def _scale(table: FloatArray, layout: Layout, candidates: BoolArray) -> Scale:
    known = (~np.isnan(table)).sum(axis=0)
    kept = candidates & (known >= ENOUGH * len(table)) & (known > 0)
    chosen = table[:, kept]
    names = [name for name, keep in zip(layout.criteria, kept, strict=True) if keep]
    figures = zip(names, item_rest_correlation(chosen).tolist(), alpha_if_dropped(chosen).tolist(), strict=True)
    return Scale(
        n=len(complete(chosen)) if names else 0,
        alpha=cronbach_alpha(chosen),
        items=tuple(Item(*figure) for figure in figures),
        left_out=tuple(layout.criteria[place] for place in np.flatnonzero(candidates & ~kept)),
    )


def _scale_json(scale: Scale) -> dict[str, object]:
    items = {
        item.id: {"item_rest": _or_null(item.item_rest), "alpha_if_dropped": _or_null(item.alpha_if_dropped)}
        for item in scale.items
    }
    return {"n": scale.n, "alpha": _or_null(scale.alpha), "items": items, "left_out": list(scale.left_out)}


def _or_null(figure: float) -> float | None:
    return None if np.isnan(figure) else figure
