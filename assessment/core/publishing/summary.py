"""The published figures as values: what a page, a paper and a table of rows all show.

A figure that may not be shown is None, beside the reason. `aggregate.summarise` makes them.
"""

from dataclasses import dataclass
from enum import StrEnum

from assessment.core.publishing.distribution import Distribution, Quartiles
from assessment.core.questionnaire import Level, Questionnaire
from assessment.core.weighing.arrays import BoolArray, FloatArray, IndexArray


class Withheld(StrEnum):
    """Why a figure is not shown."""

    FEW = "few"
    """All enterprises together are fewer than the minimum."""
    PROTECTED = "protected"
    """The group is small, or showing it would let a small one be worked out; which of the two is not told."""
    NOT_ASKED = "not_asked"
    """The pillar does not apply to this group."""


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Sealed results of one questionnaire version and wave, one row each.

    ``overall`` and ``level`` [n], ``pillars`` [n, pillars] 0–100, ``criteria`` [n, criteria] 0–1; NaN where there is no
    score. Don't know is scored 0 in ``criteria``.
    """

    overall: FloatArray
    level: FloatArray
    pillars: FloatArray
    criteria: FloatArray

    def rows(self, chosen: BoolArray | IndexArray) -> "Results":
        """Keep the chosen rows."""
        return Results(self.overall[chosen], self.level[chosen], self.pillars[chosen], self.criteria[chosen])


@dataclass(frozen=True, slots=True)
class Frame:
    """What the columns of the results mean."""

    levels: tuple[Level, ...]
    pillar_levels: tuple[Level, ...]
    pillars: tuple[str, ...]
    criteria: tuple[str, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Frame":
        """Take the columns in the order of the questionnaire."""
        return cls(
            questionnaire.levels,
            questionnaire.pillar_levels or questionnaire.levels,
            tuple(pillar.id for pillar in questionnaire.pillars),
            tuple(criterion.id for criterion in questionnaire.criteria),
        )


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a cut: who answered, in whole percent of those invited, and how their scores spread."""

    id: str
    n: int | None
    response: int | None
    distribution: Distribution | None
    withheld: Withheld | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All groups of one cut, in its order; how many are hidden, and how many enterprises those have together.

    ``hidden_n`` is None where all enterprises together are fewer than the minimum.
    """

    cut: str
    groups: tuple[Group, ...]
    hidden: int
    hidden_n: int | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two cuts as a table: ``groups`` by row, each row by column."""

    rows: str
    columns: str
    row_groups: tuple[str, ...]
    column_groups: tuple[str, ...]
    groups: tuple[tuple[Group, ...], ...]


@dataclass(frozen=True, slots=True)
class PillarFigure:
    """The mean pillar score 0–100 of a group and the level that mean reaches; None without a reason: no score.

    ``quartiles`` stand where the mean does; figures published before they were thought of have none.
    """

    pillar: str
    mean: float | None
    level: int | None
    withheld: Withheld | None
    quartiles: Quartiles | None = None


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One group's pillars."""

    group: str
    n: int | None
    pillars: tuple[PillarFigure, ...]


@dataclass(frozen=True, slots=True)
class Heatmap:
    """Groups of a cut by pillars, in the order of the questionnaire."""

    cut: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class CriterionFigure:
    """The mean score 0–1 of a criterion, and the whole percent of enterprises at 0.6 or above."""

    criterion: str
    mean: float | None
    reached: int | None
    withheld: Withheld | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What may be published of a wave and questionnaire; ``n`` counts enterprises with an overall score.

    ``noise`` is the least change of an overall score that is beyond the noise of two measurements, in points.
    """

    n: int | None
    invited: int | None
    response: int | None
    distribution: Distribution | None
    withheld: Withheld | None
    pillars: tuple[PillarFigure, ...]
    criteria: tuple[CriterionFigure, ...]
    strongest: tuple[CriterionFigure, ...]
    weakest: tuple[CriterionFigure, ...]
    breakdowns: tuple[Breakdown, ...]
    crossings: tuple[Crossing, ...]
    heatmaps: tuple[Heatmap, ...]
    noise: float | None = None
