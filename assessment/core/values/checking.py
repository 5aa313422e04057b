"""Holds values against their scale, whoever wrote them and however; every `Problem` there is stands here."""

import math
from collections.abc import Sequence

from assessment.core.parts.scales import Choice, Goalposts, Multiple, Number, Ratio, Scale, within
from assessment.core.values.states import Chosen, Figure, Part, Problem, Ticked

PROBLEMS = {
    "control": "there are control characters in it",
    "contradictory": "there is an answer and also `does not apply` or `don't know`",
    "dont_know_refused": "`don't know` is not offered here",
    "exclusive_option": "`{0}` stands alone, but other options are chosen with it",
    "grouping": "`{0}`: digits are grouped by three",
    "not_a_number": "`{0}` is no number",
    "not_applicable_refused": "`does not apply` is not offered here",
    "part_negative": "the part {0} is below 0",
    "ratio_incomplete": "a ratio has two numbers, the part and the whole",
    "reason_missing": "there is no reason why this does not apply",
    "repeated_option": "`{0}` is chosen twice",
    "several_values": "there is more than one answer",
    "too_large": "{0} is above the greatest possible answer, {1}",
    "too_long": "there are more than {0} characters",
    "too_small": "{0} is below the least possible answer, {1}",
    "unknown_option": "`{0}` is no option here",
    "unknown_reason": "`{0}` is no reason offered here",
    "unknown_state": "`{0}` is no state of an answer",
    "whole_not_positive": "the whole {0} is not above 0",
}
"""Every code a `Problem` can have, with its English sentence for files; forms have their own, in both languages."""


def explained(problem: Problem) -> str:
    """Say in English what is wrong, for the reports on files.

    Examples
    --------
    >>> explained(Problem("too_large", (120.0, 100.0)))
    '120 is above the greatest possible answer, 100'
    """
    shown = (format(value, ".15g") if isinstance(value, float) else value for value in problem.values)
    return PROBLEMS[problem.code].format(*shown)


def how_to_write(scale: Scale, problem: Problem) -> str:
    """Give the end of a message on a cell that cannot be read: what it might hold instead, if that can be said.

    Examples
    --------
    >>> how_to_write(Number(Goalposts(0.0, 10.0)), Problem("not_a_number", ("4,5",)))
    '; write digits, with a dot before decimals: 4.5'
    """
    match problem.code, scale:
        case "unknown_option", Choice(options) | Multiple(options):
            parted = ", several parted by `;`" if isinstance(scale, Multiple) else ""
            return f"; there are {', '.join(option.id for option in options):.200}{parted}"
        case "not_a_number" | "ratio_incomplete", Ratio():
            return "; write the part and the whole: 3/12"
        case "not_a_number", Number():
            return "; write digits, with a dot before decimals: 4.5"
        case _:
            return ""


def as_ticks(scale: Choice | Multiple, names: Sequence[str]) -> Chosen | Ticked | Problem | None:
    """Make the value of a choice or multiple out of option ids; None when there are none."""
    known = {option.id: option for option in scale.options}
    for position, name in enumerate(names):
        if name not in known:
            return Problem("unknown_option", (name[:80],))
        if name in names[:position]:
            return Problem("repeated_option", (name,))
    if len(names) > 1 and isinstance(scale, Choice):
        return Problem("several_values")
    if len(names) > 1 and (alone := [name for name in names if known[name].exclusive]):
        return Problem("exclusive_option", (alone[0],))
    if not names:
        return None
    return Chosen(names[0]) if isinstance(scale, Choice) else Ticked(tuple(name for name in known if name in names))


def as_figure(scale: Number, numbers: Sequence[float | Problem]) -> Figure | Problem | None:
    """Make the value of a number; None when there is none."""
    match numbers:
        case []:
            return None
        case [Problem() as problem]:
            return problem
        case [float(figure)]:
            return out_of_bounds(scale, figure) or Figure(figure)
        case _:
            return Problem("several_values")


def as_part(scale: Ratio, numbers: Sequence[float | Problem]) -> Part | Problem | None:
    """Make the value of a ratio out of its part and whole; None when there are neither."""
    for each in numbers:
        if isinstance(each, Problem):
            return each
    match numbers:
        case []:
            return None
        case [float(part), float(whole)]:
            return _as_part(scale, Part(part, whole))
        case _:
            return Problem("ratio_incomplete")


def _as_part(scale: Ratio, value: Part) -> Part | Problem:
    if value.part < 0:
        return Problem("part_negative", (value.part,))
    if not value.whole > 0:
        return Problem("whole_not_positive", (value.whole,))
    if not math.isfinite(value.percent):
        return Problem("not_a_number", (f"{value.part:g}/{value.whole:g}",))
    return out_of_bounds(scale, value.percent) or value


def out_of_bounds(scale: Number | Ratio, figure: float) -> Problem | None:
    """Say whether a figure lies outside the bounds or below the first band."""
    if within(scale, figure):
        return None
    if scale.maximum is not None and figure > scale.maximum:
        return Problem("too_large", (figure, scale.maximum))
    bands = () if isinstance(scale.conversion, Goalposts) else scale.conversion[:1]
    lowest = [band.threshold.value for band in bands]
    return Problem("too_small", (figure, max([*lowest, *([] if scale.minimum is None else [scale.minimum])])))
