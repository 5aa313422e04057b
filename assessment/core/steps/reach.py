"""Where a step of advice takes the answer to its criterion."""

import math
from collections.abc import Iterable, Iterator
from typing import assert_never

import numpy as np

from assessment.core.parts.scales import Band, Choice, Conversion, Goalposts, Multiple, Number, Ratio
from assessment.core.parts.terms import TOLERANCE, Threshold
from assessment.core.questionnaire import Advice, Criterion
from assessment.core.reckoning.points import figure_score, value_score
from assessment.core.values.states import Answered, Chosen, Figure, Part, State, Ticked, Value

# Of an exclusive threshold the next figure above is meant; this far above, any computed percent still is.
JUST_ABOVE = 1e-6
# All sets of ticks are tried; with more options than this those with the fewest points are left out.
MOST_OPTIONS = 14
WHOLE = 100.0


def reached(criterion: Criterion, state: State | None, advice: Advice) -> Answered | None:
    """Give the answer after a step.

    Parameters
    ----------
    criterion : Criterion
        The one the advice belongs to.
    state : State or None
        The answer now.
    advice : Advice
        The step: to `to`, or else to the least reachable score of `below` or more.

    Returns
    -------
    Answered or None
        None when no answer reaches so far. Ticks are only added: nobody gives up a tool to take a step; and a ratio
        keeps its whole.

    Examples
    --------
    >>> from assessment.core.examples import two_pillars
    >>> criterion = two_pillars().criterion("sales.online")
    >>> reached(criterion, Answered(Chosen("some")), criterion.advice[0])
    Answered(value=Chosen(option='full'))
    """
    value = state.value if isinstance(state, Answered) else None
    found = _towards(criterion, value, advice.to) if advice.to is not None else _least(criterion, value, advice.below)
    return None if found is None else Answered(found)


def _towards(criterion: Criterion, value: Value | None, to: str | float) -> Value:
    match criterion.scale:
        case Choice():
            return Chosen(str(to))
        case Multiple() as scale:
            return _ticked(scale, {*_kept(scale, value), str(to)})
        case Number():
            return Figure(float(to))
        case Ratio():
            return _part(value, float(to))
        case _:
            assert_never(criterion.scale)


def _least(criterion: Criterion, value: Value | None, below: float) -> Value | None:
    candidates = list(_candidates(criterion, value, below))
    scores = [value_score(criterion.scale, candidate) for candidate in candidates]
    # The first of equals wins: options and bands come in their order, sets of ticks with the fewest first.
    best = min(
        ((score, place) for place, score in enumerate(scores) if score >= below - TOLERANCE), default=(math.nan, -1)
    )
    return candidates[best[1]] if best[1] >= 0 else None


def _candidates(criterion: Criterion, value: Value | None, below: float) -> Iterable[Value]:
    match criterion.scale:
        case Choice(options):
            return (Chosen(option.id) for option in options)
        case Multiple() as scale:
            return _tick_sets(scale, value, below)
        case Number(conversion) as scale:
            return map(Figure, _figures(conversion, scale.minimum, scale.maximum, below))
        case Ratio(conversion) as scale:
            figures = _figures(conversion, scale.minimum, scale.maximum, below)
            return (_part(value, figure) for figure in figures)
        case _:
            assert_never(criterion.scale)


def _kept(scale: Multiple, value: Value | None) -> tuple[str, ...]:
    ticked = value.options if isinstance(value, Ticked) else ()
    return tuple(option.id for option in scale.options if option.id in ticked and not option.exclusive)


def _ticked(scale: Multiple, names: set[str]) -> Ticked:
    return Ticked(tuple(option.id for option in scale.options if option.id in names))


def _tick_sets(scale: Multiple, value: Value | None, below: float) -> Iterator[Ticked]:
    """Give the best of all sets that add to the ticks there are: the least that reaches, with the fewest ticks."""
    kept = _kept(scale, value)
    addable = [option for option in scale.options if option.id not in kept and not option.exclusive]
    largest = sorted(addable, key=lambda option: -option.points)[:MOST_OPTIONS]
    open_ = [option for option in addable if option in largest]
    # Every set is a number whose binary digits say which options are added.
    sets = np.arange(2 ** len(open_))
    added = {option.id: (sets >> place & 1).astype(np.float64) for place, option in enumerate(open_)}
    ticks = {**dict.fromkeys(kept, np.ones(len(sets))), **added}
    earned, unfounded = np.zeros(len(sets)), np.zeros(len(sets))
    for option in scale.options:
        if option.id in ticks:
            lacking = 0.0 if option.needs is None else 1.0 - ticks.get(option.needs, 0.0)
            earned += option.points * ticks[option.id] * (1.0 - lacking / 2.0)
            unfounded += ticks[option.id] * lacking
    scores = np.clip(earned, 0.0, scale.full) / scale.full
    reaching = np.flatnonzero(scores >= below - TOLERANCE)
    if reaching.size:
        # Of equal scores the set is best that leaves no tool without the one it builds on.
        order = np.lexsort((reaching, np.bitwise_count(reaching), unfounded[reaching], np.round(scores[reaching], 9)))
        best = reaching[order[0]]
        yield _ticked(scale, {*kept, *(option.id for option in open_ if added[option.id][best])})


def _figures(conversion: Conversion, minimum: float | None, maximum: float | None, below: float) -> Iterator[float]:
    """Give the least figure within the bounds for each band, or the one that scores exactly on a line."""
    least = -math.inf if minimum is None else minimum
    most = math.inf if maximum is None else maximum
    match conversion:
        case Goalposts(zero, full):
            wanted = [zero + below * (full - zero)]
        case _:
            wanted = [_start(band) for band in conversion]
    for figure in wanted:
        held = min(max(figure, least), most)
        if not math.isnan(figure_score(conversion, held)):
            yield held


def _start(band: Band) -> float:
    match band.threshold:
        case Threshold(value, inclusive=True):
            return value
        case Threshold(value):
            return value + JUST_ABOVE * max(1.0, abs(value))


def _part(value: Value | None, percent: float) -> Part:
    whole = value.whole if isinstance(value, Part) else WHOLE
    return Part(percent * whole / 100.0, whole)
