"""A questionnaire as the engine reads it: three storeys of weights, floors and ways to aggregate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assessment.core.levels import Ladder, ladder
from assessment.core.parts.terms import TOLERANCE
from assessment.core.questionnaire import Aggregate, Indicator, Pillar, Questionnaire
from assessment.core.reckoning.means import SCALES, Scale
from assessment.core.weighing.arrays import FloatArray, IndexArray

Node = Questionnaire | Pillar | Indicator
Nodes = IndexArray | slice
EVERYTHING = slice(None)


@dataclass(frozen=True, slots=True, eq=False)
class Kin:
    """Nodes of a storey with the same mean on a scale of its own.

    Attributes
    ----------
    aggregate : Aggregate
        The mean.
    nodes : array or slice
        Their document positions.
    seats : array or slice
        Where their children stand.
    """

    aggregate: Aggregate
    nodes: Nodes
    seats: Nodes


@dataclass(frozen=True, slots=True, eq=False)
class Storey:
    """Children and the nodes right above them.

    A sum over siblings is made by places: all first children in one stroke, then all second ones. For this the nodes
    are ranked by falling size, and the children stand by place, within a place by the rank of their node.

    Attributes
    ----------
    order : array [children]
        The document position of each child.
    weights : array [children, 1 or n]
        Weights in that order; spread over n columns where many assessments are scored, since that multiplies faster.
    places : tuple of (start, count)
        The run of children that are the first, second, … of the first `count` nodes by rank.
    ranks : array [nodes], or None
        The rank of each node in document order, which puts sums back into it; None where it is that order.
    floors : array [nodes, 1 or n]
        The least coverage a node needs, the tolerance taken off, in document order; spread like the weights.
    even : bool
        Whether every weight is 1.
    scaled : tuple of Kin
        The nodes with a geometric or harmonic mean.
    least : array or slice, or None
        The nodes whose weakest child decides; None where there is none.
    """

    order: IndexArray
    weights: FloatArray
    places: tuple[tuple[int, int], ...]
    ranks: IndexArray | None
    floors: FloatArray
    even: bool
    scaled: tuple[Kin, ...]
    least: Nodes | None

    @property
    def scale(self) -> Scale | None:
        """The scale of all nodes alike; None where they differ or have none."""
        return SCALES[self.scaled[0].aggregate] if self.scaled and self.scaled[0].nodes is EVERYTHING else None

    def spread(self, n: int) -> "Storey":
        """Give the storey with its weights and floors repeated n times."""
        return replace(self, weights=np.repeat(self.weights, n, axis=1), floors=np.repeat(self.floors, n, axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """What `scoring.score` needs of a questionnaire; made by `compile`.

    Attributes
    ----------
    criteria, indicators, pillars : tuple of str
        Ids in document order: the columns of arrays.
    storeys : tuple of Storey
        Criteria to indicators, indicators to pillars, pillars to overall.
    levels, pillar_levels : Ladder
        The levels of the overall score and of pillars.
    """

    criteria: tuple[str, ...]
    indicators: tuple[str, ...]
    pillars: tuple[str, ...]
    storeys: tuple[Storey, Storey, Storey]
    levels: Ladder
    pillar_levels: Ladder


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A questionnaire as a key that asks for the very same object, since comparing contents would take longer."""

    questionnaire: Questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.questionnaire is other.questionnaire


def compile(questionnaire: Questionnaire) -> Compiled:  # noqa: A001 - the public name of design §5
    """Prepare a questionnaire for scoring.

    Parameters
    ----------
    questionnaire : Questionnaire
        A parsed questionnaire.

    Returns
    -------
    Compiled
        Weights, floors, means and thresholds as arrays; the same object again for the same questionnaire.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> compile(two_pillars()).pillars
    ('plan', 'sales')
    """
    return _compiled(_Same(questionnaire))


@lru_cache(maxsize=64)
def _compiled(same: _Same) -> Compiled:
    questionnaire = same.questionnaire
    indicators, pillars = questionnaire.indicators, questionnaire.pillars
    return Compiled(
        criteria=tuple(criterion.id for criterion in questionnaire.criteria),
        indicators=tuple(indicator.id for indicator in indicators),
        pillars=tuple(pillar.id for pillar in pillars),
        storeys=(
            _storey(indicators, [[child.weight for child in node.criteria] for node in indicators]),
            _storey(pillars, [[child.weight for child in node.indicators] for node in pillars]),
            _storey((questionnaire,), [[pillar.weight for pillar in pillars]]),
        ),
        levels=ladder(questionnaire.levels),
        pillar_levels=ladder(questionnaire.pillar_levels or questionnaire.levels),
    )


def _storey(nodes: Sequence[Node], weights: Sequence[Sequence[float]]) -> Storey:
    """Arrange the children of all nodes by place."""
    # Weights are relative: where all siblings weigh the same each weighs 1, and often nothing is left to multiply.
    weights = [[1.0] * len(row) if len(set(row)) == 1 else row for row in weights]
    starts = np.cumsum([0, *map(len, weights)])
    ranked = sorted(range(len(nodes)), key=lambda node: -len(weights[node]))
    seats = [(place, node) for place in range(len(weights[ranked[0]])) for node in ranked if place < len(weights[node])]
    counts = np.bincount([place for place, _ in seats])
    means = [node.aggregate for node in nodes]
    return Storey(
        order=np.array([starts[node] + place for place, node in seats], dtype=np.intp),
        weights=np.array([[weights[node][place]] for place, node in seats], dtype=np.float64),
        places=tuple(zip((np.cumsum(counts) - counts).tolist(), counts.tolist(), strict=True)),
        ranks=None if ranked == sorted(ranked) else np.argsort(ranked),
        floors=np.array([[node.coverage - TOLERANCE] for node in nodes], dtype=np.float64),
        even=all(weight == 1.0 for row in weights for weight in row),
        scaled=tuple(
            Kin(aggregate, _nodes(means, aggregate), _nodes([means[node] for _, node in seats], aggregate))
            for aggregate in SCALES
            if aggregate in means
        ),
        least=_nodes(means, "minimum") if "minimum" in means else None,
    )


def _nodes(means: Sequence[Aggregate], aggregate: Aggregate) -> Nodes:
    """Find the positions with a mean; all of them as a slice, which copies nothing."""
    if set(means) == {aggregate}:
        return EVERYTHING
    return np.flatnonzero([mean == aggregate for mean in means])
