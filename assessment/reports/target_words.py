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
from assessment.documents import charts
from assessment.web.numerals import decimal, percent

FULL = 100
LEAST_SAID = 0.05


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal in words, whether it is reached (None: nobody can tell), and what is missing where that can be said."""

    words: str
    reached: bool | None
    missing: str


@dataclass(frozen=True, slots=True)
class TargetLines:
    """One target in words; `figure` is None where no answer can show it, empty where it may not be shown."""

    id: str
    text: str
    source: str
    figure: str | None
    drawn: charts.Markup | None
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

    @property
    def decided(self) -> list[TargetLines]:
        """The targets that state a number which was held against a figure."""
        return [each for each in self.measured if any(goal.reached is not None for goal in each.goals)]

    @property
    def reached(self) -> list[TargetLines]:
        """Those of them whose last goal is reached."""
        return [each for each in self.decided if each.goals[-1].reached]


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
        drawn=_drawn(each, spoken),
        basis="" if measured is None else _basis(measured, spoken),
        goals=tuple(GoalLine(_goal(goal, spoken), goal.reached, _missing(each, goal, spoken)) for goal in each.goals),
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


def _drawn(each: TargetFigure, spoken: str) -> charts.Markup | None:
    """Draw a figure in percent against its last goal; the words below say both, so the drawing needs no table."""
    measured = each.measured
    if measured is None or measured.value is None or measured.sort == "count" or not each.goals:
        return None
    goal = each.goals[-1]
    if not (_is_percent(goal, spoken) and 0 <= measured.value <= FULL and 0 <= goal.value <= FULL):
        return None
    aim = charts.Target(_said(each.text, spoken), measured.value, None, None, goal.value)
    return charts.target(f"target-{each.id.replace('.', '-')}", aim, language=spoken)


def _missing(each: TargetFigure, goal: GoalFigure, spoken: str) -> str:
    """Say how far a figure stays below a goal, from the unrounded ones; nothing where that rounds to nothing."""
    if goal.reached is not False or each.measured is None or each.measured.value is None:
        return ""
    apart = goal.value - each.measured.value
    if _is_percent(goal, spoken):
        return str(_("%(points)s điểm phần trăm", points=decimal(apart, spoken))) if apart >= LEAST_SAID else ""
    return f"{decimal(apart, spoken, 0)} {_said(goal.unit, spoken)}" if apart >= 1 else ""


def _is_percent(goal: GoalFigure, spoken: str) -> bool:
    return _said(goal.unit, spoken).strip() in ("", "%")


def _goal(goal: GoalFigure, spoken: str) -> str:
    places = 0 if goal.value == round(goal.value) else 1
    if _is_percent(goal, spoken):
        value = percent(goal.value, spoken, places)
    else:
        value = f"{decimal(goal.value, spoken, places)} {_said(goal.unit, spoken)}"
    if goal.inclusive and _is_percent(goal, spoken) and goal.value >= FULL:
        return str(_("năm %(year)s: %(value)s", year=goal.year, value=value))  # Nothing lies above all of them.
    if goal.inclusive:
        return str(_("năm %(year)s: từ %(value)s", year=goal.year, value=value))
    return str(_("năm %(year)s: trên %(value)s", year=goal.year, value=value))
