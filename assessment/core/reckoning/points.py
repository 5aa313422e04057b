"""What an answer is worth: the score of one criterion, from 0 to 1."""

import math
from typing import assert_never

from assessment.core.errors import UnreadableAnswer
from assessment.core.parts.scales import Choice, Conversion, Goalposts, Multiple, Number, Option, Ratio, Scale
from assessment.core.questionnaire import Criterion
from assessment.core.values.states import Answered, Chosen, DontKnow, Figure, NotApplicable, Part, State, Ticked, Value


def criterion_score(criterion: Criterion, state: State | None) -> float:
    """Score one criterion.

    Parameters
    ----------
    criterion : Criterion
        What was asked.
    state : State or None
        The answer; None is missing.

    Returns
    -------
    float
        0–1; NaN when missing or not applicable, 0 for don't know.

    Raises
    ------
    UnreadableAnswer
        If the answer is not one to this criterion.

    Notes
    -----
    Choice: points ÷ greatest points. Multiple: the sum of points, held between 0 and `full`, ÷ `full`; an option earns
    half its points while the one it needs is not ticked. Number and ratio: points of the band ÷ greatest points, or the
    place between the goalposts, held at 0 and 1.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> from assessment.core.values.states import Answered, Chosen
    >>> criterion_score(two_pillars().criterion("sales.online"), Answered(Chosen("some")))
    0.5
    """
    match state:
        case None | NotApplicable():
            return math.nan
        case DontKnow():
            return 0.0
        case Answered(value):
            return value_score(criterion.scale, value)
        case _:
            assert_never(state)


def value_score(scale: Scale, value: Value) -> float:
    """Score a value on its scale, 0–1; raises `UnreadableAnswer` when it does not belong there."""
    match scale, value:
        case Choice(options), Chosen(option):
            return _option(options, option).points / max(each.points for each in options)
        case Multiple(), Ticked(ticked):
            return ticked_score(scale, ticked)
        case Number(conversion), Figure(figure):
            return figure_score(conversion, figure)
        case Ratio(conversion), Part():
            return figure_score(conversion, value.percent)
        case _:
            raise UnreadableAnswer(f"{value} does not belong to a {type(scale).__name__.lower()}")


def ticked_score(scale: Multiple, ticked: tuple[str, ...]) -> float:
    """Score the options ticked of a multiple, 0–1."""
    earned = math.fsum(_earned(_option(scale.options, name), ticked) for name in ticked)
    return min(max(earned, 0.0), scale.full) / scale.full


def _earned(option: Option, ticked: tuple[str, ...]) -> float:
    return option.points if option.needs is None or option.needs in ticked else option.points / 2


def _option(options: tuple[Option, ...], name: str) -> Option:
    for option in options:
        if option.id == name:
            return option
    raise UnreadableAnswer(f"`{name}` is no option of this criterion")


def figure_score(conversion: Conversion, figure: float) -> float:
    """Score a number, or the percent of a ratio, 0–1; NaN below the first band, where no answer can be."""
    match conversion:
        case Goalposts(zero, full):
            # Goalposts that fall give 0 / -70 = -0.0 at their zero; adding 0 takes the sign away.
            return min(max((figure - zero) / (full - zero), 0.0), 1.0) + 0.0
        case _:
            reached = [band.points for band in conversion if band.threshold.holds(figure)]
            return reached[-1] / max(band.points for band in conversion) if reached else math.nan
