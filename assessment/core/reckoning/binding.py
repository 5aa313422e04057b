"""What keeps the next level away: points of the overall score, pillars that do not stand high enough, or both."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.core.parts.terms import Threshold
from assessment.core.questionnaire import Level, Questionnaire
from assessment.core.reckoning.outcome import NodeOutcome, Outcome


@dataclass(frozen=True, slots=True)
class PillarGap:
    """A visible pillar below the pillar level that breadth asks for.

    Attributes
    ----------
    id : str
        The pillar.
    score : float or None
        0–100 now; None when it has no score, which reaches nothing.
    threshold : Threshold
        Of the pillar level asked for.
    points : float or None
        Points missing to the threshold, 0 when it must only be passed; None without a score.
    """

    id: str
    score: float | None
    threshold: Threshold
    points: float | None


@dataclass(frozen=True, slots=True)
class Binding:
    """The distance to the next level.

    Attributes
    ----------
    level : Level or None
        The one reached.
    following : Level or None
        The next one; None at the top.
    points : float
        Points of the overall score missing to its threshold; 0 when it holds, or must only be passed.
    score_holds, breadth_holds : bool
        Whether the overall score and the breadth suffice for it.
    pillars_wanted, pillars_standing : int
        How many pillars breadth asks for, and how many stand high enough.
    gaps : tuple of PillarGap
        The pillars below, the nearest first; empty where breadth asks for nothing.
    """

    level: Level | None
    following: Level | None
    points: float
    score_holds: bool
    breadth_holds: bool
    pillars_wanted: int
    pillars_standing: int
    gaps: tuple[PillarGap, ...]

    @property
    def pillars_lacking(self) -> int:
        """How many more pillars must come up."""
        return max(self.pillars_wanted - self.pillars_standing, 0)


def binding(questionnaire: Questionnaire, outcome: Outcome) -> Binding:
    """Find what keeps the next level away.

    Parameters
    ----------
    questionnaire : Questionnaire
        The form.
    outcome : Outcome
        The figures of one assessment.

    Returns
    -------
    Binding
        For a whole without a score the first level follows, and only `outcome.short` can say why.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.reckoning.outcome import outcome
    >>> from assessment.core.values.states import Answered, Answers, Chosen, Profile
    >>> answers = Answers({"plan.written": Answered(Chosen("full")), "sales.online": Answered(Chosen("none"))})
    >>> found = binding(two_pillars(), outcome(two_pillars(), Profile({}), answers))
    >>> found.level.id, found.following.id, found.points
    (1, 2, 20.0)
    """
    levels = questionnaire.levels
    place = next((place for place, level in enumerate(levels) if level.id == outcome.level), -1)
    reached = levels[place] if place >= 0 else None
    if place + 1 == len(levels):
        return Binding(reached, None, 0.0, True, True, 0, 0, ())  # noqa: FBT003 - nothing is left to reach
    following = levels[place + 1]
    gaps = tuple(sorted(_gaps(questionnaire, outcome, following), key=_distance))
    visible = sum(pillar.visible for pillar in outcome.pillars)
    wanted = _wanted(following, visible)
    standing = visible - len(gaps) if following.breadth else 0
    return Binding(
        level=reached,
        following=following,
        points=_missing(following.threshold, outcome.overall) or 0.0,
        score_holds=outcome.overall is not None and following.threshold.holds(outcome.overall),
        breadth_holds=standing >= wanted,
        pillars_wanted=wanted,
        pillars_standing=standing,
        gaps=gaps,
    )


NEVER = Threshold(math.inf, inclusive=True)


def pillar_threshold(questionnaire: Questionnaire, at: int) -> Threshold:
    """Give the threshold from which a pillar stands at a level or higher."""
    levels = questionnaire.pillar_levels or questionnaire.levels
    return next((level.threshold for level in levels if level.id >= at), NEVER)


def _wanted(level: Level, visible: int) -> int:
    if level.breadth is None:
        return 0
    return visible if level.breadth.pillars is None else level.breadth.pillars


def _gaps(questionnaire: Questionnaire, outcome: Outcome, level: Level) -> Iterator[PillarGap]:
    if level.breadth is None:
        return
    threshold = pillar_threshold(questionnaire, level.breadth.at)
    for pillar in outcome.pillars:
        if pillar.visible and not _stands(pillar, level.breadth.at):
            yield PillarGap(pillar.id, pillar.score, threshold, _missing(threshold, pillar.score))


def _stands(pillar: NodeOutcome, at: int) -> bool:
    return pillar.level is not None and pillar.level >= at


def _missing(threshold: Threshold, score: float | None) -> float | None:
    return None if score is None else max(threshold.value - score, 0.0)


def _distance(gap: PillarGap) -> float:
    return math.inf if gap.points is None else gap.points
