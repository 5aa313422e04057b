"""What the page of the targets says of each."""

from dataclasses import dataclass

from flask_babel import gettext as _

from assessment.core.publishing.target_board import (
    GoalFigure,
    MeasuredFigure,
    TargetBoard,
    TargetFigure,
    Words,
    text_of,
)
from assessment.web.numerals import decimal, percent


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal in words, and whether it is reached (None: nobody can tell)."""

    words: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class TargetLines:
    """One target in words; `figure` is None where no answer can show it, empty where it may not be shown."""

    id: str
    text: str
    source: str
    figure: str | None
    basis: str
    goals: tuple[GoalLine, ...]
    beside: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BoardLines:
    """All targets of a file in words: those that answers show, and those kept as context."""

    title: str
    about: str
    n: int | None
    measured: tuple[TargetLines, ...]
    context: tuple[TargetLines, ...]


def board(found: TargetBoard, spoken: str) -> BoardLines:
    """Put a board into words."""
    lines = [_target(each, spoken) for each in found.targets]
    return BoardLines(
        title=_said(found.title, spoken) or found.id,
        about=_said(found.about, spoken),
        n=found.n,
        measured=tuple(each for each in lines if each.figure is not None),
        context=tuple(each for each in lines if each.figure is None),
    )


def _said(words: Words, spoken: str) -> str:
    text = text_of(words)
    return "" if text is None else text.of(spoken)


def _target(each: TargetFigure, spoken: str) -> TargetLines:
    measured = each.measured
    return TargetLines(
        id=each.id,
        text=_said(each.text, spoken),
        source=_said(each.source, spoken),
        figure=None if measured is None else _figure(measured, spoken),
        basis="" if measured is None else _basis(measured, spoken),
        goals=tuple(GoalLine(_goal(goal, spoken), goal.reached) for goal in each.goals),
        beside=tuple((_said(one.text, spoken), _figure(one, spoken) or str(_("chưa hiện"))) for one in each.beside),
    )


def _figure(measured: MeasuredFigure, spoken: str) -> str:
    if measured.value is None:
        return ""
    if measured.sort == "count":
        return decimal(measured.value, spoken, 0)
    return percent(measured.value, spoken, _places(measured.value))


def _places(value: float) -> int:
    """Small shares and means need a place after the point to say anything."""
    return 0 if abs(value) >= 10 or value == round(value) else 1  # noqa: PLR2004


def _basis(measured: MeasuredFigure, spoken: str) -> str:
    """Say over how many enterprises a figure is, and whom it could not speak of."""
    if measured.base is None:
        return ""
    base = decimal(measured.base, spoken, 0)
    if not measured.left_out:
        return str(_("tính trên %(base)s doanh nghiệp", base=base))
    away = decimal(measured.left_out, spoken, 0)
    return str(
        _(
            "tính trên %(base)s doanh nghiệp; %(away)s không tính vì không biết, không áp dụng hoặc không được hỏi",
            base=base,
            away=away,
        )
    )


def _goal(goal: GoalFigure, spoken: str) -> str:
    whole = goal.value == round(goal.value)
    unit = _said(goal.unit, spoken)
    places = 0 if whole else 1
    if unit.strip() in ("", "%"):
        value = percent(goal.value, spoken, places)
    else:
        value = f"{decimal(goal.value, spoken, places)} {unit}"
    if goal.inclusive:
        return str(_("năm %(year)s: từ %(value)s", year=goal.year, value=value))
    return str(_("năm %(year)s: trên %(value)s", year=goal.year, value=value))
