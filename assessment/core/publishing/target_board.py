"""Where the targets stand, as values that can be stored: None where nothing was measured or nothing may be shown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessment.core.parts.targets import Count, Goal, Measure, Share, Target, TargetSet
from assessment.core.parts.terms import Text
from assessment.core.publishing.measures import Assessed, Measured, reached, standing


@dataclass(frozen=True, slots=True)
class Said:
    """Words in one language."""

    language: str
    words: str


Words = tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class MeasuredFigure:
    """A measure: its value, over how many enterprises, how many it could not speak of; its own words, if any.

    ``sort`` is `count` for a count of enterprises, `share` for a share of them in percent, and `figure` for all else.
    """

    sort: str
    text: tuple[Said, ...]
    value: float | None
    base: int | None
    left_out: int | None


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """What is to be reached by a year, and whether it is; None where nothing was measured."""

    year: int
    value: float
    inclusive: bool
    unit: tuple[Said, ...]
    reached: bool | None


@dataclass(frozen=True, slots=True)
class TargetFigure:
    """One target with its goals, its measure and what stands beside it; ``among`` enterprises are meant by it."""

    id: str
    text: tuple[Said, ...]
    source: tuple[Said, ...]
    among: int | None
    goals: tuple[GoalFigure, ...]
    measured: MeasuredFigure | None
    beside: tuple[MeasuredFigure, ...]


@dataclass(frozen=True, slots=True)
class TargetBoard:
    """All targets of a file over the ``n`` enterprises whose answers count."""

    id: str
    title: tuple[Said, ...]
    about: tuple[Said, ...]
    n: int | None
    targets: tuple[TargetFigure, ...]


def hold(targets: TargetSet, assessed: Sequence[Assessed]) -> TargetBoard:
    """Hold targets against answers.

    Parameters
    ----------
    targets : TargetSet
        What is wanted.
    assessed : sequence of Assessed
        Enterprises over any questionnaires; those of questionnaires the targets do not name are left out.

    Returns
    -------
    TargetBoard
        Figures are about the enterprises assessed, not about all of a province.
    """
    meant = [each for each in assessed if each.questionnaire.id in targets.questionnaires]
    figures = tuple(_target(each, meant) for each in targets.targets)
    return TargetBoard(targets.id, said(targets.title), said(targets.about), len(meant), figures)


def said(text: Text | None) -> Words:
    """Write a text as plain values."""
    return () if text is None else tuple(Said(language, words) for language, words in text.words.items())


def text_of(words: Words) -> Text | None:
    """Read a text back from plain values."""
    return Text({each.language: each.words for each in words}) if words else None


def published(board: TargetBoard, minimum: int) -> TargetBoard:
    """Keep what those may see who only see published figures: no measure and no count of fewer than the minimum.

    Parameters
    ----------
    board : TargetBoard
        Of all enterprises that count.
    minimum : int
        Enterprises a figure needs.

    Returns
    -------
    TargetBoard
        A measure over fewer enterprises, and a count below the minimum, lose their figures; whether a goal is reached
        is told only where its figure is. Shares are in whole percent. Counts from which fewer than the minimum could
        be worked out are not told: how many a measure could not speak of, and how many it is over where those are all
        but a few.
    """
    if board.n is None or board.n < minimum:
        nobody = tuple(_hidden(each) for each in board.targets)
        return replace(board, n=None, targets=nobody)
    whole = board.n
    return replace(board, targets=tuple(_shown(each, whole, minimum) for each in board.targets))


def _target(target: Target, assessed: Sequence[Assessed]) -> TargetFigure:
    found = standing(target, assessed)
    beside = zip(target.beside, found.beside, strict=True)
    return TargetFigure(
        id=target.id,
        text=said(target.text),
        source=said(target.source),
        among=found.among,
        goals=tuple(_goal(goal, found.measured) for goal in target.goals),
        measured=None if found.measured is None else _measured(target.measure, found.measured, None),
        beside=tuple(_measured(each.measure, measured, each.text) for each, measured in beside),
    )


def _goal(goal: Goal, measured: Measured | None) -> GoalFigure:
    held = None if measured is None else reached(goal, measured)
    return GoalFigure(goal.year, goal.threshold.value, goal.threshold.inclusive, said(goal.unit), held)


def _measured(measure: Measure | None, measured: Measured, text: Text | None) -> MeasuredFigure:
    value = None if math.isnan(measured.value) else measured.value
    sort = "count" if isinstance(measure, Count) else "share" if isinstance(measure, Share) else "figure"
    return MeasuredFigure(sort, said(text), value, measured.base, measured.left_out)


def _shown(target: TargetFigure, whole: int, minimum: int) -> TargetFigure:
    beside = tuple(_told(each, whole, minimum) for each in target.beside)
    measured = None if target.measured is None else _told(target.measured, whole, minimum)
    if measured is None or measured.value is None:
        return replace(_hidden(target), beside=beside)
    # With both counts one could work out how many the measure could not speak of.
    return replace(target, among=None, measured=measured, beside=beside)


def _told(measured: MeasuredFigure, whole: int, minimum: int) -> MeasuredFigure:
    """Keep of a measure what may be shown."""
    enough = measured.base is not None and measured.base >= minimum
    if not enough or (measured.sort == "count" and (measured.value or 0) < minimum):
        return _empty(measured)
    told = measured
    if measured.sort == "share" and measured.value is not None:
        told = replace(measured, value=float(round(measured.value)))
    few = (measured.left_out is not None and 0 < measured.left_out < minimum) or _lacks(measured, whole, minimum)
    return replace(told, base=None, left_out=None) if few else told


def _lacks(measured: MeasuredFigure, whole: int, minimum: int) -> bool:
    """Tell whether a measure is over all enterprises but a few."""
    return measured.base is not None and 0 < whole - measured.base < minimum


def _empty(measured: MeasuredFigure) -> MeasuredFigure:
    return MeasuredFigure(measured.sort, measured.text, None, None, None)


def _hidden(target: TargetFigure) -> TargetFigure:
    return replace(
        target,
        among=None,
        goals=tuple(replace(goal, reached=None) for goal in target.goals),
        measured=None if target.measured is None else _empty(target.measured),
        beside=tuple(_empty(each) for each in target.beside),
    )
